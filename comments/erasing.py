"""Taking a person out of the comments: the thread under a story stays readable, the person goes.

Erasing empties name and text wherever they stand, also in the log of what stood there before;
prints of the texts stay, so that it can be proved what was decided on. Taking the name off keeps
the text. What is under a legal hold is left as it is, and told.
"""

from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cms.delivery import Channel, Delivery
from cms.fields import digest

from . import forwarding
from .changes import change
from .models import (
    Comment,
    CommentEntry,
    Contact,
    Decision,
    Finding,
    Hold,
    Likeness,
    ReaderAddress,
    ReaderNotice,
    Report,
    Status,
    Verb,
)


@dataclass
class Erased:
    """How many comments were changed, and the keys of those that must be kept for now."""

    done: int = 0
    held: list = field(default_factory=list)


def hold_on(comment):
    """The `Hold` that keeps ``comment`` as it is, or None."""
    contact = Contact.objects.filter(comment=comment).first()
    return Hold.objects.on(comment, contact.email if contact else "").first()


def without_held(comments):
    """The comments that nothing keeps from being erased."""
    lasting = Hold.objects.lasting()
    emails = lasting.exclude(email="").values_list("email", flat=True)
    about = Q(pk__in=lasting.exclude(comment=None).values("comment"))
    for email in emails:
        about |= Q(contact__email__iexact=email)
    return comments.exclude(pk__in=Comment.objects.filter(about).values("pk"))


def erase(comment, actor=None):
    """Name, text and contact of a comment go; returns whether they did: not under a hold."""

    def compute(row):
        return {
            "name": _nobody(), "body": "", "proposed": "", "verification": {},
            "status": _without_writer(row), "erased_at": timezone.now(), "picked_at": None,
        }  # fmt: skip

    return _as_it_is_now(comment, Verb.ERASE, compute, actor)


def take_name_off(comment, actor=None):
    """Without consent: name and contact go, what waits is withdrawn, what readers see stays."""

    def compute(row):
        gone = {"name": _nobody(), "proposed": "", "verification": {}}
        return {**gone, "status": _without_writer(row)}

    return _as_it_is_now(comment, Verb.ANONYMISE, compute, actor)


def _without_writer(row):
    """What waits is withdrawn; what a colleague decided stays decided."""
    undecided = row.status in (Status.PENDING, Status.UNCONFIRMED)
    return Status.WITHDRAWN if undecided else row.status


def erase_all(email, actor=None):
    """Everything of an address; returns the `Erased`."""
    return _all(email, erase, actor)


def take_names_off(email, actor=None):
    return _all(email, take_name_off, actor)


@transaction.atomic
def _all(email, verb, actor):
    outcome = Erased()
    for comment in Comment.objects.sent_from(email).order_by("pk"):
        if verb(comment, actor):
            outcome.done += 1
        else:
            outcome.held.append(comment.pk)
    if not outcome.held:
        ReaderAddress.objects.filter(email=email.casefold()).delete()
    Delivery.objects.filter(
        channel=Channel.MAIL, to__iexact=email, payload__to_reader=True
    ).delete()
    return outcome


@transaction.atomic
def _as_it_is_now(comment, verb, compute, actor):
    """The person means this comment, whatever a moderator did with it a moment ago."""
    row = Comment.objects.select_for_update().get(pk=comment.pk)
    if row.erased_at:
        return True
    if hold_on(row):
        return False
    answer = change(row.pk, row.version, verb, compute, actor=actor)
    _forget(row, verb, answer.decision, row.body)
    return True


def _forget(comment, verb, decision, body):
    """What stands about the person beside the comment itself."""
    Contact.objects.filter(comment=comment).delete()
    ReaderNotice.objects.filter(comment=comment).delete()
    ReaderNotice.objects.filter(cause=comment).delete()
    steps = Decision.objects.filter(comment=comment)
    if verb == Verb.ERASE:
        steps.update(replaced={})
        # The step is about the text that went, not about the empty one.
        steps.filter(pk=decision).update(text_hash=digest(body))
        Finding.objects.filter(comment=comment).update(detail="", start=None, end=None)
        Likeness.objects.filter(comment=comment).delete()
        forwarding.erase(comment.pk)
        Report.objects.filter(comment=comment).delete()  # what others said of it
        CommentEntry.objects.filter(comment=comment).delete()
        return
    forwarding.take_name_off(comment.pk)
    Finding.objects.filter(comment=comment, field="name").update(start=None, end=None)
    for step in steps.exclude(replaced={}):
        step.replaced.pop("name", None)
        step.replaced.pop("verification", None)
        step.save(update_fields=["replaced"])


def _nobody():
    with translation.override(settings.LANGUAGE_CODE):
        return _("A reader")
