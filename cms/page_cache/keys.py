"""Which page an address asks for, and the name it is kept under."""

import re
from functools import cache
from hashlib import blake2b
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.urls import Resolver404, resolve

# What other sites and programs add to any address; no page of ours looks at it.
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|dclid|msclkid|zarsrc|ref")
# For addresses without a page: what follows their "?" may be a part of an old one.
_NO_PAGE = frozenset([None])
_LONGEST = 300
# What a page is made of, beside what is in the database.
_SOURCES = ("*.py", "*.html", "*.txt", "*.mo", "*.json")


def parameters_of(path):
    """What the address of the page at ``path`` may ask; None where no answer may be kept."""
    if path.startswith((settings.STATIC_URL, settings.MEDIA_URL)):
        return None
    try:
        view = resolve(path).func
    except Resolver404:
        return _NO_PAGE
    return getattr(view, "kept_parameters", None)


def canonical(query, allowed):
    """The query string as the view should get it, in one spelling; None where it asks for more."""
    if not query:
        return ""
    if len(query) > _LONGEST or allowed is _NO_PAGE:
        return None
    pairs = parse_qsl(query, keep_blank_values=True)
    asked = sorted(pair for pair in pairs if not _TRACKING.fullmatch(pair[0]))
    names = [name for name, _value in asked]
    if len(set(names)) < len(names) or not allowed.issuperset(names):
        return None
    return urlencode(asked)


def name(path, query, generation):
    # The address that readers know us by, whatever Host a request claims.
    address = f"{settings.SITE_URL}{path}?{query}".encode(errors="surrogatepass")
    digest = blake2b(address, digest_size=16).hexdigest()
    return f"page:{build_id()}:{generation}:{digest}"


@cache
def build_id():
    """The same on every node that runs this version: a new one never serves pages of an old one."""
    digest = blake2b(digest_size=6)
    folders = [
        settings.BASE_DIR / folder for folder in ("cms", "articles", "comments", "templates")
    ]
    files = [path for folder in folders for kind in _SOURCES for path in folder.rglob(kind)]
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    for path in [*sorted(files), *([manifest] if manifest.exists() else [])]:
        digest.update(path.read_bytes())
    digest.update(f"{settings.MEDIA_URL} {settings.LANGUAGE_CODE}".encode())
    return digest.hexdigest()
