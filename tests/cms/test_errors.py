"""Errors wear the paper's clothes, even when the database is what failed."""

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.test import Client, RequestFactory
from django.test.client import FakePayload

from articles.models import Section
from cms import wsgi
from cms.models import SiteSettings
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper():
    return SiteSettings.objects.create(name="Báo Thử Nghiệm", licence="Số 1/GP")


def test_a_page_that_is_not_there_is_a_page_of_the_paper(client, paper):
    answer = client.get("/khong-co-trang-nay/")
    assert answer.status_code == 404
    assert "Báo Thử Nghiệm" in answer.text
    assert "Số 1/GP" in answer.text


def test_an_error_of_ours_shows_the_paper_as_last_known_and_asks_nothing(client, paper):
    client.get("/")
    section = factories.section()
    # No page can link to a section without an address.
    Section.objects.filter(pk=section.pk).update(slug="")
    client = Client(raise_request_exception=False)
    answer = client.get("/")
    assert answer.status_code == 500
    assert "Báo Thử Nghiệm" in answer.text
    assert "Số 1/GP" in answer.text
    assert "Traceback" not in answer.text


def test_a_media_name_longer_than_any_file_is_not_found(client):
    assert client.get("/media/" + "a" * 300).status_code == 404


@pytest.mark.parametrize("charset", ["hex", "utf-7", "idna", '"unicode_escape"', "nope''%41"])
@pytest.mark.parametrize("name", ["charset", "Charset ", "charset*", "a*", "a*0*"])
@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded"])
def test_a_form_is_read_as_the_page_was_written_whatever_it_claims(charset, name, kind):
    """Django would look for a codec of that name before any of its pages could answer."""
    seen = []
    body = FakePayload(b"body=t%C3%A0u")
    environ = {
        **RequestFactory()._base_environ(),
        "REQUEST_METHOD": "POST",
        "QUERY_STRING": "q=t%C3%A0u",
        "CONTENT_TYPE": f"{kind}; {name}={charset}; v=1",
        "CONTENT_LENGTH": len(body),
        "wsgi.input": body,
    }
    wsgi.in_utf8(lambda given, _start: seen.append(WSGIRequest(given)))(environ, None)
    assert seen[0].GET["q"] == "tàu"
    assert seen[0].content_params == {}
    assert seen[0].POST.get("body", "tàu") == "tàu"


@pytest.mark.parametrize("fields", [{"password": "bi-mat"}, {"old_password": "bi-mat"}])
def test_a_page_that_asks_to_send_again_repeats_no_password(fields):
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/admin/login/", {"username": "lan", **fields})
    assert answer.status_code == 403
    assert "lan" in answer.text
    assert "bi-mat" not in answer.text


@pytest.mark.parametrize("path", ["/", "/tim-kiem/", "/robots.txt", "/health/"])
def test_a_form_sent_to_a_page_that_takes_none_sets_no_cookie(path):
    answer = Client(enforce_csrf_checks=True).post(path, {"a": "một điều"})
    assert answer.status_code in (403, 405)
    assert not answer.cookies
    assert "một điều" not in answer.text


@pytest.mark.parametrize("name", ["abc/3232-wide-640.webp", "abc/3232-free-480.jpg", "logo.png"])
def test_a_picture_that_is_lost_shows_a_grey_field_and_is_logged(client, caplog, name):
    """Browsers show what comes with a 404: no page gets a hole, and caches keep nothing."""
    answer = client.get(f"/media/{name}")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "image/svg+xml"
    assert "immutable" not in answer.get("Cache-Control", "")
    assert name in caplog.text
