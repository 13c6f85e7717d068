"""Lists of the newsroom, however long the table behind them grows."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property


class CappedPaginator(Paginator):
    """Counts no further than a person pages: the rest is found by filters and words.

    A full count reads the whole table at each look at a list.
    """

    most = 1000

    @cached_property
    def _counted(self):
        rows = self.object_list
        if isinstance(rows, list):
            return len(rows)
        # Without order and annotations: neither changes how many there are.
        return rows.order_by().values("pk")[: self.most + 1].count()

    @property
    def count(self):
        return min(self._counted, self.most)

    @property
    def is_capped(self):
        """Are there rows behind the last page?"""
        return self._counted > self.most
