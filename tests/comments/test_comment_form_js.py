"""The comment form in a real browser: counter, proof of work, and what happens without it.

A small server on localhost, which browsers hold to be a secure context, plays the site: a page
with the form, the challenge as JSON, and a place to post to.
"""

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from unicodedata import normalize
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from django.utils import timezone

from comments.verification import Passed, challenge, check, offer, ticket
from tests.google import FakeGoogle

SCRIPTS = Path(__file__).resolve().parents[2] / "static" / "js"
SENT_FROM = {"client_ip": "203.0.113.7", "host": "localhost"}

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><meta charset="utf-8"><title>Form</title>
<form method="post" action="/post" data-comment-form {attributes} data-limit="2000">
  <input type="hidden" name="ticket" value="{token}">
  <input name="name" value="Lan" required>
  <textarea name="body"></textarea> <output data-counter></output>
  <p data-question><label>{question} <input name="answer" {invalid}></label></p>
  <button name="verb" value="send" data-busy="Đang gửi…">Gửi</button>
</form>
<script type="module" src="/js/comment-form.js"></script>{more}"""


class Site:
    """Story 12. ``posts`` and ``challenges`` are what the browser sent."""

    def __init__(self):
        self.posts, self.challenges = [], []
        self.attributes, self.more, self.invalid = 'data-challenge="/challenge"', "", ""
        self.shown = offer(12)
        self.challenge_works = True
        self.page_policy = "no-cache"  # no-store would keep a page out of the back/forward cache.

    def __enter__(self):
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                path = urlsplit(self.path)
                if path.path == "/":
                    self.answer(site.page(), "text/html; charset=utf-8")
                elif path.path.startswith("/js/"):
                    self.answer((SCRIPTS / path.path[4:]).read_text(), "text/javascript")
                elif path.path == "/challenge" and site.challenge_works:
                    token = parse_qs(path.query).get("ticket", [""])[0]
                    site.challenges.append(token)
                    self.answer(json.dumps(challenge(12, token)), "application/json")
                else:
                    self.send_error(404)

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                site.posts.append(dict(parse_qsl(body, keep_blank_values=True)))
                self.answer("<title>Posted</title>", "text/html")

            def answer(self, text, content_type):
                self.send_response(200)
                self.send_header("Content-Type", content_type)
                self.send_header("Cache-Control", site.page_policy)
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *args):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://localhost:{self._server.server_port}/"
        return self

    def __exit__(self, *exception):
        self._server.shutdown()
        self._server.server_close()

    def page(self):
        return PAGE.format(
            attributes=self.attributes,
            token=self.shown.token,
            question=self.shown.question,
            invalid=self.invalid,
            more=self.more,
        )

    def outcome(self, post):
        return check(post, ticket.read(post["ticket"], 12), **SENT_FROM)


@pytest.fixture
def site():
    with Site() as site:
        yield site


@pytest.fixture
def page(browser):
    context = browser.new_context()
    context.set_default_timeout(20_000)
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(error))
    yield page
    assert errors == []
    context.close()


def send(page):
    page.click("button")
    page.wait_for_function("document.title === 'Posted'")


def test_the_proof_a_browser_computes_is_accepted(page, site):
    page.goto(site.url)
    page.fill("textarea", "Bài viết hay.")
    send(page)
    (post,) = site.posts
    assert post["body"] == "Bài viết hay."
    assert post["verb"] == "send"
    assert post["ticket"] == site.shown.token
    outcome = site.outcome(post)
    assert isinstance(outcome, Passed)
    assert outcome.method == "proof_of_work"


def test_the_proof_is_computed_while_the_reader_types_and_the_question_goes_away(page, site):
    page.goto(site.url)
    assert site.challenges == []
    assert page.is_visible("[data-question]")
    page.focus("textarea")
    page.wait_for_selector("[data-question]", state="hidden")
    assert page.input_value("[name=proof]")
    page.fill("textarea", "Cảm ơn toà soạn.")
    send(page)
    assert len(site.challenges) == 1


def test_a_form_without_ticket_gets_one(page, site):
    site.shown = offer(12)
    page.goto(site.url)
    page.evaluate("document.querySelector('[name=ticket]').remove()")
    send(page)
    assert isinstance(site.outcome(site.posts[0]), Passed)


def test_a_form_that_lacked_a_harder_proof_alone_computes_and_sends_by_itself(page, site):
    site.shown = offer(12, level=1)
    site.attributes += " data-again"
    page.goto(site.url)
    page.wait_for_function("document.title === 'Posted'")
    (post,) = site.posts
    outcome = check(post, ticket.read(post["ticket"], 12), **SENT_FROM, level=1)
    assert isinstance(outcome, Passed)
    assert post["verb"] == "send"


def test_where_it_cannot_compute_such_a_form_waits_for_the_answer(page, site):
    site.attributes += " data-again"
    page.add_init_script("Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined })")
    page.goto(site.url)
    page.wait_for_timeout(500)
    assert site.posts == []
    assert page.is_visible("[data-question]")


TEXTS = {
    "composed": "Tiếng Việt",
    "decomposed": "Tiê\u0301ng Viê\u0323t",
    "emoji": "👍🏽 👨‍👩‍👧 🇻🇳",
    "line breaks": "một\nhai\n\nba",
    "space at the ends": "\n \u00a0 hai từ \t\u3000\n",
    "only space": " \n ",
    "empty": "",
    "one over the limit": "ế" * 2001,
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_the_counter_agrees_with_the_server(page, site, text):
    page.goto(site.url)
    page.fill("textarea", text)
    used = len(normalize("NFC", text).strip())
    assert page.inner_text("output") == f"{used}/2000"
    assert (page.get_attribute("output", "data-over") is not None) == (used > 2000)


@pytest.mark.parametrize(
    "obstacle",
    ["Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined })",
     "Object.defineProperty(window, 'crypto', { value: undefined })",
     "crypto.subtle.deriveBits = () => Promise.reject(new Error())",
     "window.fetch = () => Promise.reject(new TypeError())"],
    ids=["no crypto.subtle", "no crypto", "broken crypto", "no network"],
)  # fmt: skip
def test_where_the_browser_cannot_compute_the_form_posts_and_the_question_counts(
    page, site, obstacle
):
    page.add_init_script(obstacle)
    page.goto(site.url)
    page.fill("textarea", "Không có crypto.")
    assert page.is_visible("[data-question]")
    send(page)
    (post,) = site.posts
    assert post["body"] == "Không có crypto."
    assert post["ticket"] == site.shown.token
    assert not post.get("proof")
    assert not isinstance(site.outcome(post), Passed)
    given = ticket.read(post["ticket"], 12)
    answers = [{**post, "answer": str(number)} for number in range(20)]
    assert any(isinstance(check(a, given, **SENT_FROM), Passed) for a in answers)


def test_a_browser_that_cannot_compute_does_not_ask_for_challenges(page, site):
    page.add_init_script("Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined })")
    page.goto(site.url)
    page.focus("textarea")
    send(page)
    assert site.challenges == []


def test_a_server_without_challenges_does_not_hold_the_comment_back(page, site):
    site.challenge_works = False
    page.goto(site.url)
    send(page)
    assert not site.posts[0].get("proof")


def test_a_site_that_asks_google_is_not_asked_for_challenges_again_and_again(page, site, settings):
    settings.COMMENT_VERIFICATION = "recaptcha_v2"
    page.goto(site.url)
    for field in ["textarea", "[name=name]", "textarea", "[name=answer]"]:
        page.focus(field)
        page.wait_for_timeout(200)
    send(page)
    assert len(site.challenges) == 1
    assert not site.posts[0].get("proof")


def test_an_answer_typed_before_the_proof_is_there_is_what_counts(page, site):
    page.goto(site.url)
    page.evaluate("document.querySelector('[name=answer]').value = 'bảy'")
    page.focus("textarea")
    send(page)
    (post,) = site.posts
    assert post["answer"] == "bảy"
    assert "proof" not in post
    assert site.challenges == []


def test_an_answer_typed_meanwhile_keeps_the_ticket_it_belongs_to(page, site, monkeypatch):
    later = timezone.now() + timedelta(minutes=55)
    monkeypatch.setattr(timezone, "now", lambda: later)  # The challenge brings a new ticket.
    page.add_init_script(
        "const real = btoa; btoa = (t) => { window.solved = true; return real(t) }"
    )
    page.goto(site.url)
    page.evaluate(
        """() => {
             document.querySelector('textarea').focus();
             document.querySelector('[name=answer]').value = 'bảy';
           }"""
    )
    page.wait_for_function("window.solved")
    send(page)
    (post,) = site.posts
    assert post["answer"] == "bảy"
    assert post["ticket"] == site.shown.token
    assert len(site.challenges) == 1


def test_a_question_the_server_insists_on_stays_in_sight(page, site):
    site.invalid = 'aria-invalid="true"'
    page.goto(site.url)
    page.focus("textarea")
    page.wait_for_selector("[name=proof]", state="attached")
    assert page.is_visible("[data-question]")


def test_pressing_twice_posts_once_and_the_button_says_why(page, site):
    page.goto(site.url)
    text = page.evaluate(
        """() => {
             const button = document.querySelector('button');
             button.click();
             const text = button.textContent;
             button.click();
             return text;
           }"""
    )
    assert text == "Đang gửi…"
    page.wait_for_function("document.title === 'Posted'")
    assert len(site.posts) == 1


def test_a_field_the_browser_complains_about_gives_the_button_back(page, site):
    page.goto(site.url)
    page.focus("textarea")
    page.wait_for_selector("[name=proof]", state="attached")
    page.evaluate(
        """() => { document.querySelector('button').click();
                   document.querySelector('[name=name]').value = '' }"""
    )
    page.wait_for_function("document.querySelector('button').textContent === 'Gửi'")
    assert site.posts == []
    page.fill("[name=name]", "Minh")
    send(page)
    assert site.posts[0]["name"] == "Minh"


def test_the_back_button_brings_a_form_that_works_with_the_text_in_it(page, site):
    page.goto(site.url)
    page.fill("textarea", "Lần thứ nhất")
    send(page)
    page.go_back()
    assert page.input_value("textarea") == "Lần thứ nhất"
    assert page.inner_text("output") == "12/2000"
    assert page.inner_text("button") == "Gửi"
    send(page)
    first, second = site.posts
    # The same form key: the server sees a repeat, not a second comment.
    assert first["ticket"] == second["ticket"]


class TestAfterSending:
    """Chromium keeps no page in its back/forward cache under remote control, and a test cannot
    look at a page that is being left: so sending is caught, and the return fired by hand."""

    @pytest.fixture(autouse=True)
    def sent_once(self, page, site):
        page.goto(site.url)
        page.evaluate(
            """() => {
                 window.sent = 0;
                 document.querySelector('form').addEventListener('submit', (event) => {
                   if (event.defaultPrevented) return;
                   event.preventDefault();
                   window.sent += 1;
                 });
               }"""
        )
        page.click("button")
        page.wait_for_function("window.sent === 1")

    def test_another_click_sends_nothing(self, page):
        page.click("button")
        page.wait_for_timeout(500)
        assert page.evaluate("window.sent") == 1
        assert page.inner_text("button") == "Đang gửi…"

    def test_a_page_that_comes_back_can_be_sent_again(self, page):
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
        assert page.inner_text("button") == "Gửi"
        page.click("button")
        page.wait_for_function("window.sent === 2")


def test_a_proof_of_an_hour_ago_is_computed_anew(page, site, monkeypatch):
    page.goto(site.url)
    page.focus("textarea")
    page.wait_for_selector("[name=proof]", state="attached")
    later = timezone.now() + timedelta(minutes=55)
    monkeypatch.setattr(timezone, "now", lambda: later)
    page.evaluate("(now => { Date.now = () => now + 55 * 60_000 })(Date.now())")
    send(page)
    (post,) = site.posts
    assert post["ticket"] != site.shown.token
    assert isinstance(site.outcome(post), Passed)


class TestRecaptchaV3:
    @pytest.fixture
    def google(self, site, tmp_path, monkeypatch, settings):
        with FakeGoogle(tmp_path) as google:
            google.use(monkeypatch, settings)
            settings.COMMENT_VERIFICATION = "recaptcha_v3"
            site.shown = offer(12)
            widget = site.shown.recaptcha
            site.attributes = (
                f'data-recaptcha-key="{widget.site_key}" data-recaptcha-action="{widget.action}"'
            )
            site.more = '<script type="module" src="/js/recaptcha.js"></script>'
            yield google

    def test_a_token_is_asked_for_when_the_form_is_sent_and_accepted(self, page, site, google):
        page.add_init_script(
            """window.grecaptcha = { ready: (go) => go(),
                 execute: async (key, options) => `${key}/${options.action}` }"""
        )
        google.accepts(score=0.9, action="comment")
        page.goto(site.url)
        send(page)
        assert isinstance(site.outcome(site.posts[0]), Passed)
        assert google.questions[0]["response"] == "site-key/comment"
        assert len(site.posts) == 1

    def test_a_blocked_script_leads_to_the_fallback(self, page, site, google):
        page.goto(site.url)
        page.fill("textarea", "Google bị chặn.")
        send(page)
        assert site.posts[0]["body"] == "Google bị chặn."
        assert site.outcome(site.posts[0]).needs_fallback is True
