"""The newsroom's front door: an index that answers "what waits for me?"."""

from dataclasses import dataclass
from functools import wraps
from operator import attrgetter

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import permissions
from articles.models import Article, Photo, Publication, Stage, Takedown
from articles.notice_pages import NoticePages
from articles.versions import drafts
from comments.models import Comment

from .logins.forms import LoginForm
from .logins.pages import AccountPages
from .today import TodayPage
from .today_panels import counted
from .views import send_again

SHOWN = 6


_APPS = ["articles", "comments", "cms"]
_MODELS = [
    "Article", "Layout", "Photo", "Section", "Topic", "Author", "HouseWord", "Page", "Takedown",
    "Redirect", "Comment", "WatchWord", "Block", "PrivacyRequest", "Hold", "ModeratorMail",
    "User", "SiteSettings", "Event",
]  # fmt: skip


@dataclass(frozen=True)
class Panel:
    """Something that waits: how many, the first few, and where the rest is."""

    title: str
    count: str
    rows: list
    url: str
    empty: str


class NewsroomSite(AccountPages, NoticePages, TodayPage, admin.AdminSite):
    site_title = gettext_lazy("Newsroom")
    index_title = gettext_lazy("What waits for me")
    index_template = "admin/newsroom_index.html"
    login_form = LoginForm
    # Its place goes to the lists; the same links stand in the header.
    enable_nav_sidebar = False

    def admin_view(self, view, cacheable=False):
        """Django sends an expired login to the login page and drops what was posted; we keep it."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def keeping(request, *args, **kwargs):
            if self.has_permission(request):
                return inner(request, *args, **kwargs)
            if self.opens_half_way(request):
                return view(request, *args, **kwargs)
            if request.method == "POST" and request.resolver_match.url_name != "logout":
                return send_again(request, logged_out=True)
            return self.next_step(request) or inner(request, *args, **kwargs)

        return keeping

    def each_context(self, request):
        context = super().each_context(request)
        if context["has_permission"]:
            context["may_withdraw"] = permissions.may_publish_at_all(request.user)
        return context

    def get_app_list(self, request, app_label=None):
        """Stories first: in the order of a day's work, not of the alphabet."""
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda model: _rank(_MODELS, model["object_name"]))
        return sorted(apps, key=lambda app: _rank(_APPS, app["app_label"]))

    def get_urls(self):
        shown = self.admin_view(self.view_on_site)
        route = "r/<int:content_type_id>/<path:object_id>/"
        others = [url for url in super().get_urls() if _name(url) != "view_on_site"]
        return [path(route, shown, name="view_on_site"), *others]

    def view_on_site(self, request, content_type_id, object_id):
        """Django's redirect to a row's page, for whoever may see the row.

        The address of a story has its headline in it, and Django would tell it to any login.
        """
        content_type = get_object_or_404(ContentType, pk=content_type_id)
        model_admin = self._registry.get(content_type.model_class())
        row = model_admin and model_admin.get_object(request, object_id)
        if row is None or not model_admin.has_view_permission(request, row):
            raise PermissionDenied
        return shortcut(request, content_type_id, object_id)

    def index(self, request, extra_context=None):
        context = {
            "panels": list(_panels(request.user)),
            "may_plan": permissions.may_plan(request.user),
            **(extra_context or {}),
        }
        return super().index(request, context)


def _name(url):
    return getattr(url, "name", None)  # the addresses of a model together have none


def _rank(order, name):
    return order.index(name) if name in order else len(order)


def _panels(user):
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
