"""Hôm nay: what the morning meeting finds on its sheet, who finds what, and the note."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import handover, notes, workflow
from articles.models import HandoverNote, Note, Takedown
from cms import today_panels
from cms.roles import Role
from comments import moderation
from comments.models import PrivacyRequest, Status
from tests import factories
from tests.articles.desk import in_state, seen, typed, vi
from tests.page import Page

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/hom-nay/"
MORNING = timezone.make_aware(datetime(2026, 11, 26, 8, 0))


@pytest.fixture
def morning(monkeypatch):
    """The clock of the page stands at eight."""
    monkeypatch.setattr(timezone, "now", lambda: MORNING)


def at(hour, minute=0, *, days=0):
    return timezone.make_aware(
        datetime.combine(MORNING.date() + timedelta(days=days), time(hour, minute))
    )


def sheet(client):
    """The titles of the stories, by the key of the panel they stand in."""
    response = client.get(ADDRESS)
    assert response.status_code == 200
    return {panel.key: [row.text for row in panel.rows] for panel in response.context["panels"]}


def test_the_sheet_of_the_morning(login, morning, reporter, managing_editor):
    section = factories.section()
    for title, due in (
        ("Muộn", at(7)), ("Trưa nay", at(11, 30)), ("Cuối ngày", at(23, 59)),
        ("Nửa đêm", at(0, 0, days=1)), ("Chiều mai", at(15, days=1)), ("Ngày kia", at(0, days=2)),
    ):  # fmt: skip
        factories.plan(by=reporter, section=section, headline=title, due_at=due)
    factories.plan(by=reporter, headline="Không hẹn")
    for state in ("submitted", "approved"):
        in_state(state, by=reporter, headline=state)
    for title, published in (
        ("Chiều qua", at(16, 59, days=-1)), ("Tối qua", at(17, 0, days=-1)), ("Sáng", at(6)),
        ("Chín giờ", at(9)),
    ):  # fmt: skip
        factories.story(headline=title, published_at=published.isoformat())
    assert sheet(login(managing_editor)) == {
        "overdue": ["Muộn"],
        "today": ["Trưa nay", "Cuối ngày"],
        "tomorrow": ["Nửa đêm", "Chiều mai"],
        "waiting": ["submitted"],
        "approved": ["approved"],
        "scheduled": ["Chín giờ"],
        "overnight": ["Sáng", "Tối qua"],
        "comments": [],
        "takedowns": [],
    }


def test_a_row_says_who_when_and_which_photo_was_ordered(login, morning, managing_editor):
    writer = factories.reporter(full_name="Đỗ Quang")
    factories.plan(by=writer, headline="Họp báo", due_at=at(11, 30), photo_order="Ảnh <hội trường>")
    text = seen(login(managing_editor).get(ADDRESS))
    assert "11:30 Họp báo" in text
    assert "Ảnh <hội trường>" in text
    assert "Đỗ Quang" in text
    assert "Thứ năm, 26/11/2026" in text


def test_comments_are_counted_with_the_oldest(login, moderator, story_of_today):
    for number in (2, 1, 3):
        factories.comment(
            story_of_today, Status.PENDING, name=f"Bạn đọc {number}",
            submitted_at=timezone.now() - timedelta(hours=number),
        )  # fmt: skip
    (panel,) = login(moderator).get(ADDRESS).context["panels"]
    assert panel.count == "3"
    assert "Bạn đọc 3" in panel.rows[0].text


@pytest.fixture
def story_of_today(db):
    return factories.story()


def test_photos_whose_rights_ran_out_are_an_alarm(login, managing_editor):
    assert "photos" not in sheet(login(managing_editor))
    photo = factories.photo(caption="Ảnh của hãng")
    factories.story(lead_photo=photo, lead_credit="Ảnh: Mỹ Lệ", lead_alt="Cảnh")
    photo.rights_expire = timezone.localdate() - timedelta(days=1)
    photo.save()
    assert sheet(login(managing_editor))["photos"] == ["Ảnh của hãng"]


def test_everybody_finds_what_is_theirs(login, morning, staff):
    mine, other = factories.section(), factories.section()
    bound = factories.user(Role.EDITOR, desks=[mine])
    for section, title in ((mine, "Ban tôi"), (other, "Ban khác")):
        factories.plan(section=section, headline=title, due_at=at(11))
        factories.story(section=section, headline=f"{title} đã đăng")
        factories.plan(section=section, headline=f"{title} muộn", due_at=at(7))
    found = sheet(login(bound))
    assert found["today"] == ["Ban tôi"]
    assert found["overdue"] == ["Ban tôi muộn"]
    assert "approved" not in found
    assert sheet(login(staff[Role.REPORTER]))["today"] == []
    factories.plan(by=staff[Role.REPORTER], headline="Việc của tôi", due_at=at(11))
    assert sheet(login(staff[Role.REPORTER]))["today"] == ["Việc của tôi"]
    assert set(sheet(login(staff[Role.MODERATOR]))) == {"comments"}
    assert login(staff[None]).get(ADDRESS).status_code == 403


def test_the_way_to_the_sheet_is_in_every_header_for_those_who_may(login, staff):
    for role, person in staff.items():
        page = Page(login(person).get("/admin/"))
        assert (ADDRESS in page.links) == (role is not None), role
        assert login(person).get(ADDRESS).status_code == (200 if role else 403)


def test_requests_to_take_something_down_stand_there_the_overdue_ones_as_an_alarm(
    login, managing_editor
):
    story = factories.story(headline="Bài bị khiếu nại")
    now = timezone.now()
    for requester, hours in (("Sở Thông tin", 6), ("Một bạn đọc", 48)):
        Takedown.objects.create(
            article=story, requester=requester, reason="Sai", hours=hours,
            received_at=now - timedelta(hours=10), due_at=now + timedelta(hours=hours - 10),
        )  # fmt: skip
    page = login(managing_editor).get(ADDRESS)
    panel = next(panel for panel in page.context["panels"] if panel.key == "takedowns")
    assert [(row.who, row.note) for row in panel.rows] == [
        ("Sở Thông tin", "quá hạn"), ("Một bạn đọc", ""),
    ]  # fmt: skip
    assert panel.alarm
    assert "Bài bị khiếu nại" in page.text


def test_counts_are_capped_and_rows_too(login, monkeypatch, managing_editor, reporter):
    monkeypatch.setattr(today_panels, "COUNTED", 3)
    monkeypatch.setattr(today_panels, "SHOWN", 2)
    for _each in range(5):
        factories.plan(by=reporter, due_at=timezone.now() - timedelta(hours=1))
    panels = login(managing_editor).get(ADDRESS).context["panels"]
    overdue = next(panel for panel in panels if panel.key == "overdue")
    assert (overdue.count, len(overdue.rows)) == ("3+", 2)


def test_the_sheet_asks_the_same_however_much_stands_on_it(login, managing_editor, reporter):
    client = login(managing_editor)

    def asked():
        with CaptureQueriesContext(connection) as captured:
            client.get(ADDRESS)
        return len(captured)

    def one_of_each():
        section = factories.section()
        factories.plan(
            by=factories.reporter(), section=section, due_at=timezone.now() - timedelta(hours=1)
        )
        workflow.submit(factories.draft(by=factories.reporter(), section=section), managing_editor)
        factories.comment(factories.story(section=section), Status.PENDING)

    one_of_each()
    few = asked()
    for _each in range(4):
        one_of_each()
    assert asked() == few
    assert few <= 30


# --- The note between shifts --------------------------------------------------------------


def write(client, text, base=None):
    fields = Page(client.get(ADDRESS)).form(ADDRESS)
    return client.post(ADDRESS, {"text": text, "base": base or fields["base"]}, follow=True)


def test_one_shift_tells_the_next(login, managing_editor):
    late = factories.managing_editor(full_name="Ca Đêm")
    write(login(late), "Bão số 9 đổi hướng.\n\nGọi <b>đài</b> lúc 22:00.")
    response = login(managing_editor).get(ADDRESS)
    text = seen(response)
    assert "Bão số 9 đổi hướng." in text
    assert "Gọi <b>đài</b> lúc 22:00." in text
    assert "Ca Đêm, " in text
    response = write(login(managing_editor), "Hết bão.")
    assert vi("The handover note is saved.") in seen(response)
    assert "Bão số 9 đổi hướng." in seen(response)  # among the earlier ones
    assert typed(response, "text") == "Hết bão."


def test_of_two_who_write_at_once_nobody_loses_a_word(login, managing_editor):
    other = factories.managing_editor(full_name="Ca Chiều")
    write(login(managing_editor), "Bản đầu")
    base = HandoverNote.objects.current().number
    write(login(other), "Ca chiều viết trước")
    response = write(login(managing_editor), "Tôi viết sau", base=base)
    assert response.status_code == 409
    assert "Ca chiều viết trước" in seen(response)
    assert typed(response, "text") == "Tôi viết sau"
    assert HandoverNote.objects.current().text == "Ca chiều viết trước"
    # Stored as well, even if this tab is closed now; and saved again, it counts.
    assert "Tôi viết sau" in seen(login(other).get(ADDRESS))
    fields = Page(response).form(ADDRESS)
    login(managing_editor).post(ADDRESS, {**fields, "text": "Cả hai bản"})
    assert HandoverNote.objects.current().text == "Cả hai bản"


def test_the_same_number_is_never_given_twice(managing_editor, monkeypatch):
    """The other one saves between our look and our write."""
    handover.write("Một", managing_editor, base=0)
    seen_before = HandoverNote.objects.current()
    HandoverNote.objects.create(number=2, text="Hai", author=managing_editor, author_name="x")
    answers = [seen_before]
    current = type(HandoverNote.objects.all()).current
    monkeypatch.setattr(
        "articles.models.handover.HandoverQuerySet.current",
        lambda rows: answers.pop() if answers else current(rows),
    )
    monkeypatch.setattr(
        type(HandoverNote.objects), "current", lambda rows: answers.pop() if answers else
        current(rows.all()),
    )  # fmt: skip
    with pytest.raises(handover.Stale) as stale:
        handover.write("Ba", managing_editor, base=1)
    assert stale.value.current.text == "Hai"
    assert (stale.value.aside.text, stale.value.aside.number) == ("Ba", None)


def test_saving_without_a_change_adds_nothing(login, managing_editor):
    write(login(managing_editor), "Như cũ")
    write(login(managing_editor), "Như cũ")
    assert HandoverNote.objects.count() == 1


@pytest.mark.parametrize("base", ["", "x", "-1", "9" * 30])
def test_nonsense_loses_nothing_either(login, managing_editor, base):
    write(login(managing_editor), "Đang có")
    response = login(managing_editor).post(ADDRESS, {"text": "Mới", "base": base})
    assert response.status_code == 409
    assert set(HandoverNote.objects.values_list("text", flat=True)) == {"Đang có", "Mới"}


def test_reporters_neither_read_nor_write_it(login, managing_editor, reporter):
    write(login(managing_editor), "Chuyện của ca trực")
    client = login(reporter)
    assert "Chuyện của ca trực" not in seen(client.get(ADDRESS))
    assert client.post(ADDRESS, {"text": "x", "base": "1"}).status_code == 403


def test_what_readers_told_the_newsroom_is_on_the_sheet_until_it_is_settled(
    login, managing_editor, reporter, moderator
):
    own, others = (in_state("live", by=person) for person in (reporter, factories.reporter()))
    for story in (own, others):
        comment = factories.comment(story, Status.PENDING, body=f"Sai năm ở bài {story.pk}")
        moderation.forward(comment.pk, comment.version, moderator)
    editors, reporters = login(managing_editor), Client()
    reporters.force_login(reporter)
    for address in (ADDRESS, "/admin/"):
        assert "Sai năm ở bài" in Page(reporters.get(address)).text
        assert f"Sai năm ở bài {others.pk}" not in Page(reporters.get(address)).text
        assert f"Sai năm ở bài {others.pk}" in Page(editors.get(address)).text
    for note in Note.objects.all():
        notes.settle(note, managing_editor, done=True)
    for address in (ADDRESS, "/admin/"):
        assert "Sai năm ở bài" not in Page(editors.get(address)).text


def test_the_next_clock_of_a_request_is_said_the_answer_first(login):
    publisher = login(factories.user(Role.PUBLISHER))
    asked = PrivacyRequest.objects.create(kind="erase", email="hoa@example.org")
    for address in (ADDRESS, "/admin/"):
        page = publisher.get(address)
        assert f"{timezone.localtime(asked.answer_by):%H:%M %d/%m}" in Page(page).text
        assert "trả lời trước" in Page(page).text
    long_ago = timezone.now() - timedelta(days=6)
    PrivacyRequest.objects.update(answer_by=long_ago)
    for address in (ADDRESS, "/admin/"):
        page = Page(publisher.get(address)).text
        assert f"{timezone.localtime(asked.due_at):%H:%M %d/%m}" in page
        assert "chưa trả lời" in page
