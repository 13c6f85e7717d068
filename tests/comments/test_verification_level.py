"""Who sends much computes more; nobody pays for the others behind the same network."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from comments import senders
from comments.models import Comment, Status
from comments.verification import Failed, Passed, check, proof_of_work, ticket
from tests import factories

from . import reader as readers
from .reader import TYPED, Reader

SENT_FROM = {"client_ip": "203.0.113.7", "host": "localhost"}


@pytest.fixture(autouse=True)
def _embedded(settings):
    settings.COMMENT_VERIFICATION = "embedded"


@pytest.fixture
def reader(db):
    return Reader(factories.story(), REMOTE_ADDR="203.0.113.7")


def sends(reader, body, **changes):
    """From the cached story, as a browser with JavaScript does; the answer."""
    reader.opens_the_story()
    return reader.sends(**{**TYPED, "body": body, **changes}, **reader.computes())


def sent_lately(count, **fields):
    for _each in range(count):
        readers.post(f"Chuyện số {_each}", **{"email": TYPED["email"], **fields})


def test_whoever_sends_three_comments_in_ten_minutes_never_notices(reader):
    for number in range(3):
        assert sends(reader, f"Chuyện thứ {number}").status_code == 303
    rows = Comment.objects.all()
    assert {row.verification["max_tries"] for row in rows} == {proof_of_work.MAX_TRIES[0]}


def test_the_fourth_goes_through_the_same_form_with_the_text_kept_and_a_harder_challenge(reader):
    sent_lately(3)
    assert sends(reader, "Chuyện thứ tư").status_code == 200
    assert Comment.objects.count() == 3
    form = reader.page.form(reader.address)
    assert form["body"] == "Chuyện thứ tư"
    assert "data-again" in reader.page.html
    assert reader.page.said_beside("answer") == ""
    given = reader.ticket()
    assert given.level == 1
    # What the page's script does then, by itself.
    assert reader.sends(**reader.computes()).status_code == 303
    last = Comment.objects.get(body="Chuyện thứ tư")
    assert last.verification["max_tries"] == proof_of_work.MAX_TRIES[1]


def test_who_answers_the_question_instead_need_not_compute(reader):
    sent_lately(3)
    sends(reader, "Chuyện thứ tư")
    assert reader.sends(answer=reader.answer()).status_code == 303
    assert Comment.objects.get(body="Chuyện thứ tư").verification["weak"] is True


def test_a_browser_that_is_known_computes_the_harder_one_at_once(reader):
    for number in range(3):
        sends(reader, f"Chuyện thứ {number}")
    assert sends(reader, "Chuyện thứ tư").status_code == 303
    assert sends(reader, "Chuyện thứ năm", email="khac@example.org").status_code == 303


def test_another_person_on_the_same_network_pays_nothing(reader):
    sent_lately(30)
    assert sends(reader, "Chào", email="lan@example.org").status_code == 303


@pytest.mark.parametrize(("before", "level"), [(0, 0), (2, 0), (3, 1), (7, 1), (8, 2), (40, 2)])
def test_how_hard_it_is(db, before, level):
    sent_lately(before)
    assert senders.level(TYPED["email"].upper()) == level
    assert senders.level("lan@example.org") == senders.level("") == 0
    own = list(Comment.objects.values_list("pk", flat=True))
    assert senders.level("lan@example.org", own) == level


def test_after_ten_minutes_it_is_easy_again(db):
    sent_lately(9)
    Comment.objects.update(submitted_at=timezone.now() - timedelta(minutes=11))
    assert senders.level(TYPED["email"]) == 0


def test_comments_that_somebody_sent_in_anothers_name_cost_that_one_nothing(db):
    sent_lately(9)
    Comment.objects.update(status=Status.UNCONFIRMED)
    assert senders.level(TYPED["email"]) == 0


def test_while_the_whole_site_is_flooded_everybody_computes_a_little_more(db, monkeypatch, reader):
    monkeypatch.setitem(senders.MANY, "site", 5)
    sent_lately(4, email="bot@example.org")
    assert senders.level("lan@example.org") == 0
    sent_lately(1, email="bot@example.org")
    assert senders.level("lan@example.org") == 1
    # And that while they type: it costs no second step.
    assert sends(reader, "Chào").status_code == 303


def test_a_flood_is_counted_no_further_than_needed(db, django_assert_max_num_queries):
    with django_assert_max_num_queries(3) as queries:
        senders.level("lan@example.org", [1, 2])
    assert all("LIMIT" in query["sql"] for query in queries.captured_queries)


def test_a_proof_of_an_easier_ticket_says_which_level_is_asked(db):
    token = ticket.issue(12)
    given = ticket.read(token, 12)
    work = readers.solved(proof_of_work.challenge(token, given)["challenge"])
    outcome = check({"proof": work}, given, **SENT_FROM, level=1)
    assert isinstance(outcome, Failed)
    assert outcome.level == 1
    assert isinstance(check({"proof": work}, given, **SENT_FROM), Passed)


def test_a_renewed_ticket_is_no_way_back_to_the_easy_ones(reader):
    url = reverse("comments:challenge", args=[reader.article.pk])
    carried = ticket.issue(reader.article.pk, level=2)
    made = reader.client.get(url, {"ticket": carried}).json()
    assert ticket.read(made["ticket"], reader.article.pk).level == 2


def test_google_asks_no_harder_question_of_anybody(reader, settings):
    settings.COMMENT_VERIFICATION = "recaptcha_v2"
    given = ticket.read(ticket.issue(12), 12)
    assert check({}, given, **SENT_FROM, level=2).level == 0
