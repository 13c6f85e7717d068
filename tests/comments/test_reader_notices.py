"""What readers are told by mail: only what they asked for, once, and only while it is true."""

import email
import email.policy
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from cms.models import Delivery, SiteSettings
from comments import reader_mail, telling
from comments.models import Comment, Contact, ReaderAddress, ReaderNotice, Status
from comments.moderation import decide, forward, undo
from tests import factories
from tests.page import Page
from tests.servers import MailServer, free_port

from .reader import TYPED, Reader, post

pytestmark = pytest.mark.django_db

EMAIL = "hoa@example.org"
BODY = "Lời này không được vào thư"


@pytest.fixture(autouse=True)
def _mail(settings):
    settings.MAIL_IS_ON = True
    settings.COMMENT_VERIFICATION = "embedded"
    cache.clear()


def wrote(wants=True, **fields):
    return post(BODY, notices=wants, **{"email": EMAIL, **fields})


def confirmed(address=EMAIL):
    row = reader_mail.address_of(address)
    reader_mail.confirm(row)
    return row


def decides(comment, verb, moderator, reason=""):
    version = Comment.objects.get(pk=comment.pk).version
    if verb == "forward":
        return forward(comment.pk, version, moderator)
    return decide([(comment.pk, version)], verb, moderator, reason)[0]


def passes(minutes=6):
    """Time goes by, and whatever is due is told."""
    earlier = timezone.now() - timedelta(minutes=minutes)
    ReaderNotice.objects.filter(due_at__gt=earlier).update(due_at=timezone.now())
    return telling.tell_due.func()


def mails():
    return list(Delivery.objects.order_by("pk"))


def about(row):
    return row.subject + row.payload["text"] + row.payload["html"]


def path(row, part):
    return re.search(rf"http://testserver(\S*{part}\S*)", row.payload["text"])[1]


def test_the_box_is_not_ticked_and_without_it_nobody_gets_mail(moderator):
    reader = Reader(factories.story())
    reader.opens_the_form()
    assert "notices" not in reader.page.form(reader.address)
    reader.sends(**TYPED, answer=reader.answer())
    comment = Comment.objects.get()
    decides(comment, "approve", moderator)
    passes()
    assert not mails()
    assert not ReaderAddress.objects.exists()


def test_a_ticked_box_survives_a_mistake_and_brings_one_mail_without_a_word_of_the_comment():
    reader = Reader(factories.story())
    reader.opens_the_form()
    reader.sends(**{**TYPED, "body": ""}, notices="on", answer=reader.answer())
    assert reader.page.form(reader.address)["notices"] == "on"
    reader.sends(**{**TYPED, "body": BODY}, notices="on", answer=reader.answer())
    [row] = mails()
    assert row.to == EMAIL
    assert BODY not in about(row)
    assert TYPED["name"] not in about(row)
    for _another in range(3):
        wrote()
    assert len(mails()) == 1


def test_the_page_after_sending_says_where_the_mail_went_to_this_browser_alone():
    reader = Reader(factories.story())
    reader.opens_the_form()
    answer = reader.sends(**TYPED, notices="on", answer=reader.answer())
    sent = answer.headers["Location"]
    assert "h***@example.org" in Page(reader.client.get(sent)).text
    assert "h***@example.org" not in Page(Client().get(sent)).text
    reader_mail.confirm(ReaderAddress.objects.get())
    assert "h***@example.org" not in Page(reader.client.get(sent)).text


def test_nothing_is_told_before_the_owner_says_yes_and_then_it_is(moderator):
    comment = wrote()
    decides(comment, "approve", moderator)
    passes()
    assert len(mails()) == 1
    page = path(mails()[0], "/binh-luan/thu/")
    Client().get(page)
    passes()
    assert len(mails()) == 1, "looking is not saying yes"
    Client().post(page)
    passes()
    told = mails()[1]
    assert "đã được đăng" in told.subject
    assert f"/binh-luan/y-kien/{comment.pk}/" in told.payload["text"]


@pytest.mark.parametrize(
    ("verb", "reason", "words"),
    [
        ("approve", "", "đã được đăng"),
        ("reject", "insult", "không được đăng"),
        ("forward", "", "đã được chuyển đến tòa soạn"),
        ("spam", "", None),
    ],
)
def test_the_writer_learns_the_outcome(verb, reason, words, moderator):
    confirmed()
    decides(wrote(), verb, moderator, reason)
    passes()
    assert [words in about(row) for row in mails()] == ([True] if words else [])
    if reason:
        assert "xúc phạm" in about(mails()[0])
        assert BODY not in about(mails()[0])
        page = Page(Client().get(path(mails()[0], "/da-gui/")))
        assert BODY not in page.text


def test_what_was_undone_in_time_was_never_said(moderator):
    confirmed()
    comment = wrote()
    answer = decides(comment, "reject", moderator, "insult")
    undo(answer.decision, moderator)
    passes()
    assert not mails()
    decides(comment, "approve", moderator)
    passes()
    decides(comment, "reopen", moderator)
    decides(comment, "approve", moderator)
    passes()
    assert len(mails()) == 1, "said once is said"


