"""A link by mail for who can neither compute nor answer, with a real mail server."""

import email
import email.policy
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from cms.models import SiteSettings
from comments import confirming, privacy, retention
from comments.models import Comment, Contact, Likeness, ReaderAddress, Status, Verb
from tests import factories
from tests.cms.test_outbox import use_mail
from tests.page import Page
from tests.servers import MailServer

from .reader import TYPED, Reader

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture(autouse=True)
def _embedded(settings):
    settings.COMMENT_VERIFICATION = "embedded"
    cache.clear()


@pytest.fixture
def smtp(settings):
    with MailServer() as server:
        use_mail(settings, server.port)
        yield server


@pytest.fixture
def reader(smtp):
    reader = Reader(factories.story())
    reader.opens_the_story()
    reader.sends(**TYPED)
    return reader


def asks_for_a_link(reader, **changes):
    return reader.sends(**{"by_mail": "1", **changes})


def text_of(message):
    _to, content = message
    parts = email.message_from_bytes(content, policy=email.policy.default)
    return parts.get_body(("plain",)).get_content()


def links(smtp):
    """The addresses in the mails that arrived, without the host."""
    found = []
    for message in smtp.messages:
        found += re.findall(r"http://testserver(/binh-luan/xac-nhan/\S+)", text_of(message))
    return found


def test_the_comment_waits_in_no_queue_until_the_link_is_opened_and_its_button_pressed(
    reader, smtp
):
    response = asks_for_a_link(reader)
    assert response.status_code == 303
    comment = Comment.objects.get()
    assert (comment.status, comment.body) == (Status.UNCONFIRMED, TYPED["body"])
    assert not Comment.objects.waiting().exists()
    told = Page(reader.client.get(response.headers["Location"])).text
    assert "chờ bạn mở liên kết" in told.lower()

    (link,) = links(smtp)
    opened = Client()
    for look in (opened.get, opened.head, opened.get):  # as mail scanners do
        assert look(link).status_code == 200
    assert Comment.objects.get().status == Status.UNCONFIRMED
    assert Page(opened.get(link)).posts_to(link)

    assert Page(opened.post(link)).status == 200
    comment.refresh_from_db()
    assert comment.status == Status.PENDING
    assert comment.verification["method"] == "email"
    assert comment.verification["confirmed_at"]
    assert comment.decisions.get().verb == Verb.CONFIRM
    assert list(Comment.objects.waiting()) == [comment]


def test_the_mail_has_a_link_the_papers_name_and_nothing_that_the_sender_wrote(reader, smtp):
    asks_for_a_link(reader, name="Mua ngay casino.example", body="Nạp tiền ở casino.example")
    ((to, content),) = smtp.messages
    assert to == [TYPED["email"]]
    mail = email.message_from_bytes(content, policy=email.policy.default)
    assert SiteSettings.load().name in mail["subject"]
    parts = [mail.get_body((kind,)).get_content() for kind in ("plain", "html")]
    for part in (*parts, str(mail["subject"]), str(mail["from"])):
        assert "casino" not in part
        assert "Nạp" not in part
        assert "Mua" not in part
    assert all(links(smtp)[0] in part for part in parts)
    assert mail["Auto-Submitted"] == "auto-generated"


def test_a_link_works_once(reader, smtp, moderator):
    asks_for_a_link(reader)
    (link,) = links(smtp)
    Client().post(link)
    comment = Comment.objects.get()
    factories.decide([(comment.pk, comment.version)], "reject", moderator, "insult")
    page = Page(Client().post(link))
    assert not page.posts_to(link)
    comment.refresh_from_db()
    assert comment.status == Status.REJECTED
    assert comment.decisions.filter(verb=Verb.CONFIRM).count() == 1


