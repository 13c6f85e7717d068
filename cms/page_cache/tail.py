"""What this process knows of the rows of `PagePurge`: which kept pages are not true any more.

A page is made after a number of rows, and is true until a later one names a tag of it. Numbers are
given out before their transaction ends, so a lower one can become visible after a higher one: the
numbers that are missing so far are gaps, asked for again for a minute, and a page says which gaps
it was made with.
"""

import logging
import threading
import time
from bisect import bisect_right, insort
from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache
from django.db import Error, close_old_connections
from django.db.models import Max, Q
from django.utils import timezone

from .purges import KEPT, PagePurge, forget_old
from .shelf import shelf

log = logging.getLogger(__name__)

# Between two looks of each process.
EVERY = 0.5
# No transaction takes longer to end.
_GAP_LASTS = timedelta(minutes=1)
_MOST_GAPS = 1000
_ANEW_EVERY = 3600
# Without an answer of the database for so long, others may know a newer generation.
_CURRENT_FOR = 2
_TELL_EVERY = 2


@dataclass(frozen=True, slots=True)
class Known:
    """The rows that a page was made after: up to ``top``, without ``gaps``; and when."""

    top: int
    gaps: frozenset
    at: float

    def has(self, number):
        return number <= self.top and number not in self.gaps


class _Purges:
    """The rows that name a tag: the newest, all of them, and those with a moment."""

    __slots__ = ("due", "last", "numbers")

    def __init__(self):
        self.last, self.numbers, self.due = 0, set(), []

    def add(self, number, due):
        if due is not None:
            self.due.append((number, due))
            return
        self.numbers.add(number)
        self.last = max(self.last, number)

    def concern(self, known, now):
        if self.last > known.top or not self.numbers.isdisjoint(known.gaps):
            return True
        return any(
            due <= now and (known.at < due or not known.has(number)) for number, due in self.due
        )


class Tail:
    def __init__(self):
        self._lock, self._watching = threading.RLock(), None
        self.forget()

    def forget(self):
        """As a process that has just begun."""
        with self._lock:
            self._by_tag, self._moments = {}, []
            # Always both at once: a page may be begun at any moment.
            self._seen = (0, {})
            self._generation = self._loaded = self._read_at = None
            self._away = False
            self._tried = self._told = -_ANEW_EVERY
            shelf.clear()
            shelf.parts.clear()

    # --- What pages ask ---------------------------------------------------------------------

    def known(self):
        top, gaps = self._seen
        return Known(top, frozenset(gaps), timezone.now().timestamp())

    def overtaken(self, tags, known):
        """Has one of ``tags`` changed since a page was made, or come to its moment?"""
        now, by_tag = timezone.now().timestamp(), self._by_tag
        return any(tag in by_tag and by_tag[tag].concern(known, now) for tag in tags)

    def tells_more_than(self, known):
        """Since ``known``: is there a new row, has a moment come, or can nobody tell?"""
        if not self.is_current():
            return True
        now, moment = self.known(), self.next_moment(known.at)
        has_come = moment is not None and moment <= now.at
        return has_come or (now.top, now.gaps) != (known.top, known.gaps)

    def next_moment(self, now):
        """The first second after ``now`` at which any page changes by itself, or None."""
        moments = self._moments
        place = bisect_right(moments, now)
        return moments[place] if place < len(moments) else None

    def is_current(self):
        """Has this process read lately what the others changed?"""
        return self._read_at is not None and time.monotonic() - self._read_at < _CURRENT_FOR

    def generation(self):
        """The number of withdrawals; None while nobody can tell."""
        ours = self._generation
        if self.is_current():
            return ours
        theirs = cache.get(_GENERATION)
        return max((each for each in (ours, theirs) if each is not None), default=None)

    # --- Reading ----------------------------------------------------------------------------

    def begin(self):
        """Before the first page: reads what there is."""
        if self._loaded is None and time.monotonic() - self._tried >= 1:
            self.read()

    def read_on(self):
        """After a change of this process, if it serves pages at all."""
        if self._loaded is not None:
            self.read()

    def watch(self):
        """Goes on reading, in a thread of this process."""
        if self._watching is None:
            with self._lock:
                if self._watching is None:
                    watch = threading.Thread(target=self._watch, name="page purges", daemon=True)
                    self._watching = watch
                    watch.start()

    def _watch(self):
        while True:
            time.sleep(EVERY)
            close_old_connections()
            self.read()
            close_old_connections()

    def read(self):
        """Takes in the rows that are new. A database that is away changes nothing."""
        with self._lock:
            self._tried = time.monotonic()
            try:
                self._read()
            except Error as error:
                if not self._away:
                    log.warning("page cache: the database does not answer: %s", error)
                self._away = True
            else:
                self._away = False
                self._read_at = time.monotonic()
                if self._read_at - self._told > _TELL_EVERY:
                    self._tell()

    def _read(self):
        now = timezone.now()
        if self._loaded is None or time.monotonic() - self._loaded > _ANEW_EVERY:
            self._load(now)
            return
        top, gaps = self._seen
        new = PagePurge.objects.filter(Q(pk__gt=top) | Q(pk__in=list(gaps)))
        rows = list(new.order_by("pk"))
        # Asked before anything is taken in: if this fails, the rows are read again.
        if any(row.everything for row in rows):
            self._begin_generation(_count())
        if rows:
            self._take(rows, self._by_tag, self._moments)
        self._see(now, rows, top, gaps)
        if rows:
            shelf.clear()

    def _load(self, now):
        if self._loaded is not None:
            forget_old(now)
        top = PagePurge.objects.aggregate(top=Max("pk"))["top"] or 0
        alive = PagePurge.objects.filter(Q(at__gte=now - KEPT) | Q(due_at__gte=now - KEPT))
        rows = list(alive.filter(pk__lte=top).order_by("pk"))
        past = PagePurge.objects.filter(at__lt=now - _GAP_LASTS).aggregate(top=Max("pk"))["top"]
        generation, by_tag, moments = _count(), {}, []
        self._take(rows, by_tag, moments)
        self._by_tag, self._moments = by_tag, moments
        self._see(now, rows, max(past or 0, top - _MOST_GAPS), {})
        self._begin_generation(generation)
        self._loaded = time.monotonic()

    def _take(self, rows, by_tag, moments):
        for row in rows:
            due = row.due_at.timestamp() if row.due_at else None
            for tag in row.tags:
                by_tag.setdefault(tag, _Purges()).add(row.pk, due)
            if due is not None:
                insort(moments, due)

    def _see(self, now, rows, since, gaps):
        """Notes which numbers after ``since`` are there by now, and which are not yet."""
        seen = {row.pk for row in rows}
        top = max(seen, default=since)
        gaps = {pk: until for pk, until in gaps.items() if pk not in seen and until > now}
        missing = [pk for pk in range(since + 1, top) if pk not in seen]
        self._seen = (
            max(top, since),
            gaps | dict.fromkeys(missing[-_MOST_GAPS:], now + _GAP_LASTS),
        )

    def _begin_generation(self, number):
        self._generation = number
        shelf.clear()
        self._tell()

    def _tell(self):
        """For processes that begin while the database is away; a cache may have been emptied."""
        cache.set(_GENERATION, self._generation, None)
        self._told = time.monotonic()


def _count():
    return PagePurge.objects.filter(everything=True).count()


_GENERATION = "page:generation"
tail = Tail()
