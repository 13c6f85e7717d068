"""What single letters and digits look like, and what they stand for."""

import re
import unicodedata
from functools import lru_cache

# Letters of other scripts that look like ours, as Unicode's confusables.txt has them (UTS 39);
# only small ones, and those that are no capital of another form. Newspapers print ð and ɖ for đ.
_ALIKE = str.maketrans(
    "аеорсухіјѕԛԝһԁвкмнтғѵӏαεορυχικντηωγβμօսհոռցգզյıɡɑ¡ðɖ",
    "aeopcyxijsqwhdbkmhtfvlaeopyxikvtnwybmouhnngqqjigaiđđ",
)
# How Unicode calls Latin letters in other dress: ᴛ, ʈ, 🆃. Its tables do not lead back to t.
_OTHER_DRESS = re.compile(
    r"(?:.* )?LATIN (?:CAPITAL LETTER|SMALL LETTER|LETTER SMALL CAPITAL) ([A-Z])(?: WITH .*)?"
)
# The marks of Vietnamese. Any other on a letter is a line through it, or a frame.
MARKS = frozenset("\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323")
# How Unicode's names of Latin letters begin, where not with LATIN.
_LATIN = {"FEMININE", "FULLWIDTH", "MASCULINE", "MATHEMATICAL", "MICRO", "MODIFIER"}


def undressed(text):
    """``text`` of the same length and with its marks, in plain letters and digits."""
    return "".join(char if char.isascii() else _undressed(char) for char in text)


@lru_cache(5_000)
def _undressed(char):
    digit = unicodedata.digit(char, None)  # of another script, in a circle …
    if digit is not None:
        return str(digit)
    plain = unicodedata.normalize("NFKC", char).translate(_ALIKE)
    plain = _letter_in_dress(plain) or plain
    return plain if len(plain) == 1 else char


def _letter_in_dress(char):
    """The letter that ᴛ, ʈ or 🆃 stand for; "" of any other."""
    if len(char) != 1 or char.isascii() or char in "đĐ" or unicodedata.decomposition(char):
        return ""
    named = _OTHER_DRESS.fullmatch(unicodedata.name(char, ""))
    return named[1].lower() if named else ""


def taken_apart(text, marks):
    """Letters and marks of ``text`` apart; of the marks those of ``marks``."""
    parts = unicodedata.normalize("NFD", text)
    return "".join(
        char for char in parts if char in marks or unicodedata.category(char) not in ("Mn", "Me")
    )


@lru_cache(5_000)
def is_dressed(char):
    form = unicodedata.decomposition(char)
    is_form = form.startswith(("<wide>", "<font>", "<circle>", "<square>"))
    return undressed(char).isalpha() and (is_form or bool(_letter_in_dress(char)))


@lru_cache(5_000)
def script(char):
    """``LATIN``, ``CYRILLIC`` …: the first word of a letter's name in Unicode."""
    name = unicodedata.name(char, "").partition(" ")[0]
    return "LATIN" if name in _LATIN else name
