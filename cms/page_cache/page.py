"""A finished page: its bytes, plain and compressed, and what every reader is told with them."""

import gzip
import re
from dataclasses import dataclass
from hashlib import blake2b

from django.http import HttpResponse, SimpleCookie
from django.http.response import ResponseHeaders
from django.utils.http import parse_http_date_safe

from .tags import MISSING, SITE, tags_of
from .tail import Known

# How long a page may be given out without being made again, and how long it is kept for the case
# that it cannot be.
FRESH = {200: 60, 301: 60, 410: 60, 404: 10}
STALE = 24 * 3600
# Browsers ask each time and get a 304; caches in between may answer for a second, or while we
# cannot. Never "stale-while-revalidate": the first reader after a pause would get what may have
# been withdrawn since.
_PUBLIC = "public, max-age=0, s-maxage=1, stale-if-error=600"
_ANEW = {"etag", "content-length", "content-encoding", "vary", "set-cookie", "date"}
_TOKEN = re.compile(r'(?:W/)?("[^"]*")')
_WORTH_COMPRESSING = 200
# All headers of an answer have to fit into the 4 kB that nginx reads them into.
_LONGEST_TAGS = 2000


class _Answer(HttpResponse):
    """A response that is given out many times, each time as a copy."""

    @property
    def url(self):
        """Where it leads, as Django's own redirects say it."""
        return self.headers["Location"]

    def again(self, now):
        copy = _Answer.__new__(_Answer)
        copy.__dict__.update(self.__dict__)
        copy._resource_closers, copy.cookies = [], SimpleCookie()
        copy.headers = ResponseHeaders({})
        # Not header by header: each was checked when the page was made.
        copy.headers._store = dict(self.headers._store)
        # nginx counts whole seconds, and "1 second" could be two: until the end of this one.
        copy.headers._store["x-accel-expires"] = ("X-Accel-Expires", f"@{int(now)}")
        return copy

    def without_body(self):
        self._container = []
        return self

    def not_modified(self):
        self.status_code = 304
        for name in [*self.headers]:
            if name not in _OF_304:
                del self.headers[name]
        return self.without_body()


_OF_304 = ("Cache-Control", "Cache-Tag", "ETag", "Last-Modified", "Vary", "X-Accel-Expires")


@dataclass(frozen=True, slots=True)
class Page:
    status: int
    headers: tuple
    body: bytes
    zipped: bytes | None
    etag: str
    tags: frozenset
    known: Known
    # A page with parameters in its address is not kept for bad times: there is no end of them.
    lasting: bool

    @property
    def size(self):
        return len(self.body) + len(self.zipped or b"") + 1000

    @property
    def fresh_until(self):
        return self.known.at + FRESH[self.status]

    @property
    def kept_for(self):
        return STALE if self.lasting and self.status == 200 else FRESH[self.status]


def _is_compressed(response):
    return response["Content-Type"].startswith("image/")


def wants_gzip(meta):
    return "gzip" in meta.get("HTTP_ACCEPT_ENCODING", "")


def may_be_kept(response):
    if response.streaming or response.status_code not in FRESH or response.cookies:
        return False
    if "cookie" in response.get("Vary", "").lower() or "*" in response.get("Vary", ""):
        return False
    policy = response.get("Cache-Control", "")
    return "no-store" not in policy and "private" not in policy


def finished(request, response, known, *, lasting, zips=True):
    """The `Page` of a response that `may_be_kept`; ``zips``: somebody may want it compressed."""
    body, tags = response.content, tags_of(request) | {SITE}
    if response.status_code != 200:
        tags.add(MISSING)
    headers = [(name, value) for name, value in response.items() if name.lower() not in _ANEW]
    if not response.has_header("Cache-Control"):
        headers.append(("Cache-Control", _PUBLIC))
    if response.status_code == 200 and len(told := ",".join(sorted(tags))) < _LONGEST_TAGS:
        headers.append(("Cache-Tag", told))
    headers.append(("Vary", "Accept-Encoding"))
    zipped = None
    if zips and len(body) >= _WORTH_COMPRESSING and not _is_compressed(response):
        # Without a time in it: the same page is the same bytes on every node.
        zipped = gzip.compress(body, 6, mtime=0)
    etag = blake2b(body, digest_size=12).hexdigest()
    return Page(
        response.status_code, tuple(headers), body, zipped, etag, frozenset(tags), known, lasting
    )


class Ready:
    """A page with its responses prepared: giving one out copies it, and says which second it is."""

    __slots__ = ("_plain", "_zipped", "page")

    def __init__(self, page):
        self.page = page
        self._plain = _prepared(page, page.body, f'"{page.etag}"')
        self._zipped = None
        if page.zipped is not None:
            self._zipped = _prepared(page, page.zipped, f'"{page.etag}-gz"', zipped=True)

    @property
    def size(self):
        return self.page.size

    def answer(self, meta, now, head=False):
        """The response to a request with the headers ``meta``."""
        zipped = self._zipped is not None and wants_gzip(meta)
        response = (self._zipped if zipped else self._plain).again(now)
        if self.page.status == 200 and _has_it(meta, response.headers):
            return response.not_modified()
        return response.without_body() if head else response


def _prepared(page, body, etag, zipped=False):
    response = _Answer(body, status=page.status, headers=page.headers)
    response.headers["Content-Length"] = str(len(body))
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["ETag"] = etag
    return response


def _has_it(meta, headers):
    """Does who asks say that they have this very page?"""
    if asked := meta.get("HTTP_IF_NONE_MATCH"):
        return _names(asked, headers["ETag"])
    since, changed = meta.get("HTTP_IF_MODIFIED_SINCE"), headers.get("Last-Modified")
    if not (since and changed):
        return False
    since = parse_http_date_safe(since)
    return since is not None and parse_http_date_safe(changed) <= since


def _names(asked, etag):
    return asked.strip() == "*" or etag in _TOKEN.findall(asked)
