"""What readers had of a story, from when to when."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.dateparse import parse_datetime

from ..models import Revision
from ..models.revision import Verb


@dataclass(frozen=True)
class Period:
    """Readers had ``revision`` from ``since`` to ``until`` (None: they have it now)."""

    step: int  # the step that gave it to them: its number names the period
    revision: Revision
    version: int
    since: datetime
    until: datetime | None


def periods(article):
    """Every `Period` of ``article``, the first first. A schedule that was cancelled gave none."""
    steps = article.transitions.filter(
        # A timed update was published when its moment came, not when somebody set it.
        Q(verb=Verb.PUBLISH, due_at=None) | Q(verb__in=(Verb.TIMED, Verb.PUT_BACK, Verb.WITHDRAW))
    ).annotate(moment=Coalesce("due_at", "at"))
    steps = list(steps.order_by("pk").values_list("pk", "verb", "revision", "moment"))
    ids = [revision for _pk, _verb, revision, _at in steps if revision]
    known = article.revisions.in_bulk(ids)
    saved = article.revisions.order_by("pk").values_list("pk", flat=True)
    numbers = {pk: number for number, pk in enumerate(saved, 1)}
    ends = [*(at for _pk, _verb, _revision, at in steps[1:]), None]
    found, current = [], None
    for (pk, verb, revision, at), end in zip(steps, ends, strict=False):
        if verb in (Verb.PUBLISH, Verb.TIMED):
            current = known.get(revision)
        # Put back is what was published last, whatever has been written since.
        if verb == Verb.WITHDRAW or current is None:
            continue
        since, until = _visible(current.snapshot, at, end)
        if until is None or since < until:
            found.append(Period(pk, current, numbers[current.pk], since, until))
    return found


def _visible(data, given, taken):
    """From when to when readers see a version that they have between two steps."""
    starts = [_time(data, "published_at"), _time(data, "embargo_until")]
    ends = [taken, _time(data, "expires_at")]
    until = min((moment for moment in ends if moment), default=None)
    return max([given, *(moment for moment in starts if moment)]), until


def _time(data, name):
    return data[name] and parse_datetime(data[name])
