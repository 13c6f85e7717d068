"""The database is away: what is kept goes on, the rest says so, and nothing hidden returns."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from articles import workflow
from cms.models import SiteSettings
from cms.page_cache.purges import purge
from cms.page_cache.shelf import shelf
from cms.page_cache.tail import tail
from tests import factories

from .test_page_cache import Clock


@contextmanager
def away(error=OperationalError):
    def refuse(*args):
        raise error("connection refused")

    with connection.execute_wrapper(refuse):
        yield


def get(path, **headers):
    return Client(raise_request_exception=False).get(path, headers=headers)


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_another_page_is_a_friendly_503(kept_pages, client, error):
    SiteSettings(pk=1, name="Báo Thử Nghiệm").save()
    client.get("/")
    with away(error):
        for path in ("/khong-co/", "/dinh-chinh/", "/admin/login/"):
            answer = get(path)
            assert answer.status_code == 503
            assert answer["Retry-After"] == "10"
            assert "no-store" in answer["Cache-Control"]
            assert not answer.cookies
            assert "Báo Thử Nghiệm" in answer.text
            assert "connection refused" not in answer.text
    assert get("/dinh-chinh/").status_code == 200


def test_a_fault_of_ours_is_still_a_500(kept_pages):
    with away(ValueError):
        assert get("/dinh-chinh/").status_code == 500


def test_a_kept_page_is_given_out_long_after_its_minute(kept_pages, clock):
    story = factories.story()
    path = story.get_absolute_url()
    page = get(path)
    for hours in (1, 5, 10):
        clock.forward(hours * 3600)
        with away():
            answer = get(path)
            assert (answer.status_code, answer.content) == (200, page.content)
            assert get(path, **{"if-none-match": page["ETag"]}).status_code == 304
    kept_pages.made.clear()
    assert get(path).status_code == 200
    clock.forward(2)
    assert get(path).status_code == 200
    assert kept_pages.made == [path]


def test_it_is_tried_once_a_second_and_not_by_every_reader(kept_pages, clock):
    get("/")
    clock.forward(100)
    with away():
        assert not [get("/").status_code for _reader in range(5) if get("/").status_code != 200]
        assert kept_pages.made.count("/") == 2
        clock.forward(1.1)
        get("/")
        assert kept_pages.made.count("/") == 3


def test_a_withdrawn_story_does_not_come_back(kept_pages, clock):
    story = factories.story()
    path = story.get_absolute_url()
    get(path), get("/")
    with kept_pages.deed():
        workflow.withdraw(story, factories.managing_editor(), reason="sai")
    with away():
        for page in (path, "/"):
            assert get(page).status_code == 503


def test_neither_does_what_a_purge_or_a_moment_made_untrue(kept_pages, clock):
    story, expiring = factories.story(), factories.story()
    for row in (story, expiring):
        get(row.get_absolute_url())
    with kept_pages.deed():
        purge(f"comments-{story.pk}")
        purge(f"story-{expiring.pk}", due_at=clock.now + timedelta(seconds=30))
    with away():
        assert get(story.get_absolute_url()).status_code == 503
        assert get(expiring.get_absolute_url()).status_code == 200
        clock.forward(31)
        assert get(expiring.get_absolute_url()).status_code == 503


def test_a_process_that_begins_meanwhile_knows_the_generation_from_the_common_cache(
    kept_pages, clock
):
    with kept_pages.deed():
        workflow.withdraw(factories.story(), factories.managing_editor(), reason="sai")
    page = get("/")
    tail.forget()
    shelf.clear()
    with away():
        assert get("/").content == page.content


def test_a_search_is_not_kept_for_bad_times(kept_pages, clock):
    get("/tim-kiem/?q=cau")
    clock.forward(61)
    with away():
        assert get("/tim-kiem/?q=cau").status_code == 503


def test_it_is_said_once(kept_pages, clock, caplog):
    get("/")
    with away():
        for _look in range(5):
            tail.read()
    said = [record for record in caplog.records if record.name == "cms.page_cache.tail"]
    assert len(said) == 1
