"""What the staff does with comments: `decide` is the only door to a verdict, `undo` a way back.

Each verb names the version that the moderator looked at, and answers with an `Answer`.
"""

import secrets
from dataclasses import replace
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.models import SiteSettings
from cms.text import line

from . import forwarding, reporting
from .changes import Answer, Result, change, who_was_first
from .masking import masked
from .models import Block, Comment, Contact, ContactView, Decision, Reason, Status, Verb
from .names import is_reserved

__all__ = [
    "Answer", "ReservedName", "Result", "Verb", "answer", "block", "decide", "edit", "forward",
    "keep", "mask", "pick", "undo",
]  # fmt: skip

_VERDICTS = {
    Verb.APPROVE: Status.APPROVED,
    Verb.REJECT: Status.REJECTED,
    Verb.SPAM: Status.SPAM,
    Verb.REOPEN: Status.PENDING,
}
# Of these the staff has nothing to say.
_NOT_OURS = (Status.UNCONFIRMED, Status.WITHDRAWN)
_MOMENTS = ("house_edited_at", "picked_at")


def decide(items, verb, actor, reason="", note=""):
    """Decides on comments and returns an `Answer` for each.

    ``items`` are pairs of id and the version that the moderator looked at. Each is one
    conditional UPDATE: whoever comes second changes nothing and learns who was first. A
    rejection needs a `Reason`. Where a newer text of an approved comment waits, approving puts it
    in the place of the old one, and rejecting leaves the old one standing. ``note`` is for
    colleagues.
    """
    _may(actor)
    verb = Verb(verb)
    if verb not in _VERDICTS:
        raise ValueError(verb)
    # A reason left over in the form says nothing about an approval.
    reason = Reason(reason) if verb == Verb.REJECT else ""

    def compute(comment):
        return _verdict(comment, verb)

    told = {"actor": actor, "reason": reason, "note": note}
    return [change(pk, seen, verb, compute, **told) for pk, seen in items]


def _verdict(comment, verb):
    if comment.status in _NOT_OURS:
        return None
    if comment.for_newsroom and verb in (Verb.APPROVE, Verb.REOPEN):
        # It never waits: what is put back lies with the newsroom again.
        return {"status": Status.FORWARDED} if verb == Verb.REOPEN else None
    if comment.has_newer_text:
        if verb == Verb.APPROVE:
            edited_at = _masked_at(comment) or comment.name_edited_at
            return {"body": comment.proposed, "proposed": "", "house_edited_at": edited_at}
        if verb == Verb.REJECT:
            return {"proposed": ""}
    return {"status": _VERDICTS[verb], "proposed": ""}


def _masked_at(comment):
    """When the staff masked numbers in the newer text that waits, or None."""
    about = (Verb.REVISE, Verb.MASK, Verb.UNDO)
    last = comment.decisions.filter(verb__in=about).first()
    return last.at if last and last.verb == Verb.MASK and "proposed" in last.replaced else None


def keep(pk, version, actor):
    """Leaves a reported comment as it is; its reports are closed."""
    _may(actor)
    return change(pk, version, Verb.KEEP, lambda comment: {}, actor=actor, also_idle=True)


def pick(pk, version, actor, *, on=True):
    """Puts a comment above the others of its story, or back among them."""
    _may(actor)

    def compute(comment):
        if comment.status != Status.APPROVED or comment.parent_id:
            return None
        if bool(comment.picked_at) == on:
            return {}
        return {"picked_at": timezone.now() if on else None}

    return change(pk, version, Verb.PICK if on else Verb.UNPICK, compute, actor=actor)


class ReservedName(ValueError):
    """Readers would take the new name for the paper itself."""


def edit(pk, version, body, actor, name=""):
    """Gives a comment other words, and says so to readers; the writer's own stay in its log.

    ``name``: another name, such as its writer asked for; "" leaves the one that is there.
    """
    _may(actor)
    name = line(name)

    def compute(comment):
        if comment.status in _NOT_OURS or not body.strip():
            return None
        new = {} if body == comment.newest_text else {"body": body, "proposed": ""}
        if name not in ("", comment.name):
            if is_reserved(name):
                raise ReservedName(name)
            new["name"] = name
        return new and {**new, "house_edited_at": timezone.now()}

    return change(pk, version, Verb.EDIT, compute, actor=actor)


def mask(pk, version, actor):
    """Covers the telephone, identity and account numbers in a comment and its name."""
    _may(actor)

    def compute(comment):
        if comment.status in _NOT_OURS:
            return None
        name = masked(comment.name)
        if comment.has_newer_text:
            # A newer text goes on waiting: nobody has approved it.
            new = {"body": masked(comment.body), "proposed": masked(comment.proposed)}
        else:
            new = {"body": masked(comment.newest_text), "proposed": ""}
            if (name, new["body"]) == (comment.name, comment.newest_text):
                return {}
        if (name, new["body"]) != (comment.name, comment.body):
            new["house_edited_at"] = timezone.now()
        return {**new, "name": name}

    return change(pk, version, Verb.MASK, compute, actor=actor)


