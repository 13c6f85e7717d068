"""A comment taken off at somebody's demand stands in the register of the stories."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from articles import takedowns
from articles.models import Article, Outcome, Takedown
from cms.roles import Role
from comments import erasing, moderation, register, taking_down
from comments.models import Comment, Hold, Status
from tests import factories
from tests.page import Page

pytestmark = pytest.mark.django_db

BODY = "Lời vu khống"


@pytest.fixture
def publisher(db):
    return factories.user(Role.PUBLISHER)


def wrote(**fields):
    return factories.comment(factories.story(), body=BODY, **fields)


def off(comment, actor, **facts):
    facts = {"told": "insult", "reason": "Vu khống", "requester": "Sở TT&TT", **facts}
    return taking_down.take_down(comment, actor, **facts)


def page_of(comment):
    story = Article.objects.get(pk=comment.article_id)
    return Page(Client().get(story.get_absolute_url()))


def test_it_goes_off_the_page_and_into_the_register_by_one_form(publisher, login):
    comment = wrote()
    address = f"/admin/comments/comment/{comment.pk}/take-down/"
    page = login(publisher)
    opened = page.get(f"/admin/comments/comment/{comment.pk}/change/")
    assert address in Page(opened).links
    missing = page.post(address, {"reason": "Vu khống", "hours": "24", "told": "insult"})
    # What the writer is told is chosen, never preset.
    told = page.post(address, {"reason": "Vu khống", "requester": "Sở TT&TT", "hours": "24"})
    assert told.status_code == 422
    assert 'value="" selected' in told.content.decode()
    assert missing.status_code == 422
    assert BODY in page_of(comment).text
    page.post(
        address,
        {"reason": "Vu khống", "requester": "Sở TT&TT", "hours": "24", "told": "insult",
         "hold": "on"},
    )  # fmt: skip
    assert BODY not in page_of(comment).text
    entry = Takedown.objects.get()
    assert (entry.outcome, entry.requester, entry.closed_by) == ("done", "Sở TT&TT", str(publisher))
    assert entry.address.endswith(f"/binh-luan/y-kien/{comment.pk}/")
    assert entry.article is None, "the story stays, and is not said to be taken down"
    assert not erasing.erase(comment)
    assert Comment.objects.get().body == BODY


def test_an_entry_that_waits_is_closed_by_it(publisher):
    comment = wrote()
    waiting = takedowns.enter(
        publisher, article=None, address=register.address_of(comment), requester="Tòa án",
        reason="Bản án",
    )  # fmt: skip
    entry = off(comment, publisher, document_number="12/QĐ")
    assert entry.pk == waiting.pk
    assert (entry.outcome, entry.requester, entry.document_number) == ("done", "Tòa án", "12/QĐ")
    assert Takedown.objects.count() == 1


def test_a_newer_text_that_waits_does_not_keep_the_old_one_on_the_page(publisher):
    comment = wrote()
    Comment.objects.filter(pk=comment.pk).update(proposed="Bản mới")
    off(comment, publisher)
    assert Comment.objects.get().status == Status.REJECTED
    assert BODY not in page_of(comment).text


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.EDITOR])
def test_whoever_keeps_no_register_takes_nothing_down(role):
    comment = wrote()
    with pytest.raises(PermissionDenied):
        off(comment, factories.user(role))
    assert Comment.objects.get().status == Status.APPROVED
    assert not Takedown.objects.exists()


def test_when_the_register_fails_the_comment_stands(publisher, monkeypatch):
    comment = wrote()

    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(takedowns, "enter", broken)
    with pytest.raises(RuntimeError):
        off(comment, publisher, hold=True)
    assert Comment.objects.get().status == Status.APPROVED
    assert not Hold.objects.exists()


@pytest.mark.parametrize("how", ["undone", "approved again", "undone and approved"])
def test_put_back_on_the_page_the_register_does_not_say_that_it_is_off(publisher, how):
    comment = wrote(status=Status.APPROVED if how == "undone" else Status.PENDING)
    entry = off(comment, publisher)
    row = Comment.objects.get()
    if how != "approved again":
        moderation.undo(row.decisions.first().pk, publisher)
        row.refresh_from_db()
    if how != "undone":
        moderation.decide([(row.pk, row.version)], moderation.Verb.APPROVE, publisher)
    assert BODY in page_of(comment).text
    entry.refresh_from_db()
    assert (entry.outcome, entry.closed_at, entry.closed_by) == (Outcome.OPEN, None, "")
    assert entry.changes.get().what == [["outcome", "done", ""]]
    # Taken down once more, it is the same entry.
    assert off(comment, publisher).pk == entry.pk
