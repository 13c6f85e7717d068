"""Photos in the body of a story, as they are stored: a reference and the words of this use.

    <figure data-photo="12" class="align-wide" data-credit="Ảnh: Mỹ Lệ" data-alt="Sân ga">
    <figcaption>Ga Hà Nội sáng nay</figcaption></figure>

Without ``data-photo`` it is a place where a photo is still to be added. The page shows a
responsive picture instead (`replace`); what a reader gets is never stored.
"""

import re
from dataclasses import dataclass
from html import escape, unescape

from cms.text import line

from .credit import with_credit

ALIGNMENTS = ("left", "center", "right", "wide")
# What the sanitizer writes: quoted attributes, and no figure within a figure.
_FIGURE = re.compile(r'<figure((?: [\w-]+="[^"]*")*)>(.*?)</figure>', re.DOTALL)
_ATTRIBUTE = re.compile(r' ([\w-]+)="([^"]*)"')
_TAG = re.compile(r"<[^>]*>")
_ID = re.compile(r"[1-9]\d{0,17}", re.ASCII)
# The lengths of the same words in the library.
_LONGEST = {"caption": 500, "credit": 120, "alt": 300}


@dataclass(frozen=True)
class Figure:
    """A photo in a body. ``photo_id`` is None while it is missing; words are plain text."""

    photo_id: int | None
    align: str = "center"
    caption: str = ""
    credit: str = ""
    alt: str = ""
    decorative: bool = False

    @classmethod
    def read(cls, attributes, caption):
        """From a dict of unescaped attributes and the text of the caption; repairs anything."""
        photo = attributes.get("data-photo", "")
        classes = attributes.get("class", "").split()
        caption, credit = with_credit(caption, attributes.get("data-credit", ""))
        words = {"caption": caption, "credit": credit, "alt": attributes.get("data-alt", "")}
        return cls(
            photo_id=int(photo) if _ID.fullmatch(photo) else None,
            align=next((name for name in ALIGNMENTS if f"align-{name}" in classes), "center"),
            decorative="data-decorative" in attributes,
            **{name: line(text)[: _LONGEST[name]].strip() for name, text in words.items()},
        )

    def __str__(self):
        """As it is stored."""
        attributes = {
            "data-photo": self.photo_id,
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


def find(html):
    """The figures of a stored body, in order."""
    return [_read(match) for match in _FIGURE.finditer(html)]


def replace(html, draw):
    """``html`` with ``draw(figure)`` in the place of each figure."""
    return _FIGURE.sub(lambda match: draw(_read(match)), html)


def _read(match):
    attributes = {name: unescape(value) for name, value in _ATTRIBUTE.findall(match[1])}
    return Figure.read(attributes, unescape(_TAG.sub("", match[2])))
