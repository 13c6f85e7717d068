"""The two halves of the site: the newsroom behind a login, and pages alike for every reader."""

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.functional import cached_property

PUBLIC_BODY_LIMIT = 1024 * 1024


class PublicPagesWithoutCookies:
    """Takes cookies away from requests for public pages, before a session could look at one.

    No public page depends on a cookie, and none may set one: every cache keeps these pages. The
    session's own path keeps browsers from sending it; this keeps everybody else from it. What no
    cache keeps, below `settings.READER_COOKIE_PATH`, may know the browser it was asked by.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.admin_path = None

    def __call__(self, request):
        self.admin_path = self.admin_path or reverse("admin:index")
        if request.path_info.startswith(settings.READER_COOKIE_PATH):
            for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
                request.COOKIES.pop(name, None)
        elif not request.path_info.startswith(self.admin_path):
            request.COOKIES = {}
        return self.get_response(request)


class AdminMiddleware:
    """Language, content policy and caching of the admin; limits and policy of public pages."""

    def __init__(self, get_response):
        self.get_response = get_response

    @cached_property
    def admin_path(self):
        return reverse("admin:index")

    def __call__(self, request):
        if request.path_info.startswith(self.admin_path):
            return self._newsroom(request)
        return self._public(request)

    def _newsroom(self, request):
        language = getattr(request.user, "language", None) or settings.LANGUAGE_CODE
        with translation.override(language):
            response = self.get_response(request)
            if hasattr(response, "render") and not response.is_rendered:
                response.render()
        response._csp_replace = settings.ADMIN_CONTENT_SECURITY_POLICY
        add_never_cache_headers(response)
        return response

    def _public(self, request):
        # No look at Accept-Language: a page is the same bytes for every reader.
        with translation.override(settings.LANGUAGE_CODE):
            if _too_large(request):
                response = render(request, "413.html", status=413)
            else:
                response = self.get_response(request)
        if hasattr(request, "accent_css_source"):
            # The one inline style of a page is named by its hash.
            update = getattr(response, "_csp_update", {})
            response._csp_update = {**update, "style-src": [request.accent_css_source]}
        return response


def _too_large(request):
    length = request.META.get("CONTENT_LENGTH") or "0"
    return length.isdecimal() and int(length) > PUBLIC_BODY_LIMIT
