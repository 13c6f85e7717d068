"""Which check a reader meets, and how a reader gets past one that does not work."""

import json
from dataclasses import FrozenInstanceError
from datetime import timedelta

import altcha
import pytest
from django.utils import timezone, translation
from django_recaptcha.constants import TEST_PRIVATE_KEY, TEST_PUBLIC_KEY

from comments.verification import (
    Failed,
    Passed,
    again,
    challenge,
    check,
    mode,
    offer,
    question,
    ticket,
)

SENT_FROM = {"client_ip": "203.0.113.7", "host": "localhost"}


@pytest.fixture(autouse=True)
def embedded(settings):
    settings.COMMENT_VERIFICATION = "auto"
    settings.RECAPTCHA_PUBLIC_KEY = settings.RECAPTCHA_PRIVATE_KEY = ""
    # Port 9 refuses: a test that asks Google by mistake does not reach the real one.
    settings.RECAPTCHA_DOMAIN = "localhost:9"


@pytest.fixture(params=["recaptcha_v2", "recaptcha_v3"])
def recaptcha(request, settings):
    settings.COMMENT_VERIFICATION = request.param
    settings.RECAPTCHA_PUBLIC_KEY = "site-key"
    settings.RECAPTCHA_PRIVATE_KEY = "private-key"
    return request.param


def read(token):
    return ticket.read(token, 12)


def solve(made):
    parsed = altcha.Challenge.from_dict(made["challenge"])
    return altcha.Payload(parsed, altcha.solve_challenge(parsed)).to_base64()


def answer_to(given):
    numbers = (str(number) for number in range(20))
    return next(n for n in numbers if isinstance(question.check(n, given), Passed))


class TestMode:
    def test_without_keys_the_check_is_embedded(self):
        assert mode() == "embedded"

    @pytest.mark.parametrize(("public", "private"), [("a", ""), ("", "b")])
    def test_one_key_is_not_enough(self, settings, public, private):
        settings.RECAPTCHA_PUBLIC_KEY, settings.RECAPTCHA_PRIVATE_KEY = public, private
        assert mode() == "embedded"

    def test_both_keys_mean_the_checkbox(self, settings):
        settings.RECAPTCHA_PUBLIC_KEY, settings.RECAPTCHA_PRIVATE_KEY = "a", "b"
        assert mode() == "recaptcha_v2"

    def test_googles_test_keys_which_let_everybody_pass_are_not_real_keys(self, settings):
        settings.RECAPTCHA_PUBLIC_KEY = TEST_PUBLIC_KEY
        settings.RECAPTCHA_PRIVATE_KEY = TEST_PRIVATE_KEY
        assert mode() == "embedded"

    @pytest.mark.parametrize("chosen", ["embedded", "recaptcha_v2", "recaptcha_v3"])
    def test_what_the_operator_chose_holds(self, settings, chosen):
        settings.RECAPTCHA_PUBLIC_KEY, settings.RECAPTCHA_PRIVATE_KEY = "a", "b"
        settings.COMMENT_VERIFICATION = chosen
        assert mode() == chosen


class TestOffer:
    def test_the_embedded_form_carries_a_ticket_and_its_question(self):
        shown = offer(12)
        assert shown.kind == "embedded"
        assert shown.question == question.ask(read(shown.token))
        assert shown.recaptcha is None
        assert read(shown.token).fallback is False

    def test_the_recaptcha_form_carries_what_a_template_needs(self, recaptcha):
        with translation.override("vi"):
            shown = offer(12)
        assert shown.kind == shown.recaptcha.kind == recaptcha
        assert shown.question == ""
        assert shown.recaptcha.site_key == "site-key"
        assert shown.recaptcha.action == "comment"
        assert shown.recaptcha.script.startswith("https://localhost:9/recaptcha/api.js?hl=vi")
        assert ("render=site-key" in shown.recaptcha.script) == (recaptcha == "recaptcha_v3")
        assert "private-key" not in repr(shown)

    def test_the_fallback_form_is_the_embedded_one(self, recaptcha):
        shown = offer(12, fallback=True)
        assert shown.kind == "embedded"
        assert shown.question
        assert shown.recaptcha is None
        assert read(shown.token).fallback is True

    def test_a_form_with_another_mistake_comes_back_with_the_same_ticket_and_question(self):
        shown = offer(12)
        assert again(shown.token, read(shown.token)) == shown

    @pytest.mark.parametrize("fallback", [False, True])
    def test_that_holds_for_recaptcha_and_its_fallback(self, recaptcha, fallback):
        shown = offer(12, fallback=fallback)
        assert again(shown.token, read(shown.token)) == shown

    def test_an_offer_cannot_be_changed_by_a_template(self):
        with pytest.raises(FrozenInstanceError):
            offer(12).kind = "none"


