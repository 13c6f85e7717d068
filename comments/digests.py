"""Mail to moderators: a digest of the queue as each one chose, and an alarm when it floods.

Counts and links, never a word of a comment, and never a mail for each.
"""

import logging
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms import mail, outbox
from cms.addresses import absolute
from cms.models import SiteSettings, User

from . import senders
from .models import Comment, Digest, FloodAlarm, ModeratorMail

log = logging.getLogger(__name__)

MORNING = time(7)
HOUR = timedelta(hours=1)


def choice_of(user):
    """What somebody chose; before they did, the defaults."""
    return ModeratorMail.objects.filter(person=user).first() or ModeratorMail(person=user)


def send(now=None):
    """Queues the digests that are due; returns how many."""
    now = now or timezone.now()
    if not settings.MAIL_IS_ON:
        return 0
    chosen = ModeratorMail.objects.exclude(digest=Digest.NONE).filter(person__in=_moderators())
    return sum(_send(row, now) for row in chosen.select_related("person"))


def flooded(comment, findings):
    """A comment was stored: the first of a flood alarms whoever moderates, the next do not."""
    places = {"flood_story": str(comment.article_id), "flood_site": "site"}
    for rule in {finding.rule for finding in findings} & set(places):
        try:
            with transaction.atomic():
                if _is_first(places[rule]):
                    _alarm(rule, comment.article)
        except Exception:
            log.exception("an alarm about a flood could not be prepared")


# --- The digest -------------------------------------------------------------------------------


@transaction.atomic
def _send(row, now):
    if not row.person.email or not _is_due(row, now):
        return False
    waiting = Comment.objects.waiting()
    count = waiting.count()
    # In the morning also that nothing waits; every hour only what does.
    if not count and row.digest == Digest.HOURLY:
        return False
    mine = ModeratorMail.objects.filter(pk=row.pk, sent_at=row.sent_at)
    if not mine.update(sent_at=now):
        return False
    with translation.override(row.person.language):
        context = {
            "count": count,
            "flagged": Comment.objects.flagged().count(),
            "oldest": waiting.order_by("submitted_at")
            .values_list("submitted_at", flat=True)
            .first(),
            "now": now,
        }
        subject = ngettext(
            "%(count)s comment is waiting", "%(count)s comments are waiting", count
        ) % {"count": count}
        outbox.post([_mail(row.person, subject, "comment_digest", context)])
    return True


def _is_due(row, now):
    if row.digest == Digest.HOURLY:
        return row.sent_at is None or row.sent_at <= now - HOUR
    today = timezone.make_aware(datetime.combine(timezone.localdate(now), MORNING))
    return now >= today and (row.sent_at is None or row.sent_at < today)


# --- The alarm --------------------------------------------------------------------------------


def _is_first(place):
    now = timezone.now()
    _row, made = FloodAlarm.objects.get_or_create(place=place, defaults={"at": now})
    return made or FloodAlarm.objects.filter(place=place, at__lte=now - HOUR).update(at=now) == 1


def _alarm(rule, article):
    if not settings.MAIL_IS_ON:
        return
    silent = ModeratorMail.objects.filter(floods=False).values("person")
    people = _moderators().exclude(pk__in=silent).exclude(email="")
    rows = []
    for person in people:
        with translation.override(person.language):
            story = article if rule == "flood_story" else None
            context = {
                "story": story,
                "count": senders.MANY[rule.removeprefix("flood_")],
                "minutes": int(senders.WITHIN.total_seconds() // 60),
                "story_at": story and _absolute("admin:articles_article_change", story.pk),
                "settings_at": _absolute("admin:cms_sitesettings_changelist"),
            }
            subject = (
                _("Many comments under a story: %(headline)s") % {"headline": story.headline}
                if story
                else _("Many comments on all of the site")
            )
            rows.append(_mail(person, subject, "comment_flood", context))
    outbox.post(rows)


# --- Both -------------------------------------------------------------------------------------


def _moderators():
    return User.objects.with_perm(
        "comments.moderate_comment", backend="django.contrib.auth.backends.ModelBackend"
    ).filter(is_staff=True)


def _mail(person, subject, template, context):
    context = {
        "paper": SiteSettings.load(),
        "queue_at": _absolute("admin:comments_comment_changelist"),
        "mine_at": _absolute("admin:comments_moderatormail_changelist"),
        **context,
    }
    return mail.message(
        person.email,
        subject=subject,
        text=render_to_string(f"emails/{template}.txt", context),
        html=render_to_string(f"emails/{template}.html", context),
    )


def _absolute(name, *args):
    return absolute(reverse(name, args=args))
