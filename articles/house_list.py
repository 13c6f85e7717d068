"""The house list: ways of writing a name, a title or a place that should not get into print.

One pass over the words of a text, whatever the length of the list: an entry is only looked at
where its first word stands.
"""

import re
import unicodedata
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

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


# Each opening of a story looks at the list. A change shows in this process at once, in others
# within a minute.
_CACHED, _KEPT = "house-list", 60


def _entries():
    rows = HouseWord.objects.filter(active=True)
    return list(rows.values_list("wrong", "right", "note"))


@receiver([post_save, post_delete], sender=HouseWord)
def _forget(sender, **details):
    cache.delete(_CACHED)


class HouseList:
    def __init__(self, entries):
        """``entries``: wrong, right and a note each."""
        self._as_written, self._in_small_letters, lengths = {}, {}, {}
        for wrong, right, note in entries:
            wrong, right = unicodedata.normalize("NFC", wrong), unicodedata.normalize("NFC", right)
            if first := _WORD.match(wrong):
                in_small = wrong == wrong.lower()
                (self._in_small_letters if in_small else self._as_written)[wrong] = (right, note)
                lengths.setdefault(_lower(first[0]), set()).add(len(wrong))
        # How long the entries are that begin with a word: the longest that fits is meant.
        self._lengths = {word: sorted(found, reverse=True) for word, found in lengths.items()}

    @classmethod
    def load(cls):
        return cls(cache.get_or_set(_CACHED, _entries, _KEPT))

    def find(self, text):
        """The hits in ``text`` (NFC), in order; none lies within another."""
        if not self._lengths:
            return []
        lower, hits, done = _lower(text), [], 0
        for word in _WORD.finditer(text):
            start = word.start()
            if start < done:
                continue
            for length in self._lengths.get(_lower(word[0]), ()):
                end = start + length
                if _WORD.match(text, end):
                    continue  # ends within a word
                as_written = text[start:end]
                entry = self._as_written.get(as_written)
                entry = entry or self._in_small_letters.get(lower[start:end])
                if entry and not _is_right(text, start, as_written, entry[0]):
                    hits.append(Hit(start, end, *entry))
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
