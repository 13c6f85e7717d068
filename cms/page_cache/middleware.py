"""The first to see a request, and the last to see its answer."""

import time
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import DisallowedHost
from django.http.request import validate_host
from django.utils import timezone

from cms.models import SiteSettings

from . import keys
from .flights import Flights
from .page import Ready, finished, may_be_kept, wants_gzip
from .shelf import shelf
from .tail import tail

# Of a page that is given out again by the same process.
_NEAR = 1
_MOST_HOSTS = 100
# Looked at for whether a request came by https, and for its host where ours is none of
# ALLOWED_HOSTS.
_MATTER = ("HTTP_X_FORWARDED_PROTO", "HTTP_HOST")


class PageCache:
    """Gives out kept pages before anything asks the database or looks at a cookie.

    A page is made without the headers of the request that happens to be the first: none of them
    can leave a mark on what all others get.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self._flights = Flights()
        self._own_host = urlsplit(settings.SITE_URL).netloc

    def __call__(self, request):
        if request.method not in ("GET", "HEAD") or not self._is_ours(request):
            return self.get_response(request)
        path, query = request.path_info, request.META.get("QUERY_STRING", "")
        now = timezone.now().timestamp()
        held = shelf.pages.get((path, query))
        if held is not None and now < held[0] and settings.PAGE_CACHE:
            return held[1].answer(request.META, now, request.method == "HEAD")
        allowed = keys.parameters_of(path)
        if allowed is None:
            return self.get_response(request)
        if not settings.PAGE_CACHE:
            return self._uncached(request)
        tail.begin()
        if settings.PAGE_CACHE_WATCHES:
            tail.watch()
        canonical = keys.canonical(query, allowed)
        if canonical is None:
            return self._uncached(request)
        return self._kept_or_made(request, (path, query), canonical)

    def _is_ours(self, request):
        """Would the request get its page at all? What is refused or redirected goes its way."""
        if settings.SECURE_SSL_REDIRECT and not request.is_secure():
            return False
        host = request.META.get("HTTP_HOST")
        if host not in shelf.hosts:
            try:
                request.get_host()
            except DisallowedHost:
                return False
            if len(shelf.hosts) < _MOST_HOSTS:
                shelf.hosts.add(host)
        return True

    def _kept_or_made(self, request, address, query):
        generation = tail.generation()
        if generation is None:
            return self._uncached(request)
        name = keys.name(address[0], query, generation)
        page, stale = self._look(address, name)
        if page is None:
            with self._flights.one_at_a_time(name):
                page, stale = self._wait(address, name, stale)
                if page is None:
                    return self._make(request, address, query, name, stale)
        return self._give(request, page)

    def _look(self, address, name):
        """``(page, stale)``: what is kept and true; or what would do if nothing can be made."""
        turn, now = shelf.turn, timezone.now().timestamp()
        held = shelf.pages.get(address)
        if held is not None and now < held[0]:
            return held[1].page, None
        page = cache.get(name)
        if page is None or self._is_overtaken(page):
            return None, None
        if page.fresh_until <= now:
            return None, page if page.lasting else None
        self._hold(address, page, page.fresh_until, turn)
        return page, None

    def _wait(self, address, name, stale):
        """Looks again while another process makes the page; no page: it is ours to make."""
        until = time.monotonic() + self._flights.PATIENCE
        while True:
            page, found = self._look(address, name)
            stale = found or stale
            if page is not None:
                return page, stale
            if self._flights.claim(name):
                # It may have been put there between the look and the claim.
                page, found = self._look(address, name)
                if page is not None:
                    self._flights.release(name)
                return page, found or stale
            if time.monotonic() > until:
                return stale, stale
            time.sleep(self._flights.BETWEEN)

    def _make(self, request, address, query, name, stale):
        try:
            turn = shelf.turn
            known = request.known_to_pages = tail.known()
            # Kept for all, it is made of what is stored, not of what this process remembers.
            SiteSettings.forget()
            response = self._render(request, query)
            if response.status_code >= 500 and stale and not self._is_overtaken(stale):
                # Asked again in a second, not by every reader.
                self._hold(address, stale, known.at + _NEAR, turn)
                return self._give(request, stale)
            if not may_be_kept(response):
                return _as_it_is(request, response)
            page = finished(request, response, known, lasting=not query)
            # Whatever changed while it was made is not in it; and anybody can ask for pages that
            # do not exist, without end.
            worth_it = page.status == 200 or not query
            if worth_it and not self._is_overtaken(page):
                cache.set(name, page, page.kept_for)
                self._hold(address, page, page.fresh_until, turn)
            return self._give(request, page)
        finally:
            self._flights.release(name)

    def _is_overtaken(self, page):
        return tail.overtaken(page.tags, page.known)

    def _hold(self, address, page, until, turn):
        now = timezone.now().timestamp()
        until = min(until, now + _NEAR, tail.next_moment(now) or until)
        shelf.put(address, until, Ready(page), turn)

    def _uncached(self, request):
        known = request.known_to_pages = tail.known()
        response = self._render(request, request.META.get("QUERY_STRING", ""))
        if not may_be_kept(response):
            return _as_it_is(request, response)
        zips = wants_gzip(request.META)
        return self._give(request, finished(request, response, known, lasting=False, zips=zips))

    def _render(self, request, query):
        """The answer to a GET of this address, as somebody without any headers would get it."""
        method, environ = request.method, request.META
        kept = {name: value for name, value in environ.items() if not name.startswith("HTTP_")}
        kept |= {name: environ[name] for name in _MATTER if name in environ}
        if validate_host(settings.SITE_HOST, settings.ALLOWED_HOSTS):
            kept["HTTP_HOST"] = self._own_host
        kept |= {"QUERY_STRING": query, "REQUEST_METHOD": "GET"}
        request.method, request.META, request.environ = "GET", kept, kept
        request.__dict__.pop("headers", None)
        try:
            return self.get_response(request)
        finally:
            request.method, request.META, request.environ = method, environ, environ
            request.__dict__.pop("headers", None)

    def _give(self, request, page):
        now = timezone.now().timestamp()
        return Ready(page).answer(request.META, now, request.method == "HEAD")


def _as_it_is(request, response):
    if request.method == "HEAD" and not response.streaming:
        response.content = b""
    return response
