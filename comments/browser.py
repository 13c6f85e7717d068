"""What a reader's own browser keeps: the comments sent from it and, if asked, who sent them.

And by what name it likes comments. Signed cookies that only the addresses of comments are sent: the
pages that everybody shares never see them. No table knows which browser a comment came from.
"""

from django.conf import settings
from django.core import signing

OWN, WHO, LIKER = "own-comments", "commenter", "liker"
_KEPT_FOR = 60 * 60 * 24 * 30
_REMEMBERED_FOR = 60 * 60 * 24 * 365
# Browsers keep 4 kB in a cookie.
_MOST = 30


def own(request):
    """The keys of the comments sent from this browser, the newest first."""
    return _read(request, OWN, _KEPT_FOR, list) or []


def who(request):
    """``{"name": …, "email": …}`` if the reader wanted that to be remembered, else {}."""
    return _read(request, WHO, _REMEMBERED_FOR, dict) or {}


def add(request, response, comment):
    keys = [comment.pk, *(pk for pk in own(request) if pk != comment.pk)]
    _set(response, OWN, keys[:_MOST], _KEPT_FOR)


def remember(request, response, data):
    """Keeps name and address of a form for the next one, or forgets what was kept."""
    if data["remember"]:
        _set(response, WHO, {key: data[key] for key in ("name", "email")}, _REMEMBERED_FOR)
    elif WHO in request.COOKIES:
        response.delete_cookie(WHO, path=settings.READER_COOKIE_PATH, samesite="Lax")


def liker(request):
    """By which name this browser likes comments, or ""."""
    return _read(request, LIKER, _REMEMBERED_FOR, str) or ""


def know_liker(response, name):
    _set(response, LIKER, name, _REMEMBERED_FOR)


def _read(request, name, age, kind):
    try:
        value = signing.loads(request.COOKIES.get(name, ""), salt=_salt(name), max_age=age)
    except signing.BadSignature:
        return None
    return value if isinstance(value, kind) else None


def _set(response, name, value, age):
    response.set_cookie(
        name,
        signing.dumps(value, salt=_salt(name), compress=True),
        max_age=age,
        path=settings.READER_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _salt(name):
    return f"{__name__}.{name}"
