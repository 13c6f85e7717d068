"""Taking a person out of the comments: what goes, what stays readable, what must be kept."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments import erasing, search
from comments.changes import change
from comments.models import (
    Comment,
    CommentEntry,
    Contact,
    ContactView,
    Decision,
    Finding,
    Hold,
    Status,
    Verb,
)
from comments.moderation import Result, decide, undo
from tests import factories
from tests.page import Page

pytestmark = pytest.mark.django_db

SECRET = "Số nhà tôi là 12 phố Lê Lợi"
EMAIL = "hoa@example.org"
STUB = "Bình luận đã được xóa theo yêu cầu của người viết"


def wrote(story=None, status=Status.APPROVED, **fields):
    fields = {"name": "Nguyễn Văn Hòa", "body": SECRET, "email": EMAIL, **fields}
    return factories.comment(story or factories.story(), status, **fields)


def page_of(story):
    return Page(Client().get(Article.objects.get(pk=story.pk).get_absolute_url()))


def every_trace():
    """All that the tables of the comments say, as one text."""
    tables = (Comment, Contact, Decision, Finding, CommentEntry)
    return " ".join(str(list(table.objects.values())) for table in tables)


def test_an_erased_comment_leaves_no_word_and_no_name_anywhere(moderator):
    comment = wrote(status=Status.PENDING, proposed=f"{SECRET} mới")
    Finding.objects.create(comment=comment, rule="watch_word", detail=SECRET[:20], start=1, end=5)
    change(comment.pk, 1, Verb.EDIT, lambda row: {"body": "Đã sửa"}, actor=moderator)
    assert SECRET in every_trace()
    assert erasing.erase(comment)
    told = every_trace()
    for word in (SECRET, SECRET[:20], "Nguyễn Văn Hòa", EMAIL, "nguyen van hoa", "le loi"):
        assert word not in told
    assert Comment.objects.get(pk=comment.pk).erased_at


def test_what_was_decided_on_can_still_be_proved():
    comment = wrote()
    erasing.erase(comment)
    from cms.fields import digest

    assert set(comment.decisions.values_list("text_hash", flat=True)) == {digest(SECRET)}
    assert comment.decisions.first().verb == Verb.ERASE


def test_where_somebody_replied_the_thread_says_that_a_comment_was_erased():
    story = factories.story()
    comment = wrote(story)
    factories.comment(story, parent=comment, body="Tôi cũng nghĩ vậy")
    erasing.erase(comment)
    page = page_of(story)
    assert STUB in page.text
    assert "Tôi cũng nghĩ vậy" in page.text
    assert SECRET not in page.text
    assert "Ý kiến bạn đọc (1)" in page.text


def test_where_nobody_replied_nothing_is_left_to_see():
    story = factories.story()
    erasing.erase(wrote(story))
    parent = factories.comment(story, body="Câu hỏi")
    erasing.erase(wrote(story, parent=parent))
    page = page_of(story)
    assert STUB not in page.text
    assert "Câu hỏi" in page.text


def test_an_erased_comment_is_not_found_and_nobody_decides_on_it_any_more(moderator):
    comment = wrote()
    assert CommentEntry.objects.filter(comment=comment).exists()
    erasing.erase(comment)
    assert not CommentEntry.objects.filter(comment=comment).exists()
    assert comment.pk not in search.REBUILDING.rows.values_list("pk", flat=True)
    comment.refresh_from_db()
    answer = decide([(comment.pk, comment.version)], "reopen", moderator)[0]
    assert answer.result != Result.DONE
    undone = undo(comment.decisions.first().pk, moderator)
    assert undone.result != Result.DONE
    assert Comment.objects.get(pk=comment.pk).body == ""


def test_erasing_twice_is_once():
    comment = wrote()
    assert erasing.erase(comment)
    assert erasing.erase(comment)
    assert comment.decisions.filter(verb=Verb.ERASE).count() == 1


def test_a_moderator_with_the_old_version_on_the_screen_changes_nothing(moderator):
    comment = wrote(status=Status.PENDING)
    erasing.erase(comment)
    answer = decide([(comment.pk, 1)], "approve", moderator)[0]
    assert answer.result != Result.DONE
    assert Comment.objects.get(pk=comment.pk).status == Status.WITHDRAWN


def test_without_consent_the_name_goes_and_the_published_text_stays():
    story = factories.story()
    shown, waiting = wrote(story), wrote(story, Status.PENDING, body="Đang chờ duyệt")
    done = erasing.take_names_off(EMAIL.upper())
    assert (done.done, done.held) == (2, [])
    page = page_of(story)
    assert SECRET in page.text
    assert "Nguyễn Văn Hòa" not in every_trace()
    assert "Bạn đọc" in page.text
    assert not Contact.objects.exists()
    assert Comment.objects.get(pk=shown.pk).status == Status.APPROVED
    assert Comment.objects.get(pk=waiting.pk).status == Status.WITHDRAWN


@pytest.mark.parametrize("status", [Status.REJECTED, Status.SPAM, Status.FORWARDED])
def test_what_was_decided_stays_decided_without_consent(status):
    comment = wrote(status=status)
    assert erasing.take_name_off(comment)
    comment.refresh_from_db()
    assert (comment.status, comment.name) == (status, "Bạn đọc")


def test_everything_of_an_address_goes_and_nothing_of_others():
    story = factories.story()
    wrote(story)
    wrote(story, email="Hoa@Example.org")
    other = wrote(story, email="khac@example.org", body="Lời người khác", name="Trần Thị Lan")
    assert erasing.erase_all(EMAIL).done == 2
    assert Contact.objects.get().comment == other
    assert Comment.objects.get(pk=other.pk).body == "Lời người khác"


@pytest.mark.parametrize("on", ["comment", "address"])
def test_what_is_held_is_left_as_it_is_and_told(on):
    held, free = wrote(), wrote(email="khac@example.org")
    what = {"comment": held} if on == "comment" else {"email": EMAIL}
    Hold.objects.create(reason="Vụ án", **what)
    assert not erasing.erase(held)
    assert erasing.erase_all(EMAIL).held == [held.pk]
    assert Comment.objects.get(pk=held.pk).body == SECRET
    assert erasing.erase(free)


def test_a_hold_that_is_over_holds_nothing():
    comment = wrote()
    yesterday = timezone.localdate() - timedelta(days=1)
    Hold.objects.create(comment=comment, reason="Vụ án", expires_on=yesterday)
    assert erasing.erase(comment)


def test_the_log_of_who_looked_at_a_contact_outlives_the_contact(moderator, login):
    comment = wrote()
    login(moderator).post(f"/admin/comments/comment/{comment.pk}/contact/")
    erasing.erase(comment)
    look = ContactView.objects.get()
    assert (look.comment, look.actor, look.contact) == (comment, moderator, None)
    log = login(factories.superuser()).get("/admin/cms/event/?kind=contacts")
    assert str(moderator) in log.content.decode()
