"""What came in and what the desk did with it, in a period and perhaps in one section.

What became of comments is counted by the day they were sent; waits, reasons and moderators by the
day of the verdict. A step that was undone never was. Percentiles are those of the nearest rank:
the smallest wait that so many of a hundred did not exceed, always one that somebody really waited.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, F, Min, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import Comment, Decision, Status, Verb

VERDICTS = (Verb.APPROVE, Verb.REJECT, Verb.SPAM, Verb.FORWARD)
# All that a moderator does with a comment, but for taking it back.
STEPS = (*VERDICTS, Verb.ANSWER, Verb.EDIT, Verb.MASK, Verb.KEEP, Verb.REOPEN)
_MICROSECOND = timedelta(microseconds=1)
_BECAME = {
    "approved": (Status.APPROVED,),
    "refused": (Status.REJECTED, Status.SPAM),
    "passed_on": (Status.FORWARDED,),
    "waiting": (Status.PENDING,),
    "withdrawn": (Status.WITHDRAWN,),
}


@dataclass(frozen=True)
class Period:
    """The days up to today that a label means; of a long one the page shows months."""

    key: str
    label: str
    first: Callable
    by_month: bool = False


def _days(count):
    return lambda today: today - timedelta(days=count - 1)


def _twelve_months(today):
    return date(today.year - (today.month < 12), today.month % 12 + 1, 1)


PERIODS = {
    period.key: period
    for period in (
        Period("7", _("7 days"), _days(7)),
        Period("30", _("30 days"), _days(30)),
        Period("90", _("90 days"), _days(90)),
        Period("12-months", _("12 months"), _twelve_months, by_month=True),
    )
}


@dataclass(frozen=True)
class Scope:
    period: Period
    last: date
    section: int | None = None

    @property
    def first(self):
        return self.period.first(self.last)

    @property
    def days(self):
        return [
            self.first + timedelta(days=number)
            for number in range((self.last - self.first).days + 1)
        ]

    def within(self, rows, moment):
        """Those whose ``moment`` is on one of the days, as the clocks of the newsroom go."""
        since, until = _midnight(self.first), _midnight(self.last + timedelta(days=1))
        return rows.filter(**{f"{moment}__gte": since, f"{moment}__lt": until})

    def narrowed(self, rows, article="article"):
        if self.section is None:
            return rows
        section = f"{article}__section"
        return rows.filter(Q(**{section: self.section}) | Q(**{f"{section}__parent": self.section}))


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time()))


# --- What became of what was sent ------------------------------------------------------------


@dataclass(frozen=True)
class Volume:
    """How many readers sent, and what became of them so far."""

    sent: int = 0
    approved: int = 0
    refused: int = 0
    passed_on: int = 0
    waiting: int = 0
    withdrawn: int = 0

    @property
    def share_approved(self):
        """Of those that somebody decided on; None where nobody did."""
        decided = self.approved + self.refused + self.passed_on
        return self.approved / decided if decided else None

    def __add__(self, other):
        names = [field.name for field in fields(self)]
        return Volume(*(getattr(self, name) + getattr(other, name) for name in names))


def by_day(asked):
    """Each day of the period -> its `Volume`, in order."""
    found = _volumes(asked, TruncDate("submitted_at"))
    return {day: found.get(day, Volume()) for day in asked.days}


def by_month(days):
    """The same by the first of the month."""
    months = {}
    for day, volume in days.items():
        first = day.replace(day=1)
        months[first] = months.get(first, Volume()) + volume
    return months


def by_section(asked):
    """Key of a section -> its `Volume`; those without comments are left out."""
    return _volumes(asked, F("article__section"))


def _volumes(asked, group):
    # Reports of errors are no comments: nobody decides on them.
    sent = Comment.objects.filter(from_paper=False, for_newsroom=False).exclude(
        status=Status.UNCONFIRMED
    )
    counts = {
        name: Count("pk", filter=Q(status__in=statuses)) for name, statuses in _BECAME.items()
    }
    rows = (
        asked.within(asked.narrowed(sent), "submitted_at")
        .annotate(group=group)
        .values("group")
        .annotate(sent=Count("pk"), **counts)
        .order_by()
    )
    return {row.pop("group"): Volume(**row) for row in rows}


def waiting_now(asked):
    """``(count, moment)`` of what waits, whenever it was sent; the moment of the oldest or None."""
    waiting = asked.narrowed(Comment.objects.waiting())
    found = waiting.aggregate(count=Count("pk"), oldest=Min("submitted_at"))
    return found["count"], found["oldest"]


# --- What the desk did -----------------------------------------------------------------------


@dataclass(frozen=True)
class Waits:
    """How long readers waited for the first verdict of a person."""

    count: int
    median: timedelta
    p95: timedelta


def waits(asked):
    """``("all",)``, ``("hour", 6)``, ``("section", pk)``, ``("moderator", pk, name)`` -> `Waits`.

    The hour is that of the day at which a comment was sent. Read once and ranked here:
    asked for four rankings SQLite takes thrice as long.
    """
    found, zone = defaultdict(lambda: array("q")), timezone.get_current_timezone()
    rows = _first_verdicts(asked).values_list(
        "comment__article__section", "actor", "actor_name", "comment__submitted_at", "at"
    )
    for section, actor, name, sent, at in rows.iterator(chunk_size=5000):
        hour = sent.astimezone(zone).hour
        wait = (at - sent) // _MICROSECOND
        for key in (("all",), ("hour", hour), ("section", section), ("moderator", actor, name)):
            found[key].append(wait)
    return {key: _ranked(each) for key, each in found.items()}


def _ranked(found):
    found = sorted(found)

    def nearest(percent):
        rank = -(-len(found) * percent // 100)
        return found[rank - 1] * _MICROSECOND

    return Waits(len(found), nearest(50), nearest(95))


def by_reason(asked):
    """Reason -> rejections with it, the most frequent first."""
    rejections = _steps_within(asked).filter(verb=Verb.REJECT).values_list("reason")
    return dict(rejections.annotate(count=Count("pk")).order_by("-count", "reason"))


def by_moderator(asked):
    """``{"actor", "actor_name", "verdicts", <verb>: count, …}`` of each, the busiest first."""
    counts = {str(verb): Count("pk", filter=Q(verb=verb)) for verb in STEPS}
    return (
        _steps_within(asked)
        .values("actor", "actor_name")
        .annotate(verdicts=Count("pk", filter=Q(verb__in=VERDICTS)), **counts)
        .order_by("-verdicts", "actor_name", "actor")
    )


def _standing():
    """Steps of the staff that nobody took back."""
    return Decision.objects.standing().filter(verb__in=STEPS)


def _steps_within(asked):
    """On what readers wrote; of the paper's own words only that they were written."""
    steps = asked.narrowed(asked.within(_standing(), "at"), "comment__article")
    return steps.filter(Q(comment__from_paper=False) | Q(verb=Verb.ANSWER))


def _first_verdicts(asked):
    earlier = _standing().filter(
        verb__in=VERDICTS, comment=OuterRef("comment"), pk__lt=OuterRef("pk")
    )
    verdicts = _steps_within(asked).filter(~Exists(earlier), verb__in=VERDICTS)
    return verdicts.order_by()
