"""The way to old stories: by year, month and day."""

import calendar
from itertools import groupby

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.views.decorators.http import require_safe

from cms import page_cache

from . import page_tags, periods
from .listing import listing
from .periods import Period


@page_cache.kept()
@require_safe
def archive(request):
    """Every month with stories, by years."""
    page_cache.tag(request, page_tags.MONTHS)
    by_year = groupby(periods.months(), key=lambda month: month.year_of)
    years = [(year, list(months)) for year, months in by_year]
    return render(request, "articles/archive.html", {"years": years})


@page_cache.kept()
@require_safe
def year(request, year):
    here = _asked(year)
    days = periods.with_stories([day for month in here.months for day in month.days])
    found = {month: Calendar(month, days) for month in {day.month_of for day in days}}
    months = [found[month] for month in sorted(found, reverse=True)]
    return _page(request, here, {"months": months}, is_empty=not months)


@page_cache.kept(parameters=["truoc"])
@require_safe
def month(request, year, month):
    here = _asked(year, month)
    stories = listing(here.stories(), request.GET.get("truoc", ""))
    context = {
        "calendar": Calendar(here, periods.with_stories(here.days)),
        "listing": stories,
    }
    return _page(request, here, context, is_empty=not stories.stories)


@page_cache.kept(parameters=["truoc"])
@require_safe
def day(request, year, month, day):
    here = _asked(year, month, day)
    stories = listing(here.stories(), request.GET.get("truoc", ""))
    return _page(request, here, {"listing": stories}, is_empty=not stories.stories)


def _asked(*numbers):
    """The period of an address; what is not yet, or in no calendar, is no page."""
    try:
        period = Period(*map(int, numbers))
    except ValueError:
        raise Http404("no such period") from None
    if period.start > timezone.now():
        raise Http404("not yet")
    return period


def _page(request, here, context, *, is_empty):
    stories = context.get("listing")
    older = stories is not None and not stories.is_first
    page_cache.tag(request, page_tags.in_list(*page_tags.period(here), older=older))
    page_cache.tag(request, *page_tags.stories(stories.stories if stories else ()))
    earlier, later = periods.neighbours(here)
    if is_empty and earlier is None:
        raise Http404("before the first story")
    context |= {
        "here": here,
        "above": _above(here),
        "earlier": earlier,
        "later": later,
        "is_empty": is_empty,
    }
    return render(request, "articles/archive_period.html", context)


def _above(period):
    return [
        *([period.year_of] if period.month else []),
        *([period.month_of] if period.day else []),
    ]


class Calendar:
    """A month as a sheet of weeks; days with stories are links."""

    def __init__(self, month, days):
        self.month = month
        self._linked = set(days)

    @property
    def weekdays(self):
        """Short and long names."""
        return [(WEEKDAYS_ABBR[number], WEEKDAYS[number]) for number in range(7)]

    @property
    def weeks(self):
        """Lists of seven: a `Period` or None, and whether stories stand there."""
        for week in calendar.Calendar().monthdayscalendar(self.month.year, self.month.month):
            days = [number and Period(self.month.year, self.month.month, number) for number in week]
            yield [(day or None, day in self._linked) for day in days]
