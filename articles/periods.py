"""Years, months and days of the archive, in the paper's zone, and which of them have stories."""

import calendar
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, datetime, time

from django.db import connection
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .models import Article

_NAMES = ("articles:archive_year", "articles:archive_month", "articles:archive_day")


@dataclass(frozen=True, order=True)
class Period:
    """A year, a month of it, or a day. Raises ValueError for what no calendar has."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self):
        # At both ends of time nothing can be computed in another zone.
        if not MINYEAR < self.year < MAXYEAR:
            raise ValueError("no such year")
        date(*self._from())

    def _from(self):
        return self.year, *(1 if part is None else part for part in (self.month, self.day))

    @classmethod
    def of_day(cls, moment):
        local = timezone.localtime(moment)
        return cls(local.year, local.month, local.day)

    def __str__(self):
        """``Thứ ba, 26/11/2019``, ``Tháng 11/2019``, ``Năm 2019``."""
        if self.day:
            return date_format(self.first_day, "l, d/m/Y")
        if self.month:
            numbers = {"month": f"{self.month:02}", "year": self.year}
            return _("Month %(month)s/%(year)s") % numbers
        return _("Year %(year)s") % {"year": self.year}

    def get_absolute_url(self):
        parts = [f"{part:02}" for part in (self.month, self.day) if part]
        return reverse(_NAMES[len(parts)], args=[f"{self.year:04}", *parts])

    @property
    def first_day(self):
        return date(*self._from())

    @property
    def start(self):
        return _midnight(self.first_day)

    @property
    def end(self):
        """The first moment that is not in it."""
        first = self.first_day
        if self.day:
            return _midnight(date.fromordinal(first.toordinal() + 1))
        if self.month == 12 or not self.month:
            return _midnight(date(self.year + 1, 1, 1))
        return _midnight(date(self.year, self.month + 1, 1))

    @property
    def year_of(self):
        return Period(self.year)

    @property
    def month_of(self):
        return Period(self.year, self.month)

    @property
    def months(self):
        return [Period(self.year, month) for month in range(1, 13)]

    @property
    def days(self):
        """The days of a month."""
        _weekday, last = calendar.monthrange(self.year, self.month)
        return [Period(self.year, self.month, day) for day in range(1, last + 1)]

    def like(self, moment):
        """The period of the same length in which ``moment`` lies."""
        day = Period.of_day(moment)
        return day if self.day else day.month_of if self.month else day.year_of

    def stories(self, at=None):
        """The live stories of this period."""
        return Article.objects.live(at).filter(
            published_at__gte=self.start, published_at__lt=self.end
        )


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time()))


def first_and_last():
    """The moments of the oldest and of the newest live story, or None when there is none."""
    newest = Article.objects.live().order_by("-published_at", "-id").values_list("published_at")
    last = newest.first()
    return (newest.reverse().first()[0], last[0]) if last else None


def months():
    """Every month in which a live story appeared, the newest first."""
    ends = first_and_last()
    if ends is None:
        return []
    first, last = (Period.of_day(moment).month_of for moment in ends)
    between = [
        month
        for year in range(last.year, first.year - 1, -1)
        for month in reversed(Period(year).months)
        if first <= month <= last
    ]
    return with_stories(between)


def neighbours(period):
    """``(earlier, later)``: the next periods of the same length with stories, or None."""
    live = Article.objects.live().order_by("published_at", "id").values_list("published_at")
    earlier = live.filter(published_at__lt=period.start).last()
    later = live.filter(published_at__gte=period.end).first()
    return tuple(moment and period.like(moment[0]) for moment in (earlier, later))


def with_stories(periods, beyond=0):
    """Those of ``periods`` in which a live story appeared, or more than ``beyond``.

    One query, with one look into the index for each period, however many stories there are: the
    ORM would need a query for each, or read all their stories.
    """
    periods = list(periods)
    if not periods:
        return []
    live = Article.objects.live().filter(
        published_at__gte=RawSQL("period.low", ()), published_at__lt=RawSQL("period.high", ())
    )
    probe, probe_params = live.order_by().values("pk")[beyond : beyond + 1].query.sql_with_params()
    rows, params = ", ".join(["(%s, %s, %s)"] * len(periods)), []
    for place, period in enumerate(periods):
        params += [place, *map(_adapted, (period.start, period.end))]
    sql = (
        f"WITH period(place, low, high) AS (VALUES {rows}) "  # noqa: S608  placeholders only
        f"SELECT place FROM period WHERE ({probe}) IS NOT NULL ORDER BY place"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, *probe_params])
        return [periods[place] for (place,) in cursor.fetchall()]


def _adapted(moment):
    return connection.ops.adapt_datetimefield_value(moment)
