"""The database is away for a moment: nothing that a reader typed is lost."""

import pytest
from django.test import Client

from comments.models import Comment, Report, Status
from tests import factories
from tests.cms.test_page_cache_without_database import away
from tests.page import Page

from .reader import TYPED, Reader


@pytest.fixture
def reader(db):
    reader = Reader(factories.story(), raise_request_exception=False)
    reader.opens_the_form()
    return reader


def test_a_comment_is_sent_again_as_it_was(reader):
    typed = {**TYPED, "answer": reader.answer()}
    with away():
        assert reader.sends(**typed).status_code == 503
    assert "Không mất gì cả" in reader.page.text
    assert reader.sends().status_code == 303
    comment = Comment.objects.get()
    assert (comment.name, comment.body) == (TYPED["name"], TYPED["body"])


def test_so_is_a_report(db):
    comment = factories.comment(factories.story())
    client = Client(raise_request_exception=False)
    address = f"/binh-luan/{comment.article_id}/bao-cao/{comment.pk}/"
    # All was there when the form came back, so that it may be sent at once.
    page = Page(client.post(address, {"reason": "insult", "text": "Lời tôi"}))
    with away():
        page = Page(client.post(address, page.form("")))
    assert page.status == 503
    client.post(address, page.form(address))
    assert Report.objects.get().text == "Lời tôi"


def test_so_is_what_a_moderator_decides(moderator):
    comment = factories.comment(factories.story(), Status.PENDING)
    client = Client(raise_request_exception=False)
    client.force_login(moderator)
    address = "/admin/comments/comment/decide/"
    data = {"decide": f"edit:{comment.pk}:1", f"text-{comment.pk}": "Lời mới"}
    with away():
        page = Page(client.post(address, data))
    client.post(address, page.form(address))
    comment.refresh_from_db()
    assert comment.body == "Lời mới"


def test_what_another_site_wrote_is_not_offered_for_sending(reader):
    with away():
        answer = reader.sends(**TYPED, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 503
    assert TYPED["body"] not in answer.text
