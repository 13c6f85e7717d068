"""In front of Django: what this process gave out in the last second needs no request object."""

from django.conf import settings
from django.utils import timezone

from .shelf import shelf


def in_front(application):
    """The middleware decides what is kept, and for which hosts; this only repeats its answers."""

    def call(environ, start_response):
        response = _held(environ)
        if response is None:
            return application(environ, start_response)
        status = f"{response.status_code} {response.reason_phrase}"
        start_response(status, list(response.items()))
        return [response.content]

    return call


def _held(environ):
    method = environ["REQUEST_METHOD"]
    if method not in ("GET", "HEAD") or environ.get("HTTP_HOST") not in shelf.hosts:
        return None
    # Letters that are not ASCII come in bytes here, and never match.
    held = shelf.pages.get((environ["PATH_INFO"], environ.get("QUERY_STRING", "")))
    now = timezone.now().timestamp()
    if held is None or now >= held[0] or not settings.PAGE_CACHE:
        return None
    if settings.SECURE_SSL_REDIRECT and not _is_secure(environ):
        return None
    return held[1].answer(environ, now, method == "HEAD")


def _is_secure(environ):
    """As Django's request says it."""
    if settings.SECURE_PROXY_SSL_HEADER:
        name, value = settings.SECURE_PROXY_SSL_HEADER
        if name in environ:
            return environ[name].split(",")[0].strip() == value
    return environ["wsgi.url_scheme"] == "https"
