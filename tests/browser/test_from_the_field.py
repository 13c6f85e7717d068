"""A reporter in the field: a phone, a line that drops, and an editor who waits for the photos."""

import re

import pytest
from playwright.sync_api import expect

from articles.body import figures
from articles.models import Article, Photo, Stage
from articles.versions import revisions
from tests import factories
from tests.picture_files import iptc, with_segments

from .test_forms import PHONE, log_in, overhang

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


class Line:
    """The way from a phone to the newsroom: narrow, and photos get through only when it is up."""

    def __init__(self, page):
        self.is_up, self.sent = False, 0
        page.context.route(re.compile("/photo/(upload|arrivals)/"), self.carry)

    def carry(self, route):
        if not self.is_up:
            return route.abort("connectionreset")
        self.sent += route.request.method == "POST"
        route.continue_()


@pytest.fixture
def phone(new_page):
    """``phone(user)``: a page at 390 px on a slow line, logged in, and its `Line`."""

    def open_(user):
        page = new_page(width=PHONE, height=800)
        slow = page.context.new_cdp_session(page)
        slow.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False, "latency": 60,
                "downloadThroughput": 400_000, "uploadThroughput": 60_000,
            },
        )  # fmt: skip
        log_in(page, user)
        return page, Line(page)

    return open_


@pytest.fixture
def reporter():
    person = factories.reporter(desks=[factories.section("Thời sự")])
    factories.author("Hoài An", user=person)
    return person


@pytest.fixture
def pictures(tmp_path):
    """Two pictures as a camera with a byline makes them, and a file that is none."""
    files = {}
    for name in ("san-ga", "doan-tau"):
        content = factories.picture_file((640, 480)).read()
        files[name] = tmp_path / f"{name}.jpg"
        said = iptc((80, "Mỹ Lệ".encode()), (120, f"Chú thích của {name}".encode()))
        files[name].write_bytes(with_segments(content, said) + b"\0" * 30_000)
    files["gia"] = tmp_path / "gia.jpg"
    files["gia"].write_bytes(b"<svg onload=alert(1)>")
    return files


def add_text_photo(page, file, **words):
    page.locator("[data-add-photo]").click()
    page.locator(".photo-picker [type=file]").set_input_files(file)
    dialog = page.locator("dialog[data-ask=figure]")
    for name, word in words.items():
        dialog.locator(f"[name={name}]").fill(word)
    dialog.locator("[value=done]").click()
    dialog.wait_for(state="detached")


def add_lead_photo(page, file):
    page.locator(".lead-chooser button").first.click()
    page.locator(".photo-picker [type=file]").set_input_files(file)
    page.locator(".lead-thumbnail:visible").wait_for()


def chip(page):
    return page.locator("#photo-queue summary")


def shows(image):
    return image.evaluate("image => image.decode().then(() => image.naturalWidth)")


def test_text_is_handed_in_first_and_the_photos_arrive_by_themselves(
    phone, new_page, reporter, pictures
):
    editor = factories.managing_editor()
    page, line = phone(reporter)
    page.goto("/admin/articles/article/add/")
    page.locator("#id_headline").fill("Đường sắt được mở lại")
    page.locator("#id_body").fill("Hành khách đã có mặt.\n\nChuyến tàu đầu tiên rời ga.")
    page.locator("#id_body").evaluate("area => area.setSelectionRange(3, 3)")
    add_text_photo(page, pictures["san-ga"], alt="Sân ga", caption="Sân ga sáng nay")
    add_lead_photo(page, pictures["doan-tau"])
    page.locator("#id_lead_alt").fill("Đoàn tàu")
    assert shows(page.locator(".lead-thumbnail"))
    assert shows(page.locator(".rich-text-photos img"))
    expect(chip(page)).to_have_text("2 ảnh đang chờ gửi")
    assert overhang(page) <= 0
    page.get_by_role("button", name="Nộp bài", exact=True).first.click()
    page.locator(".messagelist .success").wait_for()
    story = Article.objects.get()
    assert story.stage == Stage.SUBMITTED
    assert Photo.objects.count() == 0
    expect(chip(page)).to_have_text("2 ảnh đang chờ gửi")

    # The editor has the story open, and is told why it cannot go out.
    desk = new_page()
    log_in(desk, editor)
    form = f"/admin/articles/article/{story.pk}/change/"
    desk.goto(form)
    text = desk.frame_locator(".field-body iframe")
    text.get_by_text("Đang chờ ảnh gửi từ máy của phóng viên.").wait_for()
    expect(desk.locator(".lead-to-come")).to_contain_text("Đang chờ ảnh")
    desk.get_by_role("button", name="Xuất bản", exact=True).first.click()
    refused = desk.locator(".step-form")
    expect(refused).to_contain_text("đang chờ ảnh gửi từ máy của phóng viên")
    desk.goto(form)
    desk.locator(".rich-text.with-editor").wait_for()

    # The battery is empty; later the phone is on again, and so is the line.
    context = page.context
    page.close()
    line.is_up = True
    page = context.new_page()
    page.goto("/admin/")
    expect(chip(page)).to_have_text("Đã gửi xong ảnh")
    assert (Photo.objects.count(), line.sent) == (2, 2)

    # What the editor typed meanwhile is no conflict, and goes out with the photos.
    desk.locator("#id_standfirst").fill("Chuyến đầu tiên rời ga lúc sáu giờ.")
    desk.get_by_role("button", name="Xuất bản", exact=True).first.click()
    desk.locator(".messagelist .success").first.wait_for()
    reading = new_page(width=PHONE, height=800)
    reading.goto(Article.objects.get().get_absolute_url())
    for figure, caption in [
        (".lead-photo", "Chú thích của doan-tau (Ảnh: Mỹ Lệ)"),
        (".prose figure", "Sân ga sáng nay (Ảnh: Mỹ Lệ)"),
    ]:
        expect(reading.locator(f"{figure} figcaption")).to_have_text(caption)
        assert shows(reading.locator(f"{figure} img"))
    assert reading.locator(".standfirst").inner_text().startswith("Chuyến đầu")


