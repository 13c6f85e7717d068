"""What the staff does with comments: `decide` is the only door to a verdict, `undo` a way back."""

from datetime import datetime

from django.core.exceptions import PermissionDenied

from .changes import Answer, Result, change
from .models import Decision, Reason, Status, Verb

__all__ = ["Answer", "Result", "Verb", "decide", "undo"]

_VERDICTS = {
    Verb.APPROVE: Status.APPROVED,
    Verb.REJECT: Status.REJECTED,
    Verb.SPAM: Status.SPAM,
    Verb.REOPEN: Status.PENDING,
}
_MOMENTS = ("house_edited_at",)


def decide(items, verb, actor, reason=""):
    """Decides on comments and returns an `Answer` for each.

    ``items`` are pairs of id and the version that the moderator looked at. Each is one
    conditional UPDATE: whoever comes second changes nothing and learns who was first. A
    rejection needs a `Reason`. Where a newer text of an approved comment waits, approving puts it
    in the place of the old one, and rejecting leaves the old one standing.
    """
    _may(actor)
    verb = Verb(verb)
    if verb not in _VERDICTS:
        raise ValueError(verb)
    # A reason left over in the form says nothing about an approval.
    reason = Reason(reason) if verb == Verb.REJECT else ""

    def compute(comment):
        return _verdict(comment, verb)

    return [change(pk, seen, verb, compute, actor=actor, reason=reason) for pk, seen in items]


def _verdict(comment, verb):
    if comment.status in (Status.UNCONFIRMED, Status.WITHDRAWN):
        return None
    if comment.status == Status.APPROVED and comment.proposed:
        if verb == Verb.APPROVE:
            return {"body": comment.proposed, "proposed": "", "house_edited_at": None}
        if verb == Verb.REJECT:
            return {"proposed": ""}
    return {"status": _VERDICTS[verb], "proposed": ""}


def undo(decision_pk, actor):
    """Takes back a step of the staff, exactly, while nothing has happened since; an `Answer`."""
    _may(actor)
    step = Decision.objects.filter(pk=decision_pk).first()
    if step is None or step.by_writer or step.version is None:
        return Answer(step.comment_id if step else 0, Result.MISSING)
    before = {"status": step.before, **step.replaced}
    for name in set(_MOMENTS) & set(before):
        before[name] = before[name] and datetime.fromisoformat(before[name])
    return change(step.comment_id, step.version, Verb.UNDO, lambda comment: before, actor=actor)


def _may(actor):
    if not actor.has_perm("comments.moderate_comment"):
        raise PermissionDenied
