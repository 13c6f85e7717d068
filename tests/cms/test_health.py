"""/health/: whether the site can serve, for those who watch it, and nothing for strangers."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories


def test_a_sound_site_says_ok(client, db):
    response = client.get("/health/")
    assert response.status_code == 200
    assert set(response.json().values()) == {"ok"}
    assert {"database", "cache", "media", "schedule"} <= set(response.json())
    assert "no-store" in response.headers["Cache-Control"]


def test_a_fresh_installation_without_any_picture_is_sound(client, db):
    shutil.rmtree(default_storage.path(""), ignore_errors=True)
    assert client.get("/health/").json()["media"] == "ok"


def test_where_no_picture_can_be_stored_the_site_serves_and_says_so(client, db):
    folder = Path(default_storage.path(""))
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("a file where the folder should be")
    response = client.get("/health/")
    assert response.status_code == 200
    assert response.json()["media"] == "down"
    assert response.json()["status"] == "degraded"


def test_a_cache_that_does_not_answer_degrades_the_site(client, db, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:9/0",
        }
    }
    response = client.get("/health/")
    assert response.status_code == 200
    assert response.json()["cache"] == "down"
    assert response.json()["status"] == "degraded"


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_without_its_database_the_site_cannot_serve_and_tells_nothing_more(client, caplog):
    options = connection.settings_dict
    before = options["NAME"], options["HOST"]
    connection.close()
    options["NAME"], options["HOST"] = "/nowhere/geheim-17", "127.0.0.1"
    try:
        response = client.get("/health/")
    finally:
        connection.close()
        options["NAME"], options["HOST"] = before
    assert response.status_code == 503
    assert response.json()["status"] == "down"
    assert response.json()["database"] == "down"
    assert set(response.json().values()) <= {"ok", "down"}
    assert "geheim" not in response.content.decode()
    assert "database" in caplog.text  # The operator reads in the log what happened.


def test_the_work_does_not_grow_with_the_paper(client, db, django_assert_num_queries):
    with CaptureQueriesContext(connection) as empty:
        client.get("/health/")
    for days in (1, 2):
        factories.story(published_at=(timezone.now() + timedelta(days=days)).isoformat())
    factories.story()
    with django_assert_num_queries(len(empty)):
        client.get("/health/")
    assert len(empty) <= 3


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_only_for_looking(client, db, method):
    assert getattr(client, method)("/health/").status_code == 405


def test_it_is_not_redirected_to_https(client, db, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/health/").status_code == 200
    assert client.get("/").status_code == 301
