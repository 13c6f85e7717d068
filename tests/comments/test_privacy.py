"""What readers learn and have erased by a mailed link, and what the register keeps of it."""

import email
import email.policy
import json
import re
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.events import Event
from cms.models import Delivery, SiteSettings
from cms.roles import Role
from comments import confirming, posting, privacy, reader_mail
from comments.models import (
    Block,
    Comment,
    Contact,
    Hold,
    PrivacyRequest,
    ReaderAddress,
    RequestKind,
    RequestOutcome,
    Status,
)
from comments.moderation import decide
from comments.verification import ticket
from tests import factories
from tests.page import Page
from tests.servers import MailServer, free_port

pytestmark = pytest.mark.django_db

EMAIL = "hoa@example.org"
BODY = "Chuyến tàu này tôi chờ đã lâu."


@pytest.fixture(autouse=True)
def _mail(settings):
    settings.MAIL_IS_ON = True
    cache.clear()


def wrote(status=Status.APPROVED, **fields):
    fields = {"body": BODY, "email": EMAIL, **fields}
    return factories.comment(factories.story(), status, **fields)


def asks(address=EMAIL, **headers):
    return Client().post("/rieng-tu/gui/", {"email": address, "website": ""}, headers=headers)


def link():
    """The path in the last mail that waits to go out."""
    text = Delivery.objects.latest("pk").payload["text"]
    return re.search(r"http://testserver(/rieng-tu/\S+)", text)[1]


@pytest.fixture
def mine(db):
    """The page behind the mailed link, of somebody with a comment."""
    wrote()
    asks()
    return link()


def test_a_paper_without_a_mail_server_says_where_to_write_instead(settings):
    settings.MAIL_IS_ON = False
    SiteSettings(email="bandoc@example.vn").save()
    page = Page(Client().get("/rieng-tu/"))
    assert "/rieng-tu/gui/" not in page.html
    assert "mailto:bandoc@example.vn" in page.html
    wrote()
    assert asks().status_code == 302
    assert not Delivery.objects.exists()


def test_the_page_says_what_is_kept_how_long_and_is_kept_by_caches(client):
    response = client.get("/rieng-tu/")
    page = Page(response)
    assert "sau 12 tháng" in page.text
    # Those of `comments.browser`: sent, who, liker.
    assert "Ba cookie" in page.text
    assert not response.cookies
    assert "/rieng-tu/" in Page(client.get("/")).links


def test_the_answer_is_the_same_for_an_address_that_nobody_knows():
    wrote()
    known, unknown = asks(), asks("la@example.org")
    assert known.content.replace(b"hoa@", b"la@") == unknown.content
    assert [row.to for row in Delivery.objects.all()] == [EMAIL]


@pytest.mark.parametrize(
    "typed", ["", "không phải email", "a@b", "x" * 300 + "@example.org", "a\0@b.vn"]
)
def test_a_wrong_address_is_said_to_be_wrong_and_stays_typed(typed):
    response = asks(typed)
    assert response.status_code in (200, 422)
    if response.status_code == 422:
        assert Page(response).form("/rieng-tu/gui/")["email"] == typed.strip()


def test_the_link_shows_everything_and_changes_nothing(mine):
    before = Comment.objects.get().version, PrivacyRequest.objects.count()
    for _look in range(2):
        response = Client().get(mine)
        assert BODY in Page(response).text
        assert EMAIL in Page(response).text
        assert response["Referrer-Policy"] == "same-origin"
        assert "no-store" in response["Cache-Control"]
    assert before == (Comment.objects.get().version, PrivacyRequest.objects.count())
    data = json.loads(Client().get(f"{mine}du-lieu.json").content)
    assert data["comments"][0]["text"] == BODY
    assert data["comments"][0]["contact"]["consent_version"] == 1


def test_many_comments_cost_the_queries_of_one(mine, moderator):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            for page in (mine, f"{mine}du-lieu.json"):
                assert Client().get(page).status_code == 200
        return len(queries)

    asked()
    few = asked()
    for _more in range(5):
        row = wrote(Status.PENDING)
        decide([(row.pk, row.version)], "reject", moderator, "insult")
        Hold.objects.create(comment=row, reason="Vụ án", actor=moderator)
    assert asked() == few
    assert Page(Client().get(mine)).text.count("Hiện phải lưu giữ") == 5


def test_a_link_is_good_for_a_day_and_for_nobody_else(mine, monkeypatch):
    for bad in ("/rieng-tu/x/", mine[:-3] + "xx/"):
        response = Client().get(bad)
        assert response.status_code == 404
        assert BODY not in response.content.decode()
    from django.core import signing

    monkeypatch.setattr(signing.time, "time", lambda: datetime.now().timestamp() + 25 * 3600)
    assert Client().get(mine).status_code == 404
    assert Client().post(mine, {"step": "erase", "sure": "on"}).status_code == 404
    assert Comment.objects.get().body == BODY