@transaction.atomic
def forward(pk, version, actor):
    """Passes a comment to who edits its story, as a note there; readers do not see it."""
    _may(actor)
    newest = ""

    def compute(comment):
        nonlocal newest
        # The report of an error stands on the story already.
        if comment.status in _NOT_OURS or comment.for_newsroom:
            return None
        newest = comment.newest_text
        return {"status": Status.FORWARDED, "proposed": ""}

    answer = change(pk, version, Verb.FORWARD, compute, actor=actor)
    if answer.result == Result.DONE:
        comment = Comment.objects.select_related("article").get(pk=pk)
        forwarding.pass_on(comment, newest, actor)
    return answer


@transaction.atomic
def answer(pk, version, body, actor, *, seen=0):
    """Replies to a comment in the name of the paper, and approves what waits for it.

    ``seen``: the key of the paper's newest reply that the moderator saw there, 0 for none. Returns
    an `Answer` for each of both that has one; what colleagues refused is not answered.
    """
    _may(actor)
    comment = Comment.objects.select_for_update().filter(pk=pk).first()
    if comment is None:
        return [Answer(pk, Result.MISSING)]
    if comment.version != version:
        return [who_was_first(comment)]
    if not body.strip() or not (comment.waits or comment.status == Status.APPROVED):
        return [Answer(pk, Result.IDLE)]
    newer = comment.answers.filter(pk__gt=seen).first()
    if newer:
        return [replace(who_was_first(newer), pk=pk)]
    given = decide([(pk, version)], Verb.APPROVE, actor) if comment.waits else []
    if given and given[0].result != Result.DONE:
        return given
    reply = Comment.objects.create(
        article_id=comment.article_id,
        parent_id=comment.parent_id or pk,
        name=SiteSettings.load().name[:60],
        body=body,
        nonce=secrets.token_urlsafe(16),
        from_paper=True,
        # What an undone reply is again: in no queue, and read by nobody.
        status=Status.WITHDRAWN,
        verification={"method": "staff"},
    )
    public = {"status": Status.APPROVED}
    return [*given, change(reply.pk, 1, Verb.ANSWER, lambda row: public, actor=actor)]


@transaction.atomic
def block(pk, kind, actor, note=""):
    """Puts the sender of a comment on the block list: ``(Block, whether it is new)``, or None.

    It is logged as a look at the contact.
    """
    _may(actor)
    contact = Contact.objects.filter(comment=pk).first()
    values = contact and {
        Block.Kind.EMAIL: contact.email.casefold(),
        Block.Kind.DOMAIN: contact.email.casefold().rpartition("@")[2],
        Block.Kind.NETWORK: contact.ip_network,
    }
    value = values and values[Block.Kind(kind)]
    if not value:
        return None
    # The address or network goes onto a list where it is read.
    ContactView.objects.create(contact=contact, actor=actor, actor_name=str(actor))
    told = {"note": note or _("Comment #%(pk)s") % {"pk": pk}, **Block.by(actor)}
    row, made = Block.objects.get_or_create(kind=kind, value=value, defaults=told)
    if not made and not Block.objects.lasting().filter(pk=row.pk).exists():
        over = {"expires_on": None, "at": timezone.now()}
        Block.objects.filter(pk=row.pk).update(**told, **over)
        row.refresh_from_db()
        made = True
    return row, made


@transaction.atomic
def undo(decision_pk, actor):
    """Takes back a step of the staff, exactly, while nothing has happened since; an `Answer`.

    An undoing stays: whoever wants the step after all takes it anew.
    """
    _may(actor)
    step = Decision.objects.filter(pk=decision_pk).exclude(verb=Verb.UNDO).first()
    if step is None or step.by_writer or step.version is None:
        return Answer(step.comment_id if step else 0, Result.MISSING)
    before = {"status": step.before, **step.replaced}
    for name in set(_MOMENTS) & set(before):
        before[name] = before[name] and datetime.fromisoformat(before[name])
    answer = change(
        step.comment_id, step.version, Verb.UNDO, lambda comment: before,
        actor=actor, also_idle=step.verb == Verb.KEEP,
    )  # fmt: skip
    if answer.result == Result.DONE:
        reporting.reopen(step)
        if step.verb == Verb.FORWARD:
            forwarding.take_back(step.comment_id)
    return answer


def _may(actor):
    if not actor.has_perm("comments.moderate_comment"):
        raise PermissionDenied
