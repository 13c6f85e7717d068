"""``manage.py let_in``: back in for who locked themselves out."""

import re
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from cms.events import Event, Kind
from cms.logins import second_factor
from cms.roles import Role
from tests import factories
from tests.page import Page

from .phone import equipped, logged_in, password_step

pytestmark = pytest.mark.django_db
NEW = {"new_password1": "mat-khau-dat-lai", "new_password2": "mat-khau-dat-lai"}


@pytest.fixture
def publisher():
    return factories.user(Role.PUBLISHER, username="bbt")


def let_in(*arguments):
    out = StringIO()
    call_command("let_in", *arguments, stdout=out)
    return out.getvalue()


def link_in(said):
    return re.search(rf"{settings.SITE_URL}(/admin/set-password/\S+)", said)[1]


def sets_password(client, link):
    form = client.get(link, follow=True)
    return client.post(form.redirect_chain[-1][0], NEW) if form.redirect_chain else form


def test_who_lost_phone_password_and_patience_gets_back_in(settings, publisher):
    settings.STAFF_2FA = True
    old = logged_in(publisher, equipped(publisher))
    for _number in range(settings.AXES_FAILURE_LIMIT):
        Client().post("/admin/login/", {"username": "bbt", "password": "quên rồi"})
    said = let_in("bbt")
    assert "wrong passwords are forgotten" in said
    assert "the second factor is removed" in said
    assert not second_factor.has(publisher)
    assert old.get("/admin/").url.startswith("/admin/login/")
    client = Client()
    assert sets_password(client, link_in(said)).url == "/admin/login/"
    assert factories.logs_in(client, "bbt", NEW["new_password1"])
    # And sets up a second factor again before anything else.
    assert client.get("/admin/").url.startswith("/admin/account/second-factor/")
    event = Event.objects.get(kind=Kind.LET_IN)
    assert (event.person, event.actor, event.detail["did"]) == (
        publisher, None, ["attempts", "factor", "sessions"],
    )  # fmt: skip


def test_the_link_works_once(publisher):
    link = link_in(let_in("bbt"))
    assert sets_password(Client(), link).status_code == 302
    again = Client().get(link)
    assert again.status_code == 200
    assert "đã dùng rồi" in Page(again).text


def test_and_for_an_hour(settings, publisher):
    link = link_in(let_in("bbt"))
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert "quá một giờ" in Page(Client().get(link)).text


@pytest.mark.parametrize("link", ["MQ/abc-def", "x/y", "%00/a-b", "MQ/set-password"])
def test_a_made_up_link_opens_nothing(publisher, link):
    answer = Client().get(f"/admin/set-password/{link}/")
    assert answer.status_code == 200
    assert "new_password1" not in answer.text
    posted = Client().post(f"/admin/set-password/{link}/", NEW)
    assert posted.status_code == 200
    assert publisher.check_password(factories.PASSWORD)


def test_a_weak_password_is_refused_in_words(publisher):
    client, link = Client(), link_in(let_in("bbt"))
    form = client.get(link, follow=True).redirect_chain[-1][0]
    page = client.post(form, {"new_password1": "12345", "new_password2": "12345"})
    assert page.status_code == 200
    assert "quá ngắn" in Page(page).text


def test_it_says_what_there_was_not_to_do(publisher):
    said = let_in("bbt")
    assert "no wrong password was held against it" in said
    assert "there was no second factor" in said
    assert password_step(publisher).get("/admin/").status_code == 200


def test_a_login_that_is_switched_off_stays_off_unless_it_is_said(publisher):
    publisher.is_active = False
    publisher.save()
    with pytest.raises(CommandError, match="--activate"):
        let_in("bbt")
    publisher.refresh_from_db()
    assert not publisher.is_active
    assert "the login is switched on" in let_in("bbt", "--activate")
    publisher.refresh_from_db()
    assert publisher.is_active


def test_nobody_of_that_name_is_an_error_in_words(db):
    with pytest.raises(CommandError, match="There is no login"):
        let_in("ai-do")
