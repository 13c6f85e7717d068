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


class _WithNumbers(redis.RedisCache):
    """Numbers that all processes add to, many under one key."""

    def _where(self, key):
        key = self.make_and_validate_key(key)
        return self._cache.get_client(key, write=True), key, f"{key}:taken"

    def add_one(self, key, name):
        """Adds one to the number ``name`` of ``key``; returns whether it could."""
        server, key, _taken = self._where(key)
        server.hincrby(key, name, 1)
        return True

    def take_numbers(self, key):
        """The numbers of ``key`` by name. They begin at nothing again, and are kept until
        `drop_taken`: what somebody took and did not drop is taken once more."""
        server, key, taken = self._where(key)
        if not server.exists(taken):
            if not server.exists(key):
                return {}
            server.rename(key, taken)
        return {name.decode(): int(number) for name, number in server.hgetall(taken).items()}

    def drop_taken(self, key):
        server, _key, taken = self._where(key)
        server.delete(taken)


def _unless_away(name, otherwise):
    asked = getattr(_WithNumbers, name)

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


class RedisCache(_WithNumbers):
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
    add_one = _unless_away("add_one", lambda key, name: False)
    take_numbers = _unless_away("take_numbers", lambda key: {})
    drop_taken = _unless_away("drop_taken", lambda key: None)
