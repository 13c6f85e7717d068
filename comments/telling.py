"""Says what is due to be said to readers: as a task, from a timer, or with the next decision."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from articles.models import Article
from cms.addresses import absolute

from . import reader_mail
from .models import About, Comment, ReaderAddress, ReaderNotice, Status
from .own_addresses import address

_AT_ONCE = 200
# Told of a comment that readers do not see: while it is so.
_STILL = {About.DECLINED: Status.REJECTED, About.PASSED_ON: Status.FORWARDED}


@task()
def tell_due():
    """Queues the mail for every notice whose time has come; returns how many."""
    due = ReaderNotice.objects.filter(due_at__lte=timezone.now()).order_by("due_at", "pk")
    rows = due.select_related("comment__article__section", "cause")[:_AT_ONCE]
    return sum(_tell(row) for row in rows)


@transaction.atomic
def _tell(row):
    mine = ReaderNotice.objects.filter(pk=row.pk, due_at=row.due_at)
    if not mine.update(due_at=None):
        return False  # another process has it in hand
    if not _is_true(row):
        mine = ReaderNotice.objects.filter(pk=row.pk)
        mine.delete()
        return False
    email = row.comment.contact.email
    reader = ReaderAddress.objects.filter(email=email.casefold()).first()
    if reader is None or not reader.wants_mail:
        return False  # said when the address is confirmed, if it ever is
    with translation.override(settings.LANGUAGE_CODE):
        subject, context = _words(row)
    if not reader_mail.post(reader, subject, "comment_told", context):
        ReaderNotice.objects.filter(pk=row.pk).delete()
        return False
    ReaderNotice.objects.filter(pk=row.pk).update(sent_at=timezone.now())
    return True


def _is_true(row):
    """Is it still so, and does the writer still want to know?"""
    comment = row.comment
    if not hasattr(comment, "contact") or not comment.contact.wants_notices:
        return False
    if not Article.objects.live().filter(pk=comment.article_id).exists():
        return False
    if row.about in _STILL:
        return comment.status == _STILL[row.about]
    return Comment.objects.readable().filter(pk=row.cause_id).exists()


def _words(row):
    story = row.comment.article
    sentence = {
        About.APPROVED: _("Your comment has been published"),
        About.DECLINED: _("Your comment was not published"),
        About.PASSED_ON: _("Your comment went to the newsroom"),
        About.REPLY: _("Somebody replied to your comment"),
    }[row.about]
    context = {"sentence": sentence, "story": story, "reason": ""}
    if row.about in _STILL:
        context["reason"] = row.comment.refusal
        context["address"] = f"{settings.SITE_URL}{address(row.comment)}"
    else:
        context["address"] = absolute(row.cause.get_absolute_url())
    subject = _("%(step)s: %(headline)s") % {"step": sentence, "headline": story.headline}
    return subject, context
