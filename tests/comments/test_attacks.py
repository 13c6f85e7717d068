"""What hostile people send: it is text, it opens no door, and it is told apart nowhere."""

import logging
import re
from ipaddress import ip_network

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from articles import workflow
from comments.models import Block, Comment, Contact, Status, WatchWord
from comments.own_addresses import address
from comments.verification import ticket
from tests import factories
from tests.page import Page

from . import reader as readers
from .reader import TYPED, Reader

pytestmark = pytest.mark.django_db
SCRIPTS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "javascript:alert(1)",
    "{{ 7|add:7 }}{% debug %}",
    "<!--<a href='x'>--><b onmouseover=alert(1)>",
    "\u003c\u0338script>alert(1)</script>",
]
# As it would have to stand in a page to be alive.
ALIVE = re.compile(r"<script>alert|<img src=x|<svg/onload|<b onmouseover|href=.javascript:", re.I)


@pytest.fixture(autouse=True)
def _embedded(settings):
    settings.COMMENT_VERIFICATION = "embedded"


@pytest.fixture
def reader(db):
    reader = Reader(factories.story(), headers={"user-agent": "Máy của Hòa"})
    reader.opens_the_form()
    return reader


def send(reader, **changes):
    return reader.sends({**TYPED, "answer": reader.answer(), **changes})


def stored(reader, **changes):
    assert send(reader, **changes).status_code == 303
    return Comment.objects.latest("pk")


# --- Text stays text -----------------------------------------------------------------------


@pytest.mark.parametrize("attack", SCRIPTS)
def test_a_script_in_any_field_is_text_on_every_page_that_shows_it(reader, moderator, attack):
    reader.client.defaults["HTTP_USER_AGENT"] = attack
    # Both are found in the comment, and so marked in its text.
    WatchWord.objects.create(text="nhé", note=attack, in_use=True)
    word = WatchWord.objects.create(text=f"xem {attack}", in_use=True)
    Block.objects.create(kind="email", value=TYPED["email"], note=attack)
    comment = stored(reader, name=f"Hòa {attack}"[:60], body=f"Xem {attack} nhé", remember="on")
    assert comment.findings.filter(rule="watch_word").count() >= 1
    desk = Client()
    desk.force_login(moderator)
    pages = [
        desk.get("/admin/comments/comment/"),
        desk.get(f"/admin/comments/comment/{comment.pk}/change/"),
        desk.get("/admin/comments/comment/", {"q": attack, "status": "all"}),
        desk.get("/admin/comments/watchword/"),
        desk.get(f"/admin/comments/watchword/{word.pk}/change/"),
        desk.get("/admin/comments/block/"),
        reader.client.get(address(comment)),
        reader.client.get(address(comment, "revise")),
        reader.client.get(reverse("comments:mine", args=[reader.article.pk])),
        reader.client.get(reader.address),
    ]
    factories.decide([(comment.pk, comment.version)], "approve", moderator)
    pages += [
        Client().get(reader.article.get_absolute_url()),
        Client().get(reader.article.get_print_url()),
        Client().get("/tim-kiem/y-kien/", {"q": attack}),
        Client().get("/tim-kiem/y-kien/", {"q": "xem"}),
        Client().get(reader.address, {"tra-loi": comment.pk}),
    ]
    for page in pages:
        assert page.status_code == 200, page.request["PATH_INFO"]
        html = page.content.decode()
        assert not ALIVE.search(html), page.request["PATH_INFO"]
    assert "Xem" in pages[0].content.decode()
    assert "Xem" in pages[-5].content.decode()


@pytest.mark.parametrize("attack", SCRIPTS)
def test_a_script_in_a_form_that_comes_back_is_text(reader, attack):
    names = ("name", "email", "body", "website", "ticket", "proof", "answer", "parent", "remember")
    assert reader.sends(**dict.fromkeys(names, attack)).status_code in (200, 422)
    assert not ALIVE.search(reader.page.html)
    who = Client().get(reverse("comments:challenge", args=[reader.article.pk]), {"ticket": attack})
    assert who.headers["Content-Type"] == "application/json"
    assert attack not in who.json()["ticket"]


SQL = ["'; DROP TABLE comments_comment; --", "' OR '1'='1", "%' AND 1=0 UNION SELECT", "\\", "%_%"]


@pytest.mark.parametrize("attack", SQL)
def test_sql_in_any_field_is_text(reader, moderator, attack):
    comment = stored(reader, name=f"A {attack}"[:60], body=f"Chờ {attack} nhé", website=attack)
    assert attack in comment.body
    factories.decide([(comment.pk, comment.version)], "approve", moderator)
    desk = Client()
    desk.force_login(moderator)
    for page in (
        desk.get("/admin/comments/comment/", {"q": attack, "status": attack}),
        Client().get("/tim-kiem/y-kien/", {"q": attack, "tu": attack, "den": attack}),
        Client().get("/tim-kiem/y-kien/", {"q": "chờ", "truoc": attack}),
        Client().get(reader.address, {"tra-loi": attack}),
    ):
        assert page.status_code in (200, 302, 404)
    assert Comment.objects.count() == 1