def test_a_link_that_was_changed_or_is_too_old_says_so(reader, smtp, monkeypatch):
    asks_for_a_link(reader)
    (link,) = links(smtp)
    for bad in (link[:-3] + "x/", "/binh-luan/xac-nhan/1/", "/binh-luan/xac-nhan/%ED%A0%80/"):
        assert Client().get(bad).status_code == Client().post(bad).status_code == 404
    monkeypatch.setattr(confirming, "LIFETIME", timedelta(seconds=-1))
    assert Client().post(link).status_code == 404
    assert Comment.objects.get().status == Status.UNCONFIRMED


def test_another_sites_page_cannot_press_the_button(reader, smtp):
    asks_for_a_link(reader)
    (link,) = links(smtp)
    Client().post(link, headers={"Sec-Fetch-Site": "cross-site"})
    Client().post(link, headers={"Origin": "https://attacker.example"})
    assert Comment.objects.get().status == Status.UNCONFIRMED


def test_three_mails_an_hour_to_one_address_then_it_is_said_and_the_text_kept(reader, smtp):
    for number in range(confirming.MOST):
        assert asks_for_a_link(reader, body=f"Lần {number}").status_code == 303
        reader.opens_the_form()
        reader.sends(**TYPED)
    assert asks_for_a_link(reader, email="HOA@example.org").status_code == 200
    assert len(smtp.messages) == Comment.objects.count() == confirming.MOST
    assert reader.page.form(reader.address)["body"] == TYPED["body"]
    assert reader.page.said_beside("answer")
    # Another address is not concerned, and an hour later this one is not either.
    assert asks_for_a_link(reader, email="lan@example.org").status_code == 303
    Comment.objects.update(submitted_at=timezone.now() - timedelta(minutes=61))
    reader.opens_the_form()
    assert asks_for_a_link(reader, **TYPED).status_code == 303


def test_nobody_gets_more_than_a_few_links_a_day_and_who_stopped_them_none(reader, smtp):
    for number in range(confirming.MOST_A_DAY):
        assert asks_for_a_link(reader, **TYPED | {"body": f"Lần {number}"}).status_code == 303
        Comment.objects.filter(body=f"Lần {number}").update(
            submitted_at=timezone.now() - timedelta(hours=2)
        )
        reader.opens_the_form()
    assert asks_for_a_link(reader, **TYPED).status_code == 200
    assert len(smtp.messages) == confirming.MOST_A_DAY
    other = {**TYPED, "email": "lan@example.org"}
    assert asks_for_a_link(reader, **other).status_code == 303
    stop = re.search(r"http://testserver(/binh-luan/thu/\S+ngung\S*)", text_of(smtp.messages[-1]))
    Client().post(stop[1])
    reader.opens_the_form()
    assert asks_for_a_link(reader, **other | {"body": "Lần nữa"}).status_code == 200
    assert reader.page.form(reader.address)["body"] == "Lần nữa"
    assert len(smtp.messages) == confirming.MOST_A_DAY + 1


def test_neither_the_paper_nor_a_machine_gets_a_link(reader, smtp):
    SiteSettings(email="bandoc@example.vn").save()
    for address in ("no-reply@example.org", "BanDoc@example.vn"):
        assert asks_for_a_link(reader, **TYPED | {"email": address}).status_code == 200
        reader.opens_the_form()
    assert smtp.messages == []


def test_the_whole_site_mails_no_more_than_so_many_an_hour(reader, smtp, monkeypatch):
    monkeypatch.setattr(confirming, "MOST_OF_SITE", 1)
    asks_for_a_link(reader)
    reader.opens_the_form()
    assert asks_for_a_link(reader, **{**TYPED, "email": "lan@example.org"}).status_code == 200
    assert len(smtp.messages) == 1


def test_who_passes_the_check_needs_no_link_whichever_button_was_pressed(reader, smtp):
    assert asks_for_a_link(reader, answer=reader.answer()).status_code == 303
    assert Comment.objects.get().status == Status.PENDING
    assert smtp.messages == []


def test_a_wrong_field_is_said_first(reader, smtp):
    assert asks_for_a_link(reader, email="hoa@").status_code == 422
    assert not Comment.objects.exists()
    assert asks_for_a_link(reader, email=TYPED["email"]).status_code == 303


