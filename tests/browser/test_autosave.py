"""Writing in a real browser: closing, losing the line, the login or the server costs no word."""

import re

import pytest
from playwright.sync_api import expect

from articles.models import Article, Draft
from articles.versions import revisions
from cms.roles import Role
from tests import factories

from .test_journey import log_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

KEPT = re.compile(r"Đã giữ nháp lúc \d\d:\d\d")
ON_DEVICE = re.compile("Chỉ giữ trên máy này")


@pytest.fixture
def writing(new_page):
    """``writing(user, story, width=…)``: the form of a story, open in a window of its own."""

    def open_(user, story=None, page=None, **options):
        page = page or new_page(**options)
        if page.url == "about:blank":
            log_in(page, user)
        page.goto(f"/admin/articles/article/{story.pk}/change/" if story else ADD)
        if page.viewport_size["width"] >= 640:
            page.locator(".with-editor").wait_for()
        return page

    return open_


ADD = "/admin/articles/article/add/"


def state(page):
    return page.locator(".desk-bar-state")


def another_window(page):
    window = page.context.new_page()
    window.set_default_timeout(15_000)
    return window


def reporter(name="Hoàng Cường"):
    return factories.user(Role.REPORTER, full_name=name)


def test_a_closed_window_costs_nothing_and_what_was_left_is_offered(writing):
    user = reporter()
    page = writing(user)
    expect(state(page)).to_have_text("Chưa viết gì")
    page.get_by_label("Tít:", exact=True).fill("Cầu Long Biên đóng một làn")
    body = page.frame_locator("iframe.cke_wysiwyg_frame").locator("body")
    body.click()
    page.keyboard.type("Sáng nay xe tải đi vòng.")
    expect(state(page)).to_have_text(KEPT)
    assert not Article.objects.exists()
    window = another_window(page)
    page.close(run_before_unload=True)
    window.goto("/admin/")
    window.get_by_role("link", name="Cầu Long Biên đóng một làn").click()
    window.get_by_role("link", name="Viết tiếp bản này").click()
    window.locator(".with-editor").wait_for()
    expect(window.get_by_label("Tít:", exact=True)).to_have_value("Cầu Long Biên đóng một làn")
    body = window.frame_locator("iframe.cke_wysiwyg_frame").locator("body")
    expect(body).to_contain_text("Sáng nay xe tải đi vòng.")
    window.locator(".desk-bar").get_by_role("button", name="Lưu").click()
    expect(state(window)).to_have_text(re.compile("Đã lưu lúc"))
    story = Article.objects.get()
    assert "xe tải đi vòng" in story.body
    assert not Draft.objects.exists()


def test_without_a_line_the_text_stays_on_the_device_until_there_is_one(writing):
    """On a phone, written on the way, the window closed before the line came back."""
    user = reporter()
    story = factories.draft(by=user, headline="Tít cũ")
    page = writing(user, story, width=390)
    page.context.set_offline(True)
    page.get_by_label("Tít:", exact=True).fill("Viết trên tàu")
    page.get_by_label("Nội dung:").fill("Đoạn viết trong hầm.")
    expect(state(page)).to_have_text(ON_DEVICE)
    assert not Draft.objects.exists()
    window = another_window(page)
    page.close()
    window.context.set_offline(False)
    # Any page of the newsroom brings it in.
    window.goto("/admin/articles/photo/")
    window.get_by_role("link", name="Xem bản đó").click()
    expect(window.locator("#content")).to_contain_text("Đoạn viết trong hầm.")
    window.get_by_role("link", name="Viết tiếp bản này").click()
    expect(window.get_by_label("Nội dung:")).to_have_value("Đoạn viết trong hầm.")
    assert Draft.objects.get().fields["headline"] == ["Viết trên tàu"]


def test_a_line_that_comes_back_takes_the_text_along_by_itself(writing):
    user = reporter()
    page = writing(user, factories.draft(by=user))
    page.context.set_offline(True)
    page.get_by_label("Tít:", exact=True).fill("Mất mạng giữa chừng")
    expect(state(page)).to_have_text(ON_DEVICE)
    page.context.set_offline(False)
    expect(state(page)).to_have_text(KEPT)
    assert Draft.objects.get().fields["headline"] == ["Mất mạng giữa chừng"]


def test_an_expired_login_is_renewed_in_another_window_and_writing_goes_on(writing):
    user = reporter()
    story = factories.draft(by=user)
    page = writing(user, story)
    user.end_sessions()
    page.get_by_label("Tít:", exact=True).fill("Gõ sau khi hết phiên")
    expect(state(page)).to_have_text(re.compile("Chỉ giữ trên máy này – bạn đã bị đăng xuất"))
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Đăng nhập ở cửa sổ khác").click()
    log_in(opened.value, user)
    expect(state(page)).to_have_text(KEPT, timeout=15_000)
    page.locator(".desk-bar").get_by_role("button", name="Lưu").click()
    expect(state(page)).to_have_text(re.compile("Đã lưu lúc"))
    assert Article.objects.get().headline == "Gõ sau khi hết phiên"


