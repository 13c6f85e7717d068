"""What the newsroom sees of each story: the reads of the last hour and of the last day."""

from dataclasses import dataclass

from django.utils.formats import number_format

from ..models import ReadCount
from . import hours, writing


@dataclass(frozen=True)
class Reads:
    hour: int = 0
    day: int = 0

    @property
    def in_hour(self):
        return number_format(self.hour, force_grouping=True)

    @property
    def in_day(self):
        return number_format(self.day, force_grouping=True)


def of(stories):
    """Id -> `Reads` of those that were read, in one query.

    Hours are counted whole; of the one before this, as much as belongs to the last sixty minutes.
    """
    writing.write_due()
    now, over = hours.now()
    counts = ReadCount.objects.filter(article__in=stories, hour__gt=now - hours.DAY)
    this, before, day = {}, {}, {}
    for story, hour, reads in counts.values_list("article", "hour", "reads") if stories else ():
        day[story] = day.get(story, 0) + reads
        if hour >= now - 1:
            (this if hour == now else before)[story] = reads
    return {
        story: Reads(this.get(story, 0) + round(before.get(story, 0) * (1 - over)), reads)
        for story, reads in day.items()
    }
