"""Reads are counted: of people, once each, without a trace of who it was, and in batches."""

import threading
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from articles import workflow
from articles.models import ReadCount
from articles.reads import beacon, gathered, hours, readers, writing
from cms import redis_cache
from cms.caches import patient
from tests import factories
from tests.nodes import Redis

from .reading import PATH, PHONE, counted, forget, post, read
from .test_timed_updates import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def redis():
    server = Redis()
    server.start()
    yield server
    server.stop()


@pytest.fixture(autouse=True, params=["memory", "redis"])
def kept_in(request, settings):
    """Where counts are gathered: in the process, and in a real Redis."""
    if request.param == "redis":
        server = request.getfixturevalue("redis")
        config = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": server.url}
        settings.CACHES = {"default": patient(config)}
        redis_cache.state.forget()
        cache.clear()
    forget()
    yield request.param
    forget()


@pytest.fixture
def story(db):
    return factories.story()


# --- Who is counted -----------------------------------------------------------------------


def test_a_reader_counts_once_for_each_story(story):
    other = factories.story()
    for _reload in range(3):
        read(story)
    read(other)
    read(story, address="203.0.113.6")
    read(story, agent=PHONE.replace("131", "132"))
    assert writing.write() == 4
    assert (counted(story), counted(other)) == (3, 1)


def test_after_some_hours_the_same_reader_counts_again(story, monkeypatch):
    if gathered.is_shared():
        monkeypatch.setattr(readers, "AGAIN_AFTER", 1)
        read(story)
        key = next(key for key in cache._cache.get_client().keys("*reads:seen*"))
        assert 0 < cache._cache.get_client().ttl(key) <= 1
        return
    now = [1000.0]
    monkeypatch.setattr(readers.time, "monotonic", lambda: now[0])
    for seconds in (0, readers.AGAIN_AFTER - 1, 2):
        now[0] += seconds
        read(story)
    writing.write()
    assert counted(story) == 2


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
        "Mozilla/5.0 (compatible; coccocbot-web/1.0; +http://help.coccoc.com/searchengine)",
        "facebookexternalhit/1.1",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/131.0.0.0",
        "python-requests/2.32.3",
        "Mozilla/5.0 (Linux; Android 11) Chrome-Lighthouse",
        "curl/8.5.0",
    ],
)
def test_a_program_is_no_reader(story, agent):
    read(story, agent=agent)
    assert writing.write() == 0


@pytest.mark.parametrize(
    "agent",
    [
        PHONE,
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
        "Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (Linux; Android 9; CUBOT X18 Plus) AppleWebKit/537.36 Chrome/120.0 Mobile",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6) AppleWebKit/605.1.15 Mobile/21G93 Zalo iOS/1000",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) coc_coc_browser/130.0 Chrome/124.0",
    ],
)
def test_a_browser_is_one(story, agent):
    read(story, agent=agent)
    assert writing.write() == 1


def test_other_sites_and_pages_made_ahead_do_not_count(story):
    read(story, **{"sec-fetch-site": "cross-site"})
    read(story, origin="https://evil.example")
    read(story, **{"sec-purpose": "prefetch;prerender"})
    assert writing.write() == 0
    read(story, **{"sec-fetch-site": "same-origin", "origin": "http://testserver"})
    assert writing.write() == 1


def test_an_address_that_floods_counts_no_more_this_minute(story, monkeypatch):
    monkeypatch.setattr(readers, "MOST_OF_ADDRESS", 5)
    monkeypatch.setattr(readers.time, "monotonic", lambda: 1000.0)
    for number in range(20):
        read(story, agent=f"{PHONE} {number}")
    read(story, address="198.51.100.1")
    assert writing.write() == 6
    monkeypatch.setattr(readers.time, "monotonic", lambda: 1060.0)
    read(story, agent=f"{PHONE} later")
    assert writing.write() == 1


def test_nothing_that_is_kept_tells_a_reader(story, kept_in):
    answer = read(story, address="203.0.113.77")
    assert not answer.cookies
    assert "no-store" in answer["Cache-Control"]
    kept = repr([vars(readers.lately), vars(readers.flood), vars(gathered.here)])
    if kept_in == "redis":
        server = cache._cache.get_client()
        for key in server.keys("*"):
            value = server.get(key) if server.type(key) == b"string" else server.hgetall(key)
            kept += f"{key} {value}"
            assert server.ttl(key) > 0 or b"gathered" in key
    assert "203.0.113" not in kept
    assert "SM-A137F" not in kept


def test_the_key_of_the_fingerprints_is_another_each_day(monkeypatch, rf):
    clock = Clock(monkeypatch)
    seen = []
    monkeypatch.setattr(readers, "_fingerprint", lambda words, key: seen.append(key) or "x")
    for days in (0, 0, 1):
        clock.at(clock.now + timedelta(days=days))
        readers.is_new(rf.post("/"), 1)
    first, again, next_day = seen
    assert first == again != next_day
    assert len(first) == 32


# --- What is said, and what is made up ----------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "",
        "1",
        "-",
        "1-",
        "1-0123456789abcdef",
        "9" * 60,
        "x" * 100_000,
        "1-" + "é" * 8,
        "\x00",
        "-1",
    ],
)
def test_what_is_made_up_leaves_no_trace_and_asks_no_database(
    story, said, django_assert_num_queries, kept_in
):
    with django_assert_num_queries(0):
        answer = post(said.replace("1", str(story.pk)))
    assert (answer.status_code, answer.content) == (204, b"")
    assert not gathered.here.take()
    if kept_in == "redis":
        assert not cache._cache.get_client().keys("*reads*")
    assert not readers.lately._until


