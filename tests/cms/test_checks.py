"""What the system checks say to an operator, and that they are silent when all is well."""

from types import SimpleNamespace

import pytest
from django.core.checks import run_checks
from django.core.checks.registry import registry

from cms import checks

GOOD = {
    "DEBUG": False,
    "ALLOWED_HOSTS": ["www.example.org"],
    "COMMENT_VERIFICATION": "auto",
    "RECAPTCHA_PUBLIC_KEY": "",
    "RECAPTCHA_PRIVATE_KEY": "",
    "WEB_CONCURRENCY": 1,
    "SITE_URL": "https://www.example.org",
    "TRUSTED_PROXIES": ["127.0.0.1"],
    "MEDIA_S3": None,
    "MAIL_IS_ON": True,
    "TASKS_RUN": "database",
}
TEST_KEYS = {
    "RECAPTCHA_PUBLIC_KEY": "6LeIxAcTAAAAAJcZVRqyHh71UMIEGNQ_MXjiZKhI",
    "RECAPTCHA_PRIVATE_KEY": "6LeIxAcTAAAAAGG-vFI1TnRWxMZNFuojJ4WifJWe",
}
REAL_KEYS = {"RECAPTCHA_PUBLIC_KEY": "public", "RECAPTCHA_PRIVATE_KEY": "private"}


def ours(settings, **changes):
    for name, value in {**GOOD, **changes}.items():
        setattr(settings, name, value)
    found = run_checks(include_deployment_checks=True)
    return {message.id: message for message in found if message.id.startswith("cms.")}


@pytest.mark.parametrize(
    ("changes", "id_"),
    [
        ({"DEBUG": True}, "cms.E001"),
        ({"DEBUG": True, "ALLOWED_HOSTS": ["*"]}, "cms.E001"),
        ({"DEBUG": True, "ALLOWED_HOSTS": ["localhost", "93.184.216.34"]}, "cms.E001"),
        ({"RECAPTCHA_PUBLIC_KEY": "a"}, "cms.E002"),
        ({"RECAPTCHA_PRIVATE_KEY": "a"}, "cms.E002"),
        ({"COMMENT_VERIFICATION": "recaptcha_v2"}, "cms.E003"),
        ({"COMMENT_VERIFICATION": "recaptcha_v3"}, "cms.E003"),
        (TEST_KEYS, "cms.E004"),
        ({**REAL_KEYS, "RECAPTCHA_PRIVATE_KEY": TEST_KEYS["RECAPTCHA_PRIVATE_KEY"]}, "cms.E004"),
        ({"WEB_CONCURRENCY": 2}, "cms.E005"),
        ({"TRUSTED_PROXIES": []}, "cms.W007"),
        ({"MEDIA_S3": {"public_url": "http://media.example.org"}}, "cms.E008"),
        ({"MAIL_IS_ON": False}, "cms.W009"),
        ({"TASKS_RUN": "immediate"}, "cms.W010"),
    ],
)
def test_what_is_wrong_is_said_with_a_hint(settings, changes, id_):
    found = ours(settings, **changes)
    assert list(found) == [id_]
    assert len(found[id_].hint) > 20


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"DEBUG": True, "ALLOWED_HOSTS": ["localhost", "127.0.0.1", "[::1]", "192.168.1.5"]},
        REAL_KEYS,
        {**REAL_KEYS, "COMMENT_VERIFICATION": "recaptcha_v3"},
        {**TEST_KEYS, "DEBUG": True, "ALLOWED_HOSTS": ["localhost"]},
        {"SITE_URL": "http://127.0.0.1:8000", "TRUSTED_PROXIES": []},
        {"MEDIA_S3": {"public_url": "https://media.example.org"}},
    ],
)
def test_what_is_right_is_not_spoken_of(settings, changes):
    assert ours(settings, **changes) == {}


def test_a_cache_that_processes_share_is_fit_for_several(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache"}}
    assert ours(settings, WEB_CONCURRENCY=4) == {}


def test_a_database_in_utf8_is_right(db):
    assert checks.database_in_utf8(None, databases=["default"]) == []


def test_a_database_in_another_encoding_is_an_error(monkeypatch):
    class Cursor:
        """A PostgreSQL that was made without UTF8: there is none such to be had in the tests."""

        def __enter__(self):
            return self

        def __exit__(self, *exception):
            pass

        def execute(self, sql):
            assert sql == "SHOW server_encoding"

        def fetchone(self):
            return ("SQL_ASCII",)

    connection = SimpleNamespace(vendor="postgresql", cursor=Cursor)
    monkeypatch.setattr(checks, "connection", connection)
    (error,) = checks.database_in_utf8(None, databases=["default"])
    assert error.id == "cms.E006"
    assert "UTF8" in error.hint
    assert checks.database_in_utf8(None, databases=None) == []


def test_every_check_of_ours_is_known_to_django():
    known = {check.__name__ for check in registry.get_checks(include_deployment_checks=True)}
    assert {
        "debug_in_public",
        "recaptcha_keys",
        "cache_of_one_process",
        "database_in_utf8",
        "proxies_are_known",
        "pictures_are_safe_in_transit",
        "mail_is_on",
        "nobody_waits_for_the_mail_server",
    } <= known
