"""Readers find comments by their words: approved ones, of stories that are there."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import workflow
from articles.models import Article
from comments.models import Comment, CommentEntry, Status
from comments.moderation import decide
from tests import factories

pytestmark = pytest.mark.django_db
PAGE = "/tim-kiem/y-kien/"


def found(client, query, **parameters):
    response = client.get(PAGE, {"q": query, **parameters})
    assert response.status_code == 200
    return [hit.comment.pk for hit in response.context.get("hits", [])]


@pytest.fixture
def story():
    return factories.story(headline="Cầu mới")


def said(story, body, status=Status.APPROVED, **fields):
    return factories.comment(story, status, body=body, **fields).pk


def test_marks_and_phrases_and_words_to_leave_out_are_as_in_stories(client, story):
    with_marks = said(story, "Bà con Kim Động chờ mãi")
    without = said(story, "ba con kim dong cho mai")
    apart = said(story, "Kim thì không, Động thì có")
    assert found(client, "kim dong") == [apart, without, with_marks]
    assert found(client, "Kim Động") == [apart, with_marks, without]
    assert found(client, '"kim dong"') == [without, with_marks]
    assert found(client, "kim -có") == [without, with_marks]
    assert found(client, '"bà con kim động"') == [with_marks, without]


@pytest.mark.parametrize("status", [Status.PENDING, Status.REJECTED, Status.SPAM])
def test_a_comment_that_is_not_public_is_not_found(client, story, status):
    said(story, "Cầu đẹp", status)
    assert found(client, "cau") == []
    assert not CommentEntry.objects.exists()


def test_it_is_found_from_its_approval_on_until_it_is_taken_back(client, story, moderator):
    comment = factories.comment(story, Status.PENDING, body="Cầu đẹp")
    for version, verb, reason, is_there in (
        (1, "approve", "", True),
        (2, "reject", "insult", False),
        (3, "approve", "", True),
        (4, "reopen", "", False),
    ):
        decide([(comment.pk, version)], verb, moderator, reason)
        assert found(client, "cau") == ([comment.pk] if is_there else []), verb


def test_a_reply_is_found_while_what_it_replies_to_is_public(client, story, moderator):
    parent = factories.comment(story, body="Bao giờ thông xe")
    reply = said(story, "Cầu thông rồi", parent=parent)
    assert found(client, "cau") == [reply]
    decide([(parent.pk, parent.version)], "spam", moderator)
    assert found(client, "cau") == []


def test_comments_of_a_story_that_is_gone_are_gone(client, story, managing_editor):
    said(story, "Cầu đẹp")
    workflow.withdraw(Article.objects.get(pk=story.pk), managing_editor, reason="sai")
    response = client.get(PAGE, {"q": "cau"})
    assert "“cau”" in response.content.decode()
    assert response.context["listing"].total == 0


def test_nobody_is_found_by_name(client, story):
    said(story, "Cầu đẹp", name="Trần Thị Mơ")
    assert found(client, "tran thi mo") == []


def test_a_comment_that_was_found_leads_to_its_own_page(client, story):
    pk = said(story, "Chờ <b>cầu</b> đã lâu", name="Trần <i>Mơ</i>")
    page = client.get(PAGE, {"q": "cầu"}).content.decode()
    assert f'href="/binh-luan/y-kien/{pk}/"' in page
    assert "Chờ &lt;b&gt;<mark>cầu</mark>&lt;/b&gt; đã lâu" in page
    assert "Trần &lt;i&gt;Mơ&lt;/i&gt;" in page
    assert 'name="robots" content="noindex' in page


def test_days_narrow_it(client, story):
    old = said(story, "Cầu cũ", submitted_at=timezone.now() - timedelta(days=400))
    new = said(story, "Cầu mới")
    assert found(client, "cau") == [new, old]
    assert found(client, "cau", tu=f"{timezone.localtime():%d/%m/%Y}") == [new]


def test_pages_have_neither_repeats_nor_gaps_and_cost_the_same(client, story):
    comments = {said(story, f"Cầu số {number}") for number in range(45)}
    seen, key, costs = [], "", set()
    while key is not None:
        with CaptureQueriesContext(connection) as queries:
            response = client.get(PAGE, {"q": "cau", "truoc": key} if key else {"q": "cau"})
        costs.add(len(queries))
        listing = response.context["listing"]
        seen += [row.pk for row in listing.rows]
        key = listing.older
    assert len(seen) == 45
    assert set(seen) == comments
    assert len(costs) == 1
    assert client.get(PAGE, {"q": "cau", "truoc": "nonsense"}).status_code == 404


def test_the_search_in_stories_leads_there_and_back(client, story):
    page = client.get("/tim-kiem/", {"q": "cầu", "muc": story.section.slug}).content.decode()
    assert f'href="{PAGE}?q=c%E1%BA%A7u"' in page
    assert 'href="/tim-kiem/?q=c%E1%BA%A7u"' in client.get(PAGE, {"q": "cầu"}).content.decode()


@pytest.mark.parametrize("query", ["", "-cau", '""', "%%%"])
def test_a_question_without_words_finds_nothing(client, story, query):
    said(story, "Cầu đẹp")
    assert found(client, query) == []


def test_a_kept_page_of_the_search_knows_of_every_decision(kept_pages, story, moderator):
    comment = factories.comment(story, Status.PENDING, body="Cầu đẹp")
    page = f"{PAGE}?q=cau"
    kept_pages.get(page)

    def decided(verb, version):
        deed = lambda: decide([(comment.pk, version)], verb, moderator)  # noqa: E731
        return kept_pages.made_anew_by(deed, page)

    assert decided("spam", 1) == set()
    assert decided("approve", 2) == {page}
    assert f"/y-kien/{comment.pk}/" in kept_pages.get(page).text
    assert decided("spam", 3) == {page}
    assert f"/y-kien/{comment.pk}/" not in kept_pages.get(page).text
    assert Comment.objects.get(pk=comment.pk).version == 4


def test_a_kept_page_of_the_search_knows_of_a_story_that_is_put_back(
    kept_pages, story, managing_editor
):
    comment = said(story, "Cầu đẹp")
    page = f"{PAGE}?q=cau"

    def step(verb, **details):
        row = Article.objects.get(pk=story.pk)
        return kept_pages.made_anew_by(lambda: verb(row, managing_editor, **details), page)

    kept_pages.get(page)
    for verb, details, is_there in (
        (workflow.withdraw, {"reason": "sai"}, False),
        (workflow.put_back, {}, True),
    ):
        assert step(verb, **details) == {page}
        assert (f"/y-kien/{comment}/" in kept_pages.get(page).text) is is_there
