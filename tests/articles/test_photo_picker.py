"""What the story form asks while somebody writes: photos, pictures, stories to link to."""

import json
from datetime import date, timedelta
from html import unescape
from html.parser import HTMLParser

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from cms.roles import Role
from tests import factories

from .desk import seen, vi

pytestmark = pytest.mark.django_db

PICKER = reverse("admin:articles_photo_picker")
LINKS = reverse("admin:articles_article_links")


class _Cards(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.photos, self.before = [], None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if "data-photo" in attrs:
            self.photos.append(json.loads(attrs["data-photo"]))
        self.before = attrs.get("data-before", self.before)


def cards(client, **asked):
    return _Cards(client.get(PICKER, asked).content.decode())


def small(**words):
    return factories.photo(factories.picture_file((64, 48)), **words)


def captions(found):
    return [photo["caption"] for photo in found.photos]


def test_the_newest_photo_stands_first_with_all_that_a_use_copies(login, reporter):
    small(caption="Cũ")
    photo = small(caption='Ga "Hà Nội" & <b>', credit="Ảnh: Mỹ Lệ", alt="Sân ga", kind="archive")
    found = cards(login(reporter))
    assert captions(found) == ['Ga "Hà Nội" & <b>', "Cũ"]
    first = found.photos[0]
    assert (first["id"], first["credit"], first["alt"], first["decorative"], first["kind"]) == (
        photo.pk, "Ảnh: Mỹ Lệ", "Sân ga", False, "archive",
    )  # fmt: skip
    assert first["image"].endswith(".jpg")
    assert first["thumbnail"].endswith(".jpg")
    assert found.before is None


def test_words_find_photos_without_diacritics(login, reporter):
    small(caption="Đường sắt Hà Nội")
    small(caption="Cầu Long Biên", place="Gia Lâm")
    client = login(reporter)
    assert captions(cards(client, q="duong sat")) == ["Đường sắt Hà Nội"]
    assert captions(cards(client, q="gia lâm")) == ["Cầu Long Biên"]
    assert captions(cards(client, q="khong co")) == []


def test_more_photos_follow_where_the_page_ended(login, reporter, monkeypatch):
    monkeypatch.setattr("articles.admin.photo_picker.PHOTOS_SHOWN", 2)
    for number in range(5):
        small(caption=f"Ảnh {number}")
    client = login(reporter)
    first = cards(client)
    second = cards(client, before=first.before)
    small(caption="Mới")  # somebody uploads meanwhile: nothing is shown twice
    third = cards(client, before=second.before)
    assert captions(first) + captions(second) + captions(third) == [
        "Ảnh 4", "Ảnh 3", "Ảnh 2", "Ảnh 1", "Ảnh 0",
    ]  # fmt: skip
    assert third.before is None


@pytest.mark.parametrize("number", ["x", "0", "-1", "9" * 30, "1.5", "²"])
def test_a_number_that_nothing_has_is_no_error(login, reporter, number):
    small()
    client = login(reporter)
    for name in ("before", "only"):
        assert client.get(PICKER, {name: number}).status_code == 200
    assert client.get(f"{PICKER}{'9' * 30}/").status_code == 404


def test_expired_rights_and_a_missing_credit_are_marked(login, reporter):
    small(caption="A", credit="", rights_expire=date(2020, 1, 1))
    text = seen(login(reporter).get(PICKER))
    assert vi("rights expired") in text
    assert vi("without credit") in text
    small(caption="B")
    assert seen(login(reporter).get(PICKER)).count(vi("rights expired")) == 1


def test_a_single_photo_can_be_asked_for(login, reporter):
    photo = small(caption="Riêng")
    small(caption="Khác")
    assert captions(cards(login(reporter), only=photo.pk)) == ["Riêng"]


def test_the_picture_of_a_figure_is_found_by_its_number(login, reporter):
    photo = small()
    address = reverse("admin:articles_photo_image", args=[photo.pk])
    response = login(reporter).get(address)
    assert response.status_code == 302
    assert photo.file.token in response["Location"]


def test_the_dialog_says_everything_in_the_language_of_the_newsroom(login, reporter):
    html = login(reporter).get(PICKER, {"dialog": 1}).content.decode()
    assert vi("Choose a photo") in unescape(html)
    assert vi("Search by caption, credit or place") in unescape(html)


@pytest.mark.parametrize("who", [None, Role.MODERATOR])
def test_who_may_see_no_photos_gets_none(login, staff, who):
    photo = small(caption="Kín")
    client = login(staff[who])
    addresses = [PICKER, f"{PICKER}?dialog=1", LINKS]
    addresses.append(reverse("admin:articles_photo_image", args=[photo.pk]))
    for address in addresses:
        assert client.get(address).status_code == 403


# --- Stories to link to -------------------------------------------------------------------


def linked(client, words=""):
    return client.get(LINKS, {"q": words}).json()["stories"]


def test_a_story_is_found_by_its_words_and_linked_by_its_relative_address(login, reporter):
    story = factories.story(headline="Đường sắt được mở lại")
    factories.story(headline="Cầu mới")
    [found] = linked(login(reporter), "duong sat")
    assert found["headline"] == story.headline
    assert found["address"] == story.get_absolute_url()
    assert found["address"].startswith("/")
    assert story.section.name in found["about"]


def test_a_pasted_address_finds_its_story(login, reporter):
    story = factories.story()
    factories.story()
    client = login(reporter)
    address = f"https://bao.example{story.get_absolute_url()}"
    assert [found["headline"] for found in linked(client, address)] == [story.headline]


def test_without_words_the_newest_stories_are_offered(login, reporter):
    old = factories.story(published_at=(timezone.now() - timedelta(days=2)).isoformat())
    new = factories.story()
    found = [story["headline"] for story in linked(login(reporter))]
    assert found == [new.headline, old.headline]


def test_no_hidden_story_is_offered_to_anybody(login):
    factories.draft(headline="Tin mật nháp")
    tomorrow = (timezone.now() + timedelta(days=1)).isoformat()
    factories.story(headline="Tin mật hẹn giờ", published_at=tomorrow)
    factories.story(headline="Tin mật cấm", embargo_until=tomorrow)
    gone = factories.story(headline="Tin mật gỡ")
    workflow.withdraw(gone, factories.managing_editor(), reason="sai")
    client = login(factories.superuser())
    assert linked(client, "tin mat") == []
    assert linked(client, str(gone.pk)) == []
