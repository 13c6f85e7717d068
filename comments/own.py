"""What writers may still do with their comments, and what they are told of them."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import alike, screening
from .changes import Result, change_as_it_is
from .models import (
    Comment,
    CommentSettings,
    Contact,
    Finding,
    ReaderAddress,
    Status,
    Verb,
)
from .models.privacy import shortened

WINDOW = timedelta(minutes=10)


def may_change(comment):
    """Within ten minutes of sending, whatever a moderator has not refused."""
    open_still = comment.status in (Status.PENDING, Status.APPROVED) and not comment.erased_at
    return open_still and timezone.now() < comment.submitted_at + WINDOW


def minutes_left(comment):
    """So many whole minutes at most, for a sentence."""
    left = comment.submitted_at + WINDOW - timezone.now()
    return max(1, -(-left // timedelta(minutes=1)))


def revise(comment, body):
    """Gives the comment a new text; returns whether it has it.

    The new text waits for a moderator. Where the old one is approved, the paper's setting says
    whether readers go on seeing it until then.
    """
    stays = CommentSettings.load().stays_while_revised

    def compute(row):
        if not may_change(row):
            return None
        if row.status == Status.APPROVED and stays:
            return {"proposed": "" if body == row.body else body}
        new = {"body": body, "proposed": "", "house_edited_at": row.name_edited_at}
        return new | {"status": Status.PENDING} if body != row.body else {}

    with transaction.atomic():
        answer = change_as_it_is(comment.pk, Verb.REVISE, compute)
        comment.refresh_from_db()
        if answer.result == Result.DONE:
            _screen_again(comment)
    # Where nothing was to be done, it says that already.
    return answer.result == Result.DONE or may_change(comment)


def withdraw(comment):
    """Takes the comment back; returns whether it is."""

    def compute(row):
        return {"status": Status.WITHDRAWN, "proposed": ""} if may_change(row) else None

    return change_as_it_is(comment.pk, Verb.WITHDRAW, compute).result == Result.DONE


def _screen_again(comment):
    """What was noticed in the old text goes; how the comment came does not change."""
    contact = Contact.objects.filter(comment=comment).first()
    draft = screening.Draft(
        article_id=comment.article_id,
        name=comment.name,
        body=comment.newest_text,
        honeypot="",
        issued=comment.submitted_at,
        weak=False,
        email=contact.email if contact else "",
        network=contact.ip_network if contact else "",
        pk=comment.pk,
    )
    findings = screening.screen(draft, screening.OF_THE_TEXT)
    comment.findings.exclude(screening.NOT_OF_THE_TEXT).delete()
    for finding in findings:
        finding.comment = comment
    Finding.objects.bulk_create(findings)
    alike.join_anew(comment, screening.cluster(findings))
    weight = sum(finding.weight for finding in comment.findings.all())
    Comment.objects.filter(pk=comment.pk).update(weight=weight)


def asked_at(comment):
    """The address, shortened, that was mailed a question and has not answered; "" without one."""
    contact = Contact.objects.filter(comment=comment).first()
    if contact is None or not contact.email or comment.erased_at:
        return ""
    waits = comment.status == Status.UNCONFIRMED
    if contact.wants_notices and not waits:
        asked = ReaderAddress.objects.filter(email=contact.email.casefold(), confirmed_at=None)
        waits = asked.filter(stopped_at=None).exists()
    return shortened(contact.email) if waits else ""


def told(comment):
    """What became of a comment, as a sentence for its writer."""
    if comment.erased_at:
        return _("It was erased.")
    if comment.status == Status.APPROVED:
        return _told_of_approved(comment)
    if comment.for_newsroom:
        return _("It went to the newsroom, and is never published.")
    if comment.status == Status.PENDING:
        return _("Waiting for approval.")
    if comment.status == Status.FORWARDED:
        return _("Not published: it was passed to the newsroom, which reads it.")
    if comment.status == Status.WITHDRAWN:
        return _("You withdrew it.")
    if comment.status == Status.UNCONFIRMED:
        return _("Waiting for you to open the link that was mailed to you.")
    if comment.refusal:
        return _("Not published: %(reason)s.") % {"reason": comment.refusal}
    return _("Not published.")


def _told_of_approved(comment):
    if not comment.is_public:
        return _("Approved. Readers do not see it, as what it replies to is not shown.")
    if comment.proposed:
        return _("Published. Your new text is waiting for approval.")
    if comment.refused_text:
        reason = comment.refusal
        return _("Published. Your new text was not: %(reason)s.") % {"reason": reason}
    return _("Published.")
