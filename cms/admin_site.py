"""The newsroom's front door: an index that answers "what waits for me?"."""

from functools import wraps

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext_lazy

from articles import permissions
from articles.notice_pages import NoticePages

from .index_panels import panels
from .logins.forms import LoginForm
from .logins.pages import AccountPages
from .today import TodayPage
from .views import send_again

_APPS = ["articles", "comments", "cms"]
_MODELS = [
    "Article", "Layout", "Photo", "Section", "Topic", "Author", "HouseWord", "Page", "Takedown",
    "Redirect", "Comment", "WatchWord", "Block", "PrivacyRequest", "Hold", "ModeratorMail",
    "User", "SiteSettings", "Event",
]  # fmt: skip


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
            "panels": list(panels(request.user)),
            "may_plan": permissions.may_plan(request.user),
            **(extra_context or {}),
        }
        return super().index(request, context)


def _name(url):
    return getattr(url, "name", None)  # the addresses of a model together have none


def _rank(order, name):
    return order.index(name) if name in order else len(order)
