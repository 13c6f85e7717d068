"""When the desk is manned: said to readers at every hour, and nothing is refused because of it."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cms.roles import Role
from comments import hours
from comments.models import Comment, CommentSettings
from tests import factories
from tests.page import Page

from .reader import TYPED, Reader

ALWAYS = "Bình luận được duyệt từ 07:00 đến 22:00."


@pytest.fixture(autouse=True)
def _embedded(settings):
    settings.COMMENT_VERIFICATION = "embedded"


@pytest.fixture
def story(db):
    return factories.story()


def manned(opens=time(7), closes=time(22)):
    CommentSettings(desk_opens=opens, desk_closes=closes).save()


def at(hour, minute=0):
    return datetime(2026, 11, 26, hour, minute, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.mark.parametrize(
    ("opens", "closes", "closed_at"),
    [(7, 22, [22, 23, 0, 6]), (18, 2, [2, 10, 17]), (0, 12, [12, 23])],
)
def test_outside_its_hours_what_is_sent_waits(story, opens, closes, closed_at):
    manned(time(opens), time(closes))
    said = [hour for hour in range(24) if hours.later(at(hour))]
    assert set(closed_at) <= set(said)
    assert len(said) == 24 - (closes - opens) % 24
    assert hours.later(at(opens)) == ""


def manned_in(hours):
    """The desk is manned for an hour that begins in so many."""
    opens = timezone.localtime() + timedelta(hours=hours)
    manned(opens.time(), (opens + timedelta(hours=1)).time())
    return f"{opens:%H:%M}"


@pytest.mark.parametrize("begins_in", [2, -0.5])
def test_a_kept_page_says_what_is_true_at_every_hour(client, story, begins_in):
    opens = manned_in(begins_in)
    text = Page(client.get(story.get_absolute_url())).text
    assert f"Bình luận được duyệt từ {opens} đến" in text
    assert "gửi lúc này" not in text


def test_who_sends_at_night_is_told_and_the_comment_is_received(story):
    told = f"Bình luận gửi lúc này được nhận, và được duyệt từ {manned_in(2)}."
    reader = Reader(story)
    reader.opens_the_form()
    assert told in reader.page.text
    answer = reader.sends(**TYPED, answer=reader.answer())
    assert told in Page(reader.client.get(answer.headers["Location"])).text
    assert Comment.objects.waiting().count() == 1


def test_by_day_nothing_is_said_of_waiting(story):
    manned_in(-0.5)
    reader = Reader(story)
    reader.opens_the_form()
    assert "gửi lúc này" not in reader.page.text


def test_a_paper_that_sets_no_hours_says_nothing(client, story):
    assert "được duyệt từ" not in Page(client.get(story.get_absolute_url())).text


@pytest.mark.parametrize(
    ("opens", "closes", "told"),
    [(time(7), None, "cả hai giờ"), (None, time(7), "cả hai giờ"), (time(7), time(7), "khác nhau")],
)
def test_hours_that_make_no_sense_are_refused_in_words(opens, closes, told):
    with pytest.raises(ValidationError) as caught:
        CommentSettings(desk_opens=opens, desk_closes=closes).clean()
    assert told in str(caught.value)


def test_the_settings_page_takes_them(login, staff, story):
    desk = login(staff[Role.PUBLISHER])
    page = desk.get("/admin/comments/commentsettings/").url
    fields = Page(desk.get(page)).form("commentsettings_form")
    answer = desk.post(page, {**fields, "desk_opens": "07:00", "desk_closes": "22:00"})
    assert answer.status_code == 302
    assert ALWAYS in Page(desk.get(story.get_absolute_url())).text
