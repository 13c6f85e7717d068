"""One page of what a reader asked for, and the way to the next.

Stories are found in tiers, the newest first within each, and a page may end in the middle of one:
with marks typed as they are before any other marks; by relevance, headline before standfirst
before the rest. A tier is a question of lexemes, so every page is one look into an index.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import islice

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, F, Q
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property

from cms.lexemes import Match

from ..listing import PAGE_SIZE, read_key, write_key
from ..models import Article, SearchEntry
from .indexes import through_indexes
from .reading import places_of
from .texts import read

# Nobody counts further; neither do we.
MOST_COUNTED = 1000
# A word that half of all stories have is among the newest few; only a rare one needs the index.
_NEWEST_FEW = 300
# So many stories are asked for at once, and so many are read for one page at the most: a phrase
# may turn out not to stand in them.
_BATCH = PAGE_SIZE + 1
_MOST_READ = 10 * _BATCH
# So many entries are read through where the days that are asked for have no more.
_MOST_READ_THROUGH = 2_000
_KEY = re.compile(r"([0-5])-(.+)", re.ASCII | re.DOTALL)
_LEVELS = ("h", "t", "")


@dataclass(frozen=True)
class Shelf:
    """What is looked through: entries with lexemes and times, each with the key of its row."""

    entries: type  # a model; its manager says what is `visible`
    live: Callable  # (keys, moment) -> key -> row, of those that readers may see
    read: Callable  # row -> (level, text, words) of each of its texts


def _live_stories(keys, at):
    return Article.objects.live(at).for_list().defer("folded").in_bulk(keys)


STORIES = Shelf(SearchEntry, _live_stories, read)


@dataclass(frozen=True)
class Found:
    rows: list
    older: str | None
    is_first: bool
    total: int | None  # None where nobody knows without reading
    is_capped: bool


def find(asked, key="", at=None, shelf=STORIES):
    """The page of ``asked`` after ``key``. A key that was never given out is no page: 404."""
    search = _Search(asked, at or timezone.now(), shelf)
    start = _key_of(key, len(search.tiers)) if key else None
    with through_indexes():
        total = search.count()
        found = search.found(start, total > MOST_COUNTED) if total else iter(())
        rows, older = search.page(found)
    if asked.needs_reading:
        total = None if key or older else len(rows)
    is_capped = total is not None and total > MOST_COUNTED
    return Found(rows, older, not key, MOST_COUNTED if is_capped else total, is_capped)


def any_found(asked, at=None):
    """Would anything be found? Phrases of three words and more are taken at what the index says."""
    with through_indexes():
        return _Search(asked, at or timezone.now(), STORIES).count() > 0


# --- What is asked of the lexemes -----------------------------------------------------------


def everything(asked):
    """The `Match` of all that is to be found, whatever the marks and wherever it stands."""
    every = [word.folded for part in asked.wanted for word in part.words]
    every += [lexeme for part in asked.wanted for lexeme in part.runs]
    never = []
    for part in asked.unwanted:
        if part in asked.unwanted_to_read:
            continue
        sign = "=" if part.has_marks else ""
        group = [sign + getattr(word, part.by) for word in part.words]
        never.append((*group, *part.runs))
    one_of = [each.lexemes for each in asked.filters if each.lexemes]
    return Match(tuple(dict.fromkeys(every)), tuple(one_of), tuple(never))


def tiers(asked):
    """A `Match` for each tier, the best first; no story is in two of them."""
    match, better, found = everything(asked), [], []
    for more in _demands(asked):
        never = match.never + tuple(better)
        found.append(replace(match, every=match.every + more, never=never))
        better.append(more)
    return found


def _demands(asked):
    """What the tiers demand beyond `everything`, the best first; the last nothing."""
    typed = [word for part in asked.wanted for word in part.words]
    levels = _LEVELS if asked.by_relevance else ("",)
    demands = []
    if asked.has_marks:
        demands += [[f"{level}={word.exact}" for word in typed] for level in levels]
    demands += [[f"{level}.{word.folded}" for word in typed] for level in levels if level]
    return [*(tuple(dict.fromkeys(demand)) for demand in demands), ()]


# --- What the database is asked -------------------------------------------------------------


class _Search:
    def __init__(self, asked, at, shelf):
        self._asked, self._at, self._shelf = asked, at, shelf
        self.tiers = tiers(asked)

    def _entries(self, match=None):
        """The entries that match, through the index of words; without a match that of times.

        Nor is PostgreSQL left to guess which index is better: a walk through the times to the first
        that match may be a walk through all there are. An expression has no index.
        """
        by_words = (
            match
            and match.names_something
            and connection.vendor == "postgresql"
            and not self._has_few_days
        )
        moment = Coalesce("published_at", "published_at") if by_words else F("published_at")
        rows = self._shelf.entries.objects.alias(moment=moment).visible(self._at, moment="moment")
        if match:
            rows = rows.filter(**{f"lexemes__{'has' if by_words else 'reads'}": match})
        if self._asked.since:
            rows = rows.filter(moment__gte=self._asked.since)
        if self._asked.before:
            rows = rows.filter(moment__lt=self._asked.before)
        return rows.order_by("-moment", "-pk")

    @cached_property
    def _has_few_days(self):
        """Are so few entries within the days asked for that each can be read?"""
        if not self._asked.since:
            return False
        rows = self._shelf.entries.objects.filter(
            published_at__gte=self._asked.since, published_at__lt=self._asked.before or self._at
        )
        return rows.values("pk")[: _MOST_READ_THROUGH + 1].count() <= _MOST_READ_THROUGH

    def count(self):
        rows = self._entries(everything(self._asked)).order_by()
        return rows.values("pk")[: MOST_COUNTED + 1].count()

    def _newest(self, match, key, is_common):
        """The newest of a tier after ``key``, as ``(moment, pk)``: a batch, fewer at its end."""
        if is_common and connection.vendor == "postgresql":
            # Only looked at, and sorted out here: the match must not become a way to find them.
            there = ExpressionWrapper(Q(lexemes__has=match), BooleanField())
            few = _after(self._entries(), key).annotate(there=there)[:_NEWEST_FEW]
            near = few.values_list("published_at", "pk", "there")
            near = [(moment, pk) for moment, pk, there in near if there][:_BATCH]
            if len(near) == _BATCH:
                return near
        rows = _after(self._entries(match), key)
        return list(rows.values_list("published_at", "pk")[:_BATCH])

    def found(self, start, is_common):
        """``(tier, moment, pk)`` of all that is found, in order, asked for as it is needed."""
        first, key = start or (0, None)
        for tier in range(first, len(self.tiers)):
            while True:
                found = self._newest(self.tiers[tier], key, is_common)
                yield from ((tier, moment, pk) for moment, pk in found)
                if len(found) < _BATCH:
                    break
                key = found[-1]
            key = None

    def page(self, found):
        """``(rows, key of the next page)``."""
        kept, looked_at, last = [], 0, None
        while len(kept) <= PAGE_SIZE and looked_at < _MOST_READ:
            some = list(islice(found, _BATCH))
            if not some:
                return [row for row, _place in kept], None
            live = self._shelf.live([pk for _tier, _moment, pk in some], self._at)
            for place in some:
                row = live.get(place[2])
                if row and self._stands(row):
                    kept.append((row, place))
            looked_at, last = looked_at + len(some), some[-1]
        if len(kept) > PAGE_SIZE:
            kept, last = kept[:PAGE_SIZE], kept[PAGE_SIZE - 1][1]
        return [row for row, _place in kept], _write(last)

    def _stands(self, row):
        """Do the longer phrases stand in this text, and those to leave out nowhere?"""
        if not self._asked.needs_reading:
            return True

        def somewhere(part, by):
            texts = self._shelf.read(row)
            return any(places_of(part.words, there, by) for _level, _text, there in texts)

        return all(somewhere(part, "folded") for part in self._asked.wanted_to_read) and not any(
            somewhere(part, part.by) for part in self._asked.unwanted_to_read
        )


def _after(rows, key):
    if key is None:
        return rows
    moment, pk = key
    return rows.filter(Q(moment__lt=moment) | Q(moment=moment, pk__lt=pk))


def _write(row):
    tier, moment, pk = row
    return f"{tier}-{write_key(moment, pk)}"


def _key_of(key, number_of_tiers):
    found = _KEY.fullmatch(key)
    if not found or int(found[1]) >= number_of_tiers:
        raise Http404("no such page")
    return int(found[1]), read_key(found[2])
