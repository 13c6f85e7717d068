"""Mail to readers: only what they asked for, and never more than a few a day.

An address gets one mail that asks whether it wants any, without a word of a comment in it. Only
after its owner said so does it get others, each with a way to stop them by one click.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from cms import mail, outbox
from cms.models import SiteSettings

from .models import ReaderAddress, ReaderNotice

_SALT = "comments.reader_mail"
_QUESTION = _("Shall we tell you about your comments?")
# Mails to an address in a day, beside the links by which it confirms a comment.
MOST_A_DAY = 5
# An address that does not answer is not asked again before that.
ASKED_AGAIN = timedelta(days=7)
# Nobody reads there, or a machine answers.
_NOBODY = {
    "no-reply", "noreply", "no_reply", "donotreply", "do-not-reply", "mailer-daemon", "postmaster",
    "bounce", "bounces", "abuse",
}  # fmt: skip


def address_of(email):
    row, _made = ReaderAddress.objects.get_or_create(email=email.casefold())
    return row


def is_unmailable(email):
    """An address that mail must not go to: our own, and those that only machines have."""
    email = email.casefold()
    own = {settings.DEFAULT_FROM_EMAIL.casefold(), SiteSettings.load().email.casefold()}
    return email in own or email.partition("@")[0].partition("+")[0] in _NOBODY


def has_stopped(email):
    """Its owner wants no mail about comments, whoever asks for some."""
    return ReaderAddress.objects.filter(email=email.casefold(), stopped_at__isnull=False).exists()


def ask(email):
    """Asks an address once whether it wants to be told of its comments."""
    if not settings.MAIL_IS_ON or is_unmailable(email):
        return
    address = address_of(email)
    now = timezone.now()
    asked_lately = address.asked_at and address.asked_at > now - ASKED_AGAIN
    if address.wants_mail or address.stopped_at or asked_lately:
        return
    # Two comments at once ask once.
    rows = ReaderAddress.objects.filter(pk=address.pk, asked_at=address.asked_at)
    if rows.update(asked_at=now):
        context = {"address": link(address, "confirm_mail")}
        post(address, _QUESTION, "confirm_mail", context)


def confirm(address):
    """Its owner says yes; what happened to the comments meanwhile is told now."""
    address.confirmed_at, address.stopped_at = timezone.now(), None
    address.save(update_fields=["confirmed_at", "stopped_at"])
    waiting = ReaderNotice.objects.filter(sent_at=None, due_at=None)
    about = waiting.filter(comment__contact__email__iexact=address.email)
    about.update(due_at=timezone.now())


def stop(address):
    ReaderAddress.objects.filter(pk=address.pk, stopped_at=None).update(stopped_at=timezone.now())


def link(address, name):
    """The signed address of the page ``name`` for the owner of an address: it never expires."""
    path = reverse(f"comments:{name}", args=[signing.dumps(address.pk, salt=_SALT)])
    return f"{settings.SITE_URL}{path}"


def owner(token):
    """The `ReaderAddress` that a link belongs to, or None."""
    try:
        pk = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return ReaderAddress.objects.filter(pk=pk).first()


def post(address, subject, template, context):
    """Queues a mail for an address unless it had enough today; returns whether it was queued."""
    if not settings.MAIL_IS_ON or is_unmailable(address.email) or not _count(address):
        return False
    outbox.post([message(address, subject, template, context)])
    return True


def message(address, subject, template, context):
    """The mail to an address in the paper's language, with a way to get no more, for `outbox`."""
    stop_at = link(address, "stop_mail")
    with translation.override(settings.LANGUAGE_CODE):
        subject = str(subject)
        context = {"paper": SiteSettings.load(), "stop_at": stop_at, **context}
        words = {
            "text": render_to_string(f"emails/{template}.txt", context),
            "html": render_to_string(f"emails/{template}.html", context),
        }
    headers = {
        "List-Unsubscribe": f"<{stop_at}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return mail.message(address.email, subject=subject, headers=headers, to_reader=True, **words)


def _count(address):
    """Takes one of the mails of today; False when there are none left."""
    today = timezone.localdate()
    rows = ReaderAddress.objects.filter(pk=address.pk)
    rows.exclude(counted_on=today).update(counted_on=today, counted=0)
    left = rows.filter(counted_on=today, counted__lt=MOST_A_DAY)
    return left.update(counted=F("counted") + 1) == 1
