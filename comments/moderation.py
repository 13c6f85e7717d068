"""Deciding on comments: `decide` is the only door."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import F

from cms.fields import digest

from . import page_tags, search
from .models import Comment, Decision, Reason, Status


class Verb(models.TextChoices):
    APPROVE = "approve"
    REJECT = "reject"
    SPAM = "spam"
    REOPEN = "reopen"


_STATUS = {
    Verb.APPROVE: Status.APPROVED,
    Verb.REJECT: Status.REJECTED,
    Verb.SPAM: Status.SPAM,
    Verb.REOPEN: Status.PENDING,
}


class Result(models.TextChoices):
    DONE = "done"
    ALREADY = "already decided"
    CHANGED = "text changed"
    MISSING = "missing"


@dataclass(frozen=True)
class Answer:
    """What became of one item; ``by`` names the colleague who was first."""

    pk: int
    result: Result
    by: str = ""


def decide(items, verb, actor, reason=""):
    """Decides on comments and returns an `Answer` for each.

    ``items`` are pairs of id and the version that the moderator looked at. Each is one
    conditional UPDATE: whoever comes second changes nothing and learns who was first. A
    rejection needs a `Reason`.
    """
    if not actor.has_perm("comments.moderate_comment"):
        raise PermissionDenied
    verb = Verb(verb)
    # A reason left over in the form says nothing about an approval.
    reason = Reason(reason) if verb == Verb.REJECT else ""
    return [_decide_one(pk, version, _STATUS[verb], actor, reason) for pk, version in items]


@transaction.atomic
def _decide_one(pk, version, after, actor, reason):
    found = Comment.objects.filter(pk=pk, version=version).values_list("status", "article_id")
    before, article_id = found.first() or (None, None)
    changed = (
        Comment.objects.filter(pk=pk, version=version)
        .exclude(status=after)
        .update(status=after, version=F("version") + 1)
    )
    if not changed:
        return _why_not(pk, version)
    comment = Comment.objects.defer("folded").get(pk=pk)
    Decision.objects.create(
        comment_id=pk,
        before=before,
        after=after,
        actor=actor,
        actor_name=str(actor),
        reason=reason,
        text_hash=digest(comment.body),
    )
    if Status.APPROVED in (before, after):
        search.follow(comment)
    page_tags.decided(article_id, before, after)
    return Answer(pk, Result.DONE)


def _why_not(pk, version):
    comment = Comment.objects.filter(pk=pk).first()
    if comment is None:
        return Answer(pk, Result.MISSING)
    last = comment.decisions.first()
    if last is None:
        return Answer(pk, Result.CHANGED)
    return Answer(pk, Result.ALREADY, by=last.actor_name)
