"""Logins that last as long as a person works, and can be seen and ended one by one.

Django's sessions with four columns more: whose, from which network, with which browser, since
when. A login ends after `settings.SESSION_COOKIE_AGE` without a request, and in any case after
`settings.SESSION_MAX_AGE`; "remember this device" stretches the first to the second.
"""

import re
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .client_ip import client_ip, network_of
from .fields import digest

FACTS = "login"  # the key in a session: since, seen, network, browser
HALF = "code_awaited"  # the key in a session whose person still owes the code
# A session in use is written at most so often: idle time is not counted to the second.
RENEWED_EVERY = timedelta(minutes=10)
# How long the second step may take.
HALF_MAX_AGE = timedelta(minutes=15)

_SYSTEMS = ["iPhone", "iPad", "Android", "Windows", "Mac OS X", "CrOS", "Linux"]
_NAMES = {"Mac OS X": "Mac", "CrOS": "Chromebook"}
_BROWSERS = {
    "Edge": r"Edg", "Opera": r"OPR/", "Samsung Internet": r"SamsungBrowser", "Cốc Cốc": r"coc_coc",
    "Firefox": r"Firefox/|FxiOS", "Chrome": r"Chrome/|CriOS", "Safari": r"Safari/",
}  # fmt: skip


class StaffSession(AbstractBaseSession):
    """A login on a device."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions"
    )
    network = models.CharField(_("network"), max_length=50, blank=True)
    browser = models.CharField(_("browser"), max_length=60, blank=True)
    since = models.DateTimeField(_("since"), null=True)
    seen = models.DateTimeField(_("last used"), null=True)

    class Meta:
        verbose_name = _("login on a device")
        verbose_name_plural = _("logins on devices")
        default_permissions = ()

    @classmethod
    def get_session_store_class(cls):
        return SessionStore

    @property
    def name(self):
        """What a page may call it: the key itself would be a login."""
        return digest(self.session_key)[:20]


class SessionStore(db.SessionStore):
    @classmethod
    def get_model_class(cls):
        return StaffSession

    def create_model_instance(self, data):
        row = super().create_model_instance(data)
        facts = data.get(FACTS, {})
        row.user_id = data.get("_auth_user_id")
        row.network, row.browser = facts.get("network", ""), facts.get("browser", "")
        row.since, row.seen = _moment(facts.get("since")), _moment(facts.get("seen"))
        return row


def begin(request, user, *, remember=False):
    """Notes whose login this is; called when a password was right."""
    StaffSession.objects.filter(user=user, expire_date__lt=timezone.now()).delete()
    if remember:
        request.session.set_expiry(settings.SESSION_MAX_AGE)
    _note(request, since=timezone.now().timestamp())


def of(user):
    """The logins of a person that still count, the last used first."""
    rows = StaffSession.objects.filter(user=user, expire_date__gt=timezone.now())
    return rows.order_by("-seen")


class SessionLimits:
    """Ends a login that is too old, keeps alive one that is used. Only the newsroom has any."""

    def __init__(self, get_response):
        self.get_response = get_response

    @cached_property
    def admin_path(self):
        return reverse("admin:index")

    def __call__(self, request):
        if request.path_info.startswith(self.admin_path) and FACTS in request.session:
            self._look_at(request)
        return self.get_response(request)

    def _look_at(self, request):
        facts, now = request.session[FACTS], timezone.now()
        age = now - _moment(facts["since"])
        limit = (
            HALF_MAX_AGE.total_seconds() if HALF in request.session else settings.SESSION_MAX_AGE
        )
        if age.total_seconds() > limit:
            request.session.flush()
        elif now - _moment(facts["seen"]) > RENEWED_EVERY and not _is_of_a_script(request):
            _note(request, since=facts["since"])


def _is_of_a_script(request):
    """A page that asks something by itself, again and again, is nobody at work.

    Nor is the sign of life of an open form; what somebody types there is.
    """
    if request.headers.get("Sec-Fetch-Dest") != "empty":
        return False
    return request.method == "GET" or request.path_info.endswith("/here/")


def _note(request, since):
    request.session[FACTS] = {
        "since": since,
        "seen": timezone.now().timestamp(),
        "network": network_of(client_ip(request)),
        "browser": browser_of(request.headers.get("User-Agent", "")),
    }


def browser_of(agent):
    """``Chrome, Android`` for what a browser says of itself; "" where it says nothing we know."""
    names = (name for name, mark in _BROWSERS.items() if re.search(mark, agent))
    systems = (_NAMES.get(name, name) for name in _SYSTEMS if name in agent)
    return ", ".join(filter(None, [next(names, ""), next(systems, "")]))


def _moment(stamp):
    return None if stamp is None else datetime.fromtimestamp(stamp, UTC)
