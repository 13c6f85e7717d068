"""The second factor: demanded of whom, asked when, and every way around it closed."""

from functools import partial

import pytest
from django.conf import settings as project
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from articles.models import Article
from cms.events import Event, Kind
from cms.logins import second_factor
from cms.models import ApprovalSteps, SiteSettings, User
from cms.roles import Role
from tests import factories
from tests.articles.test_revisions import at_once
from tests.page import Page

from .doors import fill, routes
from .phone import (
    Phone,
    code_step,
    equipped,
    half_a_minute_passes,
    logged_in,
    password_step,
    some_minutes_pass,
)

pytestmark = pytest.mark.django_db

SET_UP, CODE, ACCOUNT = "/admin/account/second-factor/", "/admin/account/code/", "/admin/account/"


@pytest.fixture
def demanded(settings):
    settings.STAFF_2FA = True


@pytest.fixture
def publisher():
    return factories.user(Role.PUBLISHER, username="bbt")


def kinds_of(person):
    return list(Event.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


# --- Of whom ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "must"),
    [
        (None, False), (Role.REPORTER, False), (Role.EDITOR, False), (Role.MANAGING_EDITOR, True),
        (Role.MODERATOR, True), (Role.PUBLISHER, True),
    ],
)  # fmt: skip
def test_it_is_demanded_of_those_who_publish_moderate_or_administer(demanded, role, must):
    assert second_factor.must_have(factories.user(role)) is must


def test_it_is_demanded_of_superusers(demanded):
    assert second_factor.must_have(factories.superuser())


def test_where_editors_publish_it_is_demanded_of_them_too(demanded):
    SiteSettings(approval_steps=ApprovalSteps.ONE).save()
    assert second_factor.must_have(factories.user(Role.EDITOR))
    assert not second_factor.must_have(factories.reporter())


@pytest.mark.parametrize("right", ["publish_article", "moderate_comment", "change_user"])
def test_it_is_demanded_by_permission_and_not_by_the_name_of_a_group(demanded, right):
    person, group = factories.reporter(), Group.objects.create(name="Trực đêm")
    person.groups.add(group)
    assert not second_factor.must_have(person)
    group.permissions.add(Permission.objects.get(codename=right))
    assert second_factor.must_have(User.objects.get(pk=person.pk))


def test_it_is_demanded_of_nobody_unless_the_operator_says_so(publisher):
    assert not project.STAFF_2FA
    assert not second_factor.must_have(publisher)
    assert password_step(publisher).get("/admin/").status_code == 200


# --- Setting it up ----------------------------------------------------------------------------


def start(client):
    """Opens the set-up page; returns the phone that read its key."""
    page = client.get(SET_UP)
    assert page.status_code == 200
    return Phone(page.context["key"])


def test_a_publisher_without_one_sets_it_up_before_anything_else(demanded, publisher):
    client = password_step(publisher)
    asked = client.get("/admin/cms/user/")
    assert asked.url == f"{SET_UP}?next=%2Fadmin%2Fcms%2Fuser%2F"
    phone = start(client)
    picture = client.get(f"{SET_UP}qr.svg")
    assert picture["Content-Type"] == "image/svg+xml"
    assert "no-store" in picture["Cache-Control"]
    done = client.post(SET_UP, {"one_time_code": phone.code(), "next": "/admin/cms/user/"})
    assert len(done.context["codes"]) == 10
    assert "no-store" in done["Cache-Control"]
    assert "/admin/cms/user/" in Page(done).links
    assert client.get("/admin/cms/user/").status_code == 200
    assert kinds_of(publisher) == [Kind.LOGIN, Kind.FACTOR_ON]
    # The key and the codes are shown this once.
    assert client.get(SET_UP).context["key"] != second_factor.readable(TOTPDevice.objects.get().key)
    for code in done.context["codes"]:
        assert code not in client.get(ACCOUNT).text


def test_a_wrong_code_sets_nothing_up(demanded, publisher):
    client = password_step(publisher)
    phone = start(client)
    for wrong in ("", "abc", "12345", "0" * 41, "０", phone.code(steps=5), "9" * 6):
        assert client.post(SET_UP, {"one_time_code": wrong}).status_code == 200
    assert not second_factor.has(publisher)
    # The key is still the one that the phone has read.
    assert client.post(SET_UP, {"one_time_code": phone.code()}).context["codes"]


