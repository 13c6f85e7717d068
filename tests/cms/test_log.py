"""The log page: who did what when, from five tables, as one list."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.utils import timezone

from articles import workflow
from articles.models import Transition
from cms.admin.log_sources import SOURCES, Wanted, page
from cms.events import NOTED_EACH_HOUR, Event, Kind, record
from cms.models import User
from cms.roles import Role
from comments.models import Contact, ContactView, Decision, Status
from tests import factories
from tests.page import Page

pytestmark = pytest.mark.django_db
LOG, CSV = "/admin/cms/event/", "/admin/cms/event/csv/"


@pytest.fixture
def publisher():
    return factories.user(Role.PUBLISHER, username="bbt", full_name="Lê Thị Ánh")


@pytest.fixture
def desk(login, publisher):
    return login(publisher)


def lines(desk, **query):
    """The lines of the log page as ``(who, what, about, detail)``."""
    answer = desk.get(LOG, query)
    assert answer.status_code == 200
    return [(line.who, line.what, line.about, line.detail) for line in answer.context["lines"]]


def a_day_of_work():
    """Something of every kind, by people with names; returns the story."""
    reporter = factories.reporter(full_name="Hoàng Yến")
    editor = factories.managing_editor(full_name="Trần Đức Anh")
    moderator = factories.moderator(full_name="Mai Phương")
    story = factories.draft(by=reporter, headline="Cầu sông Lèn hợp long")
    workflow.submit(story, reporter)
    workflow.publish(story, editor)
    comment = factories.comment(story, Status.REJECTED, by=moderator, name="Bạn đọc Hòa")
    contact = Contact.objects.get(comment=comment)
    ContactView.objects.create(contact=contact, actor=moderator, actor_name=str(moderator))
    client = Client()
    client.force_login(editor)
    client.post(f"/admin/articles/section/{story.section_id}/change/",
                {"name": "Giao thông", "slug": "giao-thong", "order": 1})  # fmt: skip
    return story


def test_it_tells_of_steps_edits_decisions_looks_and_logins(desk):
    a_day_of_work()
    told = lines(desk)
    assert ("Hoàng Yến", "Nộp bài", "Cầu sông Lèn hợp long", "") in told
    assert any(line[:3] == ("Trần Đức Anh", "Sửa", "Chuyên mục: Giao thông") for line in told)
    assert any(line[:2] == ("Mai Phương", "Bình luận: đang chờ → bị từ chối") for line in told)
    assert any(line[:2] == ("Mai Phương", "Xem email và mạng của bạn đọc") for line in told)
    assert ("Trần Đức Anh", "Đăng nhập", "", "") in told
    assert [line.at for line in desk.get(LOG).context["lines"]] == sorted(
        [line.at for line in desk.get(LOG).context["lines"]], reverse=True
    )


def test_each_line_leads_to_what_it_is_about(desk):
    story = a_day_of_work()
    links = Page(desk.get(LOG)).links
    assert f"/admin/articles/article/{story.pk}/change/" in links
    for link in links:
        if link.startswith("/admin/"):
            assert desk.get(link).status_code in (200, 302), link


# --- Filters --------------------------------------------------------------------------------------


def test_by_person(desk):
    a_day_of_work()
    person = User.objects.get(full_name="Mai Phương")
    told = lines(desk, person=person.pk)
    assert {line[0] for line in told} == {"Mai Phương"}
    assert len(told) == 2


def test_a_failed_login_is_found_under_the_person_it_was_tried_for(desk):
    person = factories.reporter(username="lan", full_name="Trần Thị Lan")
    Client().post("/admin/login/", {"username": "lan", "password": "sai"})
    assert lines(desk, person=person.pk) == [("–", "Sai mật khẩu", "Trần Thị Lan", "")]


@pytest.mark.parametrize(
    ("kind", "whats"),
    [
        ("steps", {"Nộp bài", "Xuất bản"}),
        ("edits", {"Sửa"}),
        ("comments", {"Bình luận: đang chờ → bị từ chối"}),
        ("contacts", {"Xem email và mạng của bạn đọc"}),
        ("logins", {"Đăng nhập"}),
        ("rights", set()),
    ],
)
def test_by_kind(desk, kind, whats):
    a_day_of_work()
    assert {line[1] for line in lines(desk, kind=kind)} == whats


def test_by_days_as_the_newsroom_counts_them(desk):
    story = factories.draft(headline="Bài cũ")
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    moments = [midnight - timedelta(seconds=1), midnight, midnight + timedelta(hours=1)]
    for moment in moments:
        row = Transition.objects.create(article=story, verb="submit", actor_name="Lan")
        Transition.objects.filter(pk=row.pk).update(at=moment)
    today, yesterday = f"{midnight:%Y-%m-%d}", f"{midnight - timedelta(days=1):%Y-%m-%d}"
    assert len(lines(desk, kind="steps", since=today)) == 2
    assert len(lines(desk, kind="steps", until=yesterday)) == 1
    assert len(lines(desk, kind="steps", since=yesterday, until=today)) == 3


def test_by_story_typed_as_a_number_or_pasted_as_an_address(desk):
    story = a_day_of_work()
    workflow.submit(factories.draft(headline="Bài khác"), factories.superuser())
    for typed in (
        story.pk,
        f"http://testserver{story.get_absolute_url()}?utm=1",
        f"/admin/articles/article/{story.pk}/change/",
    ):
        told = lines(desk, story=typed)
        assert {line[1] for line in told} == {
            "Nộp bài", "Xuất bản", "Bình luận: đang chờ → bị từ chối",
            "Xem email và mạng của bạn đọc",
        }, typed  # fmt: skip
        assert "Bài khác" not in str(told)


@pytest.mark.parametrize(
    "query",
    [
        {"story": "cầu sông Lèn"}, {"since": "hôm qua"}, {"until": "2026-13-40"}, {"kind": "x"},
        {"person": "9" * 30}, {"person": "abc"}, {"story": "\0"},
    ],
)  # fmt: skip
def test_a_filter_that_is_not_understood_shows_nothing_and_says_so(desk, query):
    a_day_of_work()
    answer = desk.get(LOG, query)
    assert answer.status_code == 200
    assert answer.context["lines"] == []
    assert answer.context["form"].errors
    assert desk.get(CSV, query).status_code == 302


@pytest.mark.parametrize("query", [{"story": "9" * 18}, {"since": "0001-01-01"},
                                   {"until": "9999-12-30"}, {"since": "9999-12-31"}])  # fmt: skip
def test_far_away_filters_are_no_error(desk, query):
    assert desk.get(LOG, query).status_code == 200


# --- Pages ----------------------------------------------------------------------------------------


def many_rows(number):
    """Rows in all tables, many of them at the very same moments."""
    user = factories.superuser()
    story = factories.draft()
    comment = factories.comment(factories.story(), Status.PENDING)
    contact = Contact.objects.get(comment=comment)
    now = timezone.now()
    for step in range(number):
        moment = now - timedelta(minutes=step // 3)
        rows = [
            Transition.objects.create(article=story, verb="submit", actor_name="Lan"),
            Decision.objects.create(comment=comment, before="pending", after="spam"),
            ContactView.objects.create(contact=contact, actor_name="Lan"),
        ]
        for row in rows:
            type(row).objects.filter(pk=row.pk).update(at=moment)
        LogEntry.objects.create(user=user, action_time=moment, action_flag=2, object_repr="x")
        Event.objects.create(kind=Kind.LOGIN, at=moment)


def walk(size):
    found, key = [], ""
    while key is not None:
        rows, key = page(Wanted(), key, size=size)
        assert len(rows) <= size
        found += rows
    return found


@pytest.mark.parametrize("size", [1, 4, 7])
def test_paging_shows_every_row_once_in_the_order_of_time(size):
    many_rows(8)
    everything, _key = page(Wanted(), size=1000)
    tables = (Transition, LogEntry, Decision, ContactView, Event)
    assert len(everything) == sum(model.objects.count() for model in tables)
    assert walk(size) == everything


def test_the_pages_are_linked_and_keep_the_filter(desk):
    for _number in range(55):
        record(Kind.LOGIN)
    first = desk.get(LOG, {"kind": "logins"})
    assert len(first.context["lines"]) == 50
    older = next(link for link in Page(first).links if "before=" in link)
    second = desk.get(LOG + older.replace("&amp;", "&"))
    assert len(second.context["lines"]) == 6  # with the login of whoever reads
    assert "kind=logins" in older
    assert "?kind=logins" in Page(second).links


@pytest.mark.parametrize("key", ["x", "0-0-0", "9" * 20 + "-1-1", "20260101000000000000-9-5"])
def test_a_key_that_was_never_given_out_is_no_error(desk, key):
    assert desk.get(LOG, {"before": key}).status_code in (200, 404)


def test_a_page_costs_the_same_however_long_the_log_is(desk, django_assert_num_queries):
    desk.get(LOG)
    # Session, person, their rights (2), the paper, people to choose from, and the five tables.
    with django_assert_num_queries(11):
        desk.get(LOG)
    many_rows(30)
    desk.get(LOG)
    with django_assert_num_queries(11):
        desk.get(LOG)


# --- The file -------------------------------------------------------------------------------------


def file_of(desk, **query):
    answer = desk.get(CSV, query)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    text = b"".join(answer.streaming_content).decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text[1:])))


def test_the_file_holds_all_that_was_asked_for_in_the_language_of_the_reader(desk):
    a_day_of_work()
    rows = file_of(desk, kind="steps")
    assert rows[0] == ["Lúc", "Ai", "Việc", "Về", "Chi tiết", "Mạng"]
    assert [row[1:4] for row in rows[1:]] == [
        ["Trần Đức Anh", "Xuất bản", "Cầu sông Lèn hợp long"],
        ["Hoàng Yến", "Nộp bài", "Cầu sông Lèn hợp long"],
    ]
    assert timezone.localtime().strftime("%Y-%m-%d") in rows[1][0]


def test_that_somebody_took_it_along_is_noted(desk, publisher):
    file_of(desk, kind="steps", since="2026-01-01")
    event = Event.objects.get(kind=Kind.EXPORT)
    assert event.actor == publisher
    assert "2026-01-01" in str(event.detail)


@pytest.mark.parametrize("start", ["=1+1", "+84", "-2", "@SUM(A1)", "\t=1", "  =cmd"])
def test_no_spreadsheet_computes_what_a_reader_wrote(desk, start):
    story = factories.story()
    factories.comment(story, name=f"{start}|HYPERLINK")
    about = [row[3] for row in file_of(desk, kind="comments")[1:]]
    assert about
    assert all(cell.startswith("'") for cell in about)


def test_a_long_file_is_written_in_parts_and_misses_nothing(desk):
    Event.objects.bulk_create(Event(kind=Kind.LOGIN) for _number in range(1203))
    assert len(file_of(desk, kind="logins")) == 1 + 1203 + 1


# --- Who ------------------------------------------------------------------------------------------


def test_it_opens_by_a_permission_of_its_own(login):
    person = factories.reporter()
    assert login(person).get(LOG).status_code == 403
    group = Group.objects.create(name="Thanh tra")
    group.permissions.add(Permission.objects.get(codename="view_event"))
    person.groups.add(group)
    assert login(person).get(LOG).status_code == 200
    assert "Nhật ký" in Page(login(person).get("/admin/")).text


def test_it_is_only_read(login):
    client = login(factories.superuser())
    row = Event.objects.first()
    for address in (LOG, CSV, f"{LOG}add/", f"{LOG}{row.pk}/change/", f"{LOG}{row.pk}/delete/"):
        assert client.post(address, {"post": "yes", "action": "delete_selected"}).status_code in (
            404, 405,
        )  # fmt: skip
    assert Event.objects.filter(pk=row.pk).exists()


def test_words_of_strangers_are_words(desk):
    factories.comment(factories.story(), name="<script>alert(1)</script>")
    assert "<script>alert(1)" not in desk.get(LOG).text


# --- What is noted --------------------------------------------------------------------------------


def change_rights(desk, person, **changes):
    data = {
        "username": person.username,
        "full_name": person.full_name,
        "email": person.email,
        "language": person.language,
        "is_active": "on",
        "groups": [group.pk for group in person.groups.all()],
        **changes,
    }
    address = f"/admin/cms/user/{person.pk}/change/"
    assert desk.post(address, {name: value for name, value in data.items() if value}).url


def test_who_got_which_role_and_desk_is_told_in_words(desk):
    person = factories.reporter(full_name="Trần Thị Lan")
    editor, section = Group.objects.get(name=Role.EDITOR), factories.section("Kinh tế")
    change_rights(desk, person, groups=[editor.pk], desks=[section.pk])
    change_rights(desk, person, groups=[editor.pk], is_active="")
    told = lines(desk, kind="rights")
    assert told == [
        ("Lê Thị Ánh", "Đổi quyền", "Trần Thị Lan",
         "thôi gắn với chuyên mục: Kinh tế · khóa tài khoản"),
        ("Lê Thị Ánh", "Đổi quyền", "Trần Thị Lan",
         "được thêm: Biên tập viên · bị bỏ: Phóng viên · gắn với chuyên mục: Kinh tế"),
    ]  # fmt: skip


def test_a_save_that_changes_no_right_is_no_change_of_rights(desk):
    person = factories.reporter()
    change_rights(desk, person, full_name="Tên khác")
    assert lines(desk, kind="rights") == []


def test_what_a_group_may_is_told_in_words_too(login, desk):
    group = Group.objects.create(name="Trực đêm")
    right = Permission.objects.get(codename="publish_article")
    client = Client()
    client.force_login(factories.superuser(full_name="Quản Trị"))
    client.post(f"/admin/auth/group/{group.pk}/change/",
                {"name": "Trực đêm", "permissions": [right.pk]})  # fmt: skip
    (told,) = lines(desk, kind="rights")
    assert told[:3] == ("Quản Trị", "Đổi quyền", "Trực đêm")
    assert "được thêm" in told[3]
    assert group.permissions.get() == right


def test_a_person_logged_out_by_the_publisher_is_noted(desk):
    person = factories.reporter(full_name="Trần Thị Lan")
    desk.post(f"/admin/cms/user/{person.pk}/end-sessions/")
    expected = ("Lê Thị Ánh", "Đăng xuất trên mọi thiết bị", "Trần Thị Lan", "")
    assert expected in lines(desk, kind="logins")


def test_what_was_typed_as_a_name_is_kept_only_if_it_is_one(desk):
    """People type their password into that field."""
    Client().post("/admin/login/", {"username": "mat-khau-cua-lan", "password": "x"})
    event = Event.objects.get(kind=Kind.FAILED)
    assert (event.person, event.person_name) == (None, "")
    assert "mat-khau-cua-lan" not in str(Event.objects.values())


def test_only_the_network_of_a_login_is_kept():
    factories.reporter(username="lan")
    Client().post("/admin/login/", {"username": "lan", "password": "sai"}, REMOTE_ADDR="192.0.2.77")
    assert Event.objects.get().network == "192.0.2.0/24"


def test_guessing_fills_no_table(settings):
    for number in range(NOTED_EACH_HOUR * 2):
        Client().post("/admin/login/", {"username": f"ten-{number}", "password": "x"})
    assert Event.objects.count() == NOTED_EACH_HOUR


def test_that_a_login_rests_is_noted(settings):
    person = factories.reporter(username="lan")
    for _number in range(settings.AXES_FAILURE_LIMIT + 2):
        Client().post("/admin/login/", {"username": "lan", "password": "sai"})
    kinds = list(Event.objects.filter(person=person).values_list("kind", flat=True))
    assert Kind.LOCKED in kinds
    assert kinds.count(Kind.FAILED) == settings.AXES_FAILURE_LIMIT - 1


def test_what_a_person_did_stays_when_their_login_is_deleted(login, desk):
    person = factories.superuser(full_name="Trần Thị Lan")
    client = Client()
    client.force_login(person)
    section = factories.section("Kinh tế")
    client.post(f"/admin/articles/section/{section.pk}/change/",
                {"name": "Kinh tế", "slug": "kinh-te", "order": 5})  # fmt: skip
    moment = LogEntry.objects.get().action_time
    person.delete()
    assert not LogEntry.objects.exists()
    kept = Event.objects.get(kind=Kind.EDIT)
    assert (kept.actor_name, kept.at, kept.detail["about"]) == ("Trần Thị Lan", moment, "Kinh tế")
    assert ("Trần Thị Lan", "Đăng nhập") in [line[:2] for line in lines(desk)]


def test_a_source_for_every_kind_that_can_be_asked_for():
    from cms.admin.log_sources import KINDS

    assert sorted(kind for source in SOURCES for kind in source.kinds) == sorted(dict(KINDS))
