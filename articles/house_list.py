"""The house list: ways of writing a name, a title or a place that should not get into print.

One pass over the words of a text, whatever the length of the list: an entry is only looked at
where its first word stands.
"""

import re
import unicodedata
from dataclasses import dataclass

from .models import HouseWord

# With marks that stand apart from their letter: what follows them is the same word.
_WORD = re.compile(r"[\w\u0300-\u036f]+")


@dataclass(frozen=True)
class Hit:
    """An entry found in a text, from ``start`` to ``end``."""

    start: int
    end: int
    right: str
    note: str


class HouseList:
    def __init__(self, entries):
        """``entries``: pairs of wrong and right with a note each."""
        self._by_first_word = {}
        for wrong, right, note in entries:
            wrong, right = unicodedata.normalize("NFC", wrong), unicodedata.normalize("NFC", right)
            if first := _WORD.match(wrong):
                entry = (wrong, wrong == wrong.lower(), right, note)
                self._by_first_word.setdefault(_lower(first[0]), []).append(entry)
        for candidates in self._by_first_word.values():
            candidates.sort(key=lambda entry: -len(entry[0]))  # the longest that fits is meant

    @classmethod
    def load(cls):
        rows = HouseWord.objects.filter(active=True)
        return cls(rows.values_list("wrong", "right", "note"))

    def find(self, text):
        """The hits in ``text`` (NFC), in order; none lies within another."""
        if not self._by_first_word:
            return []
        lower, hits, done = _lower(text), [], 0
        for word in _WORD.finditer(text):
            start = word.start()
            if start < done:
                continue
            for wrong, any_case, right, note in self._by_first_word.get(_lower(word[0]), ()):
                end = start + len(wrong)
                stands = (lower if any_case else text).startswith(wrong, start)
                if (
                    stands
                    and not _WORD.match(text, end)
                    and not _is_right(text, start, wrong, right)
                ):
                    hits.append(Hit(start, end, right, note))
                    done = end
                    break
        return hits


def _lower(text):
    """``text`` in small letters, each in its place: ``İ`` would become two characters."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(small if len(small := char.lower()) == 1 else char for char in text)


def _is_right(text, start, wrong, right):
    """Is what stands there a part of the right form, like a name within the full name?"""
    place = right.find(wrong)
    return place >= 0 and text.startswith(right, start - place) and start >= place
