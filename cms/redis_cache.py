"""Redis as Django's cache, which may be away: then nothing is found and nothing is kept.

No page fails because of it. It is left alone for a few seconds, and said once.
"""

import logging
import threading
import time

from django.core.cache.backends import redis
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

_REST = 5


class _State:
    """Of the one server, for all threads of this process."""

    def __init__(self):
        self._lock = threading.Lock()
        self.rests_until, self._away = 0, False

    def failed(self, error):
        with self._lock:
            self.rests_until = time.monotonic() + _REST
            if not self._away:
                log.warning("the cache does not answer, the site goes on without it: %s", error)
            self._away = True

    def answered(self):
        if self._away:
            with self._lock:
                self._away = False
            log.warning("the cache answers again")

    def forget(self):
        self.rests_until, self._away = 0, False


state = _State()


def _unless_away(name, otherwise):
    asked = getattr(redis.RedisCache, name)

    def ask(self, *args, **options):
        if time.monotonic() < state.rests_until:
            return otherwise(*args, **options)
        try:
            answer = asked(self, *args, **options)
        except (RedisError, OSError) as error:
            state.failed(error)
            return otherwise(*args, **options)
        state.answered()
        return answer

    ask.__name__ = name
    return ask


class RedisCache(redis.RedisCache):
    get = _unless_away("get", lambda key, default=None, version=None: default)
    get_many = _unless_away("get_many", lambda *args, **options: {})
    # Whoever asks so whether something is theirs alone to do does it.
    add = _unless_away("add", lambda *args, **options: True)
    set = _unless_away("set", lambda *args, **options: None)
    set_many = _unless_away("set_many", lambda *args, **options: [])
    touch = _unless_away("touch", lambda *args, **options: False)
    delete = _unless_away("delete", lambda *args, **options: False)
    delete_many = _unless_away("delete_many", lambda *args, **options: None)
    has_key = _unless_away("has_key", lambda *args, **options: False)
    clear = _unless_away("clear", lambda *args, **options: False)
