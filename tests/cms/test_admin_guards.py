"""What any admin form or list might be sent by somebody with a login and a bad idea."""

import pytest
from django.contrib import admin
from django.urls import reverse

from articles.admin.base import Guarded
from articles.models import Page
from cms.models import SiteSettings
from tests import factories
from tests.page import Page as Html

pytestmark = pytest.mark.django_db

IMPOSSIBLE = ["abc", "9" * 30, "-1", "\x00", "٣", "1.5", ""]


@pytest.fixture
def root(login):
    return login(factories.superuser())


def test_every_admin_is_guarded():
    for model, model_admin in admin.site._registry.items():
        assert isinstance(model_admin, Guarded), model


def test_the_list_of_static_pages_answers_no_question_about_its_texts(root):
    response = root.get(reverse("admin:articles_page_changelist"), {"body__regex": "a"})
    assert response.status_code == 400


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        ("articles_page", {"title": "ĐÃ CHÈN", "body": "ĐÃ CHÈN"}),
        ("cms_user", {"username": "ĐÃ CHÈN", "full_name": "ĐÃ CHÈN"}),
        ("articles_topic", {"name": "ĐÃ CHÈN"}),
    ],
)
def test_no_add_form_takes_proposals_from_its_address(root, model, fields):
    assert "ĐÃ CHÈN" not in root.get(reverse(f"admin:{model}_add"), fields).text


@pytest.mark.parametrize("number", IMPOSSIBLE)
def test_numbers_of_no_row_are_refused_in_words(root, number):
    pen = factories.author()
    address = reverse("admin:articles_author_change", args=[pen.pk])
    response = root.post(address, {"pen_name": "Tên mới", "slug": "ten", "portrait": number})
    assert response.status_code == (302 if number == "" else 200)
    person = factories.reporter()
    address = reverse("admin:cms_user_change", args=[person.pk])
    for name in ("groups", "desks"):
        data = {"username": "lan", "full_name": "Lan", "email": "", "language": "vi", name: number}
        assert root.post(address, data).status_code in (200, 302)
    section = factories.section()
    address = reverse("admin:articles_section_change", args=[section.pk])
    data = {"name": "Tên", "slug": "ten", "order": 0, "parent": number}
    assert root.post(address, data).status_code in (200, 302)
    leaver = factories.reporter()
    address = reverse("admin:cms_user_hand_over", args=[leaver.pk])
    assert root.post(address, {"heir": number}).status_code == 200


@pytest.mark.parametrize("number", IMPOSSIBLE)
@pytest.mark.parametrize(
    ("model", "action"),
    [
        ("articles_article", "bulk_publish"),
        ("articles_article", "bulk_discard"),
        ("articles_topic", "delete_selected"),
    ],
)
def test_an_action_on_no_row_does_nothing(root, model, action, number):
    address = reverse(f"admin:{model}_changelist")
    data = {"action": action, "_selected_action": number}
    assert root.post(address, data).status_code in (200, 302)


@pytest.mark.parametrize("model", ["articles_article", "articles_topic", "cms_user"])
def test_odd_addresses_of_a_form_are_no_error(root, model):
    rows = {
        "articles_article": factories.draft,
        "articles_topic": factories.topic,
        "cms_user": factories.user,
    }
    row = rows[model]()
    address = reverse(f"admin:{model}_change", args=[row.pk])
    assert root.get(address, {"_to_field": ""}).status_code == 200
    assert root.post(address, {"_to_field": ""}).status_code in (200, 302)
    assert root.post(address, {"_saveasnew": "1"}).status_code in (200, 302)
    assert root.post(reverse(f"admin:{model}_add"), {"_saveasnew": "1"}).status_code in (200, 302)


def test_nobody_takes_away_their_own_password(login):
    publisher = factories.user("Publisher")
    address = reverse("admin:auth_user_password_change", args=[publisher.pk])
    response = login(publisher).post(
        address, {"usable_password": "false", "unset-password": "1", "password1": ""}
    )
    assert response.url == reverse("admin:password_change")
    publisher.refresh_from_db()
    assert publisher.has_usable_password()


@pytest.mark.parametrize("model", ["articles_page", "cms_sitesettings"])
def test_the_second_of_two_saves_is_refused_once_and_loses_nothing(root, model):
    row = (
        Page.objects.create(title="Giới thiệu", body="<p>Cũ</p>")
        if model == "articles_page"
        else SiteSettings.objects.create(name="Báo Cũ")
    )
    address = reverse(f"admin:{model}_change", args=[row.pk])
    name = "title" if model == "articles_page" else "name"
    form = Html(root.get(address)).form(f"{row._meta.model_name}_form")
    drop_downs = ("approval_steps", "feed_text") if model == "cms_sitesettings" else ()
    chosen = {each: getattr(row, each) for each in drop_downs}
    form |= chosen
    assert root.post(address, {**form, name: "Người thứ nhất"}).status_code == 302
    refused = root.post(address, {**form, name: "Người thứ hai"})
    assert refused.status_code == 200
    again = Html(refused).form(f"{row._meta.model_name}_form")
    assert again[name] == "Người thứ hai"
    row.refresh_from_db()
    assert getattr(row, name) == "Người thứ nhất"
    assert root.post(address, again | chosen).status_code == 302
    row.refresh_from_db()
    assert getattr(row, name) == "Người thứ hai"
