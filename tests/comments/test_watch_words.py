"""Moderators watch for words: rehearsed first, then marked in what comes in."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments import screening
from comments.models import Comment, Status, WatchWord
from tests import factories
from tests.page import Page

from .test_screening import found, post

pytestmark = pytest.mark.django_db
LIST = "/admin/comments/watchword/"


def watch(text, **fields):
    return WatchWord.objects.create(text=text, **{"in_use": True, **fields})


def test_a_watch_word_is_a_finding_where_it_stands_and_what_it_is():
    watch("casino")
    comment = post("Vào c a s i n o chơi")
    finding = comment.findings.get(rule="watch_word")
    assert comment.body[finding.start : finding.end] == "c a s i n o"
    assert finding.detail == "casino"
    assert comment.status == Status.PENDING


def test_it_is_found_in_the_name_too():
    watch("casino")
    assert "watch_word" in found("Hay quá", name="Casino 88")


def test_only_words_in_use_count_and_none_after_its_last_day():
    today = timezone.localdate()
    watch("một", in_use=False)
    watch("hai", expires_on=today - timedelta(days=1))
    assert "watch_word" not in found("một hai")
    watch("ba", expires_on=today)
    assert "watch_word" in found("ba")


def test_letters_of_other_scripts_are_noticed():
    assert "mixed_script" in found("Vào cаsino chơi")
    assert found("Приходите к нам играть") == {"foreign_script"}
    assert found("Bài viết hay 👍 quá, 10/10") == set()


def test_five_hundred_words_cost_one_query(django_assert_num_queries):
    WatchWord.objects.bulk_create(WatchWord(text=f"từ {n}", in_use=True) for n in range(500))
    draft = screening.Draft(1, "Hòa", "Chờ cầu đã lâu. " * 100, "", timezone.now(), False)
    with django_assert_num_queries(1):
        assert list(screening.watch_words(draft)) == []


# --- The list -------------------------------------------------------------------------------


@pytest.fixture
def at_work(login, moderator):
    return login(moderator)


def change(word):
    return f"{LIST}{word.pk}/change/"


def test_a_new_word_is_not_in_use_before_somebody_saw_what_it_finds(at_work):
    story = factories.story()
    factories.comment(story, Status.SPAM, body="Vào casino <b>ngay</b>")
    factories.comment(story, Status.APPROVED, body="Thành phố không có casino")
    response = at_work.post(f"{LIST}add/", {"text": "casino", "in_use": "on"}, follow=True)
    word = WatchWord.objects.get()
    assert not word.in_use
    page = Page(response)
    assert "2 trong số 2 ý kiến mới nhất" in page.text
    assert "Vào <mark>casino</mark> &lt;b&gt;ngay&lt;/b&gt;" in page.html
    at_work.post(change(word), {"text": "casino", "in_use": "on"})
    assert WatchWord.objects.get().in_use


def test_another_word_in_its_place_has_to_be_seen_again(at_work):
    word = watch("casino")
    page = at_work.post(change(word), {"text": "cho", "in_use": "on"}, follow=True)
    word.refresh_from_db()
    assert (word.text, word.in_use) == ("cho", False)
    assert "xem" in Page(page).text
    at_work.post(change(word), {"text": "cho", "note": "vì sao", "in_use": "on"})
    at_work.post(change(word), {"text": "cho", "note": "vì thế", "in_use": "on"})
    word.refresh_from_db()
    assert (word.note, word.in_use) == ("vì thế", True)


def test_the_same_word_twice_is_refused_in_words(at_work):
    watch("casino")
    page = Page(at_work.post(f"{LIST}add/", {"text": "casino"}))
    assert "Từ này đã có trong danh sách." in page.text
    assert WatchWord.objects.count() == 1


@pytest.mark.parametrize("text", ["*", "!!!", "* *", "a*", "\u200b"])
def test_what_would_find_nearly_everything_is_refused_in_words(at_work, text):
    page = Page(at_work.post(f"{LIST}add/", {"text": text}))
    assert page.said_beside("text")
    assert not WatchWord.objects.exists()


@pytest.mark.parametrize("role", ["reporter", "moderator"])
def test_whoever_moderates_keeps_the_list_and_nobody_else(login, request, role):
    status = 200 if role == "moderator" else 403
    assert login(request.getfixturevalue(role)).get(LIST).status_code == status


def test_a_moderator_sees_the_words_marked_and_named(at_work):
    watch("casino")
    post("Vào casino <i>chơi</i>\nnhé")
    page = Page(at_work.get("/admin/comments/comment/"))
    assert "Vào <mark>casino</mark> &lt;i&gt;chơi&lt;/i&gt;<br>nhé" in page.html
    assert "từ cần để ý: casino" in page.text
    assert Comment.objects.get().status == Status.PENDING
