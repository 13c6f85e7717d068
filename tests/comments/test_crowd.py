"""More comments at the same moment than a process stores: who finds no place loses nothing."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from math import inf
from threading import Barrier, Event

import pytest
from django.http import HttpResponse
from django.test import Client

from comments import crowd
from comments.models import Comment
from tests import factories

from .reader import TYPED, Reader


@pytest.fixture(autouse=True)
def calm(monkeypatch):
    monkeypatch.setattr(crowd, "_last_full", -inf)


@contextmanager
def full():
    """Every place is taken, and somebody waits already."""
    with ExitStack() as places:
        for _place in range(crowd.AT_ONCE):
            assert places.enter_context(crowd.place())
        crowd._last_full = time.monotonic()
        yield


def test_who_finds_no_place_keeps_text_and_proof_and_sends_again(db, settings):
    settings.COMMENT_VERIFICATION = "embedded"
    reader = Reader(factories.story())
    reader.opens_the_form()
    work = reader.computes()
    with full():
        answer = reader.sends(**TYPED, **work)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert "gửi lại sau" in reader.page.text
    assert "Chuyến tàu này tôi chờ đã lâu." in reader.page.text
    assert not Comment.objects.exists()
    # As it stands there it is complete.
    assert reader.sends().status_code == 303
    assert Comment.objects.get().body == TYPED["body"]


def test_who_is_sent_away_asks_the_database_for_nothing(db, monkeypatch, django_assert_num_queries):
    reader = Reader(factories.story())
    reader.opens_the_form()
    work = reader.computes()
    # Of which a process that runs knows that there is nothing.
    monkeypatch.setattr("articles.timed_updates.apply_due", lambda: False)
    with full(), django_assert_num_queries(0):
        assert reader.sends(**TYPED, **work).status_code == 503


def test_the_report_of_an_error_comes_back_too(db):
    story = factories.story()
    with full():
        answer = Client().post(f"/gop-y/{story.pk}/", {"body": 'Tên cầu là "Hải <Đăng>"'})
    assert answer.status_code == 503
    assert "Tên cầu là &quot;Hải &lt;Đăng&gt;&quot;" in answer.content.decode()


def test_the_first_who_finds_no_place_waits_for_one_and_the_others_are_told_at_once():
    def comes():
        with crowd.place() as there_is_one:
            return there_is_one

    with ThreadPoolExecutor() as pool:
        with ExitStack() as places:
            for _place in range(crowd.AT_ONCE):
                assert places.enter_context(crowd.place())
            first = pool.submit(comes)
            while crowd._last_full == -inf:
                time.sleep(0.01)
            assert not pool.submit(comes).result()
            assert not first.done()
        assert first.result()
        assert comes()


def test_comments_are_taken_in_one_after_the_other(rf):
    at_work, most = [], []

    @crowd.in_turn
    def view(request):
        at_work.append(request)
        most.append(len(at_work))
        time.sleep(0.05)
        at_work.pop()
        return HttpResponse()

    with ThreadPoolExecutor() as pool:
        statuses = list(pool.map(lambda _: view(rf.post("/")).status_code, range(2)))
    assert statuses == [200, 200]
    assert most == [1, 1]


def test_one_that_hangs_holds_up_nobody_for_long(rf):
    over = Event()
    views = [crowd.in_turn(lambda _: over.wait(30)), crowd.in_turn(lambda _: "answered")]
    with ThreadPoolExecutor() as pool:
        hanging = pool.submit(views[0], rf.post("/"))
        try:
            while not crowd._work.locked():
                time.sleep(0.01)
            assert pool.submit(views[1], rf.post("/")).result(timeout=20) == "answered"
        finally:
            over.set()
    assert hanging.result()
    assert not crowd._work.locked()


def test_while_google_is_asked_for_one_the_next_is_taken_in_and_a_thread_is_left(rf):
    over, asking = Event(), Barrier(crowd.AT_ONCE + 2)

    @crowd.in_turn
    def asks(request):
        with crowd.elsewhere():
            asking.wait(20)
            over.wait(20)
        return HttpResponse()

    with ThreadPoolExecutor() as pool:
        # One more than there are places: each waits for the others.
        waiting = [pool.submit(asks, rf.post("/")) for _ in range(crowd.AT_ONCE + 1)]
        asking.wait(20)
        crowd._last_full = time.monotonic()
        try:
            assert asks(rf.post("/")).status_code == 503
        finally:
            over.set()
        assert [each.result().status_code for each in waiting] == [200] * 3
    with crowd.place() as one, crowd.place() as other:
        assert one
        assert other
    assert not crowd._work.locked()
    assert not crowd._away.locked()
