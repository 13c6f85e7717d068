"""What waits for somebody, panel by panel: the newsroom's front door."""

from dataclasses import dataclass
from operator import attrgetter

from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles import permissions
from articles.models import Article, Photo, Publication, Stage, Takedown
from articles.versions import drafts
from comments import forwarding
from comments.models import Comment, PrivacyRequest

from .today_panels import counted

SHOWN = 6


@dataclass(frozen=True)
class Panel:
    """Something that waits: how many, the first few, and where the rest is."""

    title: str
    count: str
    rows: list
    url: str
    empty: str


def panels(user):
    """Every `Panel` of somebody, in the order of a day's work."""
    stories = Article.objects.for_desk(user)
    if user.has_perm("articles.add_article"):
        if (left := _left_unsaved(user)).rows:
            yield left
        mine = Article.objects.of(user).filter(publication=Publication.UNPUBLISHED)
        yield _stories(
            _("Sent back to me"),
            Article.objects.of(user).filter(stage=Stage.RETURNED),
            "whose=mine&status=returned",
            _("Nothing was sent back."),
        )
        planned = mine.filter(stage=Stage.PLANNED).order_by("plan__due_at")
        yield _stories(
            _("Planned for me"),
            planned.select_related("plan"),
            "whose=mine&status=planned",
            _("Nothing is planned for you."),
            moment="plan.due_at",
        )
        yield _stories(
            _("My drafts"),
            mine.filter(stage=Stage.WRITING),
            "whose=mine&status=writing",
            _("No draft is open."),
        )
        if not user.has_perm("articles.edit_any_article"):
            yield _stories(
                _("Handed in"),
                mine.filter(stage__in=[Stage.SUBMITTED, Stage.APPROVED]),
                "whose=mine&status=submitted",
                _("Nothing is with the desk."),
            )
    if user.has_perm("articles.approve_article"):
        yield _stories(
            _("Submitted, waiting for approval"),
            stories.filter(stage=Stage.SUBMITTED),
            "status=submitted",
            _("Nothing waits for approval."),
        )
    if permissions.may_publish_at_all(user):
        yield _stories(
            _("Approved, waiting for publication"),
            stories.filter(stage=Stage.APPROVED),
            "status=approved",
            _("Nothing waits for publication."),
        )
        yield _stories(
            _("Scheduled"),
            stories.filter(
                publication=Publication.PUBLISHED, published_at__gt=timezone.now()
            ).order_by("published_at"),
            "status=scheduled",
            _("Nothing is scheduled."),
            moment="published_at",
        )
        if user.has_perm("articles.view_takedown"):
            yield _takedowns(user)
        timed = stories.filter(publication=Publication.PUBLISHED, due_at__isnull=False)
        for failed, title in ((True, _("Timed updates that failed")), (False, _("Timed updates"))):
            panel = _stories(
                title,
                timed.filter(due_failed_at__isnull=not failed).order_by("due_at"),
                "status=timed",
                "",
                moment="due_at",
            )
            if panel.rows:
                yield panel
        expired = _expired_photos(stories)
        if expired.rows:
            yield expired
    if (told := _told_by_readers(stories)).rows:
        yield told
    if user.has_perm("comments.view_privacyrequest") and (asked := _privacy_requests()).rows:
        yield asked
    if user.has_perm("comments.moderate_comment"):
        waiting = Comment.objects.waiting()
        changelist = reverse("admin:comments_comment_changelist")
        yield Panel(
            _("Comments waiting"),
            counted(waiting),
            [
                (
                    reverse("admin:comments_comment_change", args=[comment.pk]),
                    Truncator(f"{comment.name}: {comment.body}").chars(90),
                    comment.submitted_at,
                )
                for comment in waiting[:SHOWN]
            ],
            changelist,
            _("No comment waits."),
        )


def _left_unsaved(user):
    """Text that was typed and not saved: to be gone on with, or dropped."""
    rows = drafts.unsaved(user)
    return Panel(
        _("Typed and not saved"),
        counted(rows),
        [
            (
                reverse("admin:articles_article_unsaved", args=[draft.pk]),
                str(draft) or _("(no headline yet)"),
                draft.saved_at,
            )
            for draft in rows[:SHOWN]
        ],
        "",
        "",
    )


def _takedowns(user):
    """Requests to take something down, the overdue ones first."""
    entries = Takedown.objects.open().for_desk(user).select_related("article")
    late = counted(Takedown.objects.overdue().for_desk(user))
    title = _("Takedown requests")
    if late != "0":
        title = _("Takedown requests, %(count)s overdue") % {"count": late}
    return Panel(
        title,
        counted(entries),
        [
            (reverse("admin:articles_takedown_change", args=[entry.pk]),
             f"{entry.requester}: {entry.article or entry.address}", entry.due_at)
            for entry in entries[:SHOWN]
        ],
        f"{reverse('admin:articles_takedown_changelist')}?state=open",
        _("Nobody asks for anything to be taken down."),
    )  # fmt: skip


def _expired_photos(stories):
    """Rights that ran out while readers see the photo: a person decides what becomes of it."""
    shown = Photo.objects.rights_expired().shown_by(stories.live())
    return Panel(
        _("Photos on the site whose rights have expired"),
        counted(shown),
        [
            (reverse("admin:articles_photo_change", args=[photo.pk]), str(photo),
             photo.rights_expire)
            for photo in shown.order_by("rights_expire")[:SHOWN]
        ],
        f"{reverse('admin:articles_photo_changelist')}?mend=rights",
        "",
    )  # fmt: skip


def _told_by_readers(stories):
    """Errors that readers reported, and comments that were passed on: until settled."""
    notes = forwarding.open_notes().filter(article__in=stories).select_related("article")
    return Panel(
        _("Readers tell the newsroom"),
        counted(notes),
        [
            (reverse("admin:articles_article_notes", args=[note.article_id]),
             Truncator(f"{note.article}: {note.text}").chars(120), note.at)
            for note in notes[:SHOWN]
        ],
        "",
        "",
    )  # fmt: skip


def _privacy_requests():
    rows = PrivacyRequest.objects.open()
    return Panel(
        _("Requests about personal data"),
        counted(rows),
        [
            (reverse("admin:comments_privacyrequest_change", args=[row.pk]),
             f"№ {row.pk}: {row.get_kind_display()}, {row.next_clock_label}", row.next_clock)
            for row in rows[:SHOWN]
        ],
        f"{reverse('admin:comments_privacyrequest_changelist')}?state=open",
        "",
    )  # fmt: skip


def _stories(title, rows, query, empty, moment="modified_at"):
    return Panel(
        title,
        counted(rows),
        [
            (reverse("admin:articles_article_change", args=[row.pk]), str(row),
             attrgetter(moment)(row))
            for row in rows[:SHOWN]
        ],
        f"{reverse('admin:articles_article_changelist')}?{query}",
        empty,
    )  # fmt: skip