def test_anybody_may_switch_it_on_and_off_again(publisher):
    reporter = factories.reporter()
    client = password_step(reporter)
    assert "chưa bật" in Page(client.get(ACCOUNT)).text
    phone = start(client)
    client.post(SET_UP, {"one_time_code": phone.code()})
    assert "đang bật" in Page(client.get(ACCOUNT)).text
    other = password_step(reporter)
    assert other.get("/admin/").url.startswith(CODE)
    half_a_minute_passes()
    assert client.post(f"{SET_UP}off/", {"one_time_code": "000000"}).status_code == 200
    assert second_factor.has(reporter)
    some_minutes_pass()
    assert client.post(f"{SET_UP}off/", {"one_time_code": phone.code()}).status_code == 302
    assert not second_factor.has(reporter)
    assert password_step(reporter).get("/admin/").status_code == 200


def test_who_must_have_one_cannot_switch_it_off(demanded, publisher):
    client = logged_in(publisher, equipped(publisher, "aaaabbbb"))
    assert client.post(f"{SET_UP}off/", {"one_time_code": "aaaabbbb"}).status_code == 403
    assert second_factor.has(publisher)


def test_setting_it_up_ends_the_logins_from_before(publisher):
    old, new = password_step(publisher), password_step(publisher)
    new.post(SET_UP, {"one_time_code": start(new).code()})
    assert old.get("/admin/").url.startswith("/admin/login/")
    assert new.get("/admin/").status_code == 200


# --- The second step --------------------------------------------------------------------------


def test_password_then_code_then_in(publisher):
    phone = equipped(publisher)
    client = password_step(publisher)
    assert (
        client.get("/admin/cms/user/?q=lan").url
        == f"{CODE}?next=%2Fadmin%2Fcms%2Fuser%2F%3Fq%3Dlan"
    )
    assert client.get("/admin/login/").url.startswith(CODE)
    page = client.get(CODE, {"next": "/admin/cms/user/?q=lan"})
    form = Page(page).form("")
    before = client.session.session_key
    answer = client.post(CODE, {**form, "one_time_code": phone.code()})
    assert answer.url == "/admin/cms/user/?q=lan"
    assert client.get(answer.url).status_code == 200
    assert client.session.session_key != before
    assert kinds_of(publisher) == [Kind.PASSWORD_RIGHT, Kind.LOGIN]


@pytest.mark.parametrize("step", [-1, 1])
def test_a_clock_half_a_minute_off_is_forgiven(publisher, step):
    phone = equipped(publisher)
    assert code_step(password_step(publisher), phone.code(step)).status_code == 302


def test_a_clock_minutes_off_is_not(publisher):
    phone = equipped(publisher)
    client = password_step(publisher)
    for step in (-10, 10):
        assert code_step(client, phone.code(step)).status_code == 200
        some_minutes_pass()


def test_people_type_codes_with_spaces_and_capitals(publisher):
    phone = equipped(publisher, "abcd2345")
    code = phone.code()
    assert code_step(password_step(publisher), f" {code[:3]} {code[3:]} ").status_code == 302
    assert code_step(password_step(publisher), "ABCD-2345").status_code == 302


def test_a_code_counts_once(publisher):
    phone = equipped(publisher, "aaaabbbb")
    code = phone.code()
    assert code_step(password_step(publisher), code).status_code == 302
    assert code_step(password_step(publisher), code).status_code == 200
    assert code_step(password_step(publisher), "aaaa-bbbb").status_code == 302
    second = code_step(password_step(publisher), "aaaa-bbbb")
    assert second.status_code == 200
    assert "đã dùng rồi" in Page(second).text


def test_the_code_that_set_it_up_does_not_count_again(publisher):
    client = password_step(publisher)
    code = start(client).code()
    client.post(SET_UP, {"one_time_code": code})
    assert code_step(password_step(publisher), code).status_code == 200


@pytest.mark.drill
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_requests_with_one_code_at_the_same_moment_one_gets_in(publisher):
    phone = equipped(publisher, "aaaabbbb")
    for code in (phone.code(), "aaaabbbb"):
        outcomes = at_once(*[partial(second_factor.verify, publisher, code)] * 4)
        assert sum(isinstance(outcome, Device) for outcome in outcomes) == 1


def test_guessing_codes_is_slow_by_account_whatever_the_address(publisher):
    phone = equipped(publisher, "aaaabbbb")
    for number in range(3):
        client = password_step(publisher, Client(REMOTE_ADDR=f"192.0.{number}.1"))
        answer = code_step(client, "000000")
        if number < 2:
            some_minutes_pass()
    assert answer.status_code == 200
    elsewhere = password_step(publisher, Client(REMOTE_ADDR="198.51.100.9"))
    refused = code_step(elsewhere, phone.code())
    assert "Nhập sai mã quá nhiều lần" in Page(refused).text
    assert elsewhere.get("/admin/").url.startswith(CODE)
    # The recovery codes are apart: who has those is not kept out by a guesser.
    assert code_step(elsewhere, "aaaabbbb").status_code == 302
    some_minutes_pass()
    assert code_step(password_step(publisher), phone.code()).status_code == 302
    assert kinds_of(publisher).count(Kind.CODE_FAILED) == 3