def test_the_number_of_another_story_needs_its_own_signature(story):
    signature = beacon.mark_of(story.pk).partition("-")[2]
    post(f"{story.pk + 1}-{signature}")
    assert writing.write() == 0


def test_the_address_takes_posts_only_and_needs_no_token(story):
    assert Client().get(PATH).status_code == 405
    assert Client().head(PATH).status_code == 405
    read(story, client=Client(enforce_csrf_checks=True))
    assert writing.write() == 1


@pytest.mark.parametrize("way", ["draft", "withdrawn", "scheduled", "deleted"])
def test_a_story_that_readers_do_not_have_is_not_counted(way):
    editor = factories.managing_editor()
    tomorrow = (timezone.now() + timedelta(days=1)).isoformat()
    if way == "draft":
        story = factories.draft()
    elif way == "scheduled":
        story = factories.story(published_at=tomorrow)
    else:
        story = factories.story()
    mark = beacon.mark_of(story.pk)
    if way == "withdrawn":
        workflow.withdraw(story, editor, reason="sai")
    elif way == "deleted":
        story.delete()
    answer = post(mark)
    assert (answer.status_code, answer.content) == (204, b"")
    assert writing.write() == 0
    assert not ReadCount.objects.exists()


def test_the_page_says_it_to_readers_and_a_preview_does_not(story, login, client):
    assert f'data-read="{beacon.mark_of(story.pk)}"' in client.get(story.get_absolute_url()).text
    editor = login(factories.managing_editor())
    assert "data-read" not in editor.get(f"/admin/articles/article/{story.pk}/preview/").text


# --- How it gets into the database --------------------------------------------------------


def test_a_read_costs_no_query_and_a_minute_costs_one_batch(
    story, monkeypatch, django_assert_num_queries, django_assert_max_num_queries
):
    monkeypatch.setattr(writing.time, "monotonic", lambda: 1000.0)
    writing.turn.forget()
    with django_assert_max_num_queries(6):
        read(story)
    assert counted(story) == 1
    with django_assert_num_queries(0):
        for number in range(30):
            read(story, address=f"203.0.113.{number + 10}")
    assert counted(story) == 1
    monkeypatch.setattr(writing.time, "monotonic", lambda: 1061.0)
    cache.delete("reads:written")  # a minute later
    with django_assert_max_num_queries(6):
        read(story, address="198.51.100.1")
    assert counted(story) == 32


def test_each_hour_has_a_row_and_old_ones_go(story, monkeypatch):
    clock = Clock(monkeypatch)
    began = clock.now
    for ago, address in ((9 * 24, "192.0.2.1"), (2, "192.0.2.2"), (0, "192.0.2.3")):
        clock.at(began - timedelta(hours=ago))
        read(story, address=address)
        writing.write()
    hour = hours.now()[0]
    rows = dict(ReadCount.objects.values_list("hour", "reads"))
    # The first, of nine days ago, was forgotten with the next batch.
    assert rows in ({hour: 1, hour - 2: 1}, {hour: 1})


def test_what_is_gathered_while_the_database_is_away_is_written_later(story, caplog):
    def refuse(*args):
        raise OperationalError("connection refused")

    with connection.execute_wrapper(refuse):
        writing.turn.forget()
        read(story)
        read(story, address="203.0.113.6")
    assert counted(story) == 0
    assert "connection refused" in caplog.text
    assert writing.write() == 2
    assert counted(story) == 2


def test_the_command_writes_what_is_there(story, capsys):
    read(story)
    call_command("write_reads")
    assert capsys.readouterr().out == "1 reads\n"
    assert counted(story) == 1


only_in_redis = pytest.mark.parametrize("kept_in", ["redis"], indirect=True)


@only_in_redis
def test_a_taken_batch_that_was_not_written_is_taken_again(story, kept_in):
    read(story)
    assert gathered.take_shared()  # and whoever took it dies
    read(story, address="203.0.113.6")
    assert writing.write() == 2
    assert counted(story) == 2


@only_in_redis
def test_without_redis_a_process_counts_by_itself(story, kept_in, redis, caplog):
    redis.stop()
    try:
        for _reload in range(3):
            read(story)
        assert writing.write() == 1
    finally:
        redis.start()
        redis_cache.state.forget()
    assert counted(story) == 1


def test_memory_has_an_end(monkeypatch, rf):
    monkeypatch.setattr(gathered, "_MOST", 3)
    monkeypatch.setattr(readers, "_MOST_REMEMBERED", 3)
    monkeypatch.setattr(readers, "_MOST_ADDRESSES", 3)
    here, lately, flood = gathered.Here(), readers.Lately(), readers.Flood()
    for number in range(50):
        here.add(1, number)
        lately.is_new(str(number))
        flood.is_over(rf.post("/", REMOTE_ADDR=f"192.0.2.{number}"))
    assert len(here.take()) == len(lately._until) == 3
    assert len(flood._counts) <= 4


def test_many_at_once_are_all_counted():
    here = gathered.Here()
    threads = [
        threading.Thread(target=lambda: [here.add(1, 1) for _read in range(500)])
        for _thread in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert here.take() == {(1, 1): 4000}
