"""What stands on the sheet of the day, panel by panel.

A panel is a function of the person and the moment: it answers with a `Panel`, or with None where
the person may not see such things. To add one, write it and put it into `PANELS`.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles import permissions
from articles.models import Article, Photo, Plan, Publication, Stage, Takedown
from comments import forwarding
from comments.models import Comment, PrivacyRequest

# What fits on the sheet; the rest is a number and a link.
SHOWN = 12
COUNTED = 1000
# Since then "overnight" counts: when the day shift went home.
EVENING = time(17)


@dataclass(frozen=True)
class Row:
    text: str
    url: str
    when: datetime | None = None
    who: str = ""
    note: str = ""
    # The hour alone, where the day is in the title.
    dated: bool = True


@dataclass(frozen=True)
class Panel:
    key: str
    title: str
    rows: list
    count: str
    url: str
    empty: str
    alarm: bool = False


def planned_today(user, now):
    _midnight, ends = _day(now)
    return _planned(user, "today", _("Planned for today"), now, ends)  # earlier ones are overdue


def planned_tomorrow(user, now):
    return _planned(user, "tomorrow", _("Planned for tomorrow"), *_day(now + timedelta(days=1)))


def overdue(user, now):
    if not permissions.may_plan(user):
        return None
    plans = Plan.objects.overdue(now).for_desk(user)
    return _plans("overdue", _("Overdue"), plans, "overdue", dated=True, alarm=True)


def waiting_for_approval(user, now):
    if not user.has_perm("articles.approve_article"):
        return None
    stories = Article.objects.for_desk(user).filter(stage=Stage.SUBMITTED)
    title = _("Waiting for approval")
    return _stories("waiting", title, stories.order_by("modified_at"), "submitted")


def approved(user, now):
    if not permissions.may_publish_at_all(user):
        return None
    stories = Article.objects.for_desk(user).filter(stage=Stage.APPROVED)
    title = _("Approved, waiting for publication")
    return _stories("approved", title, stories.order_by("modified_at"), "approved")


def scheduled(user, now):
    if not permissions.may_plan(user):
        return None
    stories = Article.objects.for_desk(user).filter(
        publication=Publication.PUBLISHED, published_at__gt=now
    )
    return _stories(
        "scheduled", _("Scheduled"), stories.order_by("published_at"), "scheduled", "published_at"
    )


def published_overnight(user, now):
    if not permissions.may_plan(user):
        return None
    evening = _local(timezone.localdate(now) - timedelta(days=1), EVENING)
    stories = Article.objects.for_desk(user).live(now).filter(published_at__gte=evening)
    title = _("Published since 17:00 yesterday")
    rows = stories.order_by("-published_at", "-pk")
    return _stories("overnight", title, rows, "live", "published_at")


def comments_waiting(user, now):
    if not user.has_perm("comments.moderate_comment"):
        return None
    waiting = Comment.objects.waiting()
    oldest = waiting.order_by("submitted_at", "pk").first()
    rows = []
    if oldest:
        change = reverse("admin:comments_comment_change", args=[oldest.pk])
        rows = [Row(_("The oldest: %(name)s") % {"name": oldest.name}, change, oldest.submitted_at)]
    return Panel(
        "comments",
        _("Comments waiting"),
        rows,
        counted(waiting),
        reverse("admin:comments_comment_changelist"),
        _("No comment waits."),
    )


def takedown_requests(user, now):
    if not user.has_perm("articles.view_takedown"):
        return None
    entries = Takedown.objects.open().for_desk(user).select_related("article").order_by("due_at")
    shown, count = _shown(entries)
    return Panel(
        "takedowns",
        _("Takedown requests"),
        [
            Row(
                str(entry.article or entry.address),
                reverse("admin:articles_takedown_change", args=[entry.pk]),
                entry.due_at,
                entry.requester,
                _("overdue") if entry.due_at <= now else "",
            )
            for entry in shown
        ],
        count,
        f"{reverse('admin:articles_takedown_changelist')}?state=open",
        _("Nobody asks for anything to be taken down."),
        alarm=any(entry.due_at <= now for entry in shown),
    )


def privacy_requests(user, now):
    if not user.has_perm("comments.view_privacyrequest"):
        return None
    shown, count = _shown(PrivacyRequest.objects.open())
    if not shown:
        return None  # most of them are answered by the mailed link, and wait for nobody
    return Panel(
        "privacy",
        _("Requests about personal data"),
        [
            Row(
                f"№ {row.pk}: {row.get_kind_display()}",
                reverse("admin:comments_privacyrequest_change", args=[row.pk]),
                row.next_clock,
                row.shown,
                row.next_clock_label,
            )
            for row in shown
        ],
        count,
        f"{reverse('admin:comments_privacyrequest_changelist')}?state=open",
        "",
        alarm=any(row.is_unanswered for row in shown),
    )


def told_by_readers(user, now):
    """Errors that readers reported, and comments that were passed on, until they are settled."""
    notes = forwarding.open_notes().filter(article__in=Article.objects.for_desk(user))
    shown, count = _shown(notes.select_related("article"))
    if not shown:
        return None
    return Panel(
        "readers",
        _("Readers tell the newsroom"),
        [
            Row(
                str(note.article),
                reverse("admin:articles_article_notes", args=[note.article_id]),
                note.at,
                note=Truncator(note.text).chars(120),
            )
            for note in shown
        ],
        count,
        "",
        "",
    )


def photos_with_expired_rights(user, now):
    if not permissions.may_publish_at_all(user):
        return None
    live = Article.objects.for_desk(user).live(now)
    photos = Photo.objects.rights_expired().shown_by(live).order_by("rights_expire")
    shown, count = _shown(photos)
    if not shown:
        return None  # an alarm that is silent most days
    return Panel(
        "photos",
        _("Photos on the site whose rights have expired"),
        [
            Row(
                str(photo),
                reverse("admin:articles_photo_change", args=[photo.pk]),
                note=f"{photo.rights_expire:%d/%m/%Y}",
            )
            for photo in shown
        ],
        count,
        f"{reverse('admin:articles_photo_changelist')}?mend=rights",
        "",
        alarm=True,
    )


# In the order of the sheet.
PANELS = [
    overdue,
    planned_today,
    planned_tomorrow,
    waiting_for_approval,
    approved,
    scheduled,
    published_overnight,
    comments_waiting,
    told_by_readers,
    takedown_requests,
    privacy_requests,
    photos_with_expired_rights,
]


def _planned(user, key, title, begins, ends):
    if not permissions.may_plan(user):
        return None
    plans = Plan.objects.open().for_desk(user).filter(due_at__gte=begins, due_at__lt=ends)
    return _plans(key, title, plans, "planned")


def _plans(key, title, plans, status, *, dated=False, alarm=False):
    shown, count = _shown(plans.for_list())
    rows = [
        Row(
            str(plan.article),
            reverse("admin:articles_article_change", args=[plan.pk]),
            plan.due_at,
            str(plan.article.reporter or ""),
            _("Photo: %(order)s") % {"order": plan.photo_order} if plan.photo_order else "",
            dated,
        )
        for plan in shown
    ]
    return Panel(key, title, rows, count, _list(status), _("Nothing."), alarm=alarm and bool(rows))


def _stories(key, title, stories, status, moment="modified_at"):
    shown, count = _shown(stories.select_related("section", "reporter"))
    rows = [
        Row(
            str(story),
            reverse("admin:articles_article_change", args=[story.pk]),
            getattr(story, moment),
            str(story.reporter or story.source),
            str(story.section or ""),
        )
        for story in shown
    ]
    return Panel(key, title, rows, count, _list(status), _("Nothing."))


def _shown(rows):
    """What fits on the sheet, and how many there are: counted only where more do not fit."""
    found = list(rows[: SHOWN + 1])
    return found[:SHOWN], counted(rows) if len(found) > SHOWN else str(len(found))


def _list(status):
    return f"{reverse('admin:articles_article_changelist')}?status={status}"


def counted(rows):
    """The number as shown: exact up to a thousand, then "1000+"."""
    count = rows.order_by()[: COUNTED + 1].count()
    return f"{COUNTED}+" if count > COUNTED else str(count)


def _day(moment):
    """The local day of a moment, from midnight to midnight."""
    day = timezone.localdate(moment)
    return _local(day, time.min), _local(day + timedelta(days=1), time.min)


def _local(day, hour):
    return timezone.make_aware(datetime.combine(day, hour))
