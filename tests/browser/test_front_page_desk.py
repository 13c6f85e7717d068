"""The front page desk under an editor's hands: mouse, keyboard and thumb; two people at once."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Layout
from tests import factories
from tests.articles.desk import vi
from tests.articles.layouts import ago, coming, desk, draft, placed

from .test_forms import PHONE, log_in, overhang

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def news():
    section = factories.section("Thời sự")
    return [ago(n + 1, headline=f"Bài số {n}", section=section) for n in range(7)]


@pytest.fixture
def editor():
    return factories.managing_editor(full_name="Trần Đức Anh")


def slot(page, address):
    return page.locator(f"li[data-slot='{address}']")


def row(page, story):
    return page.locator(f".story-list li[data-story='{story.pk}']")


def drag(page, handle, target):
    target.scroll_into_view_if_needed()
    handle.scroll_into_view_if_needed()
    # As hands do: the pointer comes, presses, moves in steps, and lets go.
    start, end = handle.bounding_box(), target.bounding_box()
    page.mouse.move(start["x"] + 20, start["y"] + 20)
    page.mouse.down()
    page.mouse.move(start["x"] + 30, start["y"] + 30, steps=3)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=8)
    expect(target).to_have_class(re.compile("drag-target"))
    page.mouse.up()


def said(page, message, **params):
    expect(page.locator("[data-status]")).to_have_text(vi(message, **params))


def beside(number):
    return vi("Beside %(number)s", number=number)


def test_by_mouse_and_keyboard_and_before_applying_as_of_tomorrow(new_page, news, editor):
    tomorrow = coming(26, headline="Tin sáng mai", section=news[0].section)
    page = new_page()
    log_in(page, editor)
    page.goto(desk())

    drag(page, row(page, news[5]).locator(".handle"), slot(page, "top:1"))
    expect(slot(page, "top:1")).to_contain_text("Bài số 5")
    drag(page, slot(page, "top:1").locator(".handle"), slot(page, "top:0"))
    expect(slot(page, "top:0")).to_contain_text("Bài số 5")
    said(page, "Now: %(slot)s.", slot=vi("Lead"))
    assert placed(draft(editor).arrangement) == [news[5].pk, None, None, None, None]

    page.locator("#story-query").fill("tin sang mai")
    expect(page.locator(".story-list li")).to_have_count(1)
    drag(page, row(page, tomorrow).locator(".handle"), slot(page, "top:2"))
    handle = slot(page, "top:2").locator(".handle")
    handle.focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")  # faster than the line
    said(page, "Now: %(slot)s.", slot=vi("Lead"))
    expect(slot(page, "top:0").locator(".handle")).to_be_focused()
    expect(slot(page, "top:0").locator(".handle")).to_have_accessible_name(
        re.compile(f"Tin sáng mai.*{vi('Lead')}")
    )
    page.keyboard.press("ArrowUp")
    said(page, "It cannot go further: %(slot)s.", slot=vi("Lead"))
    assert placed(draft(editor).arrangement)[:3] == [tomorrow.pk, news[5].pk, None]

    page.get_by_role("link", name=vi("Preview")).click()
    frame = page.frame_locator("iframe")
    expect(frame.locator(".front-lead h2")).to_have_text("Bài số 0")
    moment = timezone.localtime(tomorrow.published_at) + timedelta(minutes=1)
    page.get_by_label(vi("as of").capitalize()).fill(f"{moment:%Y-%m-%dT%H:%M}")
    page.get_by_role("button", name=vi("Show")).click()
    expect(frame.locator(".front-lead h2")).to_have_text("Tin sáng mai")
    expect(frame.locator(".front-beside h2").first).to_have_text("Bài số 5")
    assert not Layout.objects.exists()
    page.get_by_role("button", name=vi("Apply for readers")).click()
    expect(page.locator(".messagelist .success")).to_have_text(vi("Applied: readers have it now."))
    page.goto("/")
    expect(page.locator(".front-lead h2")).to_have_text("Bài số 0")
    expect(page.locator(".front-beside h2").first).to_have_text("Bài số 5")


def test_a_typed_note_and_the_line_that_drops(new_page, news, editor):
    page = new_page()
    log_in(page, editor)
    page.goto(desk())
    slot(page, "top:0").get_by_role("button", name=re.compile(vi("Keep"))).click()
    expect(slot(page, "top:0").locator(".handle")).to_be_visible()
    page.locator("#id_note").fill("Cho buổi chiều")
    page.route(f"**{desk()}", lambda route: route.abort())
    slot(page, "top:0").locator("[data-key=down]").click()
    expect(page.locator(".board-said.bad")).to_have_text(
        vi("This change did not reach the server. Look at the line and try again.")
    )
    page.unroute(f"**{desk()}")
    slot(page, "top:0").locator("[data-key=down]").click()
    expect(slot(page, "top:1").locator("[data-key=down]")).to_be_focused()
    assert page.locator("#id_note").input_value() == "Cho buổi chiều"


def test_by_thumb_on_a_phone(new_page, news, editor):
    page = new_page(width=PHONE, height=800, has_touch=True, is_mobile=True)
    log_in(page, editor)
    page.goto(desk())
    slot(page, "top:0").locator("[data-choose]").tap()
    row(page, news[4]).get_by_role("button", name=re.compile(vi("Place it"))).tap()
    # The page comes back up to where the story stands now.
    expect(slot(page, "top:0")).to_contain_text("Bài số 4")
    expect(slot(page, "top:0")).to_be_in_viewport()
    slot(page, "top:0").locator("[data-key=down]").tap()
    expect(slot(page, "top:1")).to_contain_text("Bài số 4")
    for button in slot(page, "top:1").locator("button:visible, a:visible").all():
        assert min(button.bounding_box()["height"], button.bounding_box()["width"]) >= 44
    # And by holding the handle, as a finger drags.
    touch = page.context.new_cdp_session(page)
    start = slot(page, "top:1").locator(".handle").bounding_box()
    end = slot(page, "top:0").bounding_box()
    x, y = start["x"] + 20, start["y"] + 20
    points = [(x, y), (x, y - 15), (x + 60, end["y"] + 40), (x + 60, end["y"] + 30)]
    for kind, (left, top) in zip(
        ["touchStart", "touchMove", "touchMove", "touchMove"], points, strict=True
    ):
        touch.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": left, "y": top}]}
        )
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(slot(page, "top:0")).to_contain_text("Bài số 4")
    assert placed(draft(editor).arrangement)[0] == news[4].pk
    for address in (
        desk(), desk("slot", None, news[4].pk), desk("place", None, news[1].pk), desk("preview"),
        desk("history"),
    ):  # fmt: skip
        page.goto(address)
        assert overhang(page) <= 0, address


def test_two_people_arrange_and_nothing_of_either_is_lost(new_page, news, editor):
    other = factories.managing_editor(full_name="Lê Thị Ánh")
    mine, theirs = new_page(), new_page()
    log_in(mine, editor)
    log_in(theirs, other)
    section = news[0].section
    mine.goto(desk())
    theirs.goto(desk())
    drag(mine, row(mine, news[3]).locator(".handle"), slot(mine, "top:0"))
    expect(slot(mine, "top:0")).to_contain_text("Bài số 3")
    slot(theirs, f"section-{section.pk}:0").get_by_role(
        "button", name=re.compile(vi("Keep"))
    ).click()
    expect(theirs.locator(".board-notice")).to_contain_text("Trần Đức Anh")
    theirs.get_by_role("button", name=vi("Apply for readers")).click()
    theirs.locator(".messagelist .success").wait_for()

    mine.get_by_role("button", name=vi("Apply for readers")).click()
    expect(mine.locator(".two-layouts")).to_contain_text("Lê Thị Ánh")
    expect(mine.locator("[name=zone-top][value=mine]")).to_be_checked()
    expect(mine.locator(f"[name=zone-section-{section.pk}][value=theirs]")).to_be_checked()
    mine.get_by_role("button", name=vi("Put together and go on arranging")).click()
    mine.get_by_role("button", name=vi("Apply for readers")).click()
    mine.locator(".messagelist .success").wait_for()
    arrangement = Layout.objects.current(None).arrangement
    assert placed(arrangement)[0] == news[3].pk
    assert placed(arrangement, f"section-{section.pk}")[0]
