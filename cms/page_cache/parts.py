"""What many pages are made of, made once in each process: until a purge names it.

The same rows judge it that judge pages, so what a page is made of is never older than the page
itself may be.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from .shelf import shelf
from .tail import Known, tail


@dataclass(frozen=True, slots=True)
class _Part:
    value: Any
    known: Known
    generation: int


def remembered(name, tags, make, otherwise=None):
    """``make()``, or what it gave before, while none of ``tags`` was purged since.

    ``name``: there are few of them, for nothing is ever dropped. The value is shared by all
    requests of this process, so nobody may change it. ``otherwise`` is asked, if not ``make``,
    where nothing can be remembered: without the page cache, or without the database.
    """
    if not (settings.PAGE_CACHE and tail.is_current()):
        return (otherwise or make)()
    part, generation = shelf.parts.get(name), tail.generation()
    if part and part.generation == generation and not tail.overtaken(tags, part.known):
        return part.value
    known = tail.known()
    part = shelf.parts[name] = _Part(make(), known, generation)
    return part.value