def test_another_login_in_the_same_browser_gets_no_word_of_it(writing):
    user, other = reporter(), reporter("Lê Thị Ánh")
    story = factories.draft(by=user, headline="Tít cũ")
    page = writing(user, story)
    window = another_window(page)
    window.goto("/admin/")
    window.get_by_role("button", name="Đăng xuất").click()
    log_in(window, other)
    page.get_by_label("Tít:", exact=True).fill("Của Hoàng Cường")
    expect(state(page)).to_have_text(re.compile("đang đăng nhập là Lê Thị Ánh"))
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải bài của tôi về").click()
    assert "Của Hoàng Cường" in download.value.path().read_text("utf-8")
    window.goto("/admin/")
    expect(window.locator("#content")).not_to_contain_text("Của Hoàng Cường")
    assert not Draft.objects.exists()
    assert Article.objects.get().headline == "Tít cũ"


def test_logging_out_sends_what_is_left_and_clears_the_device(writing):
    user = reporter()
    page = writing(user, factories.draft(by=user))
    page.context.set_offline(True)
    page.get_by_label("Tít:", exact=True).fill("Trước khi về")
    expect(state(page)).to_have_text(ON_DEVICE)
    page.context.set_offline(False)
    page.get_by_role("button", name="Đăng xuất").click()
    page.get_by_text("Đăng nhập lại").wait_for()
    assert Draft.objects.get().fields["headline"] == ["Trước khi về"]
    assert page.evaluate("Object.keys(localStorage).filter((k) => k.includes('unsent'))") == []


def test_two_people_see_each_other_and_the_later_one_gets_both_versions(writing):
    user, chief = reporter(), factories.user(Role.MANAGING_EDITOR, full_name="Trần Đức Anh")
    story = factories.draft(
        by=user, headline="Tít cũ", standfirst="Sapo cũ", section=factories.section("Thời sự")
    )
    page, desk = writing(user, story), writing(chief, story)
    expect(desk.locator(".desk-bar-others")).to_contain_text("Hoàng Cường")
    desk.get_by_label("Tít:", exact=True).fill("Tít của thư ký")
    desk.get_by_label("Sapo:").fill("Sapo của thư ký")
    desk.locator(".desk-bar").get_by_role("button", name="Lưu").click()
    expect(state(desk)).to_have_text(re.compile("Đã lưu lúc"))
    page.get_by_label("Tít:", exact=True).fill("Tít của phóng viên")
    expect(page.locator(".desk-bar-newer")).to_contain_text("Trần Đức Anh đã lưu bài này")
    page.locator(".desk-bar").get_by_role("button", name="Lưu").click()
    conflict = page.locator(".conflict")
    expect(conflict).to_contain_text("Tít của thư ký")
    row = conflict.locator("tr", has_text="Sapo của thư ký")
    row.get_by_role("button", name="Lấy bản này vào bài").click()
    page.locator(".with-editor").wait_for()
    expect(page.get_by_label("Sapo:")).to_have_value("Sapo của thư ký")
    expect(page.get_by_label("Tít:", exact=True)).to_have_value("Tít của phóng viên")
    page.locator(".desk-bar").get_by_role("button", name="Lưu").click()
    expect(state(page)).to_have_text(re.compile("Đã lưu lúc"))
    now = revisions.working(Article.objects.get())
    assert (now["headline"], now["standfirst"]) == ("Tít của phóng viên", "Sapo của thư ký")
    assert "Tít của phóng viên" in [
        row.snapshot["headline"] for row in story.revisions.filter(aside=True)
    ]


def test_a_quick_save_is_not_told_as_text_of_another_window(writing):
    user = reporter()
    page = writing(user, factories.draft(by=user, headline="Tít cũ"))
    page.get_by_label("Tít:", exact=True).fill("Tít mới")
    # Before the autosave: the browser's own record is delivered by the next page.
    with page.expect_response(re.compile("/autosave/")):
        page.locator(".desk-bar").get_by_role("button", name="Lưu").click()
    page.wait_for_function("Object.keys(localStorage).every((name) => !name.includes('unsent'))")
    expect(state(page)).to_have_text(re.compile("Đã lưu lúc"))
    assert not Draft.objects.exists()


def test_a_browser_that_wrongly_says_it_has_no_line_saves_all_the_same(writing):
    user = reporter()
    story = factories.draft(by=user, headline="Tít cũ")
    page = writing(user, story)
    page.evaluate("Object.defineProperty(navigator, 'onLine', {value: false})")
    page.get_by_label("Tít:", exact=True).fill("Máy tưởng là mất mạng")
    page.locator(".desk-bar").get_by_role("button", name="Lưu").click()
    page.locator(".messagelist .success").wait_for()
    story.refresh_from_db()
    assert story.headline == "Máy tưởng là mất mạng"
