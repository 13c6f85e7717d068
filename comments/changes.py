"""How a stored comment changes: one conditional UPDATE, and a row in its log, together.

Whoever changes a comment, a moderator or its writer, comes through `change`. The verbs themselves
are in ``moderation.py`` (the staff's) and in ``own.py`` (the writer's).
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction
from django.db.models import F

from cms.fields import digest
from cms.text import fold

from . import counting, notices, page_tags, register, reporting, search
from .models import Comment, Decision, Status, Verb


class Result(models.TextChoices):
    DONE = "done"
    ALREADY = "already decided"
    CHANGED = "text changed"
    MISSING = "missing"
    # The verb has nothing to do in this state.
    IDLE = "nothing to do"


@dataclass(frozen=True)
class Answer:
    """What became of one item; ``by`` names the colleague who was first.

    ``decision``: the key of the row that was written, for `undo`.
    """

    pk: int
    result: Result
    by: str = ""
    decision: int | None = None


@transaction.atomic
def change(pk, version, verb, compute, *, actor=None, reason="", note="", also_idle=False):
    """Changes the comment ``pk`` if it still is in ``version``; returns an `Answer`.

    ``compute`` is given the `Comment` and returns what is new as a dict of field and value, or
    None where the verb has nothing to do. What stood there before is kept in the log's row.
    ``also_idle``: a step that changes nothing of the comment is one all the same.
    """
    comment = Comment.objects.defer("folded").filter(pk=pk).first()
    if comment is None:
        return Answer(pk, Result.MISSING)
    if comment.version != version:
        return who_was_first(comment)
    if comment.erased_at:
        return Answer(pk, Result.IDLE)
    new = compute(comment) or {}
    if new.get("status", Status.APPROVED) != Status.APPROVED:
        # Put back one day, it stands above the others only if somebody picks it again.
        new = {"picked_at": None, **new}
    new = {name: value for name, value in new.items() if getattr(comment, name) != value}
    if not new and not also_idle:
        return Answer(pk, Result.IDLE)
    replaced = {name: _lasting(getattr(comment, name)) for name in new if name != "status"}
    before = comment.status
    for name, value in new.items():
        setattr(comment, name, value)
    if not _update(comment, version, new):
        return who_was_first(Comment.objects.defer("folded").get(pk=pk))
    comment.version = version + 1
    decision = Decision.objects.create(
        comment_id=pk,
        verb=verb,
        before=before,
        after=comment.status,
        version=comment.version,
        actor=actor,
        actor_name=str(actor or "")[:120],
        reason=reason,
        note=note,
        replaced=replaced,
        text_hash=digest(comment.body),
    )
    if Status.APPROVED in (before, comment.status):
        search.follow(comment)
        if before != comment.status or comment.erased_at:
            counting.recount(comment.article_id)
    if before != comment.status == Status.APPROVED and version > 1:  # 1: nobody ever took it off
        register.put_back(comment, actor)
    page_tags.decided(comment.article_id, before, comment.status)
    notices.decided(comment, before)
    if actor and verb != Verb.UNDO:
        reporting.close(decision)
    return Answer(pk, Result.DONE, decision=decision.pk)


@transaction.atomic
def change_as_it_is(pk, verb, compute, **told):
    """As `change`, of the comment as it is now: who means it, whatever was done a moment ago."""
    rows = Comment.objects.select_for_update().filter(pk=pk)
    version = rows.values_list("version", flat=True).first()
    if version is None:
        return Answer(pk, Result.MISSING)
    return change(pk, version, verb, compute, **told)


def _lasting(value):
    """As JSON keeps it. Its encoder cuts moments to milliseconds: they would not come back."""
    return value.isoformat() if isinstance(value, datetime) else value


def _update(comment, version, new):
    values = dict(new)
    if {"body", "name"} & set(new):
        values["folded"] = fold(f"{comment.name} {comment.body}")
        values["folded_digest"] = digest(values["folded"])
    rows = Comment.objects.filter(pk=comment.pk, version=version)
    return rows.update(**values, version=F("version") + 1)


def who_was_first(comment):
    """The `Answer` to whoever looked at an older version of ``comment``."""
    last = comment.decisions.first()
    if last is None or last.by_writer:
        return Answer(comment.pk, Result.CHANGED)
    return Answer(comment.pk, Result.ALREADY, by=last.actor_name)
