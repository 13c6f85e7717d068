"""Finding words in what people write who do not want them found.

Compared are words, whole ones, in two forms: with their marks, or without. Undone before are look-
alike letters (Cyrillic, Greek, full width, in circles, small capitals), digits and signs in place
of letters (``cas1n0``), letters set apart (``c a s i no``, ``c.a.s.i.n.o``) or struck out, letters
repeated (``casinoooo``), and how the young write (``ko`` for ``không``). What no reader can see is
gone already: see `cms.text.nfc`.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from .letters import MARKS, is_dressed, script, taken_apart, undressed

_SIGNS = {
    "0": "o", "1": "il", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s",
    "!": "i", "|": "il", "€": "e",
}  # fmt: skip
# No Vietnamese word has an l but at its beginning: elsewhere it may be an i.
_INSIDE = {**_SIGNS, "l": "i"}
# So many letters of a word may be signs: every one of them doubles what is compared.
_MOST_SIGNS = 4
_YOUNG = {
    "ko": "không", "k": "không", "kh": "không", "hok": "không", "hem": "không", "hông": "không",
    "dc": "được", "đc": "được", "đk": "được", "dk": "được", "j": "gì", "z": "vậy", "mk": "mình",
    "mik": "mình", "bik": "biết", "bít": "biết", "ng": "người", "cx": "cũng", "lun": "luôn",
    "wa": "quá", "rùi": "rồi", "r": "rồi", "trc": "trước", "nx": "nữa", "vs": "với", "ib": "inbox",
}  # fmt: skip
_YOUNG_LETTERS = (("f", "ph"), ("w", "qu"), ("z", "d"), ("j", "gi"))
_CHUNK = re.compile(r"\S+")
_ON_LETTERS = r"\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f"
_PIECE = re.compile(rf"(?:(?:[^\W_]|[@$!|€])[{_ON_LETTERS}]*)+")
_REPEATED = re.compile(r"(.)\1{2,}")
_DIGIT_INSIDE = re.compile(r"[^\W\d_][0-9@$][^\W\d_]")
# Fewer letters set apart are initials; more are no word.
_SET_APART = range(3, 21)
# What is longer is no word in pieces.
_LONGEST = 40


@dataclass(frozen=True)
class Piece:
    """What ``text[start:end]`` says, undressed. Up to the piece ``until`` there is no space."""

    text: str
    start: int
    end: int
    until: int


def pieces(text):
    """The words of ``text``, and where they stand."""
    found = []
    for chunk in _CHUNK.finditer(undressed(text)):
        inside = []
        for piece in _PIECE.finditer(chunk[0]):
            # A sign at the end of a sentence is no letter.
            if word := piece[0].rstrip("!|"):
                inside.append((word, chunk.start() + piece.start()))
        until = len(found) + len(inside)
        found += [Piece(_bare(word), start, start + len(word), until) for word, start in inside]
    return found


@lru_cache(10_000)
def _bare(word):
    """``word`` without the marks that no Vietnamese letter has."""
    return word if word.isascii() else unicodedata.normalize("NFC", taken_apart(word, MARKS))


class Reading:
    """A text, read once, in which any number of words is looked for."""

    def __init__(self, text):
        """``text`` in NFC, as our fields keep it."""
        self._pieces = pieces(text)
        self._read = {}

    def find(self, sought, any_marks=False):
        """``(start, end)`` of each place where ``sought`` stands, none within another.

        ``sought``: one word or several, in which a ``*`` stands for any letters. ``any_marks``:
        compared without marks.
        """
        words = _words(sought, any_marks)
        if not words:
            return []
        readings, begins = self._readings(any_marks)
        first = range(len(readings)) if "*" in words[0] else begins.get(words[0], ())
        places, done, in_vain = [], 0, set()
        for number in first:
            end = _match(words, readings, number, in_vain) if number >= done else None
            if end is not None:
                places.append((self._pieces[number].start, self._pieces[end - 1].end))
                done = end
        return places

    def _readings(self, any_marks):
        """What may be read from each piece on; and form -> where it begins."""
        if any_marks not in self._read:
            readings = [
                list(_readings(self._pieces, number, any_marks))
                for number in range(len(self._pieces))
            ]
            begins = {}
            for number, read in enumerate(readings):
                for form in {form for forms, _end in read for form in forms}:
                    begins.setdefault(form, []).append(number)
            self._read[any_marks] = readings, begins
        return self._read[any_marks]


def skeleton(text):
    """What two texts have in common however they are dressed: small letters without a gap.

    Without marks, numbers and signs, each letter once in a row; the short forms of the young at
    length. Not to be read: letters that stand for each other become one of them.
    """
    words = []
    for piece in pieces(text):
        word = _plain(piece.text, any_marks=True)
        if any(char.isalpha() for char in word):
            words.append(_YOUNG_BARE.get(word, word))
    joined = "".join(words).translate(_SIGNS_AS_LETTERS)
    for short, long in (("ph", "f"), ("qu", "w"), ("gi", "i"), ("z", "d"), ("j", "i"), ("l", "i")):
        joined = joined.replace(short, long)
    return _IN_A_ROW.sub(r"\1", "".join(filter(str.isalpha, joined)))


def dressed_up(text):
    """``(start, end)`` of each word whose letters are set apart, other forms, or partly digits."""
    there, found, number = pieces(text), [], 0
    while number < len(there):
        # A chunk of several pieces stands for itself, single letters with spaces go together.
        chunk = there[number].until
        apart = number
        while apart < len(there) and len(there[apart].text) == 1 and there[apart].text.isalpha():
            if apart >= chunk > number + 1 or there[apart].until > max(chunk, apart + 1):
                break
            apart += 1
        if apart - number >= _SET_APART.start:
            found.append((there[number].start, there[apart - 1].end))
        elif _in_other_forms(text, there[number]) or _DIGIT_INSIDE.search(there[number].text):
            found.append((there[number].start, there[number].end))
        number = max(apart, number + 1)
    return found


def _in_other_forms(text, piece):
    """Such as full width, the letters of mathematics, small capitals; one alone is a bullet."""
    chars = text[piece.start : piece.end]
    return sum(is_dressed(char) for char in chars) > 1


def mixed(text):
    """``(start, end)`` of each word of ``text`` that has Latin letters and others."""
    for piece in pieces(text):
        scripts = {script(char) for char in text[piece.start : piece.end] if char.isalpha()}
        if "LATIN" in scripts and len(scripts) > 1:
            yield piece.start, piece.end


def _match(words, readings, number, in_vain):
    """The number of the piece after the last of ``words``, that begin at ``number``; or None.

    ``in_vain``: what was tried already, as ``(words left, number)``.
    """
    if not words:
        return number
    if number >= len(readings) or (len(words), number) in in_vain:
        return None
    first, *others = words
    for forms, end in readings[number]:
        if any(_is(first, form) for form in forms):
            after = _match(others, readings, end, in_vain)
            if after is not None:
                return after
    in_vain.add((len(words), number))
    return None


def _readings(there, number, any_marks):
    """``(forms, end)``: what the pieces from ``number`` up to ``end`` may be read as, as one."""
    piece = there[number]
    yield _forms(piece.text, any_marks), number + 1
    joined = "".join(each.text for each in there[number : piece.until])
    if piece.until > number + 1 and len(joined) <= _LONGEST:
        yield _forms(joined, any_marks), piece.until
    letters, single = "", 0
    for end, piece in enumerate(there[number : number + _SET_APART.stop], number + 1):
        letters += piece.text
        single += len(piece.text) == 1
        # Of those set apart some may stand together once: c a s i no, but not 1 - in (2, 3).
        together = end - number - single
        if together > 1:
            break
        if together and not letters.isalpha():
            continue
        if single >= _SET_APART.start and len(letters) in _SET_APART:
            yield _forms(letters, any_marks), end


@lru_cache(10_000)
def _forms(word, any_marks):
    """Everything that ``word`` may stand for."""
    seen = {_plain(word, any_marks)}
    for read in list(seen):
        signs = [(_INSIDE if place else _SIGNS).get(char, "") for place, char in enumerate(read)]
        if 0 < sum(map(bool, signs)) <= _MOST_SIGNS and any(char.isalpha() for char in read):
            choices = ((char, *also) for char, also in zip(read, signs, strict=True))
            seen |= {"".join(each) for each in product(*choices)}
    seen |= {_REPEATED.sub(r"\1", form) for form in seen}
    seen |= {form.strip("0123456789") for form in seen}
    young = _YOUNG.get(_plain(word, any_marks=False))
    if young:
        seen.add(_plain(young, any_marks))
    for form in list(seen):
        for short, long in _YOUNG_LETTERS:
            if form.startswith(short):
                seen.add(long + form.removeprefix(short))
    return frozenset(seen)


@lru_cache(2_000)
def _words(sought, any_marks):
    return _plain(sought, any_marks).split()


def _plain(text, any_marks):
    """``text`` in small Latin letters, with or without marks."""
    text = unicodedata.normalize("NFKC", text).casefold()
    if any_marks:
        return undressed(taken_apart(text, "")).replace("đ", "d")
    return unicodedata.normalize("NFC", undressed(taken_apart(text, MARKS)))


# What `skeleton` needs, when all of the above is there.
_YOUNG_BARE = {_plain(short, True): _plain(long, True) for short, long in _YOUNG.items()}
_SIGNS_AS_LETTERS = str.maketrans({sign: letters[0] for sign, letters in _SIGNS.items()})
_IN_A_ROW = re.compile(r"(.)\1+")


def _is(pattern, form):
    """Is ``form`` the word ``pattern``, in which a ``*`` stands for any letters?

    Part by part, from left to right: a regular expression would try all ways to share the letters.
    """
    first, *others = pattern.split("*")
    if not others:
        return form == first
    if not form.startswith(first):
        return False
    *between, last = others
    place = len(first)
    for part in between:
        place = form.find(part, place)
        if place < 0:
            return False
        place += len(part)
    return form.endswith(last) and place <= len(form) - len(last)
