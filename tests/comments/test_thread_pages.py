"""Long threads: every comment is on exactly one page, in whatever order they are read."""

import random
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import counting, erasing, moderation, threads
from comments.models import Comment, Discussion, Status, Verb
from comments.moderation import decide
from tests import factories
from tests.page import Page


@pytest.fixture
def story(db):
    return factories.story()


def written(story, number, **fields):
    """So many approved comments at once, as an import brings them."""
    begun = timezone.now() - timedelta(days=1)
    rows = Comment.objects.bulk_create(
        Comment(
            article=story, name="Hòa", body=f"Ý kiến {each}", status=Status.APPROVED,
            nonce=f"{story.pk}-{each}-{random.random()}",
            submitted_at=begun + timedelta(seconds=each // 3), **fields,
        )
        for each in range(number)
    )  # fmt: skip
    counting.recount(story.pk)
    return rows


def shown(html):
    return [int(pk) for pk in re.findall(r'id="y-kien-(\d+)"', html)]


def walk(client, address):
    """The comments of each page, from the first to the last."""
    while address:
        page = Page(client.get(address))
        assert page.status == 200
        yield shown(page.html)
        found = re.search(r'<a rel="next nofollow" href="([^"]+)"', page.html)
        address = found and found[1].replace("&amp;", "&")


@pytest.mark.parametrize("order", threads.Order)
def test_every_comment_stands_on_exactly_one_page(client, story, moderator, order):
    rows = written(story, 45)
    for row in rows:
        row.likes = row.pk % 4
    Comment.objects.bulk_update(rows, ["likes"])
    for row in (rows[3], rows[40]):
        moderation.pick(row.pk, 1, moderator)
    pages = list(walk(client, f"/binh-luan/{story.pk}/y-kien/?xep={order}"))
    assert [len(page) for page in pages] == [22, 20, 3]
    assert pages[0][:2] == [rows[40].pk, rows[3].pk], "the newest pick first"
    others = [row for row in rows if row not in (rows[3], rows[40])]
    keys = {"moi": lambda row: (row.submitted_at, row.pk)}
    keys["thich"] = lambda row: (row.likes, row.submitted_at, row.pk)
    wanted = [row.pk for row in sorted(others, key=keys[order], reverse=True)]
    assert [pk for page in pages for pk in page][2:] == wanted


def test_under_the_story_stands_the_first_page_and_the_way_to_the_others(client, story):
    rows = written(story, 25)
    page = Page(client.get(story.get_absolute_url()))
    assert shown(page.html) == [row.pk for row in reversed(rows[5:])]
    assert "(25)" in page.text
    rest = list(walk(client, re.search(r'next nofollow" href="([^"]+)"', page.html)[1]))
    assert rest == [[row.pk for row in reversed(rows[:5])]]


def test_a_story_of_few_comments_has_no_pages_and_no_order(client, story):
    factories.comment(story)
    html = Page(client.get(story.get_absolute_url())).html
    assert "/y-kien/?" not in html
    assert "Thích nhiều nhất" not in html


@pytest.mark.parametrize(
    "query",
    ["truoc=x", "truoc=1-2", "xep=thich&truoc=20191126000000000000-1", "xep=thich&truoc=-",
     "xep=thich&truoc=٣-20191126000000000000-1", "truoc=20191326000000000000-1"],
)  # fmt: skip
def test_a_page_that_never_was_is_not_found(client, story, query):
    written(story, 1)
    assert client.get(f"/binh-luan/{story.pk}/y-kien/?{query}").status_code == 404


def test_an_order_that_nobody_knows_is_the_usual_one(client, story):
    written(story, 2)
    assert client.get(f"/binh-luan/{story.pk}/y-kien/?xep=' OR 1").status_code == 200


def test_few_replies_stand_below_a_comment_and_all_on_its_own_page(client, story):
    (parent,) = written(story, 1)
    replies = written(story, 60, parent=parent)
    page = Page(client.get(story.get_absolute_url()))
    assert shown(page.html) == [parent.pk, *(row.pk for row in replies[:5])]
    assert "55 trả lời nữa" in page.text
    assert parent.get_absolute_url() in page.links
    pages = list(walk(client, parent.get_absolute_url()))
    assert pages[0] == [parent.pk, *(row.pk for row in replies[:50])]
    assert pages[1] == [parent.pk, *(row.pk for row in replies[50:])]


def test_the_page_of_a_reply_shows_it_with_what_it_answers(client, story):
    parent = factories.comment(story)
    reply, other = (factories.comment(story, parent=parent) for _ in range(2))
    page = Page(client.get(reply.get_absolute_url()))
    assert shown(page.html) == [parent.pk, reply.pk]
    assert parent.get_absolute_url() in page.links
    assert str(other.body) not in page.text


@pytest.mark.parametrize("status", [each for each in Status if each != Status.APPROVED])
def test_what_readers_do_not_see_has_no_page(client, story, status):
    row = factories.comment(story, status)
    reply = factories.comment(story, parent=row)
    never = client.get("/binh-luan/y-kien/999999/")
    for each in (row, reply):
        for address in (each.get_absolute_url(), f"{each.get_absolute_url()}thich/"):
            answer = client.get(address)
            assert answer.status_code == 404
        assert client.get(each.get_absolute_url()).content == never.content


def test_of_an_erased_comment_its_page_keeps_the_replies(client, story):
    parent = factories.comment(story, name="Trần Thị Mơ")
    reply = factories.comment(story, parent=parent, email="khac@example.org")
    alone = factories.comment(story)
    for row in (parent, alone):
        erasing.erase(row)
    page = Page(client.get(parent.get_absolute_url()))
    assert "Trần Thị Mơ" not in page.text
    assert reply.body in page.text
    under = Page(client.get(story.get_absolute_url()))
    assert shown(under.html) == [parent.pk, reply.pk], "nothing is missing where nobody replied"
    assert "(1)" in under.text


def test_kept_pages_know_of_every_decision(kept_pages, client, story, moderator):
    comment = factories.comment(story, Status.PENDING)
    addresses = [comment.get_absolute_url(), f"/binh-luan/{story.pk}/y-kien/"]
    for address in addresses:
        kept_pages.get(address)

    def decided(verb, version):
        deed = lambda: decide([(comment.pk, version)], verb, moderator)  # noqa: E731
        return kept_pages.made_anew_by(deed, *addresses)

    assert decided("approve", 1) == set(addresses)
    assert comment.body in kept_pages.get(addresses[0]).text
    assert comment.body in kept_pages.get(addresses[1]).text
    assert decided("spam", 2) == set(addresses)
    assert client.get(addresses[0]).status_code == 404
    assert comment.body not in kept_pages.get(addresses[1]).text


def test_a_thread_of_thousands_costs_what_a_short_one_does(client, story):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/binh-luan/{story.pk}/y-kien/")
        return len(asked)

    factories.comment(story)
    queries()
    few = queries()
    for parent in written(story, 25):
        written(story, 2, parent=parent)
    assert queries() == few


# --- Picks ------------------------------------------------------------------------------------


def test_a_pick_stands_first_with_its_mark_and_can_be_taken_back(client, story, moderator):
    first, second = (factories.comment(story, body=body) for body in ("Cũ hơn", "Mới hơn"))
    answer = moderation.pick(first.pk, first.version, moderator)
    page = Page(client.get(story.get_absolute_url()))
    assert shown(page.html) == [first.pk, second.pk]
    assert page.text.count("Tòa soạn chọn") >= 1
    moderation.undo(answer.decision, moderator)
    page = Page(client.get(story.get_absolute_url()))
    assert shown(page.html) == [second.pk, first.pk]
    assert "Tòa soạn chọn" not in page.text


def test_undoing_the_end_of_a_pick_brings_its_moment_back(story, moderator):
    row = factories.comment(story)
    moderation.pick(row.pk, row.version, moderator)
    picked = Comment.objects.get(pk=row.pk)
    answer = moderation.pick(row.pk, picked.version, moderator, on=False)
    moderation.undo(answer.decision, moderator)
    assert Comment.objects.get(pk=row.pk).picked_at == picked.picked_at


def test_what_was_taken_off_the_page_comes_back_without_its_pick(story, moderator):
    row = factories.comment(story)
    moderation.pick(row.pk, row.version, moderator)
    for verb in ("spam", "approve"):
        row.refresh_from_db()
        decide([(row.pk, row.version)], verb, moderator)
    row.refresh_from_db()
    assert (row.status, row.picked_at) == (Status.APPROVED, None)


def test_undoing_a_slip_brings_the_pick_back(story, moderator):
    row = factories.comment(story)
    moderation.pick(row.pk, row.version, moderator)
    row.refresh_from_db()
    picked_at = row.picked_at
    (answer,) = decide([(row.pk, row.version)], "spam", moderator)
    moderation.undo(answer.decision, moderator)
    row.refresh_from_db()
    assert (row.status, row.picked_at) == (Status.APPROVED, picked_at)


def test_no_empty_place_is_pinned(client, story, moderator):
    parent = factories.comment(story)
    factories.comment(story, parent=parent, email="khac@example.org")
    newer = factories.comment(story)
    moderation.pick(parent.pk, parent.version, moderator)
    erasing.erase(parent)
    assert shown(Page(client.get(story.get_absolute_url())).html)[0] == newer.pk


@pytest.mark.parametrize("status", [each for each in Status if each != Status.APPROVED])
def test_only_what_readers_see_is_picked(story, moderator, status):
    row = factories.comment(story, status)
    assert moderation.pick(row.pk, row.version, moderator).result != moderation.Result.DONE
    assert not Comment.objects.get(pk=row.pk).picked_at


def test_a_reply_is_not_picked(story, moderator):
    row = factories.comment(story, parent=factories.comment(story))
    assert moderation.pick(row.pk, row.version, moderator).result == moderation.Result.IDLE


def test_the_desk_has_a_button_for_it(login, moderator, story, client):
    row = factories.comment(story)
    desk = login(moderator)
    card = Page(desk.get("/admin/comments/comment/?status=approved"))
    assert f'value="pick:{row.pk}:{row.version}"' in card.html
    posted = {"decide": f"pick:{row.pk}:{row.version}", "query": "status=approved"}
    told = Page(desk.post("/admin/comments/comment/decide/", posted, follow=True)).text
    assert "lên đầu các bình luận" in told
    assert (
        f'value="unpick:{row.pk}:{row.version + 1}"'
        in Page(desk.get("/admin/comments/comment/?status=approved")).html
    )
    assert row.decisions.first().verb == Verb.PICK


# --- How many ---------------------------------------------------------------------------------


def test_lists_tell_how_many_comments_a_story_has(client, story):
    for _ in range(2):
        factories.comment(story)
    factories.comment(story, Status.PENDING)
    for address in ("/", story.section.get_absolute_url()):
        page = Page(client.get(address))
        assert "2 bình luận" in page.text, address
        assert f"{story.get_absolute_url()}#y-kien" in page.links


def test_a_story_nobody_commented_on_tells_no_number(client, story):
    for address in ("/", story.section.get_absolute_url()):
        assert "0 bình luận" not in Page(client.get(address)).text


def test_what_is_wrong_is_counted_anew(story):
    row = factories.comment(story)
    Discussion.objects.update(comments=9)
    Comment.objects.update(likes=7)
    assert counting.recount_everything() == 2
    assert Discussion.objects.get().comments == 1
    assert Comment.objects.get(pk=row.pk).likes == 0
