"""What stands beside the story form and works without leaving it: notes, and the preview."""

import pytest
from playwright.sync_api import expect

from articles import notes
from articles.models import Note
from tests import factories
from tests.articles.desk import url
from tests.articles.layouts import desk

from .test_forms import log_in, overhang

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def test_a_note_is_sent_and_settled_while_the_typed_story_stays(new_page):
    editor = factories.managing_editor(full_name="Trần Đức Anh")
    story = factories.draft(by=editor)
    asked = notes.write(story, editor, "Số này lấy từ đâu?")
    page = new_page()
    log_in(page, editor)
    page.goto(url("change", story.pk))
    page.locator("#id_headline").fill("Tít đang gõ dở")
    writer = page.get_by_label("Viết cho đồng nghiệp")
    writer.fill("Từ báo cáo quý")
    page.get_by_role("button", name="Gửi trao đổi").click()
    expect(page.locator(".thread > li").last).to_contain_text("Từ báo cáo quý")
    expect(writer).to_have_value("")
    page.locator(".thread > li").first.get_by_role("button", name="Đánh dấu đã xong").click()
    expect(page.locator(".thread > li.done")).to_contain_text("Trần Đức Anh")
    expect(page.locator("#id_headline")).to_have_value("Tít đang gõ dở")
    asked.refresh_from_db()
    assert asked.done_at
    # A server that cannot be reached takes nothing away.
    page.context.set_offline(True)
    writer.fill("Chưa gửi được")
    page.get_by_role("button", name="Gửi trao đổi").click()
    expect(page.get_by_text("Chưa gửi được. Nội dung bạn viết vẫn còn đây.")).to_be_visible()
    expect(writer).to_have_value("Chưa gửi được")
    page.context.set_offline(False)
    page.get_by_role("button", name="Gửi trao đổi").click()
    expect(page.locator(".thread > li")).to_have_count(3)
    assert Note.objects.count() == 3
    # The save that follows posts the story and no note.
    page.locator(".story-margin").get_by_role("button", name="Lưu", exact=True).click()
    page.locator(".messagelist .success").wait_for()
    story.refresh_from_db()
    assert story.headline == "Tít đang gõ dở"


def test_the_preview_switches_between_a_phone_and_the_window(new_page):
    editor = factories.managing_editor()
    story = factories.draft(headline="Tít trong khung")
    page = new_page()
    log_in(page, editor)
    page.goto(url("look", story.pk))
    frame = page.locator("iframe")
    expect(page.frame_locator("iframe").get_by_role("heading", level=1)).to_have_text(
        "Tít trong khung"
    )
    assert frame.bounding_box()["width"] == pytest.approx(390, abs=3)
    page.get_by_text("Máy tính").click()
    assert frame.bounding_box()["width"] > 1000
    page.set_viewport_size({"width": 390, "height": 800})
    assert overhang(page) == 0


def test_a_moment_is_written_out_whatever_the_browser_shows(browser, live_server):
    story = factories.story()
    editor = factories.managing_editor()
    context = browser.new_context(
        base_url=live_server.url, locale="en-US", timezone_id="Asia/Ho_Chi_Minh"
    )
    page = context.new_page()
    log_in(page, editor)
    page.locator(".panels").wait_for()
    for address, field in (
        (url("change", story.pk), "#id__at"),
        (desk("preview"), "#id_at"),
    ):
        page.goto(address)
        page.locator(field).fill("2026-11-26T17:30")
        told = page.locator(f"{field} + .time-told")
        expect(told).to_contain_text("Thứ năm, 26/11/2026 17:30 (giờ Việt Nam)")
    context.close()
