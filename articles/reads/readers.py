"""Whose read is counted: of a person, once in a while, and no flood.

Nothing that is kept tells a reader: neither cookie nor address, only whether the same one was here
lately, by a fingerprint whose key is made at random and thrown away after a day.
"""

import re
import secrets
import threading
import time
from collections import OrderedDict
from datetime import timedelta
from hashlib import blake2b

from django.core.cache import cache
from django.utils import timezone

from cms.client_ip import client_ip

# The same reader on the same story within so many seconds is one read.
AGAIN_AFTER = 6 * 3600
_DAY = 24 * 3600
# Of one address in a minute, as one process sees it: a newsroom or a school may share it.
MOST_OF_ADDRESS = 120
_MOST_ADDRESSES = 20_000
_MOST_REMEMBERED = 50_000
# Browsers without a person, and programs that run scripts; what runs none never comes here.
# (Cubot is a phone.)
_BOTS = re.compile(
    r"(?<!cu)bot(?:\b|[/_-])|crawl|spider|slurp|headless|lighthouse|pagespeed|preview|prerender|phantom"
    r"|selenium|puppeteer|playwright|monitor|archiver|facebookexternalhit|mediapartners"
    r"|curl|wget|python|httpx|okhttp|go-http|java/|libwww|scrapy|feed|fetch",
    re.IGNORECASE,
)


def is_person(request):
    """Does it look like somebody's browser, with the page before their eyes?"""
    agent = request.headers.get("User-Agent", "")
    ahead = request.headers.get("Sec-Purpose") or request.headers.get("Purpose")
    return bool(agent) and not ahead and not _BOTS.search(agent)


class Flood:
    """How often each address came within this minute; addresses are forgotten with it."""

    def __init__(self):
        self._lock = threading.Lock()
        self._minute, self._counts = 0, {}

    def is_over(self, request):
        # The number of an address in this process alone: the address itself is not kept.
        address, minute = hash(client_ip(request)), int(time.monotonic() // 60)
        with self._lock:
            if minute != self._minute or len(self._counts) > _MOST_ADDRESSES:
                self._minute, self._counts = minute, {}
            count = self._counts[address] = self._counts.get(address, 0) + 1
        return count > MOST_OF_ADDRESS


class Lately:
    """The fingerprints of the last hours, where no server keeps them for all processes."""

    def __init__(self):
        self._lock = threading.Lock()
        self.forget()

    def forget(self):
        self._until, self._key = OrderedDict(), (None, b"")

    def key(self, day):
        with self._lock:
            if self._key[0] != day:
                self._key = day, secrets.token_bytes(32)
            return self._key[1]

    def is_new(self, fingerprint):
        now = time.monotonic()
        with self._lock:
            known = self._until.get(fingerprint, 0) > now
            if not known:
                self._until.pop(fingerprint, None)
                self._until[fingerprint] = now + AGAIN_AFTER
            while len(self._until) > _MOST_REMEMBERED or self._oldest() <= now:
                self._until.popitem(last=False)
            return not known

    def _oldest(self):
        return next(iter(self._until.values()), float("inf"))


flood, lately = Flood(), Lately()


def is_new(request, story):
    """Is it the first time in a while that this reader has this story?"""
    agent = request.headers.get("User-Agent", "")[:300]
    words = f"{client_ip(request)} {story} {agent}".encode(errors="surrogatepass")
    # The key changes when few are awake: whoever reads on then is counted twice.
    day = timezone.localtime(timezone.now() - timedelta(hours=4)).date().isoformat()
    if not hasattr(cache, "add_one"):
        return lately.is_new(_fingerprint(words, lately.key(day)))
    key = cache.get(f"reads:key:{day}")
    if key is None:
        cache.add(f"reads:key:{day}", secrets.token_bytes(32), _DAY)
        key = cache.get(f"reads:key:{day}")
    if key is None:  # it is away
        return lately.is_new(_fingerprint(words, lately.key(day)))
    return cache.add(f"reads:seen:{_fingerprint(words, key)}", 1, AGAIN_AFTER)


def _fingerprint(words, key):
    return blake2b(words, key=key, digest_size=12).hexdigest()