# --- Lines stay lines ----------------------------------------------------------------------


def test_line_breaks_in_a_name_or_a_browsers_name_make_no_second_line(reader, moderator, caplog):
    breaks = "\r\nBcc: all@example.org\r\n\r\n<script>"
    reader.client.defaults["HTTP_USER_AGENT"] = f"Máy{breaks}"
    with caplog.at_level(logging.DEBUG):
        comment = stored(reader, name=f"Hòa{breaks}\u2028Lan\x85\x0b")
    for kept in (comment.name, comment.contact.user_agent):
        assert len(kept.splitlines()) == 1
    ours = [each for each in caplog.records if not each.name.startswith("django.db")]
    assert not any("Bcc" in record.getMessage() for record in ours)


@pytest.mark.parametrize("header", ["User-Agent", "X-Forwarded-For", "Referer", "Origin"])
def test_a_huge_or_broken_header_is_no_error(reader, header):
    for value in ("x" * 60_000, "\x00", "đ\u202e", "é" * 999):
        answer = reader.client.get(reader.address, headers={header: value})
        assert answer.status_code == 200, header


def test_an_address_with_a_line_break_gets_no_mail_and_is_refused(reader, settings):
    settings.MAIL_IS_ON = True
    for bad in ("hoa@example.org\nBcc: b@example.org", "hoa@example.org\r\nSubject: x", "a@b\x00c"):
        assert reader.sends({**TYPED, "email": bad, "by_mail": "1"}).status_code == 422
    assert not Comment.objects.exists()


# --- Who is behind a proxy ------------------------------------------------------------------

SPOOFED = "198.51.100.66"


@pytest.mark.parametrize(
    ("trusted", "remote", "forwarded"),
    [
        ([], "203.0.113.9", SPOOFED),
        (["10.0.0.1"], "10.0.0.1", f"{SPOOFED}, 203.0.113.9"),
        (["10.0.0.1", "10.0.0.2"], "10.0.0.1", f"{SPOOFED}, 10.0.0.2, 203.0.113.9, 10.0.0.2"),
    ],
    ids=["no proxy", "one", "two"],
)
def test_a_forged_address_is_never_kept(settings, trusted, remote, forwarded):
    settings.TRUSTED_PROXIES = [ip_network(each) for each in trusted]
    reader = Reader(factories.story(), REMOTE_ADDR=remote, headers={"X-Forwarded-For": forwarded})
    reader.opens_the_form()
    assert stored(reader).contact.ip_network == "203.0.113.0/24"


# --- What is hidden -------------------------------------------------------------------------


def test_a_good_ticket_opens_no_hidden_story(reader, managing_editor):
    data = {**reader.page.form(reader.address), **TYPED, "answer": reader.answer()}
    draft = factories.draft()
    workflow.withdraw(reader.article, managing_editor, reason="Sai")
    there = reader.client.post(reader.address, data)
    hidden = reader.client.post(
        reverse("comments:form", args=[draft.pk]), {**data, "ticket": ticket.issue(draft.pk)}
    )
    never = reader.client.post(
        reverse("comments:form", args=[10**9]), {**data, "ticket": ticket.issue(10**9)}
    )
    assert {there.status_code, hidden.status_code, never.status_code} == {404}
    assert there.content == hidden.content == never.content
    assert not Comment.objects.exists()


@pytest.mark.parametrize("status", [s for s in Status if s != Status.APPROVED])
def test_a_held_comment_is_told_from_none_nowhere(reader, status):
    held = readers.post("Điều chưa ai được đọc", story=reader.article, name="Người giấu tên")
    Comment.objects.filter(pk=held.pk).update(status=status)
    story = reader.article.get_absolute_url()
    for of_held, of_none in (
        (f"{reader.address}?tra-loi={held.pk}", f"{reader.address}?tra-loi={held.pk + 999}"),
        (f"{story}?y-kien={held.pk}", f"{story}?y-kien={held.pk + 999}"),
        (f"{reader.address}da-gui/{held.pk}/", f"{reader.address}da-gui/{held.pk + 999}/"),
        ("/tim-kiem/y-kien/?q=ai+được+đọc", "/tim-kiem/y-kien/?q=ai+được+chạy"),
    ):
        one, other = Client().get(of_held), Client().get(of_none)
        assert one.status_code == other.status_code
        for page in (one, other):
            assert "chưa ai" not in page.content.decode()
            assert "Người giấu tên" not in page.content.decode()
    # To answer it is to answer one that is not there: said so, the text kept, nothing stored.
    for parent in (held.pk, held.pk + 999):
        reader.opens_the_form()
        assert send(reader, parent=parent).status_code == 200
        assert reader.page.form(reader.address)["body"] == TYPED["body"]
    assert Comment.objects.count() == 1


# --- What is signed -------------------------------------------------------------------------