def test_nothing_is_said_within_the_minutes_that_a_decision_can_be_undone(moderator):
    confirmed()
    decides(wrote(), "approve", moderator)
    telling.tell_due.func()
    assert not mails()


def test_a_reply_is_told_to_whom_it_answers_and_nobody_learns_of_their_own(moderator):
    confirmed()
    story = factories.story()
    comment = wrote(story=story)
    decides(comment, "approve", moderator)
    passes()
    for sender in ("lan@example.org", EMAIL.upper()):
        reply = post("Tôi đồng ý", story=story, email=sender)
        Comment.objects.filter(pk=reply.pk).update(parent=comment)
        decides(reply, "approve", moderator)
    passes()
    assert ["trả lời" in row.subject for row in mails()] == [False, True]


def test_a_reply_to_what_was_taken_off_is_told_to_nobody(moderator):
    confirmed()
    story = factories.story()
    comment = wrote(story=story)
    decides(comment, "approve", moderator)
    reply = post("Tôi đồng ý", story=story, email="lan@example.org")
    Comment.objects.filter(pk=reply.pk).update(parent=comment)
    decides(reply, "approve", moderator)
    decides(comment, "reopen", moderator)
    passes()
    assert not mails()


def test_one_click_stops_it_and_looking_does_not(moderator):
    confirmed()
    decides(wrote(), "approve", moderator)
    passes()
    [row] = mails()
    headers = row.payload["headers"]
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"].strip("<>").removeprefix("http://testserver")
    assert Client().get(address).status_code == 200
    assert ReaderAddress.objects.get().wants_mail
    # As mail programs do: no cookie, no token, from wherever they are.
    answer = Client(enforce_csrf_checks=True).post(
        address, {"List-Unsubscribe": "One-Click"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 200
    assert "Sẽ không có thư nào về bình luận" in Page(answer).text
    decides(wrote(), "approve", moderator)
    passes()
    assert len(mails()) == 1


def test_a_stopped_address_is_not_asked_again_by_whoever_ticks_the_box():
    reader_mail.ask(EMAIL)
    page = Page(Client().get(path(mails()[0], "/binh-luan/thu/")))
    [stop] = re.findall(r'action="http://testserver(\S+/ngung/)"', page.html)
    Client().post(stop)
    long_ago = timezone.now() - timedelta(days=60)
    ReaderAddress.objects.update(asked_at=long_ago, stopped_at=long_ago)
    for _time in range(3):
        wrote()
    assert len(mails()) == 1


def test_a_paper_without_a_mail_server_promises_no_mail(settings):
    reader = Reader(factories.story())
    reader.opens_the_form()
    assert 'name="notices"' in reader.page.html
    settings.MAIL_IS_ON = False
    reader.opens_the_form()
    assert 'name="notices"' not in reader.page.html
    reader.sends(**TYPED, notices="on", answer=reader.answer())
    assert not Contact.objects.get().wants_notices


def test_an_address_gets_no_more_than_a_few_mails_a_day(moderator):
    confirmed()
    for _time in range(reader_mail.MOST_A_DAY + 3):
        decides(wrote(), "approve", moderator)
    passes()
    assert len(mails()) == reader_mail.MOST_A_DAY


@pytest.mark.parametrize(
    "address", ["no-reply@example.org", "MAILER-DAEMON@example.org", "bandoc@example.vn"]
)
def test_no_machine_and_not_the_paper_itself_is_written_to(address):
    SiteSettings(email="bandoc@example.vn").save()
    wrote(email=address)
    assert not mails()


def test_erasing_a_person_leaves_no_mail_behind(moderator):
    from comments import erasing

    confirmed()
    comment = wrote()
    decides(comment, "approve", moderator)
    passes()
    decides(wrote(), "approve", moderator)
    erasing.erase_all(EMAIL)
    passes()
    assert not mails()
    assert not ReaderNotice.objects.exists()


def test_no_trouble_with_mail_touches_the_comment(monkeypatch, moderator):
    def broken(*args, **kwargs):
        raise RuntimeError("no mail today")

    monkeypatch.setattr(reader_mail, "ask", broken)
    comment = wrote()
    monkeypatch.setattr(ReaderNotice.objects, "get_or_create", broken)
    assert decides(comment, "approve", moderator).decision
    assert Comment.objects.get().status == Status.APPROVED
    assert Contact.objects.get().wants_notices


@pytest.mark.parametrize("token", ["x", "eyJ", "a:b:c"])
def test_a_link_that_is_not_ours_leads_nowhere(token):
    for end in ("", "ngung/"):
        for method in (Client().get, Client().post):
            assert method(f"/binh-luan/thu/{token}/{end}").status_code == 404


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_through_a_real_server_with_headers_that_make_no_loops(settings, moderator):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 0.5
    settings.EMAIL_PORT = free_port()
    confirmed()
    comment = wrote()
    assert decides(comment, "approve", moderator).decision  # nobody answers there
    with MailServer() as server:
        settings.EMAIL_PORT = server.port
        passes()
        [(to, raw)] = server.messages
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert to == [EMAIL]
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"].strip().startswith("<http://testserver/binh-luan/thu/")
    assert mail.get_body(("html",)) is not None
    assert BODY not in mail.get_body(("plain",)).get_content()
