"""Google reCAPTCHA, v2 (checkbox) and v3 (score), through the client of django-recaptcha.

Its form field and widgets are not used: the field lets network faults escape as exceptions,
believes any X-Forwarded-For and never looks at the hostname; the widgets are inline scripts,
which our Content-Security-Policy forbids.
"""

import logging
from concurrent.futures import Future
from dataclasses import dataclass
from http.client import HTTPException
from threading import Thread
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_recaptcha import client

from .. import crowd
from .outcome import Failed, Passed

logger = logging.getLogger(__name__)

V2 = "recaptcha_v2"
V3 = "recaptcha_v3"
ACTION = "comment"
REQUIRED_SCORE = 0.5
# In seconds, all in all. The setting RECAPTCHA_VERIFY_REQUEST_TIMEOUT limits each step on the
# socket only: neither a slow name server nor an answer that trickles in.
TIMEOUT = 3
# Google's tokens have 500 to 2,500 characters.
MAX_LENGTH = 8_000

TRY_AGAIN = _("Please do the check once more, then send again. Your text is kept.")

# Codes of Google's that a fresh token cures, and codes that say our keys are wrong.
_STALE = "timeout-or-duplicate"
_OUR_FAULT = {"missing-input-secret", "invalid-input-secret", "bad-request", "invalid-keys"}


@dataclass(frozen=True)
class Widget:
    """What a template needs to show the check.

    v2: ``<script src="{{ script }}" async defer></script>`` and
    ``<div class="g-recaptcha" data-sitekey="{{ site_key }}"></div>`` inside the form.
    v3: the same script tag, ``static/js/recaptcha.js``, and
    ``<form … data-recaptcha-key="{{ site_key }}" data-recaptcha-action="{{ action }}">``.
    """

    kind: str
    site_key: str
    script: str
    action: str = ACTION


def content_policy():
    """What the page with the widget must be allowed beyond our own policy, per directive."""
    ours = f"https://{settings.RECAPTCHA_DOMAIN}/recaptcha/"
    return {
        "script-src": [ours, "https://www.gstatic.com/recaptcha/"],
        "frame-src": [ours, "https://recaptcha.google.com/recaptcha/"],
        "connect-src": [ours],
    }


def widget(kind):
    parameters = {"hl": get_language() or settings.LANGUAGE_CODE}
    if kind == V3:
        parameters["render"] = settings.RECAPTCHA_PUBLIC_KEY
    domain = settings.RECAPTCHA_DOMAIN
    return Widget(
        kind,
        settings.RECAPTCHA_PUBLIC_KEY,
        f"https://{domain}/recaptcha/api.js?{urlencode(parameters)}",
    )


def check(token, kind, *, client_ip, host):
    """Ask Google about ``token``. Only after every other field has passed: it works once.

    ``host`` is the host readers see in their address bar, with or without a port.
    """
    if not isinstance(token, str) or not token or len(token) > MAX_LENGTH:
        return Failed(needs_fallback=True)
    try:
        reply = _ask_google(token, client_ip)
        return _judge(reply, kind, host)
    except (
        OSError,  # refused, unreachable, unknown host, bad certificate, time-out, HTTP 4xx and 5xx
        HTTPException,  # the answer was cut off
        ValueError,  # not JSON, not UTF-8
        KeyError,  # JSON without "success"
        TypeError,  # JSON that is no object
        AttributeError,
        RecursionError,
    ) as error:
        logger.warning("reCAPTCHA is unavailable: %s: %s", type(error).__name__, error)
        return Failed(needs_fallback=True)


def _ask_google(token, client_ip):
    """Google's reply within `TIMEOUT` seconds of wall-clock time, or `TimeoutError`."""
    answer = Future()

    def submit():
        try:
            answer.set_result(client.submit(token, settings.RECAPTCHA_PRIVATE_KEY, client_ip))
        except Exception as error:  # re-raised for the waiting request by result()
            answer.set_exception(error)

    # A daemon, not a pool: a pool's threads would hold up the stop of the server.
    Thread(target=submit, name="recaptcha", daemon=True).start()
    with crowd.elsewhere():
        return answer.result(TIMEOUT)


def _judge(reply, kind, host):
    if reply.is_valid is not True:
        codes = set(map(str, reply.error_codes))
        if _STALE in codes:
            return Failed(TRY_AGAIN)
        if codes & _OUR_FAULT:
            logger.error("reCAPTCHA refuses our keys: %s", sorted(codes))
            return Failed(needs_fallback=True)
        # Perhaps a forged token, perhaps two keys that are no pair, which would refuse everybody.
        logger.warning("reCAPTCHA refuses a token: %s", sorted(codes))
        return Failed(needs_fallback=True)

    hostname = reply.extra_data.get("hostname")
    if _bare_host(hostname) != _bare_host(host):
        # Solved on another site with our key; or behind a proxy that renames us: not a wall.
        logger.warning("reCAPTCHA was solved on %r, not on %r", hostname, host)
        return Failed(needs_fallback=True)

    evidence = {"hostname": hostname, "solved_at": str(reply.extra_data.get("challenge_ts", ""))}
    if kind == V3:
        score = reply.extra_data.get("score")
        trusted = isinstance(score, int | float) and score >= REQUIRED_SCORE
        if reply.action != ACTION or not trusted:
            logger.info("reCAPTCHA v3 doubts a reader: action %r, score %r", reply.action, score)
            return Failed(needs_fallback=True)
        evidence["score"] = score
    return Passed(kind, evidence)


def _bare_host(host):
    """Lower case, without port."""
    return urlsplit(f"//{host}").hostname
