"""Logins end when nobody uses them, and can be seen and ended one by one."""

import pytest
from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from cms import sessions
from cms.events import Event, Kind
from cms.sessions import StaffSession, browser_of
from tests import factories
from tests.page import Page

from .phone import password_step

pytestmark = pytest.mark.django_db

HOUR, DAY = 3600, 86400
PHONE = (
    "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/129.0.0.0 Mobile Safari/537.36"
)


@pytest.fixture
def lan():
    return factories.reporter(username="lan")


def is_in(client):
    return client.get("/admin/").status_code == 200


def time_passes(client, seconds):
    """As if ``seconds`` had gone by since this login was last used."""
    session = client.session
    expiry = StaffSession.objects.get(session_key=session.session_key).expire_date
    facts = session["login"]
    session["login"] = {**facts, **{key: facts[key] - seconds for key in ("since", "seen")}}
    session.save()
    StaffSession.objects.filter(session_key=session.session_key).update(
        expire_date=expiry - timezone.timedelta(seconds=seconds)
    )


def works_for(client, seconds, every):
    for _time in range(seconds // every):
        time_passes(client, every)
        if not is_in(client):
            return False
    return True


def test_a_login_lasts_as_long_as_it_is_used(lan):
    assert works_for(password_step(lan), 3 * DAY, every=11 * HOUR)


def test_it_ends_after_twelve_hours_without_use(lan):
    client = password_step(lan)
    time_passes(client, 13 * HOUR)
    assert not is_in(client)


def test_a_remembered_device_may_rest_for_days(lan):
    client = password_step(lan, remember="on")
    time_passes(client, 10 * DAY)
    assert is_in(client)


@pytest.mark.parametrize("remember", [{}, {"remember": "on"}])
def test_after_fourteen_days_every_login_begins_anew(lan, remember):
    client = password_step(lan, **remember)
    assert works_for(client, 13 * DAY, every=11 * HOUR)
    assert not works_for(client, 2 * DAY, every=11 * HOUR)


def test_the_cookie_lasts_as_long_as_the_login(lan):
    client = password_step(lan)
    assert client.cookies["sessionid"]["max-age"] == settings.SESSION_COOKIE_AGE == 12 * HOUR
    client = password_step(lan, remember="on")
    assert client.cookies["sessionid"]["max-age"] == settings.SESSION_MAX_AGE == 14 * DAY


def test_a_page_that_asks_by_itself_keeps_nobody_logged_in(lan):
    client = password_step(lan)
    by_script = {"Sec-Fetch-Dest": "empty"}
    for _time in range(3):
        time_passes(client, 5 * HOUR)
        client.get("/admin/jsi18n/", headers=by_script)
        client.post("/admin/articles/article/1/here/", headers=by_script)
    assert not is_in(client)


def test_use_is_written_down_at_most_every_ten_minutes(lan):
    client = password_step(lan)
    is_in(client)
    time_passes(client, 5 * 60)
    before = StaffSession.objects.get().seen
    is_in(client)
    assert StaffSession.objects.get().seen == before
    time_passes(client, 6 * 60)
    is_in(client)
    assert StaffSession.objects.get().seen > before


def test_logging_out_ends_the_login(lan):
    client = password_step(lan)
    key = client.cookies["sessionid"].value
    client.post("/admin/logout/")
    copied = Client()
    copied.cookies["sessionid"] = key
    assert not is_in(copied)
    assert list(Event.objects.order_by("pk").values_list("kind", flat=True)) == [
        Kind.LOGIN, Kind.LOGOUT,
    ]  # fmt: skip


def test_a_person_sees_where_they_are_logged_in_and_ends_one(lan):
    desk = password_step(lan, Client(REMOTE_ADDR="192.0.2.7"))
    phone = password_step(lan, Client(REMOTE_ADDR="198.51.100.9", headers={"User-Agent": PHONE}))
    page = Page(desk.get("/admin/account/"))
    assert "Chrome, Android" in page.text
    assert "198.51.100.0/24" in page.text
    assert "198.51.100.9" not in page.text
    assert page.text.count("thiết bị này") == 1
    keys = list(StaffSession.objects.values_list("session_key", flat=True))
    assert not [key for key in keys if key in page.html]
    row = StaffSession.objects.get(session_key=phone.session.session_key)
    desk.post("/admin/account/end/", {"login": row.name})
    assert is_in(desk)
    assert not is_in(phone)
    event = Event.objects.get(kind=Kind.SESSION_ENDED)
    assert event.detail == {"browser": "Chrome, Android", "ended_network": "198.51.100.0/24"}


def test_or_all_but_this_one(lan):
    here, others = password_step(lan), [password_step(lan) for _number in range(2)]
    here.post("/admin/account/end/", {})
    assert is_in(here)
    assert not any(is_in(client) for client in others)


@pytest.mark.parametrize("name", ["no-such", "\0", "x" * 500])
def test_nobody_ends_the_login_of_somebody_else(lan, name):
    other = factories.reporter()
    theirs, mine = password_step(other), password_step(lan)
    row = StaffSession.objects.get(session_key=theirs.session.session_key)
    for sent in (name, row.name, row.session_key):
        mine.post("/admin/account/end/", {"login": sent})
    assert is_in(theirs)


def test_a_login_that_was_ended_while_a_page_was_made_stays_ended(lan):
    client = password_step(lan)
    session = client.session
    session["read"] = "before it was ended"
    StaffSession.objects.all().delete()
    with pytest.raises(UpdateError):
        session.save()
    assert not is_in(client)


def test_old_rows_go_with_the_next_login_and_by_djangos_command(lan):
    time_passes(password_step(lan), 20 * DAY)
    password_step(lan)
    assert StaffSession.objects.filter(user=lan).count() == 1
    time_passes(password_step(lan), 20 * DAY)
    call_command("clearsessions")
    assert StaffSession.objects.filter(user=lan).count() == 1
    assert list(sessions.of(lan)) == list(StaffSession.objects.all())


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (PHONE, "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
         "Gecko) Version/17.5 Mobile/15E148 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:131.0) Gecko/20100101 Firefox/131.0",
         "Firefox, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/129.0.0.0 Safari/537.36 Edg/129.0.0.0", "Edge, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
         "coc_coc_browser/124.0 Chrome/118.0.0.0 Safari/537.36", "Cốc Cốc, Windows"),
        ("<script>alert(1)</script>", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_a_browser_is_called_what_people_call_it(agent, name):
    assert browser_of(agent) == name