def test_one_comment_is_erased_by_a_button_and_the_others_stay(mine):
    first, other = Comment.objects.get(), wrote(body="Ở lại")
    stranger = wrote(body="Của người khác", email="khac@example.org")
    response = Client().post(mine, {"step": f"erase-{first.pk}"})
    assert "Bình luận đã được xóa" in Page(response).text
    Client().post(mine, {"step": f"erase-{stranger.pk}"})
    bodies = dict(Comment.objects.values_list("pk", "body"))
    assert bodies == {first.pk: "", other.pk: "Ở lại", stranger.pk: "Của người khác"}
    row = PrivacyRequest.objects.of(EMAIL).get(kind="erase")
    assert (row.outcome, row.email, row.shown) == (RequestOutcome.DONE, "", "h***@example.org")


def test_everything_goes_once_it_is_confirmed(mine):
    refused = Client().post(mine, {"step": "erase"})
    assert refused.status_code == 422
    assert Comment.objects.get().body == BODY
    done = Client().post(mine, {"step": "erase", "sure": "on"})
    assert "Đã thực hiện xong" in Page(done).text
    assert Comment.objects.get().body == ""
    assert not Contact.objects.exists()
    assert not ReaderAddress.objects.exists()
    assert Client().get(mine).status_code == 404
    assert EMAIL not in str(list(PrivacyRequest.objects.values()))