def test_a_right_password_does_not_shorten_the_wait(publisher):
    phone = equipped(publisher)
    for _number in range(4):
        code_step(password_step(publisher), "000000")
        some_minutes_pass()
    code_step(password_step(publisher), "000000")
    assert code_step(password_step(publisher), phone.code()).status_code == 200


@pytest.mark.parametrize(
    "address", ["https://example.com/", "//example.com", "/", "javascript:1", ""]
)
def test_the_way_on_never_leaves_the_newsroom(publisher, address):
    phone = equipped(publisher)
    answer = code_step(password_step(publisher), phone.code(), next=address)
    assert answer.url == "/admin/"


def test_a_second_step_not_taken_within_a_quarter_of_an_hour_begins_anew(publisher):
    phone = equipped(publisher)
    client = password_step(publisher)
    session = client.session
    session["login"] = {**session["login"], "since": session["login"]["since"] - 16 * 60}
    session.save()
    assert code_step(client, phone.code()).url.startswith("/admin/login/")


def test_a_code_is_repeated_on_no_page(publisher):
    equipped(publisher)
    client = Client(enforce_csrf_checks=True)
    client.get("/admin/login/")
    data = {"one_time_code": "123456", "one_time_old": "654321", "next": "/admin/"}
    page = client.post(CODE, data)
    assert page.status_code == 403
    assert "123456" not in page.text
    assert "654321" not in page.text


# --- Half way in, nothing opens -----------------------------------------------------------------

# What is open to a login that still owes the code, and to one that must set it up first.
OPEN_HALF_WAY = {
    "code": {"account/code/", "set-password/<uidb64>/<token>/"},
    "set up": {
        "account/second-factor/", "account/second-factor/qr.svg", "password_change/",
        "password_change/done/", "set-password/<uidb64>/<token>/",
    },
}  # fmt: skip


@pytest.mark.parametrize("owes", OPEN_HALF_WAY)
def test_every_other_address_of_the_admin_is_closed_half_way(demanded, publisher, owes):
    if owes == "code":
        equipped(publisher)
    client = password_step(publisher)
    story, step = factories.draft(), CODE if owes == "code" else SET_UP
    values = dict.fromkeys(("pk", "object_id", "id", "content_type_id"), story.pk)
    for route in routes():
        values |= {"number": 1, "step": 1, "place": "front"}
        address = fill(route, **values, verb="publish", app_label="cms", uidb64="a", token="b-c")
        answer = client.get(address)
        if route == "logout/":
            assert answer.status_code == 405  # it takes a post, and is open to it
        elif route in OPEN_HALF_WAY[owes]:
            assert answer.status_code == 200, route
        else:
            assert answer.status_code == 302, route
            assert answer.url.startswith(step), route
            if owes == "code" and route != "login/":
                posted = client.post(address, {"post": "yes", "headline": "Gõ dở"})
                assert posted.status_code in (302, 403), route
    assert Article.objects.count() == 1
    assert client.post("/admin/logout/").status_code == 200
    assert client.get("/admin/").url.startswith("/admin/login/")


def test_a_stolen_password_cannot_be_changed_without_the_code(publisher):
    equipped(publisher)
    client = password_step(publisher)
    new = {"old_password": factories.PASSWORD, "new_password1": "mat-khau-cua-ke-trom",
           "new_password2": "mat-khau-cua-ke-trom"}  # fmt: skip
    client.post("/admin/password_change/", new)
    publisher.refresh_from_db()
    assert publisher.check_password(factories.PASSWORD)


def test_what_was_typed_when_the_login_ended_survives_both_steps(demanded, publisher):
    """The form is sent with an expired login; meanwhile another tab logs in, in two steps."""
    phone = equipped(publisher)
    tab = Client()
    typed = {"headline": "Tít vừa gõ", "body": "<p>Thân bài vừa gõ</p>"}
    kept = Page(tab.post("/admin/articles/article/add/", typed)).form(
        "/admin/articles/article/add/"
    )
    password_step(publisher, tab)
    # The password alone opens nothing, and loses nothing.
    again = tab.post("/admin/articles/article/add/", kept)
    assert again.status_code == 403
    kept = Page(again).form("/admin/articles/article/add/")
    assert kept["headline"] == "Tít vừa gõ"
    code_step(tab, phone.code())
    stored = tab.post("/admin/articles/article/add/", kept)
    assert stored.status_code in (200, 302)
    assert Article.objects.filter(headline="Tít vừa gõ").exists() or "Tít vừa gõ" in stored.text


