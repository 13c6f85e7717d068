"""Breaking on a phone: reporter and editor both on the way, on a line that drops."""

import re
import time
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from articles.models import Article
from tests import factories

from .test_forms import PHONE, log_in, overhang
from .test_journey import choose

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

HEADLINE = "Cháy lớn ở chợ Bến Cá, bốn xe cứu hỏaa tới nơi"
MENDED = "Cháy lớn ở chợ Bến Cá, bốn xe cứu hỏa tới nơi"
# As on the edge of a cell: a fifth of a second there and back, under a megabit down, less up.
BAD_LINE = {
    "offline": False,
    "latency": 200,
    "downloadThroughput": 100_000,
    "uploadThroughput": 24_000,
}


@pytest.fixture(autouse=True)
def _patience():
    """On such a line people wait longer than the tests of other pages do."""
    expect.set_options(timeout=30_000)
    yield
    expect.set_options(timeout=5_000)


class Line:
    """The way from a phone to the newsroom: narrow, and now and then there is none."""

    def __init__(self, page):
        self._session = page.context.new_cdp_session(page)
        self._is(BAD_LINE)

    def _is(self, conditions):
        self._session.send("Network.emulateNetworkConditions", conditions)

    @contextmanager
    def down(self):
        self._is({**BAD_LINE, "offline": True})
        yield
        self._is(BAD_LINE)


@pytest.fixture
def phone(new_page):
    """``phone(user)``: a page at 390 px on a bad line, logged in, and its `Line`."""

    def open_(user):
        page = new_page(width=PHONE, height=800)
        page.set_default_timeout(40_000)
        line = Line(page)
        log_in(page, user)
        page.locator(".panels").wait_for()
        return page, line

    return open_


@pytest.fixture
def reporter():
    person = factories.reporter(full_name="Hoàng Yến")
    factories.author("Hoàng Yến", user=person)
    factories.section("Thời sự")
    return person


def bar(page):
    """What the thumb reaches: the line at the foot of the form."""
    return page.locator(".desk-bar")


def state(page):
    return page.locator(".desk-bar-state")


def press(page, name):
    bar(page).get_by_role("button", name=name, exact=True).click()


def done(page, words):
    expect(page.locator(".messagelist .success").first).to_contain_text(words)


def without_a_line(page, line, name):
    """Presses in a dead spot, is told so, and presses again where there is a line."""
    with line.down():
        press(page, name)
        expect(state(page)).to_contain_text("Chưa gửi: đang mất mạng. Khi có mạng, bấm lại.")
    press(page, name)


def test_from_an_opened_newsroom_to_readers_and_five_updates(phone, new_page, reporter):
    editor = factories.managing_editor(full_name="Trần Đức Anh")
    reader = new_page(width=PHONE, height=800)
    began = time.monotonic()
    story = _written_and_handed_in(*phone(reporter))
    desk, line = phone(editor)
    _learned_of_and_published(desk, line)
    reader.goto("/")
    shown = reader.locator("h2, h3", has_text=HEADLINE)
    in_front = reader.locator("li, article", has=shown).first
    expect(in_front.locator(".breaking")).to_have_text("NÓNG")
    reader.get_by_role("link", name=HEADLINE).first.click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    expect(reader.locator(".prose")).to_contain_text("Lửa lan ra ba gian hàng.")
    seconds = time.monotonic() - began
    print(f"\nbreaking on a phone: live after {seconds:.0f} s")
    assert seconds < 180
    _five_updates(desk, line, reader, story)


def _written_and_handed_in(page, line):
    page.get_by_role("link", name="Viết bài", exact=True).click()
    expect(page.locator("#id_headline")).to_be_focused()
    page.keyboard.insert_text(HEADLINE)
    page.get_by_label("Sapo:").fill("Lửa bốc lên lúc năm giờ chiều, chưa rõ thương vong.")
    with line.down():  # under the stairs of the market
        page.get_by_label("Nội dung:").fill("Lửa lan ra ba gian hàng.")
        expect(state(page)).to_contain_text("Chỉ giữ trên máy này")
    expect(state(page)).to_contain_text("Đã giữ nháp lúc")
    choose(page, "section", "Thời sự")
    page.get_by_role("button", name="2 giờ", exact=True).click()
    expect(page.locator(".field-breaking_until .time-told")).to_contain_text("sau 2 giờ nữa")
    assert overhang(page) <= 0
    _within_reach(page, "Nộp bài")
    without_a_line(page, line, "Nộp bài")
    done(page, "Bài đã vào hàng chờ")
    return Article.objects.get()


