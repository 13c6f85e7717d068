"""17:00: thirty stories wait, and one editor gives them to the readers within minutes."""

import time

import pytest
from playwright.sync_api import expect

from articles import workflow
from articles.models import Article, Stage
from articles.versions import revisions
from tests import factories

from .test_forms import log_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

WAITING = 30
WITHOUT_STANDFIRST = (4, 9, 14, 19)
WITHOUT_BYLINE = (7, 22)
CHANGED_SINCE = (2, 12, 28)


class Hands:
    """Counts what an editor does with mouse and keys, and the pages that load meanwhile."""

    def __init__(self, page):
        self.clicks = self.loads = 0
        page.wait_for_load_state("load")
        page.on("load", self._loaded)

    def _loaded(self, _page):
        self.loads += 1

    def click(self, locator):
        self.clicks += 1
        locator.click()


@pytest.fixture
def reporters():
    """Two people who write, each with a byline."""
    people = [factories.reporter(), factories.reporter()]
    for person in people:
        factories.author(user=person)
    return people


@pytest.fixture
def waiting(reporters):
    """What was handed in until five; a colleague has been at three of them."""
    colleague = factories.managing_editor(full_name="Vũ Khánh Linh")
    sections = [factories.section(name) for name in ("Thời sự", "Kinh tế", "Văn hóa")]
    stories = []
    for number in range(WAITING):
        person = reporters[number % 2]
        story = factories.draft(
            by=person,
            headline=f"Tin chiều số {number:02}",
            section=sections[number % 3],
            standfirst="" if number in WITHOUT_STANDFIRST else "Xã khởi công kè chắn sóng.",
            authors=[] if number in WITHOUT_BYLINE else person.pen_names.all(),
            source="",
        )
        workflow.submit(story, person)
        stories.append(story)
        if number in CHANGED_SINCE:
            _change(story, colleague, f"<p>Kè dài {number} km.</p>")
    return stories


def _change(story, colleague, body):
    story = Article.objects.get(pk=story.pk)
    data = {**revisions.working(story), "body": body}
    return revisions.save(story, data, colleague, base_id=story.latest_revision_id)


def card(page, number):
    return page.locator(".candidate", has_text=f"Tin chiều số {number:02}")


def test_thirty_stories_with_their_reasons_and_differences(new_page, waiting, reporters):
    editor = factories.managing_editor()
    late = factories.managing_editor(full_name="Đỗ Quang")
    page = new_page()
    log_in(page, editor)
    page.locator(".panels").wait_for()
    hands, began = Hands(page), time.monotonic()
    hands.click(page.get_by_role("link", name="Đã nộp, chờ duyệt").first)
    page.locator("#action-toggle").wait_for()
    # While the list is being read, a colleague goes on with one of the stories.
    _change(waiting[16], late, "<p>Kè dài 16 km, thêm một bến.</p>")
    hands.click(page.locator("#action-toggle"))
    hands.click(page.locator("select[name=action]"))
    page.locator("select[name=action]").select_option("bulk_publish")
    hands.click(page.get_by_role("button", name="Thực hiện"))

    # What nobody need look at is out already; the others tell what is to be looked at.
    held = {*WITHOUT_STANDFIRST, *WITHOUT_BYLINE, *CHANGED_SINCE, 16}
    expect(page.locator(".messagelist")).to_contain_text(f"Xuất bản: {WAITING - len(held)} bài")
    expect(page.locator(".candidate")).to_have_count(len(held))
    for number in WITHOUT_STANDFIRST:
        expect(card(page, number)).to_contain_text("Thiếu sapo.")
    for number in CHANGED_SINCE:
        expect(card(page, number)).to_contain_text("Đã sửa từ khi nộp: Vũ Khánh Linh")
        expect(card(page, number).locator("ins")).to_contain_text([f"Kè dài {number} km"])
    expect(card(page, 16).locator("ins")).to_contain_text(["thêm một bến"])
    # The whole text is one click away, without leaving the page.
    hands.click(card(page, 16).get_by_text("Đọc bài"))
    read = card(page, 16).frame_locator("iframe")
    expect(read.locator(".prose")).to_contain_text("Kè dài 16 km, thêm một bến.")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    for number in WITHOUT_BYLINE:
        story = card(page, number)
        expect(story.get_by_label("Xuất bản", exact=True)).to_have_count(0)
        hands.click(story.get_by_label("Trả lại", exact=True))
        expect(story.get_by_label("Lý do")).to_have_value("Thiếu tên tác giả hoặc nguồn.")
    card(page, 22).get_by_label("Lý do").fill("Ai viết bài này?")
    hands.click(page.get_by_role("button", name="Thực hiện lựa chọn"))

    # Back at the same list, which has nothing left.
    expect(page.locator(".messagelist")).to_contain_text("Xuất bản: 8 bài")
    expect(page.locator(".messagelist")).to_contain_text("Trả lại: 2 bài")
    assert page.url.endswith("?status=submitted")
    expect(page.locator("#result_list tbody tr")).to_have_count(0)
    page.wait_for_load_state("load")
    seconds = time.monotonic() - began
    print(f"\n17:00: {hands.clicks} clicks, {hands.loads} page loads, {seconds:.0f} s")
    assert (hands.clicks, hands.loads) == (8, 3)
    assert seconds < 180

    out = {*range(WAITING)} - {*WITHOUT_BYLINE}
    assert Article.objects.live().count() == len(out)
    reader = new_page(width=390)
    reader.goto(_address(waiting[16]))
    expect(reader.locator(".prose")).to_contain_text("thêm một bến")
    for number in WITHOUT_STANDFIRST:
        step = waiting[number].transitions.first()
        assert [each["message"] for each in step.passed] == ["Thiếu sapo."]
        assert step.actor == editor
    _reporters_read_why(new_page, waiting, reporters)


def _address(story):
    return Article.objects.get(pk=story.pk).get_absolute_url()


def _reporters_read_why(new_page, waiting, reporters):
    for number, why in ((7, "Thiếu tên tác giả hoặc nguồn."), (22, "Ai viết bài này?")):
        story = Article.objects.get(pk=waiting[number].pk)
        assert story.stage == Stage.RETURNED
        desk = new_page(width=390)
        log_in(desk, reporters[number % 2])
        desk.get_by_role("link", name=story.headline).first.click()
        expect(desk.locator(".story-status .reason")).to_contain_text(why)
