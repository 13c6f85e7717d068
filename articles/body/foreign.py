"""What other programs mean by their markup: Word, Google Docs, LibreOffice, other papers' pages.

Meaning stands in classes and styles there. It is read while they are still there; none of them is
stored.
"""

import re

from cms.text import nfc

_MARKS = {
    "b": "strong", "strong": "strong", "i": "em", "em": "em", "cite": "em", "dfn": "em",
    "sub": "sub", "sup": "sup",
}  # fmt: skip
INLINE = {*_MARKS, "a", "span", "font"}
_WEIGHT = {"bold": 700, "bolder": 700, "normal": 400, "lighter": 300}
_RAISED = {"super": "sup", "sub": "sub"}
# Buttons, emoji and the dots that count readers are no pictures of a story.
_ICON_PIXELS = 48
_ICON_ADDRESS = re.compile(r"/(?:icons?|emoji|pixel|tracking)\b|[./]svg\b", re.IGNORECASE)
_CAPTION_CLASS = re.compile(r"caption|chu-?thich|image-?desc|photo-?desc", re.IGNORECASE)
_LEVEL = re.compile(r"\blevel(\d)")
_NUMBER = re.compile(r"\(?(\d{1,4}|[a-zđ]|[ivx]{1,5})[.)]", re.IGNORECASE)
_BULLET = re.compile(r"^(?:([·•▪■◦‣§o–*-])|(\(?(?:\d{1,4}|[a-zđ]|[ivx]{1,5})[.)]))\s+", re.I)


def style(element):
    """The style of ``element`` as a dict."""
    rules = {}
    for rule in element.attrs.get("style", "").lower().split(";"):
        name, colon, value = rule.partition(":")
        if colon:
            rules[name.strip()] = value.strip()
    return rules


def is_hidden(element):
    rules = style(element)
    return (
        rules.get("display") == "none"
        or rules.get("mso-hide") == "all"
        or "hidden" in element.attrs
    )


def marked(element, marks):
    """The marks of the text in ``element``, which itself stands in ``marks``."""
    rules = style(element)
    wanted, unwanted = [], set()
    if tag := _MARKS.get(element.tag):
        wanted.append((tag, ()))
    if weight := rules.get("font-weight"):
        number = _WEIGHT.get(weight) or (int(weight) if re.fullmatch(r"\d{3,4}", weight) else None)
        _decide(number and number >= 600, number, "strong", wanted, unwanted)
    if slant := rules.get("font-style"):
        _decide(slant in ("italic", "oblique"), slant, "em", wanted, unwanted)
    if raised := _RAISED.get(rules.get("vertical-align")):
        wanted.append((raised, ()))
    if element.tag == "a" and (link := _link(element)):
        wanted.append(link)
    kept = tuple(mark for mark in marks if mark[0] not in unwanted)
    for mark in wanted:
        if mark[0] not in unwanted and mark[0] not in [tag for tag, _attributes in kept]:
            kept += (mark,)
    return kept


def _decide(on, known, tag, wanted, unwanted):
    if on:
        wanted.append((tag, ()))
    elif known:
        unwanted.add(tag)


def _link(element):
    """The mark of a link that leads somewhere: not to a footnote that did not come along."""
    address = nfc(element.attrs.get("href", "")).strip()
    if not address or address.startswith("#"):
        return None
    title = nfc(element.attrs.get("title", ""))
    return "a", (("href", address), *([("title", title)] if title.strip() else []))


def is_icon(image):
    sizes = [image.attrs.get(name, "") for name in ("width", "height")]
    small = any(size.isdecimal() and int(size[:6]) <= _ICON_PIXELS for size in sizes if size)
    return small or bool(_ICON_ADDRESS.search(image.attrs.get("src", "")[:2000]))


def is_caption(element):
    return bool(_CAPTION_CLASS.search(element.attrs.get("class", "")))


def is_chrome(text):
    """The words on the handles of a photo, which an editor of other papers saves as text."""
    return "".join(text.split()).lower() == "leftcenterrightdel"


def is_title(element):
    return element.attrs.get("class", "").lower().startswith("msotitle")


def is_word_item(element):
    """Is this paragraph of Word's a list item? Not each of them is, see `word_item`."""
    return (
        "mso-list" in style(element) or "msolistparagraph" in element.attrs.get("class", "").lower()
    )


def word_item(element, leaves):
    """``(level, number, leaves)`` of a list item of Word, its bullet taken off, or None.

    ``number`` is None in a bulleted list; ``leaves`` are tidy.
    """
    level = _LEVEL.search(style(element).get("mso-list", ""))
    level = int(level[1]) if level else 1
    bullet = "".join(part.text for part in element.walk() if is_bullet(part))
    if bullet.strip():
        return level, _number(bullet.strip()), leaves
    found = leaves and _BULLET.match(leaves[0][0])
    if not found:
        return None
    first, marks = leaves[0]
    rest = [(first[found.end() :], marks)] if first[found.end() :] else []
    return level, _number(found[2] or ""), [*rest, *leaves[1:]]


def is_bullet(element):
    """Word writes bullets as text, in letters of fonts full of signs, and marks them so."""
    if style(element).get("mso-list") != "ignore":
        return False
    text = element.text.strip()
    return len(text) <= 1 or bool(_NUMBER.fullmatch(text))


def _number(bullet):
    found = _NUMBER.fullmatch(bullet)
    if not found:
        return None
    return int(found[1]) if found[1].isdecimal() else 1