# --- Afterwards -----------------------------------------------------------------------------------


def test_a_new_password_ends_what_the_code_had_opened_elsewhere(publisher):
    phone = equipped(publisher)
    here, there = logged_in(publisher, phone), logged_in(publisher, phone)
    new = {"old_password": factories.PASSWORD, "new_password1": "mot-mat-khau-moi",
           "new_password2": "mot-mat-khau-moi"}  # fmt: skip
    assert here.post("/admin/password_change/", new).status_code == 302
    assert here.get("/admin/").status_code == 200
    assert there.get("/admin/").url.startswith("/admin/login/")
    assert Kind.PASSWORD in kinds_of(publisher)


def test_logging_out_everywhere_ends_it_too(publisher):
    client = logged_in(publisher, equipped(publisher))
    publisher.end_sessions()
    assert client.get("/admin/").url.startswith("/admin/login/")


def test_replacing_the_device_takes_a_code_of_the_old_one(publisher):
    old = equipped(publisher, "aaaabbbb")
    client = logged_in(publisher, old)
    half_a_minute_passes()
    new = start(client)
    for wrong in ("", "000000", new.code()):
        data = {"one_time_code": new.code(), "one_time_old": wrong}
        assert client.post(SET_UP, data).status_code == 200
        some_minutes_pass()
    # A wrong new code does not spend the recovery code beside it.
    client.post(SET_UP, {"one_time_code": "000000", "one_time_old": "aaaabbbb"})
    assert StaticToken.objects.filter(token="aaaabbbb").exists()
    done = client.post(SET_UP, {"one_time_code": new.code(), "one_time_old": "aaaabbbb"})
    assert len(done.context["codes"]) == 10
    half_a_minute_passes()
    assert code_step(password_step(publisher), old.code()).status_code == 200
    some_minutes_pass()
    assert code_step(password_step(publisher), new.code()).status_code == 302
    assert Kind.FACTOR_REPLACED in kinds_of(publisher)


def test_new_recovery_codes_take_a_code_and_end_the_old_ones(publisher):
    phone = equipped(publisher, "aaaabbbb")
    client = logged_in(publisher, phone)
    address = "/admin/account/recovery-codes/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"one_time_code": "aaaabbbc"}).status_code == 200
    some_minutes_pass()
    half_a_minute_passes()
    codes = client.post(address, {"one_time_code": phone.code()}).context["codes"]
    assert len(set(codes)) == 10
    assert code_step(password_step(publisher), "aaaabbbb").status_code == 200
    some_minutes_pass()
    used = password_step(publisher)
    code_step(used, codes[0])
    assert "còn 9 mã" in Page(used.get("/admin/")).text


def test_a_publisher_resets_that_of_a_colleague_and_it_is_logged(demanded, publisher):
    colleague = factories.moderator()
    theirs = logged_in(colleague, equipped(colleague))
    mine = logged_in(publisher, equipped(publisher))
    address = f"/admin/cms/user/{colleague.pk}/second-factor/"
    assert mine.get(address).status_code == 200
    assert second_factor.has(colleague)
    mine.post(address)
    assert not second_factor.has(colleague)
    assert theirs.get("/admin/").url.startswith("/admin/login/")
    assert password_step(colleague).get("/admin/").url.startswith(SET_UP)
    event = Event.objects.get(kind=Kind.FACTOR_RESET)
    assert (event.actor, event.person) == (publisher, colleague)


def test_nobody_resets_their_own_that_way_or_that_of_a_stronger_login(publisher):
    root = factories.superuser()
    equipped(root)
    mine = logged_in(publisher, equipped(publisher))
    own = mine.post(f"/admin/cms/user/{publisher.pk}/second-factor/")
    assert own.url == ACCOUNT
    assert mine.post(f"/admin/cms/user/{root.pk}/second-factor/").status_code == 403
    assert second_factor.has(publisher)
    assert second_factor.has(root)


def test_the_devices_have_no_pages_where_their_keys_could_be_read(login):
    client = login(factories.superuser())
    assert client.get("/admin/otp_totp/totpdevice/").status_code == 404
    assert client.get("/admin/otp_static/staticdevice/").status_code == 404
