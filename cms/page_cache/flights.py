"""One reader's request makes a page; those who ask for it meanwhile wait for that one."""

import threading
from contextlib import contextmanager

from django.core.cache import cache

# A process that died while it made a page keeps others from it for no longer.
_CLAIM = 10


class Flights:
    # How long to wait for another process, and between two looks.
    PATIENCE, BETWEEN = 3, 0.02

    def __init__(self):
        self._lock = threading.Lock()
        self._here = {}

    @contextmanager
    def one_at_a_time(self, name):
        """Of this process."""
        with self._lock:
            lock, waiting = self._here.get(name) or (threading.Lock(), 0)
            self._here[name] = (lock, waiting + 1)
        try:
            with lock:
                yield
        finally:
            with self._lock:
                lock, waiting = self._here[name]
                if waiting == 1:
                    del self._here[name]
                else:
                    self._here[name] = (lock, waiting - 1)

    def claim(self, name):
        """Of all processes: is the page ours to make?"""
        return cache.add(f"{name}:made", 1, _CLAIM)

    def release(self, name):
        cache.delete(f"{name}:made")
