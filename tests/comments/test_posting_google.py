"""Comments where the site asks Google: whatever Google says or fails to say, the text is kept."""

import pytest

from comments.models import Comment
from comments.verification import recaptcha
from tests import factories
from tests.google import FakeGoogle

from .reader import TYPED, Reader

TOKEN = {"g-recaptcha-response": "token-of-the-browser"}


@pytest.fixture
def google(tmp_path, monkeypatch, settings):
    monkeypatch.setattr(recaptcha, "TIMEOUT", 1)
    with FakeGoogle(tmp_path) as google:
        google.use(monkeypatch, settings)
        yield google


@pytest.fixture(params=["recaptcha_v2", "recaptcha_v3"])
def mode(request, google, settings):
    settings.COMMENT_VERIFICATION = request.param
    return request.param


@pytest.fixture
def reader(db, mode, settings):
    settings.ALLOWED_HOSTS = ["localhost"]
    settings.SITE_HOST = "localhost"
    reader = Reader(factories.story(), headers={"host": "localhost"})
    reader.opens_the_form()
    return reader


def answers(google, mode, **fields):
    """Google accepts the token, in the words of v2 or v3."""
    more = {"score": 0.9, "action": "comment"} if mode == "recaptcha_v3" else {}
    google.accepts(**{**more, **fields})


def kept(reader):
    fields = reader.page.form(reader.address)
    return {name: fields.get(name) for name in TYPED} == TYPED


def then_the_question_leads_on(reader):
    """The embedded check takes over, and the comment is stored once it is answered."""
    assert kept(reader)
    assert not Comment.objects.exists()
    assert reader.page.said_beside("answer")
    assert reader.sends(answer=reader.answer()).status_code == 303
    assert Comment.objects.get().body == TYPED["body"]
    assert Comment.objects.get().verification["fallback"] is True


def test_what_google_accepts_is_stored_with_the_evidence(reader, google, mode):
    answers(google, mode)
    assert reader.sends(**TYPED, **TOKEN).status_code == 303
    assert Comment.objects.get().verification["method"] == mode
    assert Comment.objects.get().verification["hostname"] == "localhost"
    (question,) = google.questions
    assert question["response"] == TOKEN["g-recaptcha-response"]
    assert question["secret"] == "private-key"


def test_google_is_not_asked_while_another_field_is_wrong(reader, google, mode):
    answers(google, mode)
    assert reader.sends(**{**TYPED, "email": "hoa@"}, **TOKEN).status_code == 422
    assert google.questions == []
    assert reader.sends(email=TYPED["email"], **TOKEN).status_code == 303


@pytest.mark.parametrize(
    "reply",
    [
        {"hostname": "attacker.example"},
        {"success": False, "error-codes": ["invalid-input-response"]},
    ],
    ids=["wrong host", "rejected"],
)
def test_whom_google_does_not_vouch_for_is_asked_the_question(reader, google, mode, reply):
    if reply.get("success") is False:
        google.replies(**reply)
    else:
        answers(google, mode, **reply)
    assert reader.sends(**TYPED, **TOKEN).status_code == 200
    then_the_question_leads_on(reader)


@pytest.mark.parametrize("mode", ["recaptcha_v3"], indirect=True)
@pytest.mark.parametrize("doubt", [{"score": 0.1}, {"action": "login"}, {"score": "much"}], ids=str)
def test_whom_google_doubts_is_asked_the_question(reader, google, mode, doubt):
    answers(google, mode, **doubt)
    assert reader.sends(**TYPED, **TOKEN).status_code == 200
    then_the_question_leads_on(reader)


@pytest.mark.parametrize("mode", ["recaptcha_v2"], indirect=True)
@pytest.mark.parametrize(
    "how", ["refuse connections", "time out", "trickle", "html", "list", "http 500", "cut"]
)
def test_a_google_that_is_down_stops_nobody(reader, google, mode, how):
    google.breaks(how)
    assert reader.sends(**TYPED, **TOKEN).status_code == 200
    then_the_question_leads_on(reader)


def test_a_token_that_ran_out_is_asked_for_again(reader, google, mode):
    google.rejects("timeout-or-duplicate")
    assert reader.sends(**TYPED, **TOKEN).status_code == 200
    assert kept(reader)
    answers(google, mode)
    assert reader.sends(**TOKEN).status_code == 303


def test_without_javascript_the_question_takes_over(reader, mode):
    assert reader.sends(**TYPED).status_code == 200
    then_the_question_leads_on(reader)


def test_only_the_form_lets_google_in(reader, google):
    response = reader.opens_the_form()
    policy = response.headers["Content-Security-Policy"]
    directives = {part.split()[0]: part.split()[1:] for part in policy.split("; ")}
    loaded = [address for address in reader.page.scripts if google.domain in address]
    assert loaded
    for directive in ("script-src", "frame-src"):
        assert any(loaded[0].startswith(source) for source in directives[directive]), directive
    # The accent of the paper is still allowed, and no inline script is.
    assert any(source.startswith("'sha256-") for source in directives["style-src"])
    assert "'unsafe-inline'" not in policy
    elsewhere = reader.opens_the_story().headers["Content-Security-Policy"]
    assert google.domain not in elsewhere
