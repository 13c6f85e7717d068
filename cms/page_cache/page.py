"""A finished page: its bytes, plain and compressed, and what every reader is told with them."""

import gzip
import re
from dataclasses import dataclass
from hashlib import blake2b

from django.http import HttpResponse

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


class _Answer(HttpResponse):
    @property
    def url(self):
        """Where it leads, as Django's own redirects say it."""
        return self.headers["Location"]


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


def may_be_kept(response):
    if response.streaming or response.status_code not in FRESH or response.cookies:
        return False
    if "cookie" in response.get("Vary", "").lower() or "*" in response.get("Vary", ""):
        return False
    policy = response.get("Cache-Control", "")
    return "no-store" not in policy and "private" not in policy


def finished(request, response, known, *, lasting):
    """The `Page` of a response that `may_be_kept`."""
    body, tags = response.content, tags_of(request) | {SITE}
    if response.status_code != 200:
        tags.add(MISSING)
    headers = [(name, value) for name, value in response.items() if name.lower() not in _ANEW]
    if not response.has_header("Cache-Control"):
        headers.append(("Cache-Control", _PUBLIC))
    if response.status_code == 200:
        headers.append(("Cache-Tag", ",".join(sorted(tags))))
    headers.append(("Vary", "Accept-Encoding"))
    zipped = None
    if len(body) >= _WORTH_COMPRESSING:
        # Without a time in it: the same page is the same bytes on every node.
        zipped = gzip.compress(body, 6, mtime=0)
    etag = blake2b(body, digest_size=12).hexdigest()
    return Page(
        response.status_code, tuple(headers), body, zipped, etag, frozenset(tags), known, lasting
    )


def answer(page, meta, now, head=False):
    """The response to a request with the headers ``meta``."""
    zipped = page.zipped is not None and "gzip" in meta.get("HTTP_ACCEPT_ENCODING", "")
    etag = f'"{page.etag}-gz"' if zipped else f'"{page.etag}"'
    body = page.zipped if zipped else page.body
    asked = meta.get("HTTP_IF_NONE_MATCH")
    if page.status == 200 and asked and (asked.strip() == "*" or etag in _TOKEN.findall(asked)):
        response = HttpResponse(status=304)
        del response.headers["Content-Type"]
        for name, value in page.headers:
            if name in ("Cache-Control", "Cache-Tag", "Vary"):
                response.headers[name] = value
    else:
        response = _Answer(b"" if head else body, status=page.status, headers=page.headers)
        response.headers["Content-Length"] = str(len(body))
        if zipped:
            response.headers["Content-Encoding"] = "gzip"
    response.headers["ETag"] = etag
    # nginx counts whole seconds, and "1 second" could be two: until the end of this one.
    response.headers["X-Accel-Expires"] = f"@{int(now)}"
    return response
