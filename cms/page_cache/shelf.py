"""Where pages are kept near: in this process, for a second. Far is Django's cache, for all."""

import threading

_MOST_PAGES, _MOST_BYTES = 2000, 64 * 1024 * 1024


class Shelf:
    """The pages that this process gave out in the last second, by the address they came under."""

    def __init__(self):
        self._lock = threading.Lock()
        self.pages, self._bytes, self.turn = {}, 0, 0
        # What requests called us and were answered: any of ALLOWED_HOSTS.
        self.hosts = set()
        # What pages are made of, see parts.py.
        self.parts = {}

    def put(self, address, until, page, turn):
        """``turn`` is what it was when the page was looked for: what was purged since stays out."""
        with self._lock:
            if turn != self.turn:
                return
            self._bytes += page.size
            if len(self.pages) >= _MOST_PAGES or self._bytes > _MOST_BYTES:
                self.pages, self._bytes = {}, page.size
            self.pages[address] = (until, page)

    def clear(self):
        with self._lock:
            self.turn += 1
            self.pages, self._bytes = {}, 0


shelf = Shelf()
