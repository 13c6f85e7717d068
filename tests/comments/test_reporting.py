"""Readers report comments; moderators keep them or take them off."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles import workflow
from comments.erasing import erase
from comments.models import Comment, Report, Status, Verb
from comments.moderation import decide, keep, undo
from comments.verification import ticket
from tests import factories
from tests.page import Page

QUEUE = "/admin/comments/comment/?status=reported"


@pytest.fixture
def story(db):
    return factories.story()


@pytest.fixture
def comment(story):
    return factories.comment(story, body="Nhà báo này ăn tiền, ai cũng biết.")


@pytest.fixture
def minutes_later(monkeypatch):
    monkeypatch.setattr(ticket.Ticket, "age", timedelta(minutes=1))


def address(comment):
    return f"/binh-luan/{comment.article_id}/bao-cao/{comment.pk}/"


def reports(comment, client=None, **typed):
    client = client or Client()
    page = Page(client.get(address(comment)))
    data = {**page.form(""), "reason": "insult", "text": "Xúc phạm người khác", **typed}
    return client.post(address(comment), data)


def test_a_report_reaches_the_moderators_and_the_comment_stays(
    comment, login, moderator, minutes_later
):
    page = Page(Client().get(comment.article.get_absolute_url()))
    assert address(comment) in page.links
    assert "Cảm ơn" in Page(reports(comment)).text
    assert list(Comment.objects.reported()) == [comment]
    queue = Page(login(moderator).get(QUEUE))
    assert "Nhà báo này ăn tiền" in queue.text
    assert "Xúc phạm người khác" in queue.text
    assert comment.body in Page(Client().get(comment.article.get_absolute_url())).text


def test_what_is_kept_leaves_the_queue_and_the_log_says_who_kept_it(
    comment, moderator, minutes_later
):
    reports(comment)
    assert keep(comment.pk, comment.version, moderator).result == "done"
    assert not Comment.objects.reported().exists()
    step = comment.decisions.first()
    assert (step.verb, step.before, step.after) == (Verb.KEEP, "approved", "approved")
    # And can be reported once more.
    reports(comment)
    assert Comment.objects.reported().exists()


@pytest.mark.parametrize("verb", ["reject", "spam"])
def test_a_verdict_closes_the_reports(comment, moderator, minutes_later, verb):
    reports(comment)
    decide([(comment.pk, comment.version)], verb, moderator, "insult")
    assert not Report.objects.filter(closed_by=None).exists()


@pytest.mark.parametrize("verb", ["keep", "reject"])
def test_a_step_that_is_undone_leaves_the_report_as_it_was(comment, moderator, minutes_later, verb):
    reports(comment)
    if verb == "keep":
        step = keep(comment.pk, comment.version, moderator)
    else:
        (step,) = decide([(comment.pk, comment.version)], verb, moderator, "insult")
    assert not Comment.objects.reported().exists()
    assert undo(step.decision, moderator).result == "done"
    assert list(Comment.objects.reported()) == [comment]


def test_what_was_erased_is_in_no_queue_and_what_others_said_of_it_is_gone(comment, minutes_later):
    reports(comment)
    erase(comment)
    assert not Comment.objects.reported().exists()
    assert not Report.objects.exists()


def test_sent_twice_it_is_one_report_and_thousands_behind_one_network_are_heard(
    comment, minutes_later, login, moderator
):
    client = Client()
    data = {**Page(client.get(address(comment))).form(""), "reason": "false"}
    assert client.post(address(comment), data).status_code == 200
    assert client.post(address(comment), data).status_code == 200
    assert Report.objects.count() == 1
    for _ in range(20):
        assert reports(comment).status_code == 200
    assert Report.objects.count() == 21
    queue = Page(login(moderator).get(QUEUE))
    assert queue.text.count("Xúc phạm người khác") < 15
    assert "Tất cả 21 báo cáo" in queue.text


def test_without_a_reason_the_form_comes_back_with_the_words(comment, minutes_later):
    answer = reports(comment, reason="", text="Đây là lời của tôi")
    assert answer.status_code == 422
    assert "Đây là lời của tôi" in Page(answer).text
    assert not Report.objects.exists()


def test_a_script_is_told_the_same_and_nothing_is_kept(comment, monkeypatch):
    assert "Cảm ơn" in Page(reports(comment)).text  # within no time
    monkeypatch.setattr(ticket.Ticket, "age", timedelta(minutes=1))
    assert "Cảm ơn" in Page(reports(comment, website="x")).text
    assert not Report.objects.exists()


def test_another_site_reports_nothing(comment, minutes_later):
    client = Client(headers={"origin": "https://evil.example"})
    assert "Cảm ơn" not in Page(reports(comment, client)).text
    assert not Report.objects.exists()


def test_a_form_that_stood_open_for_a_day_comes_back_with_the_words_and_sends_at_once(
    comment, monkeypatch
):
    client = Client()
    data = Page(client.get(address(comment))).form("") | {"reason": "insult", "text": "Lời tôi"}
    day_later = timezone.now() + timedelta(days=1)
    with monkeypatch.context() as patch:
        patch.setattr(timezone, "now", lambda: day_later)
        page = Page(client.post(address(comment), data))
        assert "Còn một bước" in page.text
        assert page.form("")["text"] == "Lời tôi"
        # All is chosen and typed: a person sends it within a second.
        assert "Cảm ơn" in Page(client.post(address(comment), page.form(""))).text
    assert Report.objects.get().text == "Lời tôi"


@pytest.mark.parametrize("whose", ["comment", "article"])
def test_what_is_gone_meanwhile_gives_the_words_back(comment, minutes_later, moderator, whose):
    client = Client()
    data = Page(client.get(address(comment))).form("") | {"reason": "insult", "text": "Lời tôi"}
    if whose == "comment":
        decide([(comment.pk, comment.version)], "spam", moderator)
    else:
        workflow.withdraw(comment.article, factories.managing_editor(), reason="Sai")
    answer = client.post(address(comment), data)
    assert answer.status_code == 404
    assert "Lời tôi" in Page(answer).text
    assert comment.body not in Page(answer).text


@pytest.mark.parametrize("status", [Status.PENDING, Status.REJECTED, Status.SPAM])
def test_what_readers_do_not_see_has_no_form(story, status):
    hidden = factories.comment(story, status)
    assert Client().get(address(hidden)).status_code == 404
    never = address(hidden).replace(f"/{hidden.pk}/", "/999999/")
    assert Client().get(never).status_code == 404


def test_a_report_is_text_in_the_queue(comment, login, moderator, minutes_later):
    reports(comment, text="<script>alert(1)</script>")
    assert "<script>alert" not in login(moderator).get(QUEUE).content.decode()
