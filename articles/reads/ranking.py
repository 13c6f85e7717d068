"""The stories that are read most, of a day and of a week, as readers are told.

The order is worked out every few minutes for all processes; which of the stories stand in the list
is asked of `live()` for each page that is made, so a story that is hidden is in no list.
"""

from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.page_cache.parts import remembered

from ..models import Article, ReadCount
from . import hours

SHOWN = 5
# Fewer stories are no list, and fewer reads no reason to be in one.
FEWEST, FEWEST_READS = 3, 5
# Looked at, since some may be hidden; and remembered, for those that are hidden later.
_LOOKED_AT, _SPARE = 60, 7
_ANEW_AFTER = 120
# Told again by the same process without asking the cache.
_NEAR = 5
# While one process works it out, the others tell what it was.
_KEPT, _CLAIM = 3600, 20
_KEY = "reads:ranked"
_LABELS = {hours.DAY: _("24 hours"), hours.WEEK: _("7 days")}


@dataclass(frozen=True)
class MostRead:
    label: str
    stories: list


def order():
    """Length in hours -> ids of the stories that were read most in it."""
    return remembered("most read", (), _order, lasting=_NEAR)


def _order():
    made_at, order = cache.get(_KEY) or (0, None)
    now = timezone.now().timestamp()
    if order is None or (now - made_at > _ANEW_AFTER and cache.add(f"{_KEY}:made", 1, _CLAIM)):
        order = {length: _ranked(length) for length in _LABELS}
        cache.set(_KEY, (now, order), _KEPT)
    return order


def most_read():
    """What a page shows, in one query: a `MostRead` for each length that has enough to tell."""
    ranked = order()
    ids = set().union(*ranked.values())
    return lists(ranked, rows(ids) if ids else ())


def rows(ids):
    stories = Article.objects.live().filter(pk__in=ids).select_related("section")
    return stories.only("headline", "slug", "section__slug")


def lists(ranked, rows, without=None):
    """The lists of ``ranked`` from the live ``rows``; ``without`` is the story of the page."""
    known = {row.pk: row for row in rows if row.pk != without}
    found = [
        MostRead(_LABELS[length], [known[pk] for pk in ids if pk in known][:SHOWN])
        for length, ids in ranked.items()
    ]
    return [each for each in found if len(each.stories) >= FEWEST]


def _ranked(length):
    counts = ReadCount.objects.filter(hour__gt=hours.now()[0] - length).values("article")
    most = counts.annotate(total=Sum("reads")).filter(total__gte=FEWEST_READS)
    ids = list(most.order_by("-total", "-article").values_list("article", flat=True)[:_LOOKED_AT])
    live = set(rows(ids).values_list("pk", flat=True)) if ids else set()
    return [pk for pk in ids if pk in live][: SHOWN + _SPARE]
