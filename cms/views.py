"""Pages of the house itself: health, files, and errors in the paper's clothes."""

import logging
import os
import sys
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError, connection
from django.http import Http404, HttpResponse, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.static import serve

from articles.models import Article, Publication

from . import colour, icons, page_cache, paper
from .addresses import absolute
from .models import SiteSettings
from .origin import is_foreign
from .storage import FOR_EVER

log = logging.getLogger(__name__)

_FOR_A_DAY = "public, max-age=86400"


@never_cache
@require_safe
def health(request):
    """State of what the site needs. 503 when it cannot serve; nothing that helps a stranger."""
    parts = {
        "database": _state(_database),
        "cache": _state(_cache),
        "media": _state(_media),
        "schedule": _state(_schedule),
    }
    serving = parts["database"] == "ok"
    healthy = all(state == "ok" for state in parts.values())
    body = {"status": "ok" if healthy else "degraded" if serving else "down", **parts}
    return JsonResponse(body, status=200 if serving else 503)


def _state(probe):
    try:
        probe()
    except Exception:
        log.exception("health: a part does not answer")
        return "down"
    return "ok"


def _database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _cache():
    cache.set("health", "ok", 10)
    if cache.get("health") != "ok":
        raise RuntimeError("the cache forgets")


def _media():
    """Could a picture be stored? Nothing is written to find out."""
    try:
        folder = Path(default_storage.path(""))
    except NotImplementedError:  # No disk: it is enough that the service answers.
        default_storage.exists("health")
        return
    while not folder.exists():  # The first picture makes it.
        folder = folder.parent
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        raise OSError(f"nothing can be written in {folder}")


def _schedule():
    """Due stories need no job to appear: this proves that the question can be answered."""
    Article.objects.filter(
        publication=Publication.PUBLISHED, published_at__gt=timezone.now()
    ).exists()


@page_cache.kept()
@require_safe
def robots(request):
    closed = ("admin", "binh-luan", "gop-y", "tim-kiem")
    lines = ["User-agent: *", *(f"Disallow: /{path}/" for path in closed)]
    lines += [
        f"Sitemap: {absolute(reverse(f'articles:{name}'))}" for name in ("sitemap", "sitemap_news")
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@page_cache.kept()
@require_safe
def icon(request, size, version):
    """The paper's icon. An address of before shows what it is now."""
    if size not in icons.SIZES:
        raise Http404("no such size")
    site = SiteSettings.load()
    response = HttpResponse(icons.png(site, size), content_type="image/png")
    response["Cache-Control"] = FOR_EVER if version == site.icon_version else _FOR_A_DAY
    return response


@page_cache.kept()
@require_safe
def favicon(request):
    """For what asks without having read a page."""
    response = HttpResponse(icons.ico(SiteSettings.load()), content_type="image/x-icon")
    response["Cache-Control"] = _FOR_A_DAY
    return response


@page_cache.kept()
@require_safe
def manifest(request):
    """How a phone puts the paper on its home screen."""
    site = SiteSettings.load()
    # What we draw fills its square, so that any shape can be cut out of it.
    purpose = "any" if site.icon else "any maskable"
    home = reverse("articles:front_page")
    told = {
        "name": site.name,
        "short_name": site.name,
        "description": site.tagline,
        "lang": settings.LANGUAGE_CODE,
        "id": home,
        "start_url": home,
        "scope": home,
        "display": "browser",
        "background_color": colour.LIGHT_PAPER,
        "theme_color": site.accent,
        "icons": [
            {
                "src": reverse("icon", args=[size, site.icon_version]),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for size in (192, 512)
        ],
    }
    response = JsonResponse(told, content_type="application/manifest+json")
    response["Cache-Control"] = _FOR_A_DAY
    return response


# In the place of a picture that is lost. Browsers show what comes with a 404.
_NO_PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9" preserveAspectRatio="none">'
    '<rect width="16" height="9" fill="#8884"/></svg>'
)


@require_safe
def media(request, path):
    """Renditions and logos. In production the web server in front answers before us."""
    try:
        response = serve(request, path, document_root=settings.MEDIA_ROOT / "public")
    except (Http404, OSError):  # OSError: longer than any name on a disk
        if not path.endswith((".webp", ".jpg", ".png")):
            raise Http404("no such file") from None
        log.warning("media: %.200s is asked for and not there", path)
        return HttpResponse(_NO_PICTURE, content_type="image/svg+xml", status=404)
    response["Cache-Control"] = FOR_EVER
    return response


def bad_request(request, exception):
    return render(request, "400.html", status=400)


def forbidden(request, exception):
    return render(request, "403.html", status=403)


def not_found(request, exception):
    return render(request, "404.html", status=404)


# After so many seconds a reader may try again.
_TRY_AGAIN = 10


def server_error(request):
    """Touches no database: it may be what failed. Then it is a 503, and known to pass.

    What was posted is in the page, to be sent again.
    """
    context = {"paper": paper.last_known(request), "sections": [], "footer_pages": []}
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        context["fields"] = [] if is_foreign(request) else _posted(request)
        context["in_newsroom"] = _in_newsroom(request)
        response = render(request, "503.html", context, status=503)
        response["Retry-After"] = str(_TRY_AGAIN)
        response["Cache-Control"] = "no-store"
        return response
    return render(request, "500.html", context, status=500)


def locked_out(request, original_response=None, credentials=None):
    """Too many wrong passwords for this account from this address."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return render(request, "429.html", {"minutes": minutes}, status=429)


def csrf_failure(request, reason=""):
    """An old tab after a new login: its token is not valid any more."""
    if is_foreign(request) or not _in_newsroom(request):
        # What another site wrote is not offered for sending: one click would carry it out. And
        # no public page takes a form with a token, or sets the cookie that belongs to one.
        return forbidden(request, None)
    return send_again(request)


def _in_newsroom(request):
    return request.path_info.startswith(reverse("admin:index"))


def _posted(request):
    """``(name, value)`` of what was posted, but passwords and codes, which no page repeats."""
    try:
        fields = list(request.POST.lists())
    except (SuspiciousOperation, MultiPartParserError, UnreadablePostError):
        return []  # too large, cut off, or no form
    return [
        (name, value)
        for name, values in fields
        if name != "csrfmiddlewaretoken" and "password" not in name and "one_time" not in name
        for value in values
    ]


def send_again(request, *, logged_out=False):
    """What was posted comes back in a form that can be sent again: nothing typed is lost."""
    context = {"fields": _posted(request), "logged_out": logged_out}
    return render(request, "403_csrf.html", context, status=403)
