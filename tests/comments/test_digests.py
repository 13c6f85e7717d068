"""What moderators get by mail: a digest as they chose, an alarm when comments flood in."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from cms.models import Delivery
from comments import digests, senders
from comments.models import FloodAlarm, ModeratorMail, Status
from tests import factories

from .reader import post

pytestmark = pytest.mark.django_db

MINE = "/admin/comments/moderatormail/"


@pytest.fixture(autouse=True)
def _mail(settings):
    settings.MAIL_IS_ON = True


def at(hour, day=26):
    return timezone.make_aware(datetime(2026, 11, day, hour, 5))


def mails():
    return list(Delivery.objects.order_by("pk"))


def about(row):
    return row.subject + row.payload["text"] + row.payload["html"]


def waiting(**fields):
    return factories.comment(factories.story(), Status.PENDING, body="Lời kín", **fields)


def test_without_a_choice_nobody_gets_a_digest(moderator):
    waiting()
    assert digests.send(at(7)) == 0


def test_the_choice_is_ones_own_and_kept(moderator, login):
    page = login(moderator)
    assert "mỗi giờ" in page.get(MINE).content.decode()
    page.post(MINE, {"digest": "hourly"})
    row = ModeratorMail.objects.get()
    assert (row.person, row.digest, row.floods) == (moderator, "hourly", False)
    assert page.post(MINE, {"digest": "x"}).status_code == 200


def test_every_hour_while_something_waits(moderator):
    ModeratorMail.objects.create(person=moderator, digest="hourly")
    assert digests.send(at(9)) == 0
    waiting(weight=3)
    waiting()
    assert [digests.send(at(9)), digests.send(at(9)), digests.send(at(10))] == [1, 0, 1]
    row = mails()[0]
    assert row.to == moderator.email
    assert row.subject == "2 bình luận đang chờ duyệt"
    assert "Có dấu hiệu cần chú ý: 1" in row.payload["text"]
    assert "/admin/comments/comment/" in row.payload["text"]
    assert "Lời kín" not in about(row)


def test_in_the_morning_once_a_day(moderator):
    ModeratorMail.objects.create(person=moderator, digest="morning")
    sent = [digests.send(at(*when)) for when in ((6,), (7,), (9,), (23,), (6, 27), (8, 27))]
    assert sent == [0, 1, 0, 0, 0, 1]


def test_who_moderates_no_more_gets_no_more(moderator):
    ModeratorMail.objects.create(person=moderator, digest="hourly")
    waiting()
    moderator.groups.clear()
    assert digests.send(at(9)) == 0


@pytest.fixture
def flood(monkeypatch):
    """The next comments under a story are one."""
    monkeypatch.setitem(senders.MANY, "story", 3)
    story = factories.story(headline="Bài nóng")
    return lambda count: [
        post(f"Lời kín {number} {'x' * number}", story=story, email=f"a{number}@example.org")
        for number in range(count)
    ]


def test_a_flood_is_one_mail_for_each_who_wants_it_and_not_one_for_each_comment(moderator, flood):
    silent = factories.moderator()
    ModeratorMail.objects.create(person=silent, floods=False)
    factories.reporter()
    flood(2)
    assert not mails()
    flood(5)
    told = [row.to for row in mails()]
    assert len(told) == len(set(told)), "one each"
    assert moderator.email in told
    assert silent.email not in told
    assert "Bài nóng" in about(mails()[0])
    assert "Đóng bình luận của bài" in about(mails()[0])
    assert "Lời kín" not in about(mails()[0])


def test_an_hour_later_it_is_told_again(moderator, flood):
    flood(4)
    before = len(mails())
    FloodAlarm.objects.update(at=timezone.now() - timedelta(minutes=61))
    flood(1)
    assert len(mails()) == 2 * before > 0


def test_a_broken_alarm_stores_the_comment_all_the_same(moderator, flood, monkeypatch):
    def broken(*args):
        raise RuntimeError

    monkeypatch.setattr(digests, "_alarm", broken)
    assert all(row.pk for row in flood(5))
    assert not mails()
