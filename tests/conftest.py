"""Fixtures that every part of the suite uses."""

import math
import os
import shutil

import pytest
from django.core.cache import cache
from django.db import connections

from cms.models import SiteSettings
from cms.roles import Role
from comments.models import CommentSettings

from . import factories

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(autouse=True)
def _own_media(tmp_path, settings):
    """Each test has its own media files: names and numbers begin anew with each database."""
    from django.core.files.storage import storages

    from articles.models import PhotoFile

    if settings.MEDIA_S3:
        from . import s3_service

        s3_service.empty(settings.MEDIA_S3)
        return
    # The model's own as well: a test that changes the setting leaves it with another storage.
    kept = PhotoFile._meta.get_field("original").storage
    places = [(storages["default"], "public"), (storages["originals"], "originals")]
    for storage, folder in [*places, (kept, "originals")]:
        storage._location = str(tmp_path / folder)
        for cached in ("base_location", "location"):
            storage.__dict__.pop(cached, None)
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(autouse=True)
def _nothing_cached():
    """What one test put into the cache was true of its own database only.

    The settings are known from the start, or a page would cost more when it is asked first.
    """
    cache.clear()
    for settings in (SiteSettings, CommentSettings):
        settings._known = (math.inf, settings(pk=1))


@pytest.fixture
def kept_pages(db, settings, monkeypatch, django_capture_on_commit_callbacks):
    """The page cache, switched on; it tells which pages are made, and commits like a site."""
    from .page_cache import KeptPages

    settings.PAGE_CACHE = True
    yield KeptPages(monkeypatch, django_capture_on_commit_callbacks)
    KeptPages.forget()


@pytest.fixture
def login(client):
    """Logs the test client in as somebody and returns it: ``login(user)``."""

    def as_(user):
        client.force_login(user)
        return client

    return as_


@pytest.fixture
def staff(db):
    """One person for each role, by `Role`, and ``None`` for a login without any."""
    people = {role: factories.user(role) for role in Role}
    people[None] = factories.user()
    return people


@pytest.fixture
def reporter(db):
    return factories.reporter()


@pytest.fixture
def managing_editor(db):
    return factories.managing_editor()


@pytest.fixture
def moderator(db):
    return factories.moderator()


@pytest.fixture(scope="session")
def chromium():
    """Path of a Chromium to drive; without one the test is skipped and says how to get it."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("no Chromium; on Debian: apt-get install chromium")
    return path


def run_chromium(path):
    """A running Chromium, driven by Playwright, for as long as a fixture lasts.

    Playwright keeps an event loop in this thread. Django would refuse its own queries there, and
    has another connection to the database, which knows nothing of what a transactional test
    restores: so a test with a database has a browser of its own, within its database.
    """
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        connections.close_all()


@pytest.fixture(scope="session")
def browser(chromium):
    """One Chromium for the tests without a database; pytest runs them last."""
    yield from run_chromium(chromium)
