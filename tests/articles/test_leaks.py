"""Doors by which a hidden headline or a hostile text once came through."""

import time

import pytest
from django.urls import reverse

from cms.text import nfc
from tests import factories

pytestmark = pytest.mark.django_db


def test_an_address_cannot_propose_a_hidden_story_to_read_its_headline(login, reporter):
    hidden = factories.draft(headline="Bí mật của người khác")
    page = login(reporter).get(reverse("admin:articles_article_add"), {"related": hidden.pk})
    assert "Bí mật" not in page.content.decode()


def test_a_photo_names_no_hidden_story_that_uses_it(login, reporter):
    photo = factories.photo()
    factories.draft(headline="Bí mật của người khác", lead_photo=photo)
    page = login(reporter).get(reverse("admin:articles_photo_change", args=[photo.pk]))
    assert page.status_code == 200
    assert "Bí mật" not in page.content.decode()


def test_a_heap_of_marks_is_cut_before_it_costs_anything():
    started = time.process_time()
    assert len(nfc("a" + "\u0301" * 60_000 + "\u0323" * 60_000)) < 12
    assert time.process_time() - started < 5  # it took minutes
    assert nfc("e\u0302\u0323") == "ệ"
