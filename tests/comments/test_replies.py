"""Replies: one level, only to what readers see."""

import pytest

from comments import erasing
from comments.models import Comment, Status
from tests import factories
from tests.page import Page

from .reader import TYPED, Reader


@pytest.fixture(autouse=True)
def _embedded(settings):
    settings.COMMENT_VERIFICATION = "embedded"


@pytest.fixture
def reader(db):
    return Reader(factories.story())


@pytest.fixture
def comment(reader):
    return factories.comment(reader.article, body="Ga mới ở đâu vậy?", name="Trần Bình")


def test_a_reply_is_written_below_what_it_answers(reader, comment, moderator):
    reader.opens_the_story()
    link = f"{reader.address}?tra-loi={comment.pk}"
    assert link in reader.page.links
    reader._sees(reader.client.get(link))
    assert "Bạn trả lời Trần Bình" in reader.page.text
    assert "Ga mới ở đâu vậy?" in reader.page.text
    # Also when a field is wrong in between.
    reader.sends(**{**TYPED, "email": "x"}, answer=reader.answer())
    assert "Bạn trả lời Trần Bình" in reader.page.text
    reader.sends(email=TYPED["email"])
    reply = Comment.objects.latest("pk")
    assert (reply.parent, reply.status) == (comment, Status.PENDING)
    factories.decide([(reply.pk, 1)], "approve", moderator)
    html = reader.opens_the_story().content.decode()
    assert html.index("Ga mới ở đâu") < html.index("Chuyến tàu này tôi chờ")


def test_a_reply_to_a_reply_stands_below_the_same_comment(reader, comment):
    reply = factories.comment(reader.article, parent=comment)
    reader._sees(reader.client.get(f"{reader.address}?tra-loi={reply.pk}"))
    reader.sends(**TYPED, answer=reader.answer())
    assert Comment.objects.latest("pk").parent == comment


def erased(story):
    comment = factories.comment(story)
    erasing.erase(comment)
    return comment


@pytest.mark.parametrize(
    "hidden", ["waiting", "refused", "elsewhere", "below a refused one", "erased", "no"]
)
def test_what_readers_do_not_see_cannot_be_answered_and_the_text_is_kept(reader, comment, hidden):
    pk = {
        "waiting": lambda: factories.comment(reader.article, Status.PENDING).pk,
        "refused": lambda: factories.comment(reader.article, Status.REJECTED).pk,
        "elsewhere": lambda: factories.comment(factories.story()).pk,
        "below a refused one": lambda: (
            factories.comment(
                reader.article, parent=factories.comment(reader.article, Status.SPAM)
            ).pk
        ),
        "erased": lambda: erased(reader.article).pk,
        "no": lambda: 10**12,
    }[hidden]()
    count = Comment.objects.count()
    plain = Page(reader.client.get(f"{reader.address}?tra-loi={pk}"))
    assert "Bạn trả lời" not in plain.text
    reader.opens_the_form()
    answer = reader.sends({"parent": str(pk)}, **TYPED, answer=reader.answer())
    assert answer.status_code == 200
    assert "không còn hiển thị" in reader.page.text
    assert reader.page.form(reader.address)["body"].startswith("Chuyến tàu này")
    assert Comment.objects.count() == count
    # Sent again it stands on its own.
    assert reader.sends(answer=reader.answer()).status_code == 303
    assert Comment.objects.latest("pk").parent is None


@pytest.mark.parametrize("pk", ["x", "-1", "1e3", "9" * 40, "\x00"])
def test_rubbish_in_the_address_is_no_error(reader, pk):
    assert reader.client.get(reader.address, {"tra-loi": pk}).status_code == 200