def test_photos_that_arrive_while_one_writes_take_their_places_and_leave_the_words_alone(
    phone, reporter, pictures
):
    story = factories.draft(by=reporter, body="<p>Một.</p>")
    page, line = phone(reporter)
    page.goto(f"/admin/articles/article/{story.pk}/change/")
    area = page.locator("#id_body")
    area.evaluate("area => area.setSelectionRange(4, 4)")
    add_text_photo(page, pictures["san-ga"], credit="Ảnh: Của tôi")
    add_lead_photo(page, pictures["doan-tau"])
    area.press_sequentially("Hai.")
    line.is_up = True
    page.locator("#photo-queue").click()
    page.locator("#photo-queue li button", has_text="Gửi ngay").first.click()
    expect(page.locator("#id_lead_caption")).to_have_value("Chú thích của doan-tau")
    expect(chip(page)).to_have_text("Đã gửi xong ảnh")
    area.press_sequentially(" Ba.")  # the cursor is where it was
    assert area.input_value().endswith("</figure>\n\nHai. Ba.")
    page.get_by_role("button", name="Lưu", exact=True).first.click()
    page.locator(".messagelist .success").wait_for()
    data = revisions.working(Article.objects.get(pk=story.pk))
    [figure] = figures.find(data["body"])
    assert (figure.caption, figure.credit) == ("Chú thích của san-ga", "Ảnh: Của tôi")
    assert {figure.photo_id, data["lead_photo"]} == {*Photo.objects.values_list("pk", flat=True)}


def test_a_file_that_is_refused_says_why_until_somebody_gives_it_up(phone, reporter, pictures):
    story = factories.draft(by=reporter, body="<p>Một.</p>")
    page, line = phone(reporter)
    line.is_up = True
    page.goto(f"/admin/articles/article/{story.pk}/change/")
    add_text_photo(page, pictures["gia"])
    expect(chip(page)).to_have_text("1 ảnh không được nhận")
    page.reload()
    expect(chip(page)).to_have_text("1 ảnh không được nhận")
    chip(page).click()
    row = page.locator("#photo-queue li")
    expect(row).to_contain_text("Không nhận: Đây không phải ảnh")
    page.once("dialog", lambda dialog: dialog.accept())
    row.get_by_role("button", name="Bỏ").click()
    expect(chip(page)).to_be_hidden()
    assert line.sent == 1
    assert not Photo.objects.exists()


def test_photos_wait_for_their_own_person_through_a_logout(phone, reporter, pictures):
    colleague = factories.reporter()
    story = factories.draft(by=reporter, body="<p>Một.</p>")
    page, line = phone(reporter)
    page.goto(f"/admin/articles/article/{story.pk}/change/")
    add_text_photo(page, pictures["san-ga"])
    expect(chip(page)).to_have_text("1 ảnh đang chờ gửi")
    other = page.context.new_page()
    other.goto("/admin/")
    expect(chip(other)).to_have_text("1 ảnh đang chờ gửi")
    page.context.clear_cookies(name="sessionid")
    line.is_up = True  # only now: a photo may already be on its way when its person logs out

    # Logged out: nothing is sent for nobody.
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.locator("#photo-queue.troubled").wait_for()
    chip(page).click()
    expect(page.locator("#photo-queue li")).to_contain_text("Bạn đã đăng xuất")
    expect(page.get_by_role("link", name="Đăng nhập lại")).to_be_visible()

    # A colleague takes the phone: sees nothing of it, and sends nothing of it.
    log_in(other, colleague)
    expect(other.locator("#photo-queue")).to_be_hidden()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#photo-queue li")).to_contain_text("Người khác đang đăng nhập")
    assert line.sent == 0

    # Back again: the page that was open all the time goes on by itself.
    page.context.clear_cookies(name="sessionid")
    log_in(other, reporter)
    expect(chip(other)).to_have_text("Đã gửi xong ảnh")
    assert Photo.objects.get().uploader == reporter
    expect(chip(page)).to_have_text("Đã gửi xong ảnh")
    assert line.sent == 1


def test_a_browser_that_keeps_nothing_waits_for_the_photo_as_before(new_page, reporter, pictures):
    story = factories.draft(by=reporter, body="<p>Một.</p>")
    page = new_page(width=PHONE, height=800)
    page.add_init_script("delete window.indexedDB; Object.defineProperty(window, 'indexedDB', {})")
    log_in(page, reporter)
    page.goto(f"/admin/articles/article/{story.pk}/change/")
    add_text_photo(page, pictures["san-ga"], alt="Sân ga")
    assert f'data-photo="{Photo.objects.get().pk}"' in page.locator("#id_body").input_value()
    assert "Chú thích của san-ga" in page.locator("#id_body").input_value()
