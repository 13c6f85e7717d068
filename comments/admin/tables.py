"""Tables of figures: the same for the page and for a spreadsheet, each in its own writing."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from io import StringIO

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from cms.spreadsheet import BOM, harmless


@dataclass(frozen=True)
class Table:
    """``rows`` begin with what they are about. A float is a share, None that there is nothing."""

    key: str
    caption: str
    heads: list
    rows: list

    def shown(self):
        return [[shown(cell) for cell in row] for row in self.rows]

    def as_csv(self):
        file = StringIO()
        writer = csv.writer(file)
        writer.writerow(self.heads)
        writer.writerows([_plain(cell) for cell in row] for row in self.rows)
        return BOM + file.getvalue()


def shown(value):
    """As people read it."""
    if value is None:
        return "–"
    if isinstance(value, timedelta):
        return duration(value)
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, float):
        return f"{value:.0%}"
    return number_format(value, force_grouping=True) if isinstance(value, int) else value


def duration(length):
    if length < timedelta(minutes=1):
        return _("under a minute")
    now = timezone.now()
    return timesince(now - length, now)


def _plain(value):
    """As a spreadsheet reads it in every country, or takes it for text."""
    if value is None:
        return ""
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return f"{value:.0%}" if isinstance(value, float) else harmless(value)
