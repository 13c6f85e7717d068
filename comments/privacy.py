"""What readers may ask for about themselves, and how it is answered and kept in the register."""

import json
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.addresses import absolute
from cms.events import Kind, record
from cms.models import SiteSettings

from . import erasing, own, reader_mail
from .models import (
    Block,
    Comment,
    Hold,
    PrivacyRequest,
    ReaderAddress,
    RequestKind,
    RequestOutcome,
)

_SALT = "comments.privacy"
_SUBJECT = gettext_lazy("What we keep about you")
LINK_HOURS = 24


# --- The mailed link ------------------------------------------------------------------------


@transaction.atomic
def mail_link(email):
    """Mails the link to what is kept of an address, if anything is; nobody learns whether."""
    email = email.casefold()
    if not is_known(email):
        return
    address = reader_mail.address_of(email)
    path = reverse("comments:my_data", args=[token(address)])
    context = {
        "address": f"{settings.SITE_URL}{path}",
        "hours": LINK_HOURS,
        "paper": SiteSettings.load(),
    }
    if reader_mail.post(address, _SUBJECT, "privacy_link", context):
        _seen(email)


def _seen(email):
    """One entry a day is enough of a proof."""
    day_ago = timezone.now() - timedelta(days=1)
    rows = PrivacyRequest.objects.of(email).filter(kind=RequestKind.SEE, received_at__gte=day_ago)
    if not rows.exists():
        close(PrivacyRequest(kind=RequestKind.SEE, email=email), _("The link was mailed."))


def token(address):
    return signing.dumps(address.pk, salt=_SALT)


def owner(token):
    """The `ReaderAddress` that a link was mailed to; None when it is too old, or not ours."""
    try:
        pk = signing.loads(token, salt=_SALT, max_age=LINK_HOURS * 3600)
    except signing.BadSignature:
        return None
    return ReaderAddress.objects.filter(pk=pk).first()


def is_known(email):
    return (
        Comment.objects.sent_from(email).exists()
        or ReaderAddress.objects.filter(email=email.casefold()).exists()
    )


# --- What is kept ---------------------------------------------------------------------------


def comments_of(email):
    """The comments of an address with all that is told of them, the newest first."""
    rows = Comment.objects.sent_from(email).select_related(
        "contact", "article__section__parent", "parent"
    )
    rows = rows.prefetch_related("decisions", "notices")
    return rows.order_by("-submitted_at", "-pk")


def export(email):
    """Everything that is kept of an address, as plain values."""
    address = ReaderAddress.objects.filter(email=email.casefold()).first()
    return {
        "email": email,
        "made_at": timezone.now(),
        "comments": [_exported(comment) for comment in comments_of(email)],
        "mail": address
        and {
            "asked_at": address.asked_at,
            "confirmed_at": address.confirmed_at,
            "stopped_at": address.stopped_at,
        },
        "blocked": is_blocked(email),
        "requests": [
            {
                "number": row.pk, "kind": row.kind, "received_at": row.received_at,
                "words": row.words, "outcome": row.outcome or "open", "closed_at": row.closed_at,
            }
            for row in PrivacyRequest.objects.of(email)
        ],
    }  # fmt: skip


def is_blocked(email):
    """Its comments are marked for the moderators, also after all else is erased."""
    named = Block.objects.lasting().filter(kind=Block.Kind.EMAIL, value=email.casefold())
    return named.exists()