def test_a_paper_without_a_mail_server_offers_no_link(reader, settings):
    assert "by_mail" in reader.page.html
    settings.MAIL_IS_ON = False
    reader.opens_the_form()
    assert "by_mail" not in reader.page.html
    assert asks_for_a_link(reader, **TYPED).status_code == 200
    assert not Comment.objects.exists()


def test_a_mail_server_that_is_away_costs_no_comment(settings, smtp):
    from tests.servers import free_port

    use_mail(settings, free_port())
    reader = Reader(factories.story())
    reader.opens_the_form()
    assert asks_for_a_link(reader, **TYPED).status_code == 303
    assert Comment.objects.get().status == Status.UNCONFIRMED


def test_who_also_asks_for_notices_gets_one_mail_and_says_both_with_it(reader, smtp):
    asks_for_a_link(reader, notices="on")
    assert len(smtp.messages) == 1
    assert "Bạn cũng đã chọn nhận thư" in text_of(smtp.messages[0])
    (link,) = links(smtp)
    page = Page(Client().get(link))
    assert "Bạn cũng đã chọn nhận thư" in page.text
    assert not ReaderAddress.objects.filter(confirmed_at__isnull=False).exists()
    Client().post(link)
    assert ReaderAddress.objects.get().wants_mail
    assert len(smtp.messages) == 1


def test_the_link_of_a_comment_that_is_erased_leads_nowhere(reader, smtp):
    asks_for_a_link(reader)
    privacy.erase(TYPED["email"])
    assert Client().get(links(smtp)[0]).status_code == 404


def test_who_did_not_ask_for_notices_gets_none_by_confirming(reader, smtp):
    asks_for_a_link(reader)
    assert "nhận thư" not in text_of(smtp.messages[0])
    Client().post(links(smtp)[0])
    assert not ReaderAddress.objects.get().wants_mail


def test_sent_many_times_at_once_it_is_one_comment_and_one_mail(reader, smtp, room_for_all):
    posts = 12
    data = {**reader.page.form(reader.address), **TYPED, "by_mail": "1"}
    start = Barrier(posts)

    def post(_number):
        start.wait(30)
        try:
            return Client().post(reader.address, data).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(posts) as pool:
        assert set(pool.map(post, range(posts))) == {303}
    assert Comment.objects.count() == len(smtp.messages) == 1


def test_confirmed_at_once_from_many_sides_it_is_one_step(reader, smtp):
    asks_for_a_link(reader)
    (link,) = links(smtp)
    start = Barrier(6)

    def press(_number):
        start.wait(30)
        try:
            return Client().post(link).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(press, range(6))) == {200}
    assert Comment.objects.get().decisions.count() == 1


def lets_go(now):
    return sum(rule.run() for rule in retention.rules(now) if "never confirmed" in rule.title)


def test_what_nobody_confirms_is_deleted_after_the_link_has_expired(reader, smtp):
    asks_for_a_link(reader)
    now = timezone.now()
    assert lets_go(now + confirming.LIFETIME - timedelta(minutes=1)) == 0
    assert lets_go(now + confirming.LIFETIME + timedelta(minutes=1)) == 1
    assert not Comment.objects.exists()
    assert not Contact.objects.exists()


def test_what_was_confirmed_is_never_deleted(reader, smtp):
    asks_for_a_link(reader)
    Client().post(links(smtp)[0])
    assert lets_go(timezone.now() + timedelta(days=99)) == 0
    # Not even if it is confirmed while the others are being deleted.
    assert confirming.remove([Comment.objects.get().pk]) == 0


def test_an_unconfirmed_comment_is_the_first_of_no_cluster(reader, smtp):
    asks_for_a_link(reader)
    assert not Likeness.objects.exists()
    Client().post(links(smtp)[0])
    assert Likeness.objects.exists()


def test_readers_never_see_an_unconfirmed_comment(reader, smtp):
    asks_for_a_link(reader)
    page = Client().get(reader.article.get_absolute_url()).content.decode()
    assert TYPED["name"] not in page
