"""The photo library under a picture editor's hands: files, a bad line, words, the focal point."""

import re

import pytest
from django.core.files import File
from playwright.sync_api import expect

from articles.models import Photo
from articles.photos import library
from tests import factories
from tests.articles.desk import vi

from .test_forms import PHONE, log_in, overhang

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

ADD = "/admin/articles/photo/add/"
UPLOAD = "**/admin/articles/photo/upload/"


@pytest.fixture
def files(tmp_path):
    """``files("a.jpg", …)``: real pictures on the disk of whoever uploads."""

    def make(*names):
        paths = [tmp_path / name for name in names]
        for path in paths:
            path.write_bytes(factories.picture_file((1200, 600)).read())
        return paths

    return make


@pytest.fixture
def page(new_page):
    page = new_page()
    log_in(page, factories.reporter())
    return page


def percent(position):
    return [float(part.rstrip("%")) for part in position.split()]


def crop(page, name):
    return percent(page.locator(f".crop-{name} img").evaluate("i => i.style.objectPosition"))


def test_two_files_get_in_get_their_words_and_a_focal_point(page, files):
    held, holding = [], True
    page.route(UPLOAD, lambda route: held.append(route) if holding else route.continue_())
    page.goto(ADD)
    page.locator("#id_upload").set_input_files(files("mot.jpg", "hai.jpg", "ba.jpg"))
    expect(page.locator(".upload-row progress")).to_have_count(3)
    expect(page.locator(".upload-state").nth(2)).to_have_text(vi("waiting"))
    assert len(held) == 2  # never more at a time
    holding = False
    for route in held:
        route.continue_()
    expect(page.locator(".upload-row.stored")).to_have_count(3, timeout=15_000)
    expect(page.locator(".upload-row.stored img").first).to_be_visible()
    expect(page.locator(".upload-row progress")).to_have_count(0)
    page.locator("a.continue").click()

    rows = page.locator(".caption-row")
    expect(rows).to_have_count(3)
    for_all = page.locator(".for-all [data-name=credit]")
    for_all.locator("input").fill("Ảnh: Mỹ Lệ")
    for_all.locator("button").click()
    for number in range(3):
        assert rows.nth(number).locator("[data-name=credit] input").input_value() == "Ảnh: Mỹ Lệ"
        rows.nth(number).locator("[data-name=caption] textarea").fill(f"Ảnh số {number}")
    rows.nth(2).locator("[data-name=credit] input").fill("Ảnh: CTV")
    page.locator(".submit-row button").click()
    page.locator(".messagelist .success").wait_for()
    assert sorted(Photo.objects.values_list("caption", "credit")) == [
        ("Ảnh số 0", "Ảnh: Mỹ Lệ"),
        ("Ảnh số 1", "Ảnh: Mỹ Lệ"),
        ("Ảnh số 2", "Ảnh: CTV"),
    ]

    page.get_by_role("link", name="Ảnh số 0").first.click()
    point = page.locator(".focal-point")
    point.wait_for()
    assert crop(page, "square") == [50, 50]
    point.focus()
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowDown")
    assert page.locator("#id_focal_x").input_value() == "39"
    assert page.locator("#id_focal_y").input_value() == "51"
    # 1200 × 600: the square begins at 39 % − 300 pixels, of 600 to spare.
    assert crop(page, "square") == [pytest.approx(28), 50]
    assert "39" in point.get_attribute("aria-label")
    assert "39" in page.locator(".photo-sight [role=status]").inner_text()
    picture = page.locator(".focal img").bounding_box()
    page.mouse.click(picture["x"] + picture["width"] * 0.9, picture["y"] + picture["height"] * 0.5)
    assert crop(page, "square")[0] == 100
    assert crop(page, "wide")[0] == 100
    page.locator("#id_kind").select_option("graphic")
    expect(page.locator(".graphic-note")).to_be_visible()
    expect(point).to_be_hidden()
    page.locator("#id_kind").select_option("news")
    page.locator("#photo_form [name=_save]").click()
    page.locator(".messagelist .success").wait_for()
    assert Photo.objects.get(caption="Ảnh số 0").focal_x in (89, 90, 91)


