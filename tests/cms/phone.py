"""An authenticator on a phone, as tests carry one."""

import time
from base64 import b32decode

from django.test import Client
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from cms.logins import second_factor
from tests import factories
from tests.page import Page


class Phone:
    def __init__(self, key):
        """``key`` as the set-up page prints it."""
        self.key = b32decode(key)

    def code(self, steps=0):
        """The code that the phone shows, or did or will show ``steps`` half minutes away."""
        totp = TOTP(self.key)
        totp.time = time.time() + 30 * steps
        return f"{totp.token():06d}"


def equipped(user, *codes):
    """Gives ``user`` a second factor; returns the phone. ``codes`` are recovery codes."""
    device = TOTPDevice.objects.create(user=user)
    recovery = StaticDevice.objects.create(user=user, name="recovery")
    for code in codes:
        StaticToken.objects.create(device=recovery, token=code)
    return Phone(second_factor.readable(device.key))


def half_a_minute_passes():
    """The phone shows another code: to the server as if the last one had never come."""
    TOTPDevice.objects.update(last_t=-1)


def some_minutes_pass():
    """What rests after wrong codes has rested."""
    long_ago = timezone.now() - timezone.timedelta(hours=1)
    for model in (TOTPDevice, StaticDevice):
        model.objects.update(throttling_failure_timestamp=long_ago)


def password_step(user, client=None, **fields):
    """A client whose password was right."""
    client = client or Client()
    data = {"username": user.username, "password": factories.PASSWORD, **fields}
    answer = client.post("/admin/login/", data)
    assert answer.status_code == 302, Page(answer).text
    return client


def code_step(client, code, **fields):
    return client.post("/admin/account/code/", {"one_time_code": code, **fields})


def logged_in(user, phone):
    """A client that took both steps."""
    client = password_step(user)
    half_a_minute_passes()
    assert code_step(client, phone.code()).status_code == 302
    return client
