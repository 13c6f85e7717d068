"""Numbers that lead to a person: telephones, identity cards, bank accounts.

Screening marks them, moderators mask them: both by the patterns here.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from .letters import undressed

# What makes an emoji of a digit: 0️⃣.
_FRAME = r"[\ufe0f\u20e3]{0,2}"
_GAP = rf"{_FRAME}[ .\-\u2010-\u2012()_*•·|~]{{0,3}}"
# 3,0912345678 is a share; after a whole number and a comma another one may begin.
_DIALLED = rf"(?<!\d)(?<!(?<!\d{{9}})\d[.,])(?:(?:\+|00)?8{_FRAME}4|0){_GAP}"
# A mobile leads to a person: 03, 05, 07, 08, 09 and eight digits; before 2018 also 01 and nine.
_PHONE = re.compile(rf"{_DIALLED}(?:[35789](?:{_GAP}\d){{8}}|1{_GAP}[2689](?:{_GAP}\d){{8}})(?!\d)")
# An office, or a home.
_LANDLINE = re.compile(rf"{_DIALLED}2(?:{_GAP}\d){{9}}(?!\d)")
# These signs mean something between numbers (12,5 or 2019–2024 or 3/4): what they join is a
# telephone number only as a whole, and with the same gap each time.
_FEW = rf"(?:\d{_FRAME}){{1,9}}(?!\d)"
_JOINED = re.compile(
    rf"(?<![\d\u20e3])(?!0[.,]\d\d)(?:(?:\+|00)8{_FRAME}4{_GAP})?"
    rf"{_FEW}( ?[/,–—]{{1,2}} ?){_FEW}(?:\1{_FEW})*"
)
# Căn cước công dân: a province (001–096), a digit of sex and century, two of the birth year, six
# more (circular 59/2021/TT-BCA); before it nine digits, told by the word before them.
_IDENTITY = re.compile(
    r"(?<!\d)0(?:[0-8]\d|9[0-6])[ .-]?[0-3]\d\d[ .-]?\d{3}[ .-]?\d{3}(?!\d)"
    r"|(?:cmnd|cmt|cccd|căn cước|chứng minh)\D{0,20}(\d{3}[ .-]?\d{3}[ .-]?\d{3}(?:\d{3})?)(?!\d)",
    re.I,
)
_BANK = re.compile(
    r"\b(?:stk|số tk|so tk|tài khoản|tai khoan|[a-z]{2,}bank|momo|bidv|vib|acb)\b"
    r"\D{0,25}(\d(?:[ .-]?\d){7,18})(?!\d)",
    re.I,
)
_RULES = {"phone": _PHONE, "landline": _LANDLINE, "identity": _IDENTITY, "bank": _BANK}
_TELEPHONES = ("phone", "landline")
# 10.000.000 is money.
_NO_ACCOUNT = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
# A day, scores (0-3, 1-2), and money: none of their digits belongs to such a number.
_NO_NUMBER = re.compile(
    r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])([/.-])(?:0?[1-9]|1[0-2])\1(?:19|20)\d\d(?!\d)"
    r"|(?<![-–\d])\d[-–]\d(?:[ ,;]{1,2}\d[-–]\d)+(?![-–\d])"
    r"|(?<![+\d])(?<!\d[.,])[1-9]\d{0,2}(?:[.,]\d{3})+"
    r"(?:(?<=000)|(?= ?(?:đ|vnd|usd|tỷ|triệu)))(?![.,]?\d)",
    re.I,
)
_LETTERS = re.compile(r"(?<=\d)[oOlI]+|[oOlI]+(?=\d)")
_AS_DIGITS = str.maketrans("oOlI", "0011")


class Place(NamedTuple):
    """``text[start:end]`` is such a number; ``rule``: phone, landline, identity or bank."""

    rule: str
    start: int
    end: int


def places(text) -> Iterator[Place]:
    """Where such numbers stand; one number may be found as several kinds."""
    digits = _digits(text)
    for rule, pattern in _RULES.items():
        for match in pattern.finditer(digits):
            number = 1 if match.lastindex else 0
            if rule in _TELEPHONES or not _NO_ACCOUNT.fullmatch(match[number]):
                yield Place(rule, *match.span(number))
    for match in _JOINED.finditer(digits):
        number = re.sub(r"[^\d+]", "", match[0])
        for rule in _TELEPHONES:
            if number[0] in "+0" and _RULES[rule].fullmatch(number):
                yield Place(rule, *match.span())


def masked(text):
    """``text`` with a • for every digit of such a number, so one still sees what stood there."""
    chars = list(text)
    for _rule, start, end in places(text):
        for position in range(start, end):
            if text[position].isalnum():
                chars[position] = "•"
    return "".join(chars)


def _digits(text):
    """``text`` of the same length, also letters in place of digits as digits."""
    digits = _LETTERS.sub(lambda match: match[0].translate(_AS_DIGITS), undressed(text))
    return _NO_NUMBER.sub(lambda match: "…" * len(match[0]), digits)
