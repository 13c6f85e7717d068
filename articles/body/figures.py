"""Photos in the body of a story, as they are stored: a reference and the words of this use.

    <figure data-photo="12" class="align-wide" data-credit="Ảnh: Mỹ Lệ" data-alt="Sân ga">
    <figcaption>Ga Hà Nội sáng nay</figcaption></figure>

Without ``data-photo`` it is a place where a photo is still to be added; ``data-place`` then is the
key under which one is on its way (see ``articles/photos/places.py``). The page shows a
responsive picture instead (`replace`); what a reader gets is never stored. A figure with
``data-embed`` is a video of another service: see ``articles/body/embeds.py``.
"""

import re
from dataclasses import dataclass
from html import escape, unescape

from cms.text import line

from ..photos.credit import with_credit

# Neighbours in a "grid" are a gallery.
ALIGNMENTS = ("left", "center", "right", "wide", "grid")
# What the sanitizer writes: quoted attributes, and no figure within a figure.
_FIGURE = re.compile(r'<figure((?: [\w-]+="[^"]*")*)>(.*?)</figure>', re.DOTALL)
_ATTRIBUTE = re.compile(r' ([\w-]+)="([^"]*)"')
_TAG = re.compile(r"<[^>]*>")
_ID = re.compile(r"[1-9]\d{0,17}", re.ASCII)
# Random, and made by a browser.
PLACE = re.compile(r"[\w-]{16,40}", re.ASCII)
# The lengths of the same words in the library.
_LONGEST = {"caption": 500, "credit": 120, "alt": 300}
# The line that newspapers print under a picture, told by its words.
_CAPTION = re.compile(r"^\(?(?:Ảnh|Trong ảnh)\b|\(\s*Ảnh\b[^()]*\)\.?$", re.IGNORECASE)


@dataclass(frozen=True)
class Figure:
    """A photo in a body. ``photo_id`` is None while it is missing; words are plain text."""

    photo_id: int | None
    align: str = "center"
    caption: str = ""
    credit: str = ""
    alt: str = ""
    decorative: bool = False
    place: str = ""

    @classmethod
    def read(cls, attributes, caption):
        """From a dict of unescaped attributes and the text of the caption; repairs anything."""
        photo, place = attributes.get("data-photo", ""), attributes.get("data-place", "")
        photo_id = int(photo) if _ID.fullmatch(photo) else None
        classes = attributes.get("class", "").split()
        caption, credit = with_credit(caption, attributes.get("data-credit", ""))
        words = {"caption": caption, "credit": credit, "alt": attributes.get("data-alt", "")}
        return cls(
            photo_id=photo_id,
            place=place if photo_id is None and PLACE.fullmatch(place) else "",
            align=next((name for name in ALIGNMENTS if f"align-{name}" in classes), "center"),
            decorative="data-decorative" in attributes,
            **{name: line(text)[: _LONGEST[name]].strip() for name, text in words.items()},
        )

    def __str__(self):
        """As it is stored."""
        attributes = {
            "data-photo": self.photo_id,
            "data-place": self.place,
            "class": f"align-{self.align}",
            "data-credit": self.credit,
            "data-alt": self.alt,
            "data-decorative": "yes" if self.decorative else "",
        }
        written = "".join(
            f' {name}="{escape(str(value))}"' for name, value in attributes.items() if value
        )
        caption = escape(self.caption, quote=False)
        return f"<figure{written}><figcaption>{caption}</figcaption></figure>"


def fit(caption):
    """``caption`` in two: as much as a caption may have, cut between words, and the rest."""
    caption, longest = line(caption), _LONGEST["caption"]
    if len(caption) <= longest:
        return caption, ""
    cut = caption.rfind(" ", 0, longest + 1)
    cut = cut if cut > 0 else longest
    return caption[:cut].rstrip(), caption[cut:].lstrip()


def is_caption(text):
    """Does a paragraph right under a picture say of itself that it is the caption?"""
    text = line(text)
    return len(text) <= _LONGEST["caption"] and bool(_CAPTION.search(text))


def find(html):
    """The photos of a stored body, in order."""
    return [figure for match in _FIGURE.finditer(html) if (figure := _photo(match))]


def replace(html, draw):
    """``html`` with ``draw(figure)`` in the place of each photo."""
    return _FIGURE.sub(lambda found: draw(photo) if (photo := _photo(found)) else found[0], html)


def gather(html):
    """``html`` with an element around each gallery: figures of a grid that stand side by side."""
    parts, done = [], 0
    for start, end in _galleries(html):
        parts += [html[done:start], '<div class="gallery">', html[start:end], "</div>"]
        done = end
    return "".join([*parts, html[done:]])


def _galleries(html):
    """Where galleries begin and end: runs of two figures or more."""
    runs = []
    for match in _FIGURE.finditer(html):
        if _attributes(match).get("class") != "align-grid":
            continue
        if not runs or runs[-1][-1] != match.start():
            runs.append([match.start()])
        runs[-1].append(match.end())
    return [(run[0], run[-1]) for run in runs if len(run) > 2]


def embeds(html):
    """``(address, caption)`` of the videos of other services, in order."""
    return [embed for match in _FIGURE.finditer(html) if (embed := _embed(match))]


def replace_embeds(html, draw):
    """``html`` with ``draw(address, caption)`` in the place of each of those videos."""
    return _FIGURE.sub(lambda found: draw(*embed) if (embed := _embed(found)) else found[0], html)


def _photo(match):
    attributes = _attributes(match)
    return None if "data-embed" in attributes else Figure.read(attributes, _text(match))


def _embed(match):
    attributes = _attributes(match)
    return (attributes["data-embed"], _text(match)) if "data-embed" in attributes else None


def _attributes(match):
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(match[1])}


def _text(match):
    return unescape(_TAG.sub("", match[2]))