def as_json(email):
    return json.dumps(export(email), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def _exported(comment):
    contact = comment.contact
    return {
        "number": comment.pk,
        "story": absolute(reverse("comments:form", args=[comment.article_id])),
        "name": comment.name,
        "text": comment.body,
        "newer_text": comment.proposed,
        "sent_at": comment.submitted_at,
        "state": own.told(comment),
        "report_of_an_error": comment.for_newsroom,
        "contact": {
            "email": contact.email,
            "network": contact.ip_network,
            "browser": contact.user_agent,
            "consent_version": contact.consent_version,
            "consented_at": contact.consented_at,
            "wants_notices": contact.wants_notices,
        },
        "earlier": [
            {"at": step.at, "what": step.get_verb_display(), "replaced": step.replaced}
            for step in comment.decisions.all()
        ],
        "told": [
            {"about": each.about, "sent_at": each.sent_at}
            for each in comment.notices.all()
            if each.sent_at
        ],
    }


# --- What is asked for ----------------------------------------------------------------------


def ask(email, kind, words=""):
    """Enters a request that a person of the staff has to answer; returns it."""
    return PrivacyRequest.objects.create(kind=kind, email=email, words=words)


@transaction.atomic
def erase_one(email, pk):
    """Erases one comment of an address; returns its closed `PrivacyRequest`, None for no such."""
    comment = Comment.objects.sent_from(email).filter(pk=pk).first()
    if comment is None:
        return None
    outcome = erasing.Erased()
    if erasing.erase(comment):
        outcome.done = 1
    else:
        outcome.held.append(pk)
    return _answer(PrivacyRequest(kind=RequestKind.ERASE, email=email), outcome, _erased)


@transaction.atomic
def erase(email, actor=None, request=None):
    """Erases everything of an address; returns the closed `PrivacyRequest`."""
    row = request or PrivacyRequest(kind=RequestKind.ERASE, email=email)
    outcome = erasing.erase_all(email, actor)
    if not outcome.held:
        _forget_requests(email, row.pk, actor)
    return _answer(row, outcome, _erased, actor)


def _forget_requests(email, but, actor):
    """What was asked for before is settled by it, and the words it was asked in go."""
    others = PrivacyRequest.objects.of(email).exclude(pk=but)
    others.update(words="")
    for row in others.open():
        close(row, _("Everything of the address was erased."), actor=actor)


@transaction.atomic
def withdraw_consent(email, actor=None, request=None):
    """Without consent no name and no contact is kept; returns the closed `PrivacyRequest`."""
    row = request or PrivacyRequest(kind=RequestKind.CONSENT, email=email)
    return _answer(row, erasing.take_names_off(email, actor), _nameless, actor)


def close(row, note, *, outcome=RequestOutcome.DONE, actor=None):
    """Answers a request: the address is forgotten, what proves the answer stays."""
    row.outcome, row.closed_at, row.closed_by = outcome, timezone.now(), str(actor or "")
    row.note = "\n".join(filter(None, [row.note, note]))
    row.save()  # makes the fingerprint and the short form of the address
    row.email = ""
    row.save(update_fields=["email"])
    return row


def _erased(count):
    return ngettext("%(count)s comment erased.", "%(count)s comments erased.", count)


def _nameless(count):
    return ngettext(
        "%(count)s comment without its name.", "%(count)s comments without their names.", count
    )


def _answer(row, outcome, done, actor=None):
    parts = []
    if outcome.done or not outcome.held:
        parts.append(done(outcome.done) % {"count": outcome.done})
    if outcome.held:
        parts.append(
            _("Must be kept by law for now: %(numbers)s.")
            % {"numbers": ", ".join(f"#{pk}" for pk in outcome.held)}
        )
    state = RequestOutcome.HELD if outcome.held else RequestOutcome.DONE
    return close(row, " ".join(parts), outcome=state, actor=actor)


def exported_by(actor, request, row):
    """A person of the staff takes everything of an address out: it is written down who did."""
    record(Kind.READER_EXPORT, request=request, actor=actor, about=f"№ {row.pk}: {row.shown}")


def erased_by(actor, request, row, comment=None):
    """A person of the staff erased what ``row`` asks for, or only ``comment``."""
    about = f"№ {row.pk}: {row.shown}" + (f", #{comment.pk}" if comment else "")
    record(Kind.READER_ERASED, request=request, actor=actor, about=about)


def holds_on(email):
    """What keeps comments of an address from being erased: all of them, or one."""
    about = Q(email=email.casefold()) | Q(comment__in=Comment.objects.sent_from(email))
    return Hold.objects.lasting().filter(about)
