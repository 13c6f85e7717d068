"""Lists that page by key: page 500 costs what page 1 costs, and nothing is counted."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.db.models import Q
from django.http import Http404

PAGE_SIZE = 20
_KEY = re.compile(r"(\d{20})-(\d{1,18})", re.ASCII)


@dataclass(frozen=True)
class Listing:
    """One page of rows and its ``key``; ``older`` is the key of the next, or None at the end."""

    stories: list
    older: str | None
    key: str = ""

    @property
    def is_first(self):
        return not self.key


def listing(stories, key="", first=()):
    """The page of live ``stories`` that comes after ``key`` (empty: the first).

    The stories ``first`` open the first page, whatever their time, and are not said twice on it.

    A key is the publication time and id of the last story shown. A key that was never given
    out is a page that does not exist.
    """
    if first:
        stories = stories.exclude(pk__in=[story.pk for story in first])
    page = paged(stories.as_teasers(), key, "published_at")
    return replace(page, stories=[*first, *page.stories])


def paged(rows, key, name):
    """The page of ``rows`` after ``key``, by the moment in their field ``name``."""
    rows = rows.for_list()
    rows = list(after(rows, key, name)[: PAGE_SIZE + 1])
    older = None
    if len(rows) > PAGE_SIZE:
        last = rows[PAGE_SIZE - 1]
        older = write_key(getattr(last, name), last.pk)
    return Listing(rows[:PAGE_SIZE], older, key)


def after(rows, key, name, *, oldest_first=False):
    """``rows`` behind the one that ``key`` says; all of them without a key."""
    if not key:
        return rows
    moment, pk = read_key(key)
    way = "gt" if oldest_first else "lt"
    # Said first what an index can begin at: from the OR alone it would read every row before it.
    rows = rows.filter(**{f"{name}__{way}e": moment})
    return rows.filter(Q(**{f"{name}__{way}": moment}) | Q(**{f"pk__{way}": pk}))


def write_key(moment, pk):
    return f"{moment.astimezone(UTC):%Y%m%d%H%M%S%f}-{pk}"


def read_key(key):
    """``(moment, pk)``; a key that was never given out raises Http404."""
    try:
        stamp, pk = _KEY.fullmatch(key).groups()
        return datetime.strptime(stamp, "%Y%m%d%H%M%S%f").replace(tzinfo=UTC), int(pk)
    except (AttributeError, ValueError):
        raise Http404("no such page") from None
