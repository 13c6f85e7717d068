"""The moderators' queue."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.versions import revisions
from cms.roles import Role
from comments.models import Comment, Contact, ContactView, Decision, Finding, Status
from tests import factories
from tests.page import Page

QUEUE = "/admin/comments/comment/"
DECIDE = f"{QUEUE}decide/"


@pytest.fixture
def story(db):
    return factories.story()


@pytest.fixture
def at_work(login, moderator):
    return login(moderator)


def waiting(story, body, minutes_ago=0, **fields):
    sent = timezone.now() - timedelta(minutes=minutes_ago)
    return factories.comment(story, Status.PENDING, body=body, submitted_at=sent, **fields)


def said(response):
    """What the messages of the next page say."""
    return [str(message) for message in response.context["messages"]]


def status(row):
    return Comment.objects.get(pk=row.pk).status


def test_the_queue_opens_with_what_waits_the_oldest_first(at_work, story):
    waiting(story, "gửi sau", minutes_ago=1)
    waiting(story, "gửi trước", minutes_ago=90)
    factories.comment(story, body="đã duyệt rồi")
    text = Page(at_work.get(QUEUE)).text
    assert text.index("gửi trước") < text.index("gửi sau")
    assert "đã duyệt rồi" not in text


@pytest.mark.parametrize("shown", [*Status, "all"])
def test_each_status_has_its_queue_and_there_is_one_of_all(at_work, story, shown):
    rows = {key: factories.comment(story, key, body=f"tình trạng {key}") for key in Status}
    text = Page(at_work.get(QUEUE, {"status": shown})).text
    found = {key for key, row in rows.items() if row.body in text}
    assert found == (set(Status) if shown == "all" else {shown})


def test_the_counts_beside_the_queues_are_true(at_work, moderator, story):
    for weight in (0, 2, 3, 9):
        waiting(story, f"nặng {weight}", weight=weight)
    changed = factories.comment(story, by=moderator)
    Comment.objects.filter(pk=changed.pk).update(proposed="Chữ mới")
    factories.comment(story, Status.SPAM, by=factories.moderator())
    html = at_work.get(QUEUE).content.decode()
    shown = dict(re.findall(r'data-count="(\w+)">(\d+)<', html))
    assert shown == {
        "pending": "5",
        "flagged": "2",
        "reported": "0",
        "spam": "1",
        "forwarded": "0",
        "mine": "1",
    }


def test_the_queue_is_narrowed_to_a_section_a_story_a_sender_or_a_cluster(at_work, story):
    section = factories.section()
    first = waiting(factories.story(section=factories.section(parent=section)), "bài khác")
    same = waiting(story, "người này", email="mot@example.org")
    waiting(story, "cũng người này", email="MOT@example.org")
    alike = waiting(story, "giống nhau", alike=first)
    for narrowed, found in {
        f"section={section.pk}": ["bài khác"],
        f"story={first.article_id}": ["bài khác"],
        f"sender={same.pk}": ["người này", "cũng người này"],
        f"alike={alike.pk}": ["bài khác", "giống nhau"],
        "alike=999999": [],
        "sender=999999": [],
    }.items():
        text = Page(at_work.get(f"{QUEUE}?{narrowed}")).text
        bodies = ["bài khác", "người này", "cũng người này", "giống nhau"]
        shown = [body for body in bodies if body in text]
        assert set(shown) >= set(found), narrowed
        assert text.count("đã chờ") == len(found), narrowed


@pytest.mark.parametrize("words", ["đường sắt", "duong sat", "SẮT Đường", "hoa duong"])
def test_searching_needs_no_diacritics(at_work, story, words):
    waiting(story, "Đường sắt rất tốt", name="Trần Hòa")
    waiting(story, "Chuyện khác hẳn", name="Lê Mơ")
    text = Page(at_work.get(QUEUE, {"q": words})).text
    assert "Đường sắt rất tốt" in text
    assert "Chuyện khác hẳn" not in text


@pytest.mark.parametrize(
    ("verb", "after"), [("approve", "approved"), ("spam", "spam"), ("reject", "rejected")]
)
def test_one_decision_from_a_card(at_work, moderator, story, verb, after):
    row, other = waiting(story, "một"), waiting(story, "hai")
    data = {"decide": f"{verb}:{row.pk}:1", f"reason-{row.pk}": "insult", "query": "q=mot"}
    response = at_work.post(DECIDE, data)
    assert response.url == f"{QUEUE}?q=mot"
    assert status(row) == after
    assert status(other) == Status.PENDING
    decision = Decision.objects.get()
    assert decision.actor == moderator
    assert decision.reason == ("insult" if verb == "reject" else "")


def test_a_decision_is_undone_by_putting_the_comment_back(at_work, story):
    row = factories.comment(story)
    at_work.post(DECIDE, {"decide": f"reopen:{row.pk}:{row.version}"})
    assert status(row) == Status.PENDING


@pytest.mark.parametrize("reason", [None, "", "no-such-reason"])
def test_a_rejection_without_reason_decides_nothing_and_says_so(at_work, story, reason):
    row = waiting(story, "một")
    data = {"decide": f"reject:{row.pk}:1"} | ({f"reason-{row.pk}": reason} if reason else {})
    response = at_work.post(DECIDE, data, follow=True)
    assert status(row) == Status.PENDING
    assert len(said(response)) == 1


@pytest.mark.parametrize(
    "posted", ["", "approve", "approve:x:1", "approve:1:x", "eat:1:1", "approve:1:1:1", "::"]
)
def test_a_damaged_decision_decides_nothing(at_work, story, posted):
    row = waiting(story, "một")
    assert at_work.post(DECIDE, {"decide": posted}).status_code == 302
    assert status(row) == Status.PENDING


def test_numbers_beyond_the_database_decide_nothing(at_work, story):
    big = 10**30
    assert at_work.post(DECIDE, {"decide": f"approve:{big}:{big}"}, follow=True).status_code == 200
    row = waiting(story, "một")
    assert at_work.post(DECIDE, {"decide": f"approve:{row.pk}:{big}"}).status_code == 302
    assert status(row) == Status.PENDING


def test_a_decision_that_a_colleague_took_first_names_the_colleague(at_work, story):
    row = waiting(story, "một")
    factories.decide([(row.pk, 1)], "spam", factories.moderator(full_name="Mai Phương"))
    response = at_work.post(DECIDE, {"decide": f"approve:{row.pk}:1"}, follow=True)
    assert status(row) == Status.SPAM
    assert "Mai Phương" in " ".join(said(response))


def bulk(client, verb, rows, versions=None, **extra):
    versions = versions or {row.pk: row.version for row in rows}
    ticked = [f"{row.pk}:{versions[row.pk]}" for row in rows]
    return client.post(DECIDE, {"decide": verb, "item": ticked, **extra}, follow=True)


@pytest.mark.parametrize(("verb", "after"), [("approve", "approved"), ("spam", "spam")])
def test_many_are_decided_on_at_once_each_with_its_decision(at_work, story, verb, after):
    rows = [waiting(story, f"số {number}") for number in range(3)]
    left = waiting(story, "không chọn")
    response = bulk(at_work, verb, rows)
    assert {status(row) for row in rows} == {after}
    assert status(left) == Status.PENDING
    assert Decision.objects.count() == 3
    assert "3" in said(response)[0]


def test_the_page_itself_carries_what_a_bulk_decision_needs(at_work, story):
    rows = [waiting(story, f"số {number}") for number in range(2)]
    html = at_work.get(QUEUE).content.decode()
    for row in rows:
        assert f'name="item" value="{row.pk}:{row.version}" form="ticked"' in html
    assert Page(at_work.get(QUEUE)).posts_to(DECIDE)


@pytest.mark.parametrize("version", ["9" * 5000, "٣", "-1", "x", ""])
def test_a_version_that_is_no_number_of_ours_decides_nothing(at_work, story, version):
    row = waiting(story, "một")
    assert bulk(at_work, "approve", [row], {row.pk: version}).status_code == 200
    assert status(row) == Status.PENDING


def test_a_stale_version_in_a_bulk_decision_is_left_alone_and_said(at_work, story):
    fresh, stale = waiting(story, "mới"), waiting(story, "cũ")
    colleague = factories.moderator(full_name="Mai Phương")
    factories.decide([(stale.pk, 1)], "approve", colleague)
    factories.decide([(stale.pk, 2)], "reopen", colleague)
    response = bulk(at_work, "spam", [fresh, stale], {fresh.pk: 1, stale.pk: 1})
    assert status(fresh) == Status.SPAM
    assert status(stale) == Status.PENDING
    assert "Mai Phương" in " ".join(said(response))


def test_the_ticked_are_rejected_with_one_reason(at_work, story):
    rows = [waiting(story, f"số {number}") for number in range(2)]
    assert "lý do" in said(bulk(at_work, "reject", rows))[0]
    assert {status(row) for row in rows} == {Status.PENDING}
    bulk(at_work, "reject", rows, reason="insult")
    assert {row.decisions.get().reason for row in rows} == {"insult"}


def test_nothing_ticked_is_said_and_decides_nothing(at_work, story):
    row = waiting(story, "một")
    assert len(said(bulk(at_work, "approve", []))) == 1
    assert status(row) == Status.PENDING


def test_the_next_page_begins_where_this_one_ended(at_work, story):
    for number in range(53):
        waiting(story, f"số thứ {number:02}", minutes_ago=99 - number)
    page = Page(at_work.get(QUEUE))
    assert "số thứ 49" in page.text
    assert "số thứ 50" not in page.text
    (further,) = {link for link in page.links if "after=" in link}
    # Also when a colleague has decided on all of the first page meanwhile.
    first = Comment.objects.order_by("submitted_at")[:50]
    factories.decide([(row.pk, 1) for row in first], "spam", factories.moderator())
    text = Page(at_work.get(QUEUE + further)).text
    assert [f"số thứ {number}" in text for number in (49, 50, 51, 52)] == [False, True, True, True]


def test_of_very_many_that_were_not_decided_a_few_are_told_and_the_rest_counted(at_work, story):
    rows = [waiting(story, f"số {number}") for number in range(12)]
    colleague = factories.moderator(full_name="Mai Phương")
    factories.decide([(row.pk, 1) for row in rows], "spam", colleague)
    told = said(bulk(at_work, "approve", rows))
    assert len(told) == 6
    assert "7" in told[-1]


def test_nobody_types_changes_or_deletes_a_comment(at_work, story):
    row = waiting(story, "một")
    assert at_work.get(f"{QUEUE}add/").status_code == 403
    assert at_work.post(f"{QUEUE}add/", {"name": "x"}).status_code == 403
    assert at_work.post(f"{QUEUE}{row.pk}/change/", {"body": "khác"}).status_code == 405
    assert at_work.post(f"{QUEUE}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    bulk_delete = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    assert at_work.post(QUEUE, bulk_delete).status_code == 405
    row.refresh_from_db()
    assert row.body == "một"


def test_one_comment_is_shown_with_its_history_and_without_address(at_work, story):
    row = factories.comment(story, email="bi-mat@example.org")
    page = Page(at_work.get(f"{QUEUE}{row.pk}/change/"))
    assert row.body in page.text
    assert row.decisions.get().actor_name in page.text
    assert "bi-mat@example.org" not in page.html
    assert "bi-mat@example.org" not in Page(at_work.get(QUEUE, {"status": "all"})).html


def test_looking_at_a_contact_is_a_post_and_recorded_each_time(at_work, moderator, story):
    row = factories.comment(story, email="bi-mat@example.org")
    address = reverse("admin:comments_contact", args=[row.pk])
    assert at_work.get(address).status_code == 405
    assert not ContactView.objects.exists()
    for _ in range(2):
        response = at_work.post(address, follow=True)
        assert "bi-mat@example.org" in " ".join(said(response))
    views = ContactView.objects.filter(contact=row.contact, actor=moderator)
    assert [view.actor_name for view in views] == [str(moderator)] * 2


def test_a_contact_stands_in_no_cookie(at_work, story):
    row = factories.comment(story, email="bi-mat@example.org")
    response = at_work.post(reverse("admin:comments_contact", args=[row.pk]))
    assert set(response.cookies) <= {"sessionid"}


def test_a_contact_that_was_erased_is_said_to_be(at_work, story):
    row = factories.comment(story)
    Contact.objects.all().delete()
    response = at_work.post(reverse("admin:comments_contact", args=[row.pk]), follow=True)
    assert response.status_code == 200
    assert len(said(response)) == 1
    assert not ContactView.objects.exists()
    assert at_work.get(QUEUE, {"status": "all"}).status_code == 200


def test_a_managing_editor_moderates_without_seeing_contacts(login, managing_editor, story):
    client = login(managing_editor)
    row = waiting(story, "một", email="bi-mat@example.org")
    contact = reverse("admin:comments_contact", args=[row.pk])
    assert contact not in client.get(f"{QUEUE}{row.pk}/change/").content.decode()
    assert client.post(contact).status_code == 403
    assert not ContactView.objects.exists()
    # Not by guessing either.
    assert client.get(QUEUE, {"contact__email__startswith": "bi"}).status_code == 400
    client.post(DECIDE, {"decide": f"approve:{row.pk}:1"})
    assert status(row) == Status.APPROVED


@pytest.mark.parametrize("role", [Role.REPORTER, Role.EDITOR, None])
def test_other_roles_find_every_door_closed(client, staff, story, role):
    client.force_login(staff[role])
    row = waiting(story, "một")
    doors = [
        client.get(QUEUE),
        client.get(f"{QUEUE}{row.pk}/change/"),
        client.get(f"{QUEUE}{row.pk}/history/"),
        client.post(DECIDE, {"decide": f"approve:{row.pk}:1"}),
        client.post(reverse("admin:comments_contact", args=[row.pk])),
        bulk(client, "approve", [row]),
    ]
    assert {door.status_code for door in doors} == {403}
    assert status(row) == Status.PENDING
    assert QUEUE not in client.get("/admin/").content.decode()


def test_a_decision_is_refused_without_a_csrf_token(moderator, story):
    client = Client(enforce_csrf_checks=True)
    client.force_login(moderator)
    row = waiting(story, "một")
    assert client.post(DECIDE, {"decide": f"approve:{row.pk}:1"}).status_code == 403
    assert status(row) == Status.PENDING


def test_comments_under_a_story_that_lost_its_section_do_not_break_the_queue(
    at_work, managing_editor, story
):
    waiting(story, "còn chờ")
    story = workflow.withdraw(story, managing_editor, reason="Sai sự thật")
    data = {**revisions.working(story), "section": None}
    revisions.save(story, data, managing_editor, base_id=story.latest_revision_id)
    page = Page(at_work.get(QUEUE))
    assert page.status == 200
    assert "còn chờ" in page.text
    assert story.headline in page.text


def test_a_comment_is_text_in_the_queue(at_work, story):
    row = waiting(story, "<script>alert(1)</script>", name="<img src=x>")
    reply = waiting(story, "trả lời", parent=row)
    for address in (QUEUE, f"{QUEUE}{row.pk}/change/", f"{QUEUE}{reply.pk}/change/", "/admin/"):
        html = at_work.get(address).content.decode()
        assert "<script>alert" not in html
        assert "<img src=x" not in html


def test_the_queue_costs_the_same_number_of_queries_however_many_wait(at_work, story):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert at_work.get(QUEUE).status_code == 200
        return len(captured)

    waiting(story, "đầu tiên")
    queries()
    few = queries()
    for number in range(12):
        other = factories.story()
        parent = factories.comment(other)
        row = waiting(other, f"số {number}", parent=parent)
        Finding.objects.create(comment=row, rule="link")
        factories.decide([(row.pk, 1)], "spam", factories.moderator())
        factories.decide([(row.pk, 2)], "reopen", factories.moderator())
    assert queries() <= few
    assert few <= 19


def test_the_index_says_how_many_wait(at_work, story):
    for number in range(3):
        waiting(story, f"chờ duyệt {number}")
    page = Page(at_work.get("/admin/"))
    assert "chờ duyệt 0" in page.text
    assert QUEUE in page.links


def test_a_decision_leads_back_to_the_list_as_it_was_filtered(at_work, story):
    spam = factories.comment(story, Status.SPAM, body="vay tiền nhanh")
    path = f"{QUEUE}?status=spam&q=vay"
    page = Page(at_work.get(path))
    answer = at_work.post(
        DECIDE,
        {
            "decide": f"reopen:{spam.pk}:{spam.version}",
            "query": page.form("ticked")["query"],
        },
    )
    assert answer.url == path


def test_a_single_comment_can_be_decided_on_where_it_is_read(at_work, story):
    row = waiting(story, "đợi duyệt")
    html = at_work.get(f"{QUEUE}{row.pk}/change/").content.decode()
    assert f'value="approve:{row.pk}:{row.version}"' in html
