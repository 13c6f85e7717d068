"""What is read most: for readers a list without numbers, for the newsroom the numbers."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache

from articles import workflow
from articles.models import ReadCount
from articles.reads import hours, lately, ranking, writing
from tests import factories

from .desk import vi, words_of
from .layouts import arranged
from .reading import forget, read, was_read
from .test_page_tags import ask_at, rewrite
from .test_pages import queries
from .test_timed_updates import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _just_begun():
    forget()
    yield
    forget()


@pytest.fixture
def editor(db):
    return factories.managing_editor()


@pytest.fixture
def section(db):
    return factories.section("Thời sự")


@pytest.fixture
def read_stories(section):
    """Six stories; the third was read most today, the sixth most this week."""
    rows = [factories.story(headline=f"Bài {number}", section=section) for number in range(1, 7)]
    for story, times in zip(rows, (30, 20, 50, 10, 40, 5), strict=True):
        was_read(story, times)
    was_read(rows[5], 500, ago=100)
    return rows


def lists(client, path="/"):
    """Label -> headlines, as the page shows them."""
    html = client.get(path).text
    block = re.search(r'<section class="most-read".*?</section>', html, re.S)
    parts = re.findall(r"<h3>(.*?)</h3>\s*<ol>(.*?)</ol>", block[0] if block else "", re.S)
    return {
        label: [words_of(item) for item in re.findall(r"<li>(.*?)</li>", items, re.S)]
        for label, items in parts
    }


TODAY = ["Bài 3", "Bài 5", "Bài 1", "Bài 2", "Bài 4"]
WEEK = ["Bài 6", "Bài 3", "Bài 5", "Bài 1", "Bài 2"]


def test_readers_are_told_what_is_read_most_today_and_this_week(client, read_stories):
    for path in ("/", "/thoi-su/"):
        assert lists(client, path) == {vi("24 hours"): TODAY, vi("7 days"): WEEK}
    html = client.get("/").text
    block = html[html.index('class="most-read"') :]
    assert "50" not in words_of(block[: block.index("</section>")])


def test_beside_a_story_it_does_not_stand_itself(client, read_stories):
    path = read_stories[2].get_absolute_url()
    assert lists(client, path)[vi("24 hours")] == ["Bài 5", "Bài 1", "Bài 2", "Bài 4", "Bài 6"]


def test_what_is_read_now_stands_there_some_minutes_later(client, read_stories, monkeypatch):
    clock = Clock(monkeypatch)
    lists(client)
    was_read(factories.story(headline="Tin nóng"), 999)
    assert lists(client)[vi("24 hours")] == TODAY
    clock.at(clock.now + timedelta(seconds=121))
    assert lists(client)[vi("24 hours")][0] == "Tin nóng"


def test_yesterday_is_over_and_last_week_too(client, section):
    for ago, headline in ((23, "Hôm qua"), (24, "Hôm kia"), (167, "Tuần này"), (168, "Tuần trước")):
        for number in range(3):
            was_read(factories.story(headline=f"{headline} {number}", section=section), 9, ago=ago)
    order = ranking.order()
    assert (len(order[hours.DAY]), len(order[hours.WEEK])) == (3, 9)


@pytest.mark.parametrize("way", ["nothing", "two stories", "few reads"])
def test_where_there_is_too_little_to_rank_readers_see_no_list(client, section, way):
    for number in range(8):
        story = factories.story(section=section)
        if way == "few reads" or (way == "two stories" and number < 2):
            was_read(story, 4 if way == "few reads" else 50)
    assert vi("Most read") not in client.get("/").text


def test_a_hidden_story_leaves_the_list_at_once_and_the_next_moves_up(
    kept_pages, read_stories, editor
):
    other = factories.story(section=factories.section())
    pages = ["/", "/thoi-su/", other.get_absolute_url()]
    for path in pages:
        assert "Bài 3" in lists(kept_pages, path)[vi("24 hours")]
    with kept_pages.deed():
        workflow.withdraw(read_stories[2], editor, reason="sai")
    for path in pages:
        assert lists(kept_pages, path)[vi("24 hours")] == [
            "Bài 5", "Bài 1", "Bài 2", "Bài 4", "Bài 6",
        ]  # fmt: skip


def test_an_expired_story_leaves_the_list_at_its_second(
    kept_pages, read_stories, editor, monkeypatch
):
    clock = Clock(monkeypatch)
    soon = clock.now + timedelta(seconds=40)
    path = factories.story(section=factories.section()).get_absolute_url()
    with kept_pages.deed():
        rewrite(read_stories[2], editor, expires_at=soon.isoformat())
    assert "Bài 3" in ask_at(clock, soon - timedelta(seconds=1), path)
    assert "Bài 3" not in ask_at(clock, soon, path)


def test_an_edit_of_what_all_read_makes_no_page_of_another_story_anew(
    kept_pages, read_stories, editor, monkeypatch
):
    clock = Clock(monkeypatch)
    path = factories.story(section=factories.section()).get_absolute_url()
    edit = lambda: rewrite(read_stories[2], editor, headline="Tít mới")  # noqa: E731
    assert kept_pages.made_anew_by(edit, path, read_stories[2].get_absolute_url()) == {
        read_stories[2].get_absolute_url()
    }
    assert "Bài 3" in kept_pages.get(path).text
    clock.at(clock.now + timedelta(seconds=61))
    assert "Tít mới" in kept_pages.get(path).text


def test_reads_make_no_page_anew(kept_pages, read_stories):
    story = read_stories[0]
    paths = ["/", "/thoi-su/", story.get_absolute_url()]
    assert not kept_pages.made_anew_by(lambda: [read(story), was_read(story, 1, ago=3)], *paths)


def test_the_list_costs_one_query_and_nothing_beside_a_story(client, section):
    stories = [factories.story(section=section) for _number in range(8)]
    paths = ["/", "/thoi-su/", stories[0].get_absolute_url()]
    before = [queries(client, path) for path in paths]
    for story in stories:
        was_read(story, 20)
    cache.clear()
    client.get("/")
    assert [queries(client, path) for path in paths] == [before[0] + 1, before[1] + 1, before[2]]


# --- The newsroom -------------------------------------------------------------------------


def test_the_hour_before_counts_as_far_as_it_belongs_to_the_last_sixty_minutes(
    section, monkeypatch
):
    story, quiet = factories.story(section=section), factories.story(section=section)
    clock = Clock(monkeypatch)
    clock.at(clock.now.replace(minute=15, second=0, microsecond=0))
    for ago, times in ((0, 10), (1, 100), (2, 7), (23, 1), (24, 1000)):
        was_read(story, times, ago=ago)
    assert lately.of([story.pk, quiet.pk]) == {story.pk: lately.Reads(hour=85, day=118)}


def test_the_list_of_stories_shows_the_reads_of_each_in_one_query(login, editor, read_stories):
    client = login(editor)
    hour = hours.now()[0]
    ReadCount.objects.filter(article=read_stories[2], hour=hour).update(reads=12_345)
    html = client.get("/admin/articles/article/").text
    assert vi("reads in 1 hour / 24 hours").lower() in words_of(html).lower()
    assert "12.345 / 12.345" in words_of(html)
    few = queries(client, "/admin/articles/article/")
    for number in range(5):
        was_read(factories.story(section=read_stories[0].section), 10 + number)
    assert queries(client, "/admin/articles/article/") == few


def test_each_slot_of_the_front_page_desk_shows_the_reads_of_its_story(login, editor, read_stories):
    arranged(top=[read_stories[2]])
    html = login(editor).get("/admin/articles/layout/front/").text
    slots = re.findall(r'<li class="slot .*?</li>', html, re.S)
    told = f"{vi('Reads:')} 50"
    assert told in words_of(slots[0])
    assert "Bài 3" in words_of(slots[0])
    automatic = next(slot for slot in slots if "Bài 1" in words_of(slot))
    assert f"{vi('Reads:')} 30" in words_of(automatic)


def test_the_newsroom_sees_what_was_gathered_and_not_written_yet(login, editor, section):
    story = factories.story(section=section)
    read(story)
    writing.turn.forget()
    assert "1 / 1" in words_of(login(editor).get("/admin/articles/article/").text)


def test_a_story_that_may_not_be_seen_tells_no_reads_on_the_desk(login, read_stories, editor):
    own = factories.section("Thể thao")
    hidden = read_stories[2]
    arranged(own, top=[hidden])
    address = f"/admin/articles/layout/{own.pk}/"
    assert f"{vi('Reads:')} 50" in words_of(login(editor).get(address).text)
    workflow.withdraw(hidden, editor, reason="sai")
    answer = login(factories.managing_editor(desks=[own])).get(address)
    assert answer.status_code == 200
    assert vi("Reads:") not in words_of(answer.text)
