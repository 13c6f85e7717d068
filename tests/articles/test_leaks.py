"""Doors by which a hidden headline or a hostile text once came through."""

import re
import time
from html import unescape

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


# --- What an address may ask ---------------------------------------------------------------

QUESTIONS = [
    ("articles_photo", "lead_of"),
    ("articles_photo", "lead_of__headline__startswith"),
    ("articles_author", "articles"),
    ("articles_topic", "articles"),
    ("articles_section", "articles__headline__startswith"),
    ("articles_article", "headline__regex"),
    ("articles_article", "id__in"),
    ("articles_article", "modified_at__year"),
    ("articles_article", "published_at__year"),
    ("comments_comment", "contact__email__startswith"),
    ("cms_user", "password__startswith"),
    ("cms_user", "is_active__regex"),
]


@pytest.mark.parametrize(("model", "lookup"), QUESTIONS)
def test_a_list_answers_only_what_its_filters_ask(login, model, lookup):
    chief = login(factories.superuser())
    assert chief.get(reverse(f"admin:{model}_changelist"), {lookup: "1"}).status_code == 400


@pytest.mark.parametrize("model", ["articles_article", "articles_photo"])
def test_a_moment_beyond_all_calendars_finds_nothing_and_breaks_nothing(login, model):
    name = {"articles_article": "published_at", "articles_photo": "uploaded_at"}[model]
    moment = {f"{name}__gte": "9999-12-31T23:59:59-12:00"}
    page = login(factories.superuser()).get(reverse(f"admin:{model}_changelist"), moment)
    assert page.status_code in (200, 302)


def test_the_dates_beside_a_list_still_lead_somewhere(login, reporter):
    factories.story(by=reporter, headline="Bài hôm nay")
    client = login(reporter)
    page = client.get(reverse("admin:articles_article_changelist"))
    links = [unescape(link) for link in re.findall(r'href="(\?[^"]*published_at[^"]*)"', page.text)]
    assert len(links) >= 3
    for link in links:
        assert client.get(reverse("admin:articles_article_changelist") + link).status_code == 200


@pytest.mark.parametrize(
    "proposed",
    [
        {"lead_photo": "9" * 23},
        {"related": "9" * 23},
        {"embargo_until": "9999"},
        {"section": "x", "authors": "x"},
    ],
)
def test_an_address_proposes_nothing_to_a_new_story(login, reporter, proposed):
    page = login(reporter).get(reverse("admin:articles_article_add"), proposed)
    assert page.status_code == 200
    assert "9999" not in page.text
