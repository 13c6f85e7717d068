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


@dataclass(frozen=True, slots=True)
class Known:
    """The rows that a page was made after: up to ``top``, without ``gaps``; and when."""

    top: int
    gaps: frozenset
    at: float

    def has(self, number):
        return number <= self.top and number not in self.gaps


class Tail:
    def __init__(self):
        self._lock = threading.RLock()
        self.forget()

    def forget(self):
        """As a process that has just begun."""
        with self._lock:
            self._by_tag, self._moments, self._gaps = {}, [], {}
            self._top = 0
            self._loaded = self._read_at = None
            self._generation = None
            self._away = False
            self._tried = -_CURRENT_FOR
            self._watching = getattr(self, "_watching", None)
            shelf.clear()

    # --- What pages ask ---------------------------------------------------------------------

    def known(self):
        return Known(self._top, frozenset(self._gaps), timezone.now().timestamp())

    def overtaken(self, tags, known):
        """Has one of ``tags`` changed since a page was made, or come to its moment?"""
        now = timezone.now().timestamp()
        for tag in tags:
            for number, due in self._by_tag.get(tag, ()):
                if due is None:
                    if not known.has(number):
                        return True
                elif due <= now and (known.at < due or not known.has(number)):
                    return True
        return False

    def next_moment(self, now):
        """The first second after ``now`` at which any page changes by itself, or None."""
        place = bisect_right(self._moments, now)
        return self._moments[place] if place < len(self._moments) else None

    def generation(self):
        """The number of withdrawals; None while nobody can tell."""
        ours = self._generation
        if self._read_at is not None and time.monotonic() - self._read_at < _CURRENT_FOR:
            return ours
        theirs = cache.get(_GENERATION)
        return max((each for each in (ours, theirs) if each is not None), default=None)

    # --- Reading ----------------------------------------------------------------------------

    def begin(self):
        """Before the first page: reads what there is, and goes on reading in a thread."""
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
                    self._watching = threading.Thread(
                        target=self._watch, name="page purges", daemon=True
                    )
                    self._watching.start()

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

    def _read(self):
        now = timezone.now()
        if self._loaded is None or time.monotonic() - self._loaded > _ANEW_EVERY:
            self._load(now)
            return
        since = self._top
        new = PagePurge.objects.filter(Q(pk__gt=since) | Q(pk__in=list(self._gaps)))
        rows = list(new.order_by("pk"))
        if rows:
            self._take(rows)
            missing = range(since + 1, self._top + 1)
            seen = {row.pk for row in rows}
            self._note_gaps(now, (number for number in missing if number not in seen), seen)
        if any(row.everything for row in rows):
            self._count()
        self._gaps = {pk: until for pk, until in self._gaps.items() if until > now}

    def _load(self, now):
        again = self._loaded is not None
        if again:
            forget_old(now)
        self._by_tag, self._moments = {}, []
        top = PagePurge.objects.aggregate(top=Max("pk"))["top"] or 0
        alive = PagePurge.objects.filter(Q(at__gte=now - KEPT) | Q(due_at__gte=now - KEPT))
        rows = list(alive.filter(pk__lte=top).order_by("pk"))
        self._top = top
        self._take(rows)
        lately = PagePurge.objects.filter(at__lt=now - _GAP_LASTS).aggregate(top=Max("pk"))["top"]
        seen = {row.pk for row in rows}
        start = max(lately or 0, top - _MOST_GAPS)
        self._note_gaps(now, (pk for pk in range(start + 1, top) if pk not in seen), seen)
        self._count()
        self._loaded = time.monotonic()

    def _take(self, rows):
        for row in rows:
            due = row.due_at.timestamp() if row.due_at else None
            for tag in row.tags:
                self._by_tag.setdefault(tag, []).append((row.pk, due))
            if due is not None:
                insort(self._moments, due)
            self._top = max(self._top, row.pk)
        shelf.clear()

    def _note_gaps(self, now, missing, seen):
        until = now + _GAP_LASTS
        gaps = {pk: end for pk, end in self._gaps.items() if pk not in seen}
        for number in list(missing)[-_MOST_GAPS:]:
            gaps.setdefault(number, until)
        self._gaps = gaps

    def _count(self):
        self._generation = PagePurge.objects.filter(everything=True).count()
        shelf.clear()
        cache.set(_GENERATION, self._generation, None)


_GENERATION = "page:generation"
tail = Tail()
