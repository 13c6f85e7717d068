"""Counts that are not in the database yet: in Redis for all processes, otherwise in this one."""

import threading

from django.core.cache import cache

KEY = "reads:gathered"
# While the database is away; what comes then is not counted.
_MOST = 100_000


class Here:
    """In the memory of this process: ``(hour, story)`` -> reads."""

    def __init__(self):
        self._lock = threading.Lock()
        self._counts = {}

    def add(self, hour, story, reads=1):
        with self._lock:
            if len(self._counts) < _MOST or (hour, story) in self._counts:
                self._counts[hour, story] = self._counts.get((hour, story), 0) + reads

    def take(self):
        with self._lock:
            counts, self._counts = self._counts, {}
        return counts

    def put_back(self, counts):
        for (hour, story), reads in counts.items():
            self.add(hour, story, reads)


here = Here()


def add(hour, story):
    if not (is_shared() and cache.add_one(KEY, f"{hour}:{story}")):
        here.add(hour, story)


def is_shared():
    """Does the cache of this installation count for all processes?"""
    return hasattr(cache, "add_one")


def take_shared():
    counts = cache.take_numbers(KEY).items()
    return {tuple(map(int, name.split(":"))): reads for name, reads in counts}


def drop_shared():
    cache.drop_taken(KEY)
