"""The queues of the moderators: which comments, in which order, at which cost."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import workflow
from articles.versions import revisions
from comments.models import Comment, Finding, Report, Status
from tests import factories
from tests.page import Page

from .desk import DECIDE, QUEUE, waiting


@pytest.fixture
def story(db):
    return factories.story()


@pytest.fixture
def at_work(login, moderator):
    return login(moderator)


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
    assert few <= 20


def test_the_index_says_how_many_wait(at_work, story):
    for number in range(3):
        waiting(story, f"chờ duyệt {number}")
    page = Page(at_work.get("/admin/"))
    assert "chờ duyệt 0" in page.text
    assert QUEUE in page.links


def newest(client, query):
    return client.get(f"{QUEUE}state/", {"on": "", "query": query}).json()["newest"]


def test_new_in_a_queue_is_only_what_belongs_there(at_work, story):
    flagged = waiting(story, "xấu xí", weight=9)
    waiting(story, "đã duyệt", alike=flagged)
    elsewhere = waiting(factories.story(section=factories.section()), "bình thường")
    assert newest(at_work, "status=pending") == elsewhere.pk
    assert newest(at_work, "status=flagged") == flagged.pk
    assert newest(at_work, "status=pending&q=xau") == flagged.pk
    assert newest(at_work, f"status=pending&story={story.pk}") < elsewhere.pk
    assert newest(at_work, f"section={elsewhere.article.section_id}") == elsewhere.pk
    assert newest(at_work, "status=reported") == 0


def reported(story, body, minutes_ago, days_old):
    """Approved and as old as that, reported so long ago."""
    now = timezone.now()
    sent = now - timedelta(days=days_old)
    row = factories.comment(story, Status.APPROVED, body=body, submitted_at=sent)
    for number in range(2):  # the first counts
        report = Report.objects.create(comment=row, reason="insult", nonce=f"{body} {number}")
        at = now - timedelta(minutes=minutes_ago * (1 - number / 2))
        Report.objects.filter(pk=report.pk).update(at=at)
    return row


def test_what_is_reported_waits_since_it_was_reported_however_old_it_is(at_work, story):
    reported(story, "đã lâu", minutes_ago=2, days_old=200)
    reported(story, "hôm qua", minutes_ago=50, days_old=1)
    text = Page(at_work.get(QUEUE, {"status": "reported"})).text
    assert text.index("hôm qua") < text.index("đã lâu"), "who waits longest comes first"
    assert "đã chờ 50 phút" in text
    assert "đã chờ 2 phút" in text
    # What was decided on and is reported again waits since then.
    row = story.comments.get(body="hôm qua")
    row.reports.update(closed_by=row.decisions.first())
    Report.objects.create(comment=row, reason="false", nonce="lần nữa")
    text = Page(at_work.get(QUEUE, {"status": "reported"})).text
    assert text.index("đã lâu") < text.index("hôm qua")


def test_the_reported_go_on_by_pages_in_the_order_of_their_reports(at_work, story, monkeypatch):
    monkeypatch.setattr("comments.queues.PAGE_SIZE", 2)
    for number in range(5):
        reported(story, f"tin{number}", minutes_ago=90 - number, days_old=10 + number)
    shown, address = [], "?status=reported"
    while address:
        page = Page(at_work.get(QUEUE + address))
        shown += re.findall(r'class="comment-text" dir="auto">(\w+)<', page.html)
        address = next((link for link in page.links if "after=" in link), "")
    assert shown == [f"tin{number}" for number in range(5)]


def test_what_one_undid_is_not_decided_by_one(at_work, story):
    kept, undone, other = [waiting(story, f"tin {number}") for number in range(3)]
    for row in (kept, undone):
        at_work.post(DECIDE, {"decide": f"approve:{row.pk}:1"})
    at_work.post(f"{QUEUE}undo/")
    at_work.post(DECIDE, {"decide": f"pick:{kept.pk}:2"})
    at_work.post(f"{QUEUE}undo/")  # the pick only
    factories.decide([(other.pk, 1)], "spam", factories.moderator())
    page = Page(at_work.get(QUEUE, {"status": "mine"}))
    assert [row.body in page.text for row in (kept, undone, other)] == [True, False, False]
    assert re.search(r'data-count="mine">(\d+)<', page.html)[1] == "1"
