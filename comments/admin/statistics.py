"""The statistics of the moderators: a page of charts and tables, each table also as a file."""

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Section
from cms.forms import is_id

from ..statistics import PERIODS, Scope, Volume, by_day, by_month, waits
from . import figures

_USUAL = "30"
# Key in the address -> the table, of what is asked and the names of sections.
_FILES = {
    "days": lambda asked, names: figures.days_table(by_day(asked)),
    "hours": lambda asked, names: figures.hours(waits(asked))[0],
    "sections": lambda asked, names: figures.sections_table(asked, waits(asked), names),
    "reasons": lambda asked, names: figures.reasons_table(asked),
    "moderators": lambda asked, names: figures.moderators_table(asked, waits(asked)),
}


class ShowsStatistics:
    """A part of the comments' admin."""

    def get_urls(self):
        view = self.admin_site.admin_view(require_safe(self.statistics_view))
        return [path("statistics/", view, name="comments_comment_statistics"), *super().get_urls()]

    def statistics_view(self, request):
        self.must_moderate(request)
        names = _names()
        asked = _read(request, names)
        if request.GET.get("format") == "csv":
            return _file(asked, names, request.GET.get("table", ""))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Statistics of comments"),
            "opts": self.opts,
            "media": self.media,
            "asked": asked,
            "periods": PERIODS.values(),
            "names": names,
            **_figures(asked, names),
        }
        return TemplateResponse(request, "admin/comments/comment/statistics.html", context)


def _read(request, names):
    """What was asked for; what is not understood is left out."""
    period = PERIODS.get(request.GET.get("period", ""), PERIODS[_USUAL])
    sent = request.GET.get("section", "")
    section = int(sent) if is_id(sent) and int(sent) in names else None
    return Scope(period, timezone.localdate(), section)


def _names():
    """Key of each section -> its name, that of the section above before it; in their order."""
    sections = {section.pk: section for section in Section.objects.all()}
    names = {}
    for section in sections.values():
        if section.parent_id is None:
            names[section.pk] = section.name
            below = (each for each in sections.values() if each.parent_id == section.pk)
            names |= {each.pk: f"{section.name} › {each.name}" for each in below}
    return names


def _figures(asked, names):
    days = by_day(asked)
    total = sum(days.values(), Volume())
    monthly = asked.period.by_month
    shown = by_month(days) if monthly else days
    waited = waits(asked)
    hours_table, hours_chart = figures.hours(waited)
    moderators = figures.moderators_table(asked, waited)
    return {
        "headline": figures.headline(asked, total, waited),
        "nothing": not total.sent and not moderators.rows,
        "volume": figures.volume_chart(shown, monthly) if total.sent else None,
        "days": figures.months_table(shown) if monthly else figures.days_table(shown),
        "hours": hours_chart,
        "hours_table": hours_table,
        "tables": [
            figures.sections_table(asked, waited, names),
            figures.reasons_table(asked),
            moderators,
        ],
    }


def _file(asked, names, key):
    table = _FILES.get(key, _FILES["days"])(asked, names)
    name = f"comments-{table.key}-{asked.first:%Y-%m-%d}-{asked.last:%Y-%m-%d}.csv"
    return HttpResponse(
        table.as_csv(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
