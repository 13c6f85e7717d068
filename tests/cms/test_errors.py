"""Errors wear the paper's clothes, even when the database is what failed."""

import pytest
from django.test import Client

from articles.models import Section
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