def test_a_dropped_line_costs_time_and_no_file(page, files, tmp_path):
    one, broken = *files("anh.jpg"), tmp_path / "hong.jpg"
    broken.write_bytes(b"no picture")
    tries = []

    def bad_line(route):
        tries.append(route)
        if len(tries) == 1:
            route.abort()
        elif len(tries) == 2:
            library.store(File(one.open("rb")))  # it arrives, and the answer gets lost
            route.abort()
        else:
            route.continue_()

    page.goto(ADD)
    page.route(UPLOAD, bad_line)
    page.locator("#id_upload").set_input_files(one)
    expect(page.locator(".upload-row.stored")).to_have_count(1, timeout=15_000)
    assert len(tries) == 3
    assert Photo.objects.count() == 1
    expect(page.locator("a.continue")).to_have_attribute(
        "href", re.compile(rf"\?ids={Photo.objects.get().pk}$")
    )

    page.unroute(UPLOAD)
    page.locator("#id_upload").set_input_files([one, broken])
    expect(page.locator(".upload-row.duplicate a")).to_have_attribute(
        "href", f"/admin/articles/photo/{Photo.objects.get().pk}/change/"
    )
    expect(page.locator(".upload-row.duplicate img")).to_be_visible()
    expect(page.locator(".upload-row.refused .upload-state")).to_contain_text("JPEG")
    assert Photo.objects.count() == 1


def test_after_the_last_try_a_button_keeps_the_file_at_hand(page, files):
    page.clock.install()
    page.goto(ADD)
    page.route(UPLOAD, lambda route: route.abort())
    page.locator("#id_upload").set_input_files(files("anh.jpg"))
    for number in (1, 2, 3):
        expect(page.locator(".upload-state")).to_contain_text(f"({number}/3)")
        page.clock.run_for(9_000)
    again = page.get_by_role("button", name=vi("Try again"))
    expect(again).to_be_visible()
    page.unroute(UPLOAD)
    again.click()
    expect(page.locator(".upload-row.stored")).to_have_count(1)
    assert Photo.objects.count() == 1


def test_beside_a_portrait_one_is_uploaded_described_and_chosen(new_page, files):
    page = new_page()
    log_in(page, factories.managing_editor())
    page.goto("/admin/articles/author/add/")
    with page.expect_popup() as opened:
        page.locator("#add_id_portrait").click()
    window = opened.value
    window.locator("#id_upload").set_input_files(files("anh.jpg"))
    window.locator("[data-name=caption] textarea").fill("Cầu Long Biên")
    window.locator("[data-name=credit] input").fill("Ảnh: Mỹ Lệ")
    with window.expect_event("close"):
        window.locator(".submit-row button").click()
    expect(page.locator(".field-portrait .select2-selection__rendered")).to_contain_text(
        "Cầu Long Biên"
    )


def test_the_library_fits_a_phone(new_page):
    photo = factories.photo(
        factories.picture_file((600, 900)), caption="Cầu " * 40, credit="Ảnh: B"
    )
    factories.story(
        headline="Nghiêng" * 20, lead_photo=photo, lead_credit="Ảnh: A" * 15, lead_alt="Cảnh"
    )
    page = new_page(width=PHONE, height=800)
    log_in(page, factories.superuser())
    library = "/admin/articles/photo/"
    one = f"{library}{photo.pk}/"
    for path in (
        library, f"{library}?view=table", f"{library}?view=grid", ADD,
        f"{library}captions/?ids={photo.pk}", f"{one}change/", f"{one}replace/", f"{one}updates/",
        f"{one}delete/",
    ):  # fmt: skip
        page.goto(path)
        assert overhang(page) <= 0, path