def test_no_signature_of_ours_fits_another_door(reader):
    comment = stored(reader)
    pk = reader.article.pk
    sent = address(comment).split("/")[-2]
    tokens = {
        "sent": sent,
        "ticket": ticket.issue(pk),
        "confirm": signing.dumps(comment.pk, salt="comments.confirm"),
        "unsalted": signing.dumps(comment.pk),
        "own": signing.dumps([comment.pk], salt="comments.browser.own-comments"),
        "changed": sent[:-1] + ("A" if sent[-1] != "A" else "B"),
        "cut": sent[:-5],
        "empty signature": sent.rpartition(":")[0] + ":",
        "a number": str(comment.pk),
    }
    doors = {
        "sent": f"{reader.address}da-gui/{{}}/",
        "revise": f"{reader.address}sua/{{}}/",
        "withdraw": f"{reader.address}rut/{{}}/",
    }
    stranger = Client()
    for name, token in tokens.items():
        for door, path in doors.items():
            if name == "sent":
                continue
            assert stranger.post(path.format(token), {"body": "x"}).status_code in (404, 405)
            assert stranger.get(path.format(token)).status_code in (404, 405), (name, door)
        if name != "confirm":
            assert stranger.get(f"/binh-luan/xac-nhan/{token}/").status_code == 404, name
    comment.refresh_from_db()
    assert (comment.status, comment.body) == (Status.PENDING, TYPED["body"])


def test_the_address_of_a_comment_alone_changes_nothing_of_it(reader):
    comment = stored(reader)
    stranger = Client()
    stranger.cookies["own-comments"] = signing.dumps([comment.pk], salt="own-comments")
    revise = stranger.post(address(comment, "revise"), {"body": "Đổi rồi"})
    stranger.post(address(comment, "withdraw"))
    comment.refresh_from_db()
    assert revise.status_code == 403
    assert (comment.status, comment.body) == (Status.PENDING, TYPED["body"])
    assert TYPED["body"][:20] not in Page(stranger.get(address(comment))).text


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://a.b"}])
def test_another_sites_page_changes_no_comment_in_its_writers_browser(reader, headers):
    comment = stored(reader)
    reader.client.post(address(comment, "revise"), {"body": "Đổi"}, headers=headers)
    reader.client.post(address(comment, "withdraw"), headers=headers)
    comment.refresh_from_db()
    assert (comment.status, comment.body) == (Status.PENDING, TYPED["body"])


def test_no_other_site_can_put_the_form_into_a_frame(reader):
    answer = reader.client.get(reader.address)
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


# --- Letters --------------------------------------------------------------------------------

ODD = {
    "zalgo": ("z" + "\u0335\u0321\u0348" * 200 + " và", lambda text: len(text) < 30),
    "right to left": ("abc \u202etxt.exe\u202c và", lambda text: "\u202e" not in text),
    "isolates": ("\u2066a\u2067b\u2069 và", lambda text: not set(text) & set("\u2066\u2067\u2069")),
    "NUL": ("a\x00b và", lambda text: "\x00" not in text),
    "controls": ("a\x07\x1b[31mb và", lambda text: text.isprintable()),
    "tags": ("a\U000e0041\U000e0042 và", lambda text: text.isprintable()),
    "fillers": ("a\u3164\u2800\u115f và", lambda text: text == "a và"),
    "variation": ("a\ufe0f\ufe0e và", lambda text: len(text) < 10),
    "private use": ("a\ue000 và", lambda text: "\ue000" not in text),
    "noncharacter": ("a\uffff\U0010ffff và", lambda text: "\uffff" not in text),
}


@pytest.mark.parametrize(("text", "is_well"), ODD.values(), ids=ODD)
def test_letters_that_deceive_or_break_a_page_are_taken_out(reader, text, is_well):
    comment = stored(reader, name=f"Hòa {text}"[:60], body=f"{text}")
    assert is_well(comment.body), ascii(comment.body)
    assert "\u202e" not in comment.name
    assert reader.client.get(address(comment)).status_code == 200


# --- Large ----------------------------------------------------------------------------------


@pytest.mark.parametrize("megabytes", [1, 3])
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_body_of_megabytes_is_refused_in_vietnamese_before_it_is_read(reader, megabytes, kind):
    text = "a" * (megabytes * 1024 * 1024)
    body = f"name=Hoa&body={text}"
    if kind.startswith("multipart"):
        part = 'Content-Disposition: form-data; name="body"'
        kind, body = f"{kind}; boundary=x", f"--x\r\n{part}\r\n\r\n{text}\r\n--x--\r\n"
    answer = reader.client.generic("POST", reader.address, body, content_type=kind)
    assert answer.status_code == 413
    page = Page(answer)
    assert "vẫn còn" in page.text
    assert "Báo Mới Lập" in page.text
    assert not Comment.objects.exists()


def test_what_just_fits_comes_back_whole_with_what_is_wrong(reader):
    text = "ă" * 150_000
    assert send(reader, body=text).status_code == 422
    assert reader.page.form(reader.address)["body"] == text
    assert Contact.objects.count() == 0
