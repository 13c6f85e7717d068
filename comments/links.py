"""Addresses in what people write, also those that are only hinted at: ``casino chấm com``."""

import re
from typing import NamedTuple

from .letters import undressed

# Where one is written to, and what hides where it leads.
_MESSENGERS = (
    r"(?:zalo|t|m|wa|line|telegram)\.me|fb\.com|(?:bit|cutt)\.ly|goo\.gl|is\.gd|tinyurl\.com"
)
# They cost next to nothing, and hardly anybody but spam is there.
_CHEAP = "xyz|top|club|vip|site|online|shop|store|bet|win|live|link|app|pro|biz|icu|cc"
_USUAL = "com|net|org|vn|info|asia|tv"
_SUSPECT = re.compile(
    rf"(?:https?://)?(?:www\.)?(?:(?:{_MESSENGERS})\b|[\w.-]+\.(?:{_CHEAP})\b)", re.I
)
# Of the state and of schools.
_OFFICIAL = re.compile(r"(?:https?://)?[\w.-]{1,255}\.(?:gov|edu)\.vn\b", re.I)
LINK = re.compile(
    rf"(?:https?://|hxxps?://|www\.)\S+|\b(?:{_MESSENGERS})\b(?:/\S*)?"
    rf"|(?<![\w-])[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{0,3}}\.(?:{_USUAL}|{_CHEAP})\b(?:/\S*)?",
    re.I,
)
_HINT = re.compile(
    r"(?<![\w-])[\w-]{2,63} ?(?:[\[(]\.[\])]|\bdot\b|\bch[ấâa]m\b|(?<= )\.) ?"
    rf"(?:{_USUAL}|{_CHEAP})\b",
    re.I,
)


class Place(NamedTuple):
    """An address is ``text[start:end]``; ``weight`` as of a `Finding`."""

    start: int
    end: int
    weight: int


def places(text):
    """The `Place` of each address in ``text``."""
    plain = undressed(text)
    found = [Place(*match.span(), _weight(match[0])) for match in LINK.finditer(plain)]
    hints = [Place(*match.span(), 3) for match in _HINT.finditer(plain)]
    found += [hint for hint in hints if not any(_meet(hint, link) for link in found)]
    return sorted(found)


def _weight(address):
    if _SUSPECT.match(address):
        return 3
    return 1 if _OFFICIAL.match(address) else 2


def _meet(one, other):
    return one.start < other.end and other.start < one.end
