"""Errors in the paper's clothes, languages, dates: what stands around every page."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.template import Context, Template
from django.test import Client
from django.utils import formats, translation

from tests import factories
from tests.page import Page

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture
def strict(db):
    """A browser whose tokens are checked, as outside the tests."""
    return Client(enforce_csrf_checks=True)


def test_an_old_tab_gets_everything_typed_back_to_send_it_once_more(strict):
    person = factories.reporter()
    strict.force_login(person)
    body = '<p>Dòng một & "hai"</p>\n\n<script>alert(1)</script>'
    typed = {"headline": "Tin chưa lưu", "body": body, "topics": ["1", "2"]}
    address = "/admin/articles/article/add/?from=desk"
    response = strict.post(address, {**typed, "csrfmiddlewaretoken": "old"})
    assert response.status_code == 403
    page = Page(response)
    html = response.content.decode()
    assert "<script>alert" not in html
    fields = page.form(address)
    assert fields["headline"] == "Tin chưa lưu"
    assert fields["body"] == body
    assert html.count('name="topics"') == 2
    assert "no-store" in response.headers["Cache-Control"]
    # Sent again from this page it is accepted: 200 is the form, with what is missing.
    token = fields["csrfmiddlewaretoken"]
    assert token != "old"
    again = strict.post(address, {**fields, "csrfmiddlewaretoken": token})
    assert again.status_code in (200, 302)


def test_a_page_that_does_not_exist_is_in_the_papers_clothes(client, db):
    response = client.get("/khong-co/trang-nay-1.html")
    assert response.status_code == 404
    assert "Báo Mới Lập" in Page(response).text


def test_an_error_needs_no_database(settings, rf):
    from cms.views import server_error

    response = server_error(rf.get("/"))
    assert response.status_code == 500
    assert "500" in response.content.decode()


def test_robots_are_kept_from_the_newsroom_and_the_forms(client, db):
    text = client.get("/robots.txt").content.decode()
    for closed in ("/admin/", "/binh-luan/", "/gop-y/"):
        assert f"Disallow: {closed}" in text


@pytest.mark.parametrize(
    "path", ["../originals/x", "..%2f..%2fcms/settings.py", "/etc/passwd", "", "%00"]
)
def test_nothing_but_public_files_is_served(client, db, path):
    assert client.get(f"/media/{path}").status_code in (400, 404)


@pytest.mark.parametrize(("language", "word"), [("vi", "Đăng xuất"), ("en", "Log out")])
def test_the_admin_speaks_the_language_of_who_is_logged_in(login, db, language, word):
    client = login(factories.reporter(language=language))
    response = client.get("/admin/", headers={"accept-language": "fr"})
    assert f'lang="{language}"' in response.content.decode()
    assert word in Page(response).text
    # Readers' pages speak the paper's language to everybody.
    assert 'lang="vi"' in client.get("/", headers={"accept-language": "en"}).content.decode()


def test_before_the_login_the_admin_speaks_the_papers_language(client, db):
    assert 'lang="vi"' in client.get("/admin/login/").content.decode()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_days_come_before_months_in_both_languages(language):
    moment = datetime(2019, 11, 6, 12, 13, tzinfo=HANOI)
    with translation.override(language):
        assert formats.date_format(moment, "SHORT_DATE_FORMAT") == "06/11/2019"
        assert formats.date_format(moment, "SHORT_DATETIME_FORMAT") == "06/11/2019 12:13"
        assert forms.DateField(localize=True).clean("06/11/2019") == moment.date()
        assert forms.DateTimeField().clean("06/11/2019 12:13") == moment
        with pytest.raises(forms.ValidationError):
            forms.DateField(localize=True).clean("11/26/2019")


def dateline(moment, language="vi"):
    with translation.override(language):
        return Template("{% load articles %}{% dateline moment %}").render(
            Context({"moment": moment})
        )


DAYS = ["Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật"]


@pytest.mark.parametrize(("offset", "day"), list(enumerate(DAYS)), ids=DAYS)
def test_the_dateline_names_the_weekday_as_a_vietnamese_paper_does(offset, day):
    moment = datetime(2019, 11, 25, 12, 13, tzinfo=HANOI) + timedelta(days=offset)
    assert f"{day}, {25 + offset if offset < 6 else '01'}" in dateline(moment)


@pytest.mark.parametrize(
    ("moment", "printed"),
    [
        ("2019-11-26T05:13:00+00:00", "Thứ ba, 26/11/2019 12:13"),
        ("2019-12-31T16:59:00+00:00", "Thứ ba, 31/12/2019 23:59"),
        ("2019-12-31T17:00:00+00:00", "Thứ tư, 01/01/2020 00:00"),
        ("2024-02-28T17:00:00+00:00", "Thứ năm, 29/02/2024 00:00"),
    ],
)
def test_the_dateline_is_that_of_hanoi_also_at_midnight_and_new_year(moment, printed):
    html = dateline(datetime.fromisoformat(moment))
    assert f">{printed}<" in html
    assert "+07:00" in html


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://attacker.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
    ids=str,
)
def test_what_another_site_posts_is_not_offered_for_sending_again(strict, headers):
    strict.force_login(factories.superuser())
    response = strict.post("/admin/cms/user/add/", {"username": "mallory"}, headers=headers)
    assert response.status_code == 403
    assert "mallory" not in response.content.decode()
    assert "csrfmiddlewaretoken" not in response.content.decode()
