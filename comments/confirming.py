"""The way for who can neither compute nor answer: a link by mail.

The comment is stored at once, in no queue, so nothing typed can be lost. The mail has a link and
none of the comment's words: whoever wants to send something to a stranger cannot do it through us.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms import mail, outbox
from cms.models import SiteSettings

from . import alike, notices, posting
from .changes import Result, change
from .models import Comment, Status, Verb
from .verification import Passed

METHOD = "email"
LIFETIME = timedelta(hours=48)
# Links that nobody has opened, within an hour: to one address, and of the whole site.
WITHIN, MOST, MOST_OF_SITE = timedelta(hours=1), 3, 100
TOO_MANY = gettext_lazy(
    "We have mailed several links lately and cannot mail another one now. Please answer the "
    "question instead, or send again in an hour. Your text is kept."
)
_SALT = "comments.confirm"


def may_ask(email):
    """Is another mail to this address all right? Nobody is flooded through us, nor is our table."""
    since = timezone.now() - WITHIN
    waiting = Comment.objects.filter(status=Status.UNCONFIRMED, submitted_at__gte=since)
    to_address = waiting.filter(contact__email__iexact=email)
    return (
        settings.MAIL_IS_ON
        and to_address.order_by().values("pk")[:MOST].count() < MOST
        and waiting.order_by().values("pk")[:MOST_OF_SITE].count() < MOST_OF_SITE
    )


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
    paper = SiteSettings.load()
    token = signing.dumps(comment.pk, salt=_SALT)
    context = {
        "paper": paper,
        "address": f"{settings.SITE_URL}{reverse('comments:confirm', args=[token])}",
        "hours": LIFETIME // timedelta(hours=1),
        "notices": data.get("notices", False),
    }
    return mail.message(
        data["email"],
        to_reader=True,
        subject=_("Confirm your comment – %(paper)s") % {"paper": paper.name},
        text=render_to_string("emails/confirm_comment.txt", context),
        html=render_to_string("emails/confirm_comment.html", context),
    )
