"""Forms as fingers and small screens meet them."""

import pytest

from comments.models import Comment
from tests import factories

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

PHONE = 390


def log_in(page, user):
    page.goto("/admin/login/")
    page.locator("#id_username").fill(user.username)
    page.locator("#id_password").fill(factories.PASSWORD)
    page.locator("input[type=submit]").click()


def overhang(page):
    """How many pixels the page is wider than the screen."""
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


def test_who_is_chosen_last_is_printed_last(new_page):
    first, second = factories.author("Bùi An"), factories.author("Hoàng Yến")
    story = factories.draft(authors=[first, second])
    page = new_page()
    log_in(page, factories.managing_editor())
    page.goto(f"/admin/articles/article/{story.pk}/change/")
    byline = page.locator(".field-authors")
    byline.locator(".select2-selection__choice", has_text="Bùi An").locator(
        ".select2-selection__choice__remove"
    ).click()
    byline.locator(".select2-search__field").fill("bui an")
    page.locator(".select2-results__option--highlighted", has_text="Bùi An").wait_for()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Lưu", exact=True).first.click()
    page.locator(".messagelist .success").wait_for()
    assert list(story.bylines.values_list("author__pen_name", flat=True)) == ["Hoàng Yến", "Bùi An"]


def test_the_newsroom_fits_a_phone(new_page):
    editor = factories.user("Publisher", full_name="Nguyễn Thị Hoàng Phương Khánh Linh")
    story = factories.story(lead_photo=factories.photo(), lead_credit="Ảnh: A", lead_alt="Cảnh")
    factories.comment(story, "pending")
    page = new_page(width=PHONE, height=800)
    log_in(page, editor)
    for path in (
        "/admin/",
        "/admin/articles/article/",
        f"/admin/articles/article/{story.pk}/change/",
        "/admin/comments/comment/",
        "/admin/articles/photo/",
        "/admin/cms/user/",
        "/admin/cms/sitesettings/1/change/",
    ):
        page.goto(path)
        assert overhang(page) <= 0, path


def test_one_long_word_stays_in_its_place_and_is_kept(new_page):
    story = factories.story()
    page = new_page(width=PHONE, height=800)
    page.goto(f"/binh-luan/{story.pk}/")
    page.get_by_label("Họ và tên").fill("Nguyễn Văn Hòa")
    page.get_by_role("textbox", name="Email").fill("hoa@example.org")
    page.get_by_role("checkbox", name="Tôi đồng ý").check()
    page.get_by_label("Lời bình").fill("é" * 2100)
    page.get_by_role("button", name="Gửi").click()
    page.locator("[aria-invalid=true]").first.wait_for()
    assert overhang(page) <= 0
    assert page.get_by_label("Lời bình").input_value() == "é" * 2100
    assert not Comment.objects.exists()
