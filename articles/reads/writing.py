"""Brings what was gathered into the database: at most once a minute, by whoever comes.

Nothing is written for a read. A process that dies between writing and saying so in Redis may count
one minute twice; without Redis, a process that dies takes what it had gathered with it.
"""

import logging
import time

from django.core.cache import cache
from django.db import Error, connection, transaction

from ..models import Article, ReadCount
from . import gathered, hours

log = logging.getLogger(__name__)

EVERY = 60
# Longer than any list looks back.
_KEPT = hours.WEEK + hours.DAY
_AT_ONCE = 300
# Of a process that died while it wrote.
_CLAIM = 30


class _Turn:
    """When this process looks again."""

    next = 0.0

    def has_come(self):
        now = time.monotonic()
        if now < self.next:
            return False
        self.next = now + EVERY
        return True

    def forget(self):
        self.next = 0.0


turn = _Turn()


def write_due():
    """`write`, when it was not done within a minute. Whoever asks gets no error from it."""
    if not turn.has_come():
        return
    try:
        _write_here()
        if gathered.is_shared() and cache.add("reads:written", 1, EVERY):
            _write_shared()
    except Error as error:
        log.warning("reads: the database does not take what was gathered: %s", error)


def write():
    """Everything that was gathered, by all processes and by this one; returns how many reads."""
    return _write_here() + (_write_shared() if gathered.is_shared() else 0)


def _write_here():
    counts = gathered.here.take()
    try:
        return _store(counts)
    except Error:
        gathered.here.put_back(counts)
        raise


def _write_shared():
    if not cache.add("reads:writing", 1, _CLAIM):
        return 0
    reads = 0
    try:
        # Once more for what came after a batch that somebody took and did not write.
        for _batch in range(2):
            if counts := gathered.take_shared():
                reads += _store(counts)
                gathered.drop_shared()
        return reads
    finally:
        cache.delete("reads:writing")


def _store(counts):
    """Adds ``counts`` of live stories to their hours; returns how many reads that is."""
    known = _live({story for _hour, story in counts})
    # In one order, so that two who write at once wait for each other instead of stopping.
    rows = sorted((story, hour, n) for (hour, story), n in counts.items() if story in known)
    if not rows:
        return 0
    with transaction.atomic():
        for first in range(0, len(rows), _AT_ONCE):
            _add(rows[first : first + _AT_ONCE])
        ReadCount.objects.filter(hour__lt=hours.now()[0] - _KEPT).delete()
    return sum(n for _story, _hour, n in rows)


def _live(ids):
    ids, found = sorted(ids), set()
    for first in range(0, len(ids), _AT_ONCE):
        part = Article.objects.live().filter(pk__in=ids[first : first + _AT_ONCE])
        found.update(part.values_list("pk", flat=True))
    return found


def _add(rows):
    table = ReadCount._meta.db_table
    places = ", ".join(["(%s, %s, %s)"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (article_id, hour, reads) VALUES {places} "  # noqa: S608
            "ON CONFLICT (article_id, hour) "
            f"DO UPDATE SET reads = {table}.reads + excluded.reads",
            [value for row in rows for value in row],
        )
