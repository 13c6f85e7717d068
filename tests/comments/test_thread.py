"""Comments under a story: what readers see, and that every reader gets the same bytes."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import moderation
from comments.models import Comment, Status
from tests import factories
from tests.page import Page

EMAIL = "bi-mat@example.org"


@pytest.fixture
def story(db):
    return factories.story()


def seen(client, story):
    return Page(client.get(story.get_absolute_url()))


@pytest.mark.parametrize("status", Status)
def test_only_an_approved_comment_is_shown(client, story, status):
    row = factories.comment(story, status, name="Trần Thị Mơ", body="Một ý kiến riêng.")
    page = seen(client, story)
    shown = status == Status.APPROVED
    assert ("Một ý kiến riêng." in page.text) is shown
    assert ("Trần Thị Mơ" in page.text) is shown
    assert (f'id="y-kien-{row.pk}"' in page.html) is shown


def test_the_newest_stands_first_and_replies_in_their_order_under_their_parent(client, story):
    now = timezone.now()
    first, _second = (
        factories.comment(story, body=body, submitted_at=now + timedelta(minutes=minute))
        for body, minute in (("ý kiến thứ nhất", 0), ("ý kiến thứ hai", 1))
    )
    for body, minute in (("trả lời hai", 3), ("trả lời một", 2)):
        moment = now + timedelta(minutes=minute)
        factories.comment(story, body=body, parent=first, submitted_at=moment)
    text = seen(client, story).text
    said = ("ý kiến thứ hai", "ý kiến thứ nhất", "trả lời một", "trả lời hai")
    places = [text.index(body) for body in said]
    assert places == sorted(places)
    assert "(4)" in text


@pytest.mark.parametrize("parent_status", Status)
def test_a_reply_is_shown_only_with_what_it_replies_to(client, story, parent_status):
    parent = factories.comment(story, parent_status, body="câu hỏi đầu tiên")
    reply = factories.comment(story, body="câu trả lời", parent=parent)
    text = seen(client, story).text
    assert ("câu trả lời" in text) is (parent_status == Status.APPROVED)
    assert ("(2)" in text) is (parent_status == Status.APPROVED)
    assert "(1)" not in text  # nor is a reply counted that nobody can see
    reply.refresh_from_db()
    assert reply.status == Status.APPROVED


def test_a_reply_that_waits_is_not_shown_under_an_approved_comment(client, story):
    parent = factories.comment(story)
    factories.comment(story, Status.PENDING, body="chưa duyệt", parent=parent)
    assert "chưa duyệt" not in seen(client, story).text


def test_comments_of_another_story_do_not_appear(client, story):
    factories.comment(factories.story(), body="ở bài khác")
    assert "ở bài khác" not in seen(client, story).text


def test_line_breaks_are_kept_and_markup_is_text(client, story):
    factories.comment(story, body="dòng một\n\n<b>dòng hai</b>")
    page = seen(client, story)
    assert "<b>dòng hai</b>" in page.text
    assert "<p>dòng một</p>" in page.html


def test_the_story_page_is_the_same_bytes_for_every_reader_and_carries_no_token(story):
    factories.comment(story)
    first, second = (
        Client(headers=headers).get(story.get_absolute_url())
        for headers in ({}, {"accept-language": "en", "user-agent": "Khác"})
    )
    assert first.content == second.content
    fields = Page(first).form(f"/binh-luan/{story.pk}/")
    assert sorted(fields) == ["body", "consent_version", "email", "name", "website"]
    assert "csrf" not in first.content.decode().lower()
    for response in (first, second):
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")
        assert "Accept-Language" not in response.headers.get("Vary", "")


def test_a_logged_in_editor_gets_the_bytes_of_a_reader(story, login, client, managing_editor):
    as_reader = client.get(story.get_absolute_url()).content
    response = login(managing_editor).get(story.get_absolute_url())
    assert response.content == as_reader
    assert not response.cookies


def test_the_email_of_a_commenter_is_on_no_public_page(client, story, moderator):
    row = factories.comment(story, email=EMAIL, name="Trần Mơ", body="Tìm thấy ý kiến")
    addresses = [
        "/",
        story.get_absolute_url(),
        story.section.get_absolute_url(),
        f"/binh-luan/{story.pk}/",
        f"/binh-luan/{story.pk}/thu-thach/",
        "/tim-kiem/?q=bi-mat",
        "/health/",
    ]
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        assert EMAIL not in response.content.decode(), address
    assert EMAIL not in str(row)


def test_the_number_of_queries_does_not_grow_with_the_comments(
    client, story, django_assert_num_queries
):
    parent = factories.comment(story)
    seen(client, story)
    with CaptureQueriesContext(connection) as one:
        seen(client, story)
    for _ in range(6):
        factories.comment(story)
        factories.comment(story, parent=parent)
    with django_assert_num_queries(len(one)):
        seen(client, story)


def test_the_database_refuses_a_second_comment_on_one_ticket(story):
    row = factories.comment(story)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.create(article=story, name="Hòa", body="Khác", nonce=row.nonce)


def test_what_the_paper_says_and_what_it_edited_is_marked(client, story, moderator):
    row = factories.comment(story, body="Gọi tôi 0912 345 678 nhé")
    moderation.mask(row.pk, row.version, moderator)
    row.refresh_from_db()
    moderation.answer(row.pk, row.version, "Cảm ơn bạn đã góp ý.", moderator)
    page = Page(client.get(story.get_absolute_url()))
    assert "Gọi tôi •••• ••• ••• nhé Tòa soạn đã biên tập" in page.text
    assert "Báo Mới Lập Tòa soạn" in page.text
    assert page.html.index("•••• •••") < page.html.index("Cảm ơn bạn đã góp ý.")
