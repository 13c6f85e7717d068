"""Making entries of the search where they are missing, or older than this program."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from ..models import Article, Publication, SearchEntry
from . import index

# So many rows wait while one batch is written: a colleague who decides on one waits that long.
AT_ONCE = 50


@dataclass(frozen=True)
class Rebuilding:
    """``rows``: those that readers may look for. ``put``: makes the entries of a list of them."""

    unit: str
    rows: QuerySet
    entries: type
    put: Callable
    with_them: tuple = ()  # for ``prefetch_related``

    def forget(self):
        """All are to be made anew. Readers go on with those that are there."""
        self.entries.objects.update(form=0)

    def drop(self):
        """Without what is no longer to be found."""
        there = Exists(self.rows.filter(pk=OuterRef("pk")))
        self.entries.objects.filter(~there).delete()

    def to_do(self):
        form = self.entries.objects.filter(pk=OuterRef("pk")).values("form")
        rows = self.rows.alias(form=Subquery(form))
        return rows.filter(Q(form=None) | ~Q(form=index.FORM)).order_by("pk")

    @transaction.atomic
    def batch(self, last):
        """The next few after the key ``last``, made; locked, so that what a colleague changes now
        is not written over with older text.
        """
        keys = list(self.to_do().filter(pk__gt=last).values_list("pk", flat=True)[:AT_ONCE])
        rows = self.rows.select_for_update().filter(pk__in=keys).order_by("pk")
        rows = list(rows.prefetch_related(*self.with_them))
        self.put(rows)
        return rows


STORIES = Rebuilding(
    "stories",
    Article.objects.filter(publication=Publication.PUBLISHED),
    SearchEntry,
    index.put_all,
    index.FILED,
)
