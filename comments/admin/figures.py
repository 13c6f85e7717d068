"""The tables and charts of the statistics, from what ``statistics.py`` counts."""

from datetime import timedelta

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .. import statistics
from ..models import Reason, Verb
from ..statistics import STEPS, Volume, Waits
from .charts import Chart, Column
from .tables import Table, shown

_NONE = timedelta()


def headline(asked, total, waits):
    """Pairs of what is meant and the figure, for the top of the page."""
    every = waits.get(("all",))
    count, oldest = statistics.waiting_now(asked)
    return [
        (_("Sent by readers"), shown(total.sent)),
        (_("Approved, of those decided on"), shown(total.share_approved)),
        (_("Half were decided on within"), shown(every and every.median)),
        (_("95 of 100 were decided on within"), shown(every and every.p95)),
        (_("Waiting now"), shown(count)),
        (_("The oldest of them has waited for"), shown(oldest and timezone.now() - oldest)),
    ]


# --- What came in ----------------------------------------------------------------------------


def days_table(days):
    return _volumes_table(_("Comments by day"), _("Day"), days)


def months_table(months):
    named = {_month(first): volume for first, volume in months.items()}
    return _volumes_table(_("Comments by month"), _("Month"), named)


def _volumes_table(caption, head, volumes):
    heads = [
        head, _("Sent"), _("Approved"), _("Refused"), _("Passed on"), _("Still waiting"),
        _("Withdrawn"), _("Share approved"),
    ]  # fmt: skip
    rows = [
        [
            when, each.sent, each.approved, each.refused, each.passed_on, each.waiting,
            each.withdrawn, each.share_approved,
        ]
        for when, each in volumes.items()
    ]  # fmt: skip
    return Table("days", caption, heads, rows)


def volume_chart(volumes, by_month):
    most = max(volumes, key=lambda when: volumes[when].sent)
    told = {
        "count": shown(sum(volumes.values(), Volume()).sent),
        "most": shown(volumes[most].sent),
        "when": _month(most) if by_month else shown(most),
    }
    return Chart(
        "volume",
        _("Comments by month") if by_month else _("Comments by day"),
        _("%(count)s comments in all; the most, %(most)s: %(when)s.") % told,
        [_volume_column(when, volume, by_month) for when, volume in volumes.items()],
        told["most"],
    )


def _volume_column(when, volume, by_month):
    others = volume.sent - volume.approved - volume.refused
    told = {
        "when": _month(when) if by_month else shown(when),
        "sent": shown(volume.sent),
        "approved": shown(volume.approved),
        "refused": shown(volume.refused),
    }
    return Column(
        _month(when) if by_month else f"{when:%d/%m}",
        _("%(when)s: %(sent)s sent, %(approved)s approved, %(refused)s refused") % told,
        [("approved", volume.approved), ("refused", volume.refused), ("others", others)],
    )


def _month(first):
    return f"{first:%m/%Y}"


# --- How long it waited ----------------------------------------------------------------------


def hours(waits):
    """``(table, chart)`` by the hour of sending; no chart where nothing was decided on."""
    heads = [_("Sent in the hour from"), _("Decided on"), _("Median wait"), _("95 of 100 within")]
    rows = [
        [f"{hour}:00", each.count, each.median, each.p95]
        for hour in range(24)
        for each in [waits.get(("hour", hour), Waits(0, None, None))]
    ]
    table = Table("hours", _("Median wait by the hour of sending"), heads, rows)
    if not waits:
        return table, None
    longest = max((row for row in rows if row[1]), key=lambda row: row[2])
    told = {"hour": longest[0], "wait": shown(longest[2])}
    summary = _("Comments sent in the hour from %(hour)s waited longest: %(wait)s.") % told
    columns = [
        Column(hour, f"{hour}: {shown(median)}", [("wait", (median or _NONE).total_seconds())])
        for hour, _count, median, _p95 in rows
    ]
    return table, Chart("hours", table.caption, summary, columns, told["wait"])


# --- Who, where, why -------------------------------------------------------------------------


def sections_table(asked, waits, names):
    volumes = statistics.by_section(asked)
    medians = {key[1]: each.median for key, each in waits.items() if key[0] == "section"}
    heads = [_("Section"), _("Sent"), _("Share approved"), _("Median wait")]
    rows = [
        [names[pk], volume.sent, volume.share_approved, medians.get(pk)]
        for pk in volumes.keys() | medians.keys()
        for volume in [volumes.get(pk, Volume())]
    ]
    rows.sort(key=lambda row: (-row[1], row[0]))
    return Table("sections", _("By section"), heads, rows)


def reasons_table(asked):
    counts = statistics.by_reason(asked)
    every = sum(counts.values())
    rows = [
        [capfirst(Reason(reason).label) if reason else _("No reason given"), count, count / every]
        for reason, count in counts.items()
    ]
    heads = [_("Reason"), _("Rejections"), _("Part of all")]
    return Table("reasons", _("Rejections by reason"), heads, rows)


def moderators_table(asked, waits):
    heads = [
        _("Moderator"), _("Decisions"), *(capfirst(Verb(verb).label) for verb in STEPS),
        _("Median wait"),
    ]  # fmt: skip
    rows = []
    for each in statistics.by_moderator(asked):
        median = waits.get(("moderator", each["actor"], each["actor_name"]))
        counts = [each[verb] for verb in STEPS]
        rows.append([each["actor_name"] or _("Nobody named"), each["verdicts"], *counts,
                     median and median.median])  # fmt: skip
    return Table("moderators", _("By moderator"), heads, rows)