class TestChallenge:
    def test_a_form_without_ticket_gets_one_with_its_challenge(self):
        made = json.loads(json.dumps(challenge(12)))
        assert isinstance(check({"proof": solve(made)}, read(made["ticket"]), **SENT_FROM), Passed)

    def test_a_form_keeps_its_ticket_so_that_question_and_proof_belong_together(self):
        shown = offer(12)
        made = challenge(12, shown.token)
        assert made["ticket"] == shown.token
        given = read(shown.token)
        assert isinstance(check({"proof": solve(made)}, given, **SENT_FROM), Passed)
        assert isinstance(check({"answer": answer_to(given)}, given, **SENT_FROM), Passed)

    @pytest.mark.parametrize("minutes", [51, 61, 600])
    @pytest.mark.parametrize("fallback", [False, True])
    def test_an_old_ticket_is_renewed_as_what_it_was(self, monkeypatch, minutes, fallback):
        old = offer(12, fallback=fallback).token
        later = timezone.now() + timedelta(minutes=minutes)
        monkeypatch.setattr(timezone, "now", lambda: later)
        made = challenge(12, old)
        assert made["ticket"] != old
        assert read(made["ticket"]).fallback is fallback

    @pytest.mark.parametrize("token", ["", "forged:ticket", "\ud800", "x" * 100_000])
    def test_a_token_that_is_no_ticket_is_replaced(self, token):
        assert read(challenge(12, token)["ticket"]).fallback is False

    def test_a_ticket_of_another_story_is_replaced(self):
        token = offer(13, fallback=True).token
        assert read(challenge(12, token)["ticket"]).fallback is False

    def test_where_google_is_asked_there_is_nothing_to_compute(self, recaptcha):
        assert challenge(12)["challenge"] is None
        assert challenge(12, offer(12).token)["challenge"] is None

    def test_a_fallback_form_may_compute_where_google_is_asked(self, recaptcha):
        shown = offer(12, fallback=True)
        made = challenge(12, shown.token)
        assert isinstance(check({"proof": solve(made)}, read(shown.token), **SENT_FROM), Passed)


class TestEmbeddedCheck:
    def test_a_form_with_neither_proof_nor_answer_is_asked_the_question(self):
        outcome = check({}, read(offer(12).token), **SENT_FROM)
        assert isinstance(outcome, Failed)
        assert str(outcome.message)
        assert outcome.needs_fallback is False

    def test_a_right_answer_counts_even_beside_a_broken_proof(self):
        given = read(offer(12).token)
        data = {"proof": "broken", "answer": answer_to(given)}
        outcome = check(data, given, **SENT_FROM)
        assert isinstance(outcome, Passed)
        assert outcome.weak is True

    def test_a_proof_counts_even_beside_a_wrong_answer(self):
        shown = offer(12)
        data = {"proof": solve(challenge(12, shown.token)), "answer": "1000"}
        outcome = check(data, read(shown.token), **SENT_FROM)
        assert isinstance(outcome, Passed)
        assert outcome.weak is False

    def test_a_broken_proof_and_a_wrong_answer_fail(self):
        data = {"proof": "broken", "answer": "1000"}
        assert isinstance(check(data, read(offer(12).token), **SENT_FROM), Failed)

    def test_google_is_not_asked_where_the_check_is_embedded(self):
        outcome = check({"g-recaptcha-response": "x"}, read(offer(12).token), **SENT_FROM)
        assert isinstance(outcome, Failed)
        assert not outcome.needs_fallback  # Asked, it would: port 9 refuses.

    def test_checking_spends_nothing(self):
        made = challenge(12)
        given, data = read(made["ticket"]), {"proof": solve(made)}
        first, second = (check(data, given, **SENT_FROM) for _ in range(2))
        assert first == second
        assert isinstance(first, Passed)

    def test_what_is_kept_as_evidence_can_be_stored_as_json(self):
        made = challenge(12)
        given = read(made["ticket"])
        for data in ({"proof": solve(made)}, {"answer": answer_to(given)}):
            evidence = check(data, given, **SENT_FROM).evidence
            assert json.loads(json.dumps(evidence)) == evidence


class TestRecaptchaCheck:
    def test_an_answer_does_not_count_without_a_fallback_ticket(self, recaptcha):
        given = read(offer(12).token)
        outcome = check({"answer": answer_to(given)}, given, **SENT_FROM)
        assert isinstance(outcome, Failed)

    def test_a_proof_does_not_count_without_a_fallback_ticket(self, recaptcha, settings):
        settings.COMMENT_VERIFICATION = "embedded"
        made = challenge(12)
        settings.COMMENT_VERIFICATION = recaptcha
        outcome = check({"proof": solve(made)}, read(made["ticket"]), **SENT_FROM)
        assert isinstance(outcome, Failed)

    def test_a_reader_whose_browser_blocks_google_is_not_locked_out(self, recaptcha):
        refused = check({}, read(offer(12).token), **SENT_FROM)
        assert isinstance(refused, Failed)
        assert refused.needs_fallback is True

        given = read(offer(12, fallback=refused.needs_fallback).token)
        outcome = check({"answer": answer_to(given)}, given, **SENT_FROM)
        assert isinstance(outcome, Passed)
        assert outcome.evidence["fallback"] is True

    def test_a_reader_whose_google_is_down_is_not_locked_out(self, recaptcha):
        refused = check({"g-recaptcha-response": "x"}, read(offer(12).token), **SENT_FROM)
        assert isinstance(refused, Failed)
        assert refused.needs_fallback is True

    def test_a_wrong_answer_on_the_fallback_leads_back_to_the_fallback(self, recaptcha):
        outcome = check({"answer": "1000"}, read(offer(12, fallback=True).token), **SENT_FROM)
        assert isinstance(outcome, Failed)
        assert outcome.needs_fallback is True
