"""The second factor: who must have one, how far a login has come, and every change of it.

Devices and codes are django-otp's: codes of a phone (TOTP, one step of 30 seconds off is
forgiven, a code counts once) and ten recovery codes. Each wrong code doubles the time until the
next can be tried, by account, whatever address it comes from.
"""

import re
import unicodedata
from base64 import b32encode
from enum import Enum
from urllib.parse import quote, urlencode

import django_otp
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

from articles import permissions
from cms.events import Kind, record
from cms.models import SiteSettings
from cms.sessions import HALF

RECOVERY_CODES = 10
_DIGITS = re.compile(r"\d{6}", re.ASCII)
# Whoever has one of these moderates or administers; publishing is asked of the stories' rules.
_WEIGHTY = [
    "comments.moderate_comment",
    "comments.view_contact",
    "cms.add_user",
    "cms.change_user",
    "cms.change_sitesettings",
    "cms.view_event",
    "auth.add_group",
    "auth.change_group",
]


class Standing(Enum):
    """How far a request's login has come."""

    OUT = "out"
    CODE = "the password was right, the code is awaited"
    SET_UP = "must set up a second factor first"
    IN = "in"


class MustWait(Exception):
    """Too many wrong codes: the next is looked at from ``until`` on."""

    def __init__(self, until):
        self.until = until
        super().__init__()


def must_have(user):
    """Must this person have a second factor? Everybody who can publish, moderate or administer."""
    if not settings.STAFF_2FA:
        return False
    if not hasattr(user, "_must_have_second_factor"):
        user._must_have_second_factor = any(
            user.has_perm(name) for name in _WEIGHTY
        ) or permissions.may_publish_at_all(user)
    return user._must_have_second_factor


def has(user):
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def standing(request):
    user = request.user
    if not (user.is_active and user.is_staff):
        return Standing.OUT
    if getattr(user, "otp_device", None):
        return Standing.IN
    if HALF in request.session:
        return Standing.CODE
    if must_have(user):
        # Demanded since this login began: of whoever has one already, the code is.
        return Standing.CODE if has(user) else Standing.SET_UP
    return Standing.IN


@transaction.atomic
def verify(user, typed):
    """The device that ``typed`` is a code of, or None. A code counts once.

    Six digits are a code of the phone, anything else a recovery code: so a wrong one is held
    against its own kind only. The row is locked: of two requests with one code, one gets in.
    """
    code = _plain(typed)
    devices = TOTPDevice if _DIGITS.fullmatch(code) else StaticDevice
    device = devices.objects.select_for_update().filter(user=user, confirmed=True).first()
    if device is None:
        return None
    allowed, why_not = device.verify_is_allowed()
    if not allowed:
        raise MustWait(why_not["locked_until"])
    return device if device.verify_token(code) else None


def enter(request, device):
    """The second step is done: this session is in."""
    django_otp.login(request, device)
    request.session.pop(HALF, None)
    request.session.cycle_key()
    record(Kind.LOGIN, request=request, actor=request.user, person=request.user)


def new_key():
    return default_key()


def matches(key, typed):
    """The step of time at which ``key`` shows the code ``typed``, or None."""
    code = _plain(typed)
    totp = TOTP(bytes.fromhex(key))
    if _DIGITS.fullmatch(code) and totp.verify(int(code), tolerance=1):
        return totp.t()
    return None


def otpauth(key, user):
    """The key as an authenticator reads it from the picture, under the paper's name."""
    issuer = SiteSettings.load().name.replace(":", "")
    label = quote(f"{issuer}:{user.get_username()}", safe=":@")
    query = urlencode({"secret": readable(key), "issuer": issuer}, quote_via=quote)
    return f"otpauth://totp/{label}?{query}"


def readable(key):
    """The key as a person types it, where a picture cannot be read."""
    return b32encode(bytes.fromhex(key)).decode()


@transaction.atomic
def set_up(request, key, step):
    """Binds the login to the device with ``key``; returns the recovery codes, shown once.

    ``step`` is when the code was for that proved the device: it does not count again.
    """
    user = request.user
    replaced = TOTPDevice.objects.filter(user=user).delete()[0]
    device = TOTPDevice.objects.create(user=user, key=key, last_t=step)
    codes = _new_codes(user)
    kind = Kind.FACTOR_REPLACED if replaced else Kind.FACTOR_ON
    record(kind, request=request, actor=user, person=user)
    _end_others(request)
    django_otp.login(request, device)
    return codes


@transaction.atomic
def renew_codes(request):
    record(Kind.CODES_NEW, request=request, actor=request.user, person=request.user)
    return _new_codes(request.user)


@transaction.atomic
def switch_off(request):
    remove(request.user)
    record(Kind.FACTOR_OFF, request=request, actor=request.user, person=request.user)
    request.session.pop(django_otp.DEVICE_ID_SESSION_KEY, None)
    request.user.otp_device = None


@transaction.atomic
def reset(request, person):
    """A colleague lost their device: the next login sets up another, where one is demanded."""
    remove(person)
    person.end_sessions()
    record(Kind.FACTOR_RESET, request=request, actor=request.user, person=person)


def remove(user):
    """Takes the devices and codes away; returns whether there were any."""
    had = TOTPDevice.objects.filter(user=user).delete()[0]
    StaticDevice.objects.filter(user=user).delete()
    return bool(had)


def codes_left(user):
    return StaticToken.objects.filter(device__user=user).count()


def _new_codes(user):
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="recovery")
    codes = [StaticToken.random_token() for _number in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def _end_others(request):
    """Logins from before ended the code that is asked from now on."""
    request.user.end_sessions()
    update_session_auth_hash(request, request.user)


def _plain(typed):
    """A code as it was given out: without the spaces, dashes and capitals people type."""
    text = unicodedata.normalize("NFKC", typed).lower()
    return re.sub(r"[\W_]+", "", text)[:16]
