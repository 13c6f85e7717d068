"""Addresses in what people write, also those that are only hinted at: ``casino chấm com``."""

import re

from .disguise import undressed

_ENDS = (
    "com|net|org|vn|info|xyz|top|club|vip|site|online|shop|store|bet|win|live|link|app|pro|biz|icu"
    "|cc|asia|tv"
)
# Where one is written to, and what hides where it leads.
_MESSENGERS = (
    r"(?:zalo|t|m|wa|line|telegram)\.me|fb\.com|(?:bit|cutt)\.ly|goo\.gl|is\.gd|tinyurl\.com"
)
LINK = re.compile(
    rf"(?:https?://|hxxps?://|www\.)\S+|\b(?:{_MESSENGERS})(?:/\S*)?"
    rf"|\b[\w-]+\.(?:{_ENDS})\b(?:/\S*)?",
    re.I,
)
_HINT = re.compile(
    rf"\b[\w-]{{2,40}} ?(?:[\[(]\.[\])]|\bdot\b|\bch[ấâa]m\b|(?<= )\.) ?(?:{_ENDS})\b", re.I
)


def places(text):
    """``(start, end)`` of each address in ``text``."""
    plain = undressed(text)
    found = [match.span() for match in LINK.finditer(plain)]
    hints = (match.span() for match in _HINT.finditer(plain))
    found += [hint for hint in hints if not any(_meet(hint, link) for link in found)]
    return sorted(found)


def _meet(one, other):
    return one[0] < other[1] and other[0] < one[1]
