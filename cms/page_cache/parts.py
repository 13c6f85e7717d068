"""What many pages are made of, made once in each process: until a purge names it.

The same rows judge it that judge pages, so what a page is made of is never older than the page
itself may be.
"""

import time
from dataclasses import dataclass
from math import inf
from typing import Any

from django.conf import settings

from .shelf import shelf
from .tail import Known, tail


@dataclass(frozen=True, slots=True)
class _Part:
    value: Any
    known: Known
    generation: int
    until: float


def remembered(name, tags, make, otherwise=None, known=None, lasting=inf):
    """``make()``, or what it gave before, while none of ``tags`` was purged since.

    ``name``: there are few of them, for nothing is ever dropped. The value is shared by all
    requests of this process, so nobody may change it. ``otherwise`` is asked, if not ``make``,
    where nothing can be remembered: without the page cache, or without the database. ``known``:
    what was known when the first of what ``make`` uses was asked for; left out, that is now.
    ``lasting``: seconds, for what no tag tells the change of.
    """
    if not (settings.PAGE_CACHE and tail.is_current()):
        return (otherwise or make)()
    part, generation = shelf.parts.get(name), tail.generation()
    fresh = part and part.generation == generation and part.until > time.monotonic()
    if fresh and not tail.overtaken(tags, part.known):
        return part.value
    known = known or tail.known()
    part = shelf.parts[name] = _Part(make(), known, generation, time.monotonic() + lasting)
    return part.value


def drawn(request, name, tags, draw):
    """As `remembered`, for what uses what ``request`` has read already.

    Another thread may have read of a change since: it must not pass for what came after that.
    """
    known = getattr(request, "known_to_pages", None)
    return remembered(name, tags, draw, known=known) if known else draw()