def _within_reach(page, name):
    """In the lower half of the screen, and as large as a thumb."""
    box = bar(page).get_by_role("button", name=name, exact=True).bounding_box()
    assert box["y"] > 400
    assert box["height"] >= 40


def _learned_of_and_published(page, line):
    page.goto("/admin/")
    expect(page.locator("#user-tools")).to_contain_text(re.compile(r"Thông báo\s*1"))
    page.get_by_role("link", name=HEADLINE).first.click()
    expect(page.get_by_label("Nội dung:")).to_have_value("Lửa lan ra ba gian hàng.")
    without_a_line(page, line, "Xuất bản")
    done(page, "bạn đọc đã thấy bài")


def _five_updates(page, line, reader, story):
    form = f"/admin/articles/article/{story.pk}/change/"
    updated = reader.locator(".updated")

    # 1. More is known: a material update, pressed in a dead spot.
    page.get_by_label("Nội dung:").fill("Lửa lan ra ba gian hàng.\n\nMột người bị thương nhẹ.")
    without_a_line(page, line, "Xuất bản bản sửa")
    done(page, "bạn đọc đã thấy bài")
    reader.reload()
    expect(reader.locator(".prose")).to_contain_text("Một người bị thương nhẹ.")
    expect(updated).to_contain_text("Cập nhật")
    first = updated.locator("time").get_attribute("datetime")

    # 2. A slip in the headline, from the pasted address: minor, and "updated" stays.
    page.goto("/admin/articles/article/")
    page.get_by_role("link", name="Sửa nhanh").first.click()
    page.get_by_label("Địa chỉ bài").fill(reader.url)
    page.keyboard.press("Enter")
    page.get_by_label("Tít:").fill(MENDED)
    page.get_by_role("button", name="Sửa ngay").click()
    done(page, "Đã sửa: bạn đọc đã thấy.")
    reader.reload()
    expect(reader.get_by_role("heading", level=1)).to_have_text(MENDED)
    assert updated.locator("time").get_attribute("datetime") == first

    # 3. The line drops after the newsroom has it, before the phone hears of it.
    page.goto(form)
    page.get_by_label("Sapo:").fill("Lửa bốc lên lúc năm giờ chiều, một người bị thương.")
    page.route(f"**{form}", _answer_is_lost)
    press(page, "Xuất bản bản sửa")
    page.wait_for_url("chrome-error://**")
    page.unroute(f"**{form}")
    page.goto(form)
    expect(page.get_by_label("Sapo:")).to_have_value(re.compile("một người bị thương"))
    expect(page.locator(".left-text")).to_have_count(0)
    reader.reload()
    expect(reader.locator(".standfirst")).to_contain_text("một người bị thương")

    # 4. It drops before the newsroom has it, and the browser shows its own page of error.
    page.get_by_label("Nội dung:").fill("Lửa lan ra ba gian hàng.\n\nĐám cháy đã được khống chế.")
    expect(state(page)).to_contain_text("Đã giữ nháp lúc")
    page.route(f"**{form}", lambda route: route.abort("connectionreset"))
    press(page, "Xuất bản bản sửa")
    page.wait_for_url("chrome-error://**")
    page.unroute(f"**{form}")
    page.goto(form)
    page.get_by_role("link", name="Viết tiếp bản này").click()
    expect(page.get_by_label("Nội dung:")).to_have_value(re.compile("đã được khống chế"))
    press(page, "Xuất bản bản sửa")
    done(page, "bạn đọc đã thấy bài")
    reader.reload()
    expect(reader.locator(".prose")).to_contain_text("đã được khống chế")
    moved = updated.locator("time").get_attribute("datetime")

    # 5. A minor one from the form.
    page.get_by_label("Sửa nhỏ").check()
    page.get_by_label("Nội dung:").fill("Lửa lan ra ba gian hàng.\n\nĐám cháy được khống chế.")
    press(page, "Xuất bản bản sửa")
    done(page, "bạn đọc đã thấy bài")
    reader.reload()
    expect(reader.locator(".prose")).not_to_contain_text("đã được khống chế")
    assert updated.locator("time").get_attribute("datetime") == moved
    assert overhang(page) <= 0


def _answer_is_lost(route):
    if route.request.method != "POST":
        return route.continue_()
    route.fetch(max_redirects=0)
    route.abort("connectionreset")
