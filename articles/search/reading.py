"""The words of a text, as the search sees them, each with its place in the original spelling."""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from zlib import crc32

from cms.text import fold_with_offsets

from ..spelling import modern

# Longer ones are addresses and slips; the rest of them tells nothing more.
_LONGEST = 40
_CHUNK = re.compile(r"\S+")
_D_LETTERS = str.maketrans("ðɖ", "đđ")


class Word(NamedTuple):
    """``text[start:end]`` is the word; ``exact`` keeps its marks, ``folded`` does not."""

    folded: str
    exact: str
    start: int
    end: int


def words(text):
    """The words of ``text``, which is in NFC, in their order."""
    found = []
    for chunk in _CHUNK.finditer(text):
        place = chunk.start()
        for folded, exact, start, end in _seen(chunk[0]):
            found.append(Word(folded, exact, place + start, place + end))
    return found


def spelled(text):
    """``(folded, exact)`` of the words of ``text``: what is asked of every story there is."""
    return [word[:2] for chunk in text.split() for word in _seen(chunk)]


def runs(folded):
    """The lexemes of words side by side: each pair, and each three by a number.

    There are too many different threes to keep them all. Some share a number, so that a story with
    it need not have these three; nearly always it does.
    """
    threes = zip(folded, folded[1:], folded[2:], strict=False)
    return [f"{one}_{other}" for one, other in pairwise(folded)] + [
        f"~{crc32('_'.join(three).encode()) & 0xFFFFF:x}" for three in threes
    ]


def _seen(chunk):
    return _of_chunk(chunk) if len(chunk) <= _LONGEST else _read(chunk)


def _read(chunk):
    folded, offsets = fold_with_offsets(chunk)
    found = []
    for match in _CHUNK.finditer(folded):
        start, end = offsets[match.start()], offsets[match.end() - 1] + 1
        while end < len(chunk) and unicodedata.category(chunk[end]) == "Mn":
            end += 1
        found.append((match[0][:_LONGEST], _exact(chunk[start:end])[:_LONGEST], start, end))
    return tuple(found)


# The syllables of a language are few: a story is mostly words that were read before.
_of_chunk = lru_cache(maxsize=50_000)(_read)


def _exact(word):
    """One form of a word with its marks: small letters, hoà for hòa, đ for its look-alikes."""
    word = unicodedata.normalize("NFKC", word).casefold().translate(_D_LETTERS)
    return modern("".join(word.split()))


def places_of(sought, there, by):
    """Where in the words ``there`` the words ``sought`` stand one after the other.

    ``by`` is "folded" or "exact".
    """
    column = Word._fields.index(by)
    first, *others = (word[column] for word in sought)
    return [
        place
        for place, word in enumerate(there)
        if word[column] == first
        and [each[column] for each in there[place + 1 : place + len(sought)]] == others
    ]
