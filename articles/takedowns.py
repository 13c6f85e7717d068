"""The takedown register: entering requests, completing them, and closing them by the act.

Nothing is ever lost from it: what an entry said before stands in its changes.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from cms.addresses import absolute

from .models import Article, Outcome, Takedown, TakedownChange
from .models.signed import Signed
from .search import number_in

# What people write; the rest follows.
FIELDS = (
    "address", "received_at", "requester", "document_number", "document_date", "reason", "kind",
    "hours", "outcome", "note",
)  # fmt: skip


def story_at(address):
    """The story that a pasted address is about, whatever became of it; None where it is none."""
    number = number_in(address)
    return Article.objects.filter(pk=number).first() if number is not None else None


@transaction.atomic
def enter(actor, **values):
    """A new entry; returns it."""
    values.setdefault("article", story_at(values["address"]))
    entry = Takedown(**Signed.by(actor), **values)
    _close_or_open(entry, actor)
    entry.save()
    return entry


@transaction.atomic
def amend(entry, actor, **values):
    """Writes other values into an entry, and into its changes what stood there; returns it."""
    row = Takedown.objects.select_for_update().get(pk=entry.pk)
    what = []
    for name, value in values.items():
        before = getattr(row, name)
        if before != value:
            setattr(row, name, value)
            what.append([name, _in_words(before), _in_words(value)])
    if not what:
        return row
    names = {name for name, _before, _after in what}
    if "address" in names:
        row.article = story_at(row.address) or row.article
    if "outcome" in names:
        _close_or_open(row, actor)
    row.save()
    TakedownChange.objects.create(takedown=row, what=what, **Signed.by(actor))
    return row


def close(story, actor, *, kind, reason, entry=None, **facts):
    """The entry of the withdrawal of ``story``, as part of it; made on the spot where none is.

    ``facts`` (requester, document …) fill what the entry leaves open, and overwrite nothing.
    """
    waiting = Takedown.objects.open().filter(article=story)
    entry = (waiting.filter(pk=entry.pk) if entry else waiting).first()
    act = {"kind": kind, "outcome": Outcome.DONE}
    if entry is not None:
        return complete(entry, actor, facts, **act)
    address = absolute(story.get_absolute_url())
    return enter(actor, article=story, address=address, reason=reason, **act, **known(facts))


def complete(entry, actor, facts, **act):
    """Writes ``act`` into an entry, and of ``facts`` what it leaves open; returns it."""
    missing = {name: value for name, value in known(facts).items() if not getattr(entry, name)}
    return amend(entry, actor, **act, **missing)


def known(facts):
    """Those of ``facts`` that say something."""
    return {name: value for name, value in facts.items() if value not in (None, "")}


def _close_or_open(entry, actor):
    entry.closed_at = None if entry.is_open else timezone.now()
    entry.closed_by = "" if entry.is_open else str(actor or "")


def _in_words(value):
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)
