"""Old addresses lead on; those of stories that are gone for good say so."""

from django.http import HttpResponsePermanentRedirect
from django.shortcuts import render

from . import redirects
from .views import REDIRECT_MAX_AGE

# No old address of ours stands there.
_ELSEWHERE = ("/admin/", "/static/", "/media/", "/health/")


class RedirectMiddleware:
    """Turns a 404 into what `redirects.answer` says. The innermost: it renders in the paper's face.

    One query, and only for what was not found (or ``/?…``); no cookie is read or set.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        path, query = request.path_info, _query(request)
        looking = request.method in ("GET", "HEAD") and not path.startswith(_ELSEWHERE)
        if looking and (reply := redirects.answer_before_page(path, query)):
            return _respond(request, reply)
        response = self.get_response(request)
        if looking and response.status_code == 404 and (reply := redirects.answer(path, query)):
            return _respond(request, reply)
        return response


def _query(request):
    """What follows the "?": letters that were sent as they are come as bytes, says WSGI."""
    query = request.META.get("QUERY_STRING", "")
    return query if query.isascii() else query.encode("latin-1", "replace").decode(errors="replace")


def _respond(request, reply):
    if reply.location is None:
        response = render(request, "410.html", status=410)
        # A story that is put back is there at once.
        response["Cache-Control"] = "no-cache"
        return response
    response = HttpResponsePermanentRedirect(reply.location)
    response["Cache-Control"] = f"max-age={REDIRECT_MAX_AGE}"
    return response
