"""The way for who can neither compute nor answer: a link by mail.

The comment is stored at once, in no queue, so nothing typed can be lost. The mail has a link and
none of the comment's words: whoever wants to send something to a stranger cannot do it through us.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cms import outbox
from cms.models import SiteSettings

from . import alike, notices, posting, reader_mail
from .changes import Result, change
from .models import Comment, Status, Verb
from .verification import Passed

METHOD = "email"
LIFETIME = timedelta(hours=48)
# Links that nobody has opened: to one address within an hour and a day, of the site within an hour.
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOST, MOST_A_DAY, MOST_OF_SITE = 3, 6, 100
TOO_MANY = _(
    "We cannot mail a link to this address now. Please answer the question instead, or send "
    "again in an hour. Your text is kept."
)
_SALT = "comments.confirm"


def may_ask(email):
    """Is another mail to this address all right? Nobody is flooded through us, nor is our table."""
    if not settings.MAIL_IS_ON or reader_mail.is_unmailable(email):
        return False
    unopened = Comment.objects.filter(status=Status.UNCONFIRMED)
    to_address = unopened.sent_from(email)
    return (
        _fewer(to_address, HOUR, MOST)
        and _fewer(to_address, DAY, MOST_A_DAY)
        and _fewer(unopened, HOUR, MOST_OF_SITE)
        and not reader_mail.has_stopped(email)
    )


def _fewer(comments, within, most):
    lately = comments.filter(submitted_at__gte=timezone.now() - within).order_by()
    return lately.values("pk")[:most].count() < most


def ask(article, data, ticket, sender, *, parent=None):
    """Stores a comment that waits for its link, and mails it; returns the comment.

    Sent twice, it is one row and one mail.
    """
    return posting.post(
        article,
        data,
        ticket,
        Passed(METHOD),
        sender,
        parent=parent,
        status=Status.UNCONFIRMED,
        also=lambda comment: outbox.post([_mail(comment, data)]),
    )


def address(comment):
    """The path of the page whose button confirms ``comment``."""
    return reverse("comments:confirm", args=[signing.dumps(comment.pk, salt=_SALT)])


def find(token):
    """The comment of a link; None if the link is not ours, or too old, or the comment gone."""
    try:
        pk = signing.loads(token, salt=_SALT, max_age=LIFETIME)
    except (signing.BadSignature, ValueError):
        return None
    return Comment.objects.filter(pk=pk).select_related("article").first()


@transaction.atomic
def confirm(comment):
    """Puts the comment into the queue; returns whether it was this that did it."""
    now = timezone.now()

    def compute(row):
        if row.status != Status.UNCONFIRMED:
            return None
        evidence = {**row.verification, "confirmed_at": now.isoformat()}
        # For the moderators it comes now.
        return {"status": Status.PENDING, "verification": evidence, "submitted_at": now}

    done = change(comment.pk, comment.version, Verb.CONFIRM, compute).result == Result.DONE
    comment.refresh_from_db()
    if done:
        alike.join(comment)
        notices.confirmed(comment)
    return done


def remove(keys):
    """Of the comments ``keys`` those whose link nobody has opened; returns how many."""
    # Asked once more: perhaps one is being confirmed this very moment.
    gone = Comment.objects.filter(pk__in=keys, status=Status.UNCONFIRMED).delete()[1]
    return gone.get("comments.Comment", 0)


def _mail(comment, data):
    context = {
        "address": f"{settings.SITE_URL}{address(comment)}",
        "hours": LIFETIME // timedelta(hours=1),
        "notices": data.get("notices", False),
    }
    subject = format_lazy("{} – {}", _("Confirm your comment"), SiteSettings.load().name)
    reader = reader_mail.address_of(data["email"])
    return reader_mail.message(reader, subject, "confirm_comment", context)
