"""reCAPTCHA against a Google that is a real HTTPS server and does what it is told."""

import time

import pytest

from comments.verification import Failed, Passed, check, ticket
from comments.verification.recaptcha import TIMEOUT
from tests.google import BREAKDOWNS, FakeGoogle


@pytest.fixture
def google(tmp_path, monkeypatch, settings):
    with FakeGoogle(tmp_path) as google:
        google.use(monkeypatch, settings)
        yield google


@pytest.fixture
def v3(google, settings):
    settings.COMMENT_VERIFICATION = "recaptcha_v3"


def post(token="token-from-the-browser", host="localhost:8000"):
    given = ticket.read(ticket.issue(12), 12)
    data = {"g-recaptcha-response": token}
    return check(data, given, client_ip="203.0.113.7", host=host)


def test_a_ticked_box_passes(google):
    google.accepts(hostname="localhost")
    outcome = post()
    assert isinstance(outcome, Passed)
    assert outcome.method == "recaptcha_v2"
    assert outcome.weak is False
    assert outcome.evidence["hostname"] == "localhost"


def test_google_is_asked_once_with_our_key_and_the_address_we_were_given(google):
    post()
    assert google.questions == [
        {
            "path": "/recaptcha/api/siteverify",
            "secret": "private-key",
            "response": "token-from-the-browser",
            "remoteip": "203.0.113.7",
        }
    ]


def test_a_stale_token_can_be_renewed_on_the_spot(google):
    google.rejects("timeout-or-duplicate")
    outcome = post()
    assert isinstance(outcome, Failed)
    assert outcome.needs_fallback is False
    assert str(outcome.message)


def test_a_token_google_does_not_know_leads_to_the_embedded_check(google):
    google.rejects("invalid-input-response")
    outcome = post()
    assert isinstance(outcome, Failed)
    assert outcome.needs_fallback is True


def test_a_wrong_key_of_ours_is_never_the_readers_fault(google, caplog):
    google.rejects("invalid-input-secret")
    outcome = post()
    assert isinstance(outcome, Failed)
    assert outcome.needs_fallback is True
    assert "refuses our keys" in caplog.text


@pytest.mark.parametrize("success", ["true", "false", 1, [True], {}])
def test_only_true_is_success(google, success):
    google.replies(success=success, hostname="localhost")
    assert not isinstance(post(), Passed)


@pytest.mark.parametrize("hostname", ["evil.example", "localhost.evil.example", "", None])
def test_a_box_ticked_on_another_site_does_not_pass(google, hostname):
    google.accepts(hostname=hostname)
    outcome = post()
    assert isinstance(outcome, Failed)
    assert outcome.needs_fallback is True


def test_the_host_is_compared_without_port_and_case(google):
    google.accepts(hostname="BAO.example")
    assert isinstance(post(host="bao.EXAMPLE:8443"), Passed)


@pytest.mark.usefixtures("v3")
class TestScores:
    def test_a_good_score_passes_and_is_kept(self, google):
        google.accepts(score=0.5, action="comment")
        outcome = post()
        assert isinstance(outcome, Passed)
        assert outcome.method == "recaptcha_v3"
        assert outcome.evidence["score"] == 0.5

    @pytest.mark.parametrize("score", [0.4, 0, -1, None, "0.9", [1], float("nan")])
    def test_a_low_or_odd_score_leads_to_the_embedded_check(self, google, score):
        google.accepts(score=score, action="comment")
        outcome = post()
        assert isinstance(outcome, Failed)
        assert outcome.needs_fallback is True

    @pytest.mark.parametrize("action", ["login", "", None])
    def test_a_token_made_for_another_action_does_not_pass(self, google, action):
        google.accepts(score=0.9, action=action)
        outcome = post()
        assert isinstance(outcome, Failed)
        assert outcome.needs_fallback is True

    def test_a_v2_answer_without_score_does_not_pass(self, google):
        google.accepts()
        assert isinstance(post(), Failed)


@pytest.mark.parametrize("breakdown", [*BREAKDOWNS, "refuse connections"])
def test_whatever_breaks_at_google_leads_to_the_embedded_check(google, breakdown, caplog):
    google.breaks(breakdown)
    started = time.monotonic()
    outcome = post()
    assert isinstance(outcome, Failed)
    assert outcome.needs_fallback is True
    assert str(outcome.message)
    assert time.monotonic() - started < TIMEOUT + 1
    assert "unavailable" in caplog.text
    assert "private-key" not in caplog.text
    assert "token-from-the-browser" not in caplog.text


def test_a_google_with_a_forged_certificate_is_not_believed(tmp_path, monkeypatch, settings):
    with FakeGoogle(tmp_path) as google:
        google.use(monkeypatch, settings, trusted=False)
        google.accepts()
        assert isinstance(post(), Failed)
        assert google.questions == []


@pytest.mark.parametrize("token", ["x" * 10_000_000, "\ud800"], ids=["huge", "surrogate"])
def test_a_token_no_browser_sends_never_reaches_google(google, token):
    outcome = post(token)
    assert not isinstance(outcome, Passed)
    assert outcome.needs_fallback is True
    assert google.questions == []
