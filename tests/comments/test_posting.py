"""The way of a comment from the form to the queue, as a reader walks it."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from cms.models import SiteSettings
from comments.models import Comment, Contact, Status
from comments.verification import ticket
from tests import factories
from tests.page import Page

from .reader import TYPED, Reader


@pytest.fixture(autouse=True)
def _embedded(settings):
    settings.COMMENT_VERIFICATION = "embedded"


@pytest.fixture
def reader(db):
    return Reader(factories.story())


def kept(reader):
    """Is everything typed still in the form?"""
    fields = reader.page.form(reader.address)
    return {name: fields.get(name) for name in TYPED} == TYPED


def send_in_full(reader, **changes):
    reader.opens_the_form()
    return reader.sends(**{**TYPED, "answer": reader.answer(), **changes})


def test_a_reader_without_javascript_answers_the_question_and_the_comment_waits(reader):
    response = send_in_full(reader)
    assert response.status_code == 303
    comment = Comment.objects.get()
    assert comment.status == Status.PENDING
    assert (comment.name, comment.body) == (TYPED["name"], TYPED["body"])
    assert comment.verification["method"] == "question"
    assert comment.verification["weak"] is True
    assert comment.contact.email == TYPED["email"]


def test_a_reader_whose_browser_computes_is_asked_nothing(reader):
    reader.opens_the_form()
    response = reader.sends(**TYPED, **reader.computes())
    assert response.status_code == 303
    assert Comment.objects.get().verification["method"] == "proof_of_work"
    assert Comment.objects.get().verification["weak"] is False


def test_from_the_story_page_the_verification_is_the_one_step_left(reader):
    reader.opens_the_story()
    assert "ticket" not in reader.page.form(reader.address)
    assert reader.sends(**TYPED).status_code == 200
    assert kept(reader)
    assert not Comment.objects.exists()
    assert reader.sends(answer=reader.answer()).status_code == 303
    assert Comment.objects.get().body == TYPED["body"]


def test_a_browser_that_computes_on_the_story_page_sends_in_one_step(reader):
    reader.opens_the_story()
    assert reader.sends(**TYPED, **reader.computes()).status_code == 303


def test_the_reader_is_told_that_the_comment_waits_and_later_what_became_of_it(reader, moderator):
    address = send_in_full(reader).headers["Location"]
    waiting = Page(reader.client.get(address)).text
    comment = Comment.objects.get()
    factories.decide([(comment.pk, 1)], "approve", moderator)
    approved = Page(reader.client.get(address))
    assert approved.text != waiting
    assert comment.get_absolute_url() in approved.links
    factories.decide([(comment.pk, 2)], "reopen", moderator)
    assert Page(reader.client.get(address)).text == waiting
    factories.decide([(comment.pk, 3)], "reject", moderator, "insult")
    assert Page(reader.client.get(address)).text not in (waiting, approved.text)


def test_what_became_of_a_comment_is_told_only_by_the_signed_address(reader):
    address = send_in_full(reader).headers["Location"]
    assert reader.client.get(address[:-2] + "x/").status_code == 404
    unsigned = f"{reader.address}da-gui/{Comment.objects.get().pk}/"
    assert reader.client.get(unsigned).status_code == 404
    elsewhere = address.replace(f"/{reader.article.pk}/", f"/{factories.story().pk}/")
    assert reader.client.get(elsewhere).status_code == 404
    # Nor is the text repeated to others: the address must not become a way to publish it.
    assert TYPED["body"].split("\n")[0] not in Client().get(address).content.decode()


def test_a_wrong_answer_gets_another_question_beside_the_text_kept(reader):
    reader.opens_the_form()
    first = reader.ticket().nonce
    assert reader.sends(**TYPED, answer="1000").status_code == 200
    assert kept(reader)
    assert reader.page.said_beside("answer")
    assert reader.page.form(reader.address)["answer"] == ""
    assert reader.ticket().nonce != first
    assert reader.sends(answer=reader.answer()).status_code == 303


def test_after_a_wrong_field_the_same_ticket_and_proof_count_once_the_field_is_right(reader):
    reader.opens_the_form()
    work = reader.computes()
    assert reader.sends(**{**TYPED, "email": "hoa@"}, **work).status_code == 422
    assert reader.page.form(reader.address)["ticket"] == work["ticket"]
    assert reader.page.form(reader.address)["proof"] == work["proof"]
    assert reader.sends(email=TYPED["email"]).status_code == 303
    assert Comment.objects.count() == 1


def test_after_a_wrong_field_the_answer_already_given_still_stands_in_the_form(reader):
    reader.opens_the_form()
    reader.sends(**{**TYPED, "email": "hoa@"}, answer=reader.answer())
    assert reader.sends(email=TYPED["email"]).status_code == 303


def test_sending_twice_is_one_comment_and_the_same_answer(reader):
    reader.opens_the_form()
    data = {**reader.page.form(reader.address), **TYPED, "answer": reader.answer()}
    first, second = (reader.client.post(reader.address, data) for _ in range(2))
    assert Comment.objects.count() == Contact.objects.count() == 1
    page_of = {reader.client.get(answer.headers["Location"]).content for answer in (first, second)}
    assert second.status_code == 303
    assert len(page_of) == 1


def test_another_text_on_a_spent_ticket_gets_a_new_one_and_loses_nothing(reader):
    reader.opens_the_form()
    data = {**reader.page.form(reader.address), **TYPED, "answer": reader.answer()}
    reader.client.post(reader.address, data)
    other = "Còn một điều nữa."
    reader.opens_the_form()
    assert reader.sends({**data, "body": other}).status_code == 200
    assert reader.page.form(reader.address)["body"] == other
    assert reader.sends(answer=reader.answer()).status_code == 303
    assert {row.body for row in Comment.objects.all()} == {TYPED["body"], other}


@pytest.fixture
def clock(monkeypatch):
    real_now = timezone.now

    def move(**delta):
        monkeypatch.setattr(timezone, "now", lambda: real_now() + timedelta(**delta))

    return move


def test_an_hour_later_the_text_is_kept_and_another_question_asked(reader, clock):
    reader.opens_the_form()
    answer = reader.answer()
    clock(minutes=61)
    assert reader.sends(**TYPED, answer=answer).status_code == 200
    assert kept(reader)
    assert not Comment.objects.exists()
    assert reader.sends(answer=reader.answer()).status_code == 303


def test_whoever_has_no_javascript_and_answers_the_question_at_once_is_not_flagged(reader, clock):
    reader.opens_the_story()
    reader.sends(**TYPED)
    clock(seconds=3)
    reader.sends(answer=reader.answer())
    assert not Comment.objects.flagged().exists()
    assert {finding.rule for finding in Comment.objects.get().findings.all()} == {"weak_check"}


def test_a_form_that_was_renewed_after_an_hour_and_sent_at_once_is_not_too_fast(reader, clock):
    reader.opens_the_form()
    clock(minutes=61)
    assert reader.sends(**TYPED, **reader.computes()).status_code == 303
    assert not Comment.objects.get().findings.exists()


def test_a_page_of_yesterday_sent_again_is_no_second_comment(reader, clock):
    reader.opens_the_form()
    data = {**reader.page.form(reader.address), **TYPED, "answer": reader.answer()}
    reader.client.post(reader.address, data)
    clock(days=1)
    again = reader.client.post(reader.address, data)
    assert again.status_code == 303
    assert Comment.objects.count() == 1
    assert reader.client.get(again.headers["Location"]).status_code == 200


def test_an_expired_form_with_a_wrong_field_keeps_the_text_and_says_which(reader, clock):
    reader.opens_the_form()
    clock(minutes=61)
    reader.sends(**{**TYPED, "email": "hoa@"})
    assert reader.page.form(reader.address)["body"] == TYPED["body"]
    assert reader.page.said_beside("email")


def test_a_ticket_of_another_story_or_a_changed_one_counts_nowhere(reader):
    reader.opens_the_form()
    token = reader.page.form(reader.address)["ticket"]
    answer = reader.answer()
    for bad in (ticket.issue(reader.article.pk + 1), token[:-3] + "abc", "", "\x00", "x" * 9_000):
        reader.opens_the_form()
        assert reader.sends(**TYPED, ticket=bad, answer=answer).status_code == 200
        assert kept(reader)
    assert not Comment.objects.exists()


def test_a_sentence_of_consent_that_changed_meanwhile_is_shown_before_it_counts(reader):
    site = SiteSettings(consent_text="Tôi đồng ý.")
    site.save()
    reader.opens_the_form()
    site.consent_text = "Tôi đồng ý, theo bản mới."
    site.save()
    answer = reader.sends(**TYPED, answer=reader.answer())
    assert answer.status_code == 422
    assert "theo bản mới" in reader.page.text
    assert "vừa được thay đổi" in reader.page.text
    shown = reader.page.form(reader.address)
    assert shown["body"] == TYPED["body"]
    assert "consent" not in shown
    assert reader.sends(consent="on", answer=reader.answer()).status_code == 303
    assert Contact.objects.get().consent_version == site.consent_version


def test_what_is_stored_says_which_consent_was_given_and_keeps_only_the_network(db):
    site = SiteSettings(consent_version=1)
    site.save()
    site.consent_text = "Tôi đồng ý, theo bản mới."
    site.save()
    reader = Reader(factories.story(), REMOTE_ADDR="203.0.113.77", headers={"user-agent": "Máy"})
    before = timezone.now()
    send_in_full(reader)
    contact = Contact.objects.get()
    assert contact.consent_version == 2
    assert before <= contact.consented_at <= timezone.now()
    assert contact.ip_network == "203.0.113.0/24"


def test_a_script_in_any_field_is_text(reader):
    attack = '<script>alert(1)</script><img src=x onerror="alert(2)">'
    response = send_in_full(reader, name=f"Hòa {attack}"[:60], body=attack)
    comment = Comment.objects.get()
    factories.decide([(comment.pk, 1)], "approve", factories.moderator())
    for address in (response.headers["Location"], reader.article.get_absolute_url()):
        html = reader.client.get(address).content.decode()
        assert "<script>alert" not in html
        assert "<img src=x" not in html
    # In a form that comes back as well.
    reader.opens_the_form()
    reader.sends(name=attack, email=f'"{attack}', body=f"</textarea>{attack}", answer=f'">{attack}')
    assert "<script>alert" not in reader.page.html
    assert "<img src=x" not in reader.page.html


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://attacker.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Origin": "http://testserver.attacker.example"},
    ],
    ids=str,
)
def test_a_post_from_another_site_is_never_stored_and_can_be_sent_by_hand(reader, headers):
    reader.opens_the_form()
    assert reader.sends(**TYPED, answer=reader.answer(), headers=headers).status_code == 200
    assert not Comment.objects.exists()
    assert kept(reader)
    own = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}
    assert reader.sends(answer=reader.answer(), headers=own).status_code == 303


def test_the_name_and_text_of_a_comment_are_stored_in_one_normal_form(reader):
    name, body = "  Nguyê\u0303n\u200b  Hoa\u0300 ", "Hay\r\n\r\n\r\n\r\nla\u0306\u0301m"
    send_in_full(reader, name=name, body=body)
    comment = Comment.objects.get()
    assert comment.name == "Nguyễn Hoà"
    assert comment.body == "Hay\n\nlắm"


@pytest.mark.drill
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_many_posts_of_one_solution_at_once_are_one_comment(room_for_all):
    posts = 50 if os.environ.get("DRILL") else 20
    reader = Reader(factories.story())
    reader.opens_the_form()
    data = {**TYPED, **reader.computes()}
    start = Barrier(posts)

    def post(_number):
        start.wait(30)
        try:
            return Client().post(reader.address, data)
        finally:
            connection.close()

    with ThreadPoolExecutor(posts) as pool:
        answers = list(pool.map(post, range(posts)))
    assert {answer.status_code for answer in answers} == {303}
    assert len(answers) == posts
    assert Comment.objects.count() == Contact.objects.count() == 1