def test_a_page_of_another_site_erases_nothing(mine):
    response = Client().post(
        mine, {"step": "erase", "sure": "on"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert response.status_code == 403
    assert Comment.objects.get().body == BODY


def test_withdrawing_the_consent_takes_the_name_off(mine):
    Client().post(mine, {"step": "consent", "sure": "on"})
    comment = Comment.objects.get()
    assert (comment.name, comment.body) == ("Bạn đọc", BODY)
    assert PrivacyRequest.objects.of(EMAIL).filter(kind="consent", outcome="done").exists()


def test_a_correction_that_comes_too_late_is_given_back(mine):
    privacy.erase(EMAIL)
    answer = Client().post(mine, {"step": "correct", "words": "Tôi tên là Hoà"})
    assert answer.status_code == 404
    assert "Tôi tên là Hoà" in Page(answer).text


def test_erasing_everything_settles_what_was_asked_before_and_takes_its_words(mine):
    asked = privacy.ask(EMAIL, RequestKind.CORRECT, "Tôi tên là Hoà")
    privacy.erase(EMAIL)
    asked.refresh_from_db()
    assert (asked.words, asked.email, asked.outcome) == ("", "", "done")
    assert not PrivacyRequest.objects.open().exists()
    assert not Delivery.objects.filter(to=EMAIL).exists()


def test_erasing_takes_a_mail_along_that_has_not_gone_out():
    story = factories.story()
    given = ticket.read(ticket.issue(story.pk), story.pk)
    data = {"name": "Hòa", "email": EMAIL, "body": BODY}
    confirming.ask(story, data, given, posting.Sender("", ""))
    assert Delivery.objects.filter(to=EMAIL).exists()
    privacy.erase(EMAIL)
    assert not Delivery.objects.filter(to=EMAIL).exists()


def test_a_block_of_the_address_is_told(mine):
    assert not privacy.export(EMAIL)["blocked"]
    assert "danh sách chặn" not in Page(Client().get(mine)).text
    Block.objects.create(value=EMAIL)
    assert privacy.export(EMAIL)["blocked"]
    assert "danh sách chặn" in Page(Client().get(mine)).text


def test_a_correction_waits_for_the_publisher_with_its_clocks(mine):
    assert Client().post(mine, {"step": "correct", "words": " "}).status_code == 422
    response = Client().post(mine, {"step": "correct", "words": "Tôi tên là Hoà"})
    assert "hai ngày làm việc" in Page(response).text
    row = PrivacyRequest.objects.open().get()
    assert (row.words, row.email) == ("Tôi tên là Hoà", EMAIL)
    assert row.due_at - row.received_at == timedelta(days=20)


def test_a_hold_is_told_and_nothing_of_it_goes(mine):
    Hold.objects.create(email=EMAIL, reason="Vụ án bí mật")
    response = Client().post(mine, {"step": "erase", "sure": "on"})
    page = Page(response)
    assert "chưa được xóa tất cả" in page.text
    assert "Vụ án bí mật" not in page.text
    assert Comment.objects.get().body == BODY
    assert PrivacyRequest.objects.filter(kind="erase").get().outcome == RequestOutcome.HELD


def test_no_more_than_a_few_links_a_day():
    wrote()
    for _time in range(reader_mail.MOST_A_DAY + 3):
        assert asks().status_code == 200
    assert Delivery.objects.count() == reader_mail.MOST_A_DAY


def test_working_days_leave_out_the_weekend():
    friday = timezone.make_aware(datetime(2026, 11, 27, 9))
    row = PrivacyRequest(kind="see", email=EMAIL, received_at=friday)
    row.save()
    assert timezone.localtime(row.answer_by) == timezone.make_aware(datetime(2026, 12, 1, 9))


# --- The register ---------------------------------------------------------------------------


@pytest.fixture
def publisher(login):
    return login(factories.user(Role.PUBLISHER))


def request_of(address=EMAIL, **fields):
    return PrivacyRequest.objects.create(kind="erase", email=address, **fields)


def admin(row, step=""):
    return f"/admin/comments/privacyrequest/{row.pk}/{step}"


def test_the_publisher_takes_everything_out_and_that_is_written_down(publisher):
    wrote()
    row = request_of()
    assert "1 bình luận" in Page(publisher.get(admin(row, "change/"))).text
    data = json.loads(publisher.post(admin(row, "export/")).content)
    assert data["comments"][0]["text"] == BODY
    event = Event.objects.get(kind="reader_out")
    assert "h***@example.org" in event.detail["about"]
    assert EMAIL not in str(event.detail)


def test_the_publisher_erases_and_the_entry_is_closed_with_its_proof(publisher):
    wrote()
    row = request_of()
    publisher.post(admin(row, "erase/"), {"step": "erase"})
    assert Comment.objects.get().body == BODY
    publisher.post(admin(row, "erase/"), {"step": "erase", "sure": "on"})
    assert Comment.objects.get().body == ""
    row.refresh_from_db()
    assert (row.outcome, row.email) == (RequestOutcome.DONE, "")
    assert row.closed_by
    assert publisher.post(admin(row, "export/")).status_code == 404
    assert Event.objects.filter(kind="reader_gone").exists()
    assert publisher.get(admin(row, "change/")).status_code == 200


def test_the_publisher_erases_one_comment_by_its_number(publisher):
    comment, row = wrote(email="quen@example.org"), request_of()
    for number in ("", "abc", "9" * 30, "0"):
        assert (
            publisher.post(admin(row, "erase/"), {"step": "one", "number": number}).status_code
            == 302
        )
    data = {"step": "one", "number": f"#{comment.pk}"}
    shown = Page(publisher.post(admin(row, "erase/"), data))
    assert BODY in shown.text
    assert "không được gửi bằng địa chỉ" in shown.text
    assert Comment.objects.get().body == BODY
    publisher.post(admin(row, "erase/"), shown.form(admin(row, "erase/")) | {"sure": "on"})
    assert Comment.objects.get().body == ""
    assert f"#{comment.pk}" in Event.objects.get(kind="reader_gone").detail["about"]


def test_a_new_request_leads_to_what_is_to_be_done_and_to_the_comments_it_is_about(publisher):
    comment, other = wrote(), wrote(email="quen@example.org", body="Của người khác")
    add = "/admin/comments/privacyrequest/add/"
    page = Page(publisher.get(add))
    answer = publisher.post(
        add, page.form("privacyrequest_form") | {"kind": "erase", "email": EMAIL}
    )
    row = PrivacyRequest.objects.get()
    assert answer.url == admin(row, "change/")
    page = Page(publisher.get(answer.url))
    assert f"#{comment.pk}" in page.text
    assert BODY in page.text
    assert other.body not in page.text
    # Enter in the field of a number sends nothing but that number.
    assert page.form(admin(row, "export/")).keys() <= {"csrfmiddlewaretoken"}


def test_a_closed_request_has_nothing_to_be_saved_and_says_what_was_done(publisher):
    wrote()
    row = request_of()
    publisher.post(admin(row, "erase/"), {"step": "erase", "sure": "on"})
    page = publisher.get(admin(row, "change/"))
    assert "Đã xóa 1 bình luận." in Page(page).text
    assert 'name="_save"' not in page.content.decode()
    held = request_of("giu@example.org")
    Hold.objects.create(comment=wrote(email="giu@example.org"), reason="Vụ án")
    answer = publisher.post(admin(held, "erase/"), {"step": "erase", "sure": "on"}, follow=True)
    assert any("chưa làm được hết" in str(text) for text in answer.context["messages"])


def test_closing_needs_a_word_of_what_was_done(publisher):
    row = request_of()
    page = publisher.post(admin(row, "change/"), {"outcome": "refused", "note": ""})
    assert "Cần ghi vào sổ" in page.content.decode()
    publisher.post(admin(row, "change/"), {"outcome": "refused", "note": "Không đúng người"})
    row.refresh_from_db()
    assert (row.outcome, row.email, row.note) == ("refused", "", "Không đúng người")


def test_what_is_late_is_marked_in_the_list_and_on_the_sheet_of_the_day(publisher):
    long_ago = timezone.now() - timedelta(days=30)
    request_of(received_at=long_ago)
    assert "quá hạn" in Page(publisher.get("/admin/comments/privacyrequest/")).text
    assert "quá hạn" in Page(publisher.get("/admin/hom-nay/")).text


# --- A real server ----------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_link_arrives_and_mail_trouble_is_not_told(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 0.5
    wrote()
    with MailServer() as server:
        settings.EMAIL_PORT = server.port
        fine = asks()
        [(to, raw)] = server.messages
    assert to == [EMAIL]
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert mail["Auto-Submitted"] == "auto-generated"
    text = mail.get_body(("plain",)).get_content()
    assert BODY not in text
    path = re.search(r"http://testserver(/rieng-tu/\S+)", text)[1]
    assert BODY in Page(Client().get(path)).text
    settings.EMAIL_PORT = free_port()
    assert asks().content == fine.content
    assert privacy.is_known(EMAIL)
