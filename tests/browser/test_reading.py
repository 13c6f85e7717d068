"""What readers do with a story: look at its photos, choose the size of its text, pass it on."""

from urllib.parse import parse_qs, urlsplit

import pytest

from articles.body.figures import Figure
from articles.photos.renditions import picture
from tests import factories
from tests.articles.desk import vi

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def photos():
    return [factories.photo(factories.picture_file((1200, 800))) for _ in range(3)]


@pytest.fixture
def story(photos):
    lead, *others = photos
    body = "".join(
        str(
            Figure(photo.pk, "grid", caption=f"Ảnh {name}", credit="Ảnh: Mỹ Lệ", alt=f"Cảnh {name}")
        )
        for photo, name in zip(others, ("hai", "ba"), strict=True)
    )
    return factories.story(
        headline="Cầu & đường",
        body=f"<p>Đoạn đầu của bài viết dài hơn một dòng.</p>{body}",
        lead_photo=lead,
        lead_caption="Ảnh một",
        lead_credit="Ảnh: Mỹ Lệ",
        lead_alt="Cảnh một",
    )


def test_a_tap_opens_a_photo_large_with_its_words_and_arrows_lead_on(new_page, story, photos):
    page = new_page(width=390, height=844)
    page.goto(story.get_absolute_url())
    view = page.locator(".photo-view")
    assert not view.is_visible()
    page.locator(".lead-photo a.enlarge").click()
    view.wait_for()
    shown = view.locator("img")

    def shows(photo, words, alt):
        assert urlsplit(shown.get_attribute("src")).path == picture(photo.shot, "free").largest_url
        assert shown.get_attribute("alt") == alt
        assert view.locator("figcaption").inner_text() == f"{words} (Ảnh: Mỹ Lệ)"

    shows(photos[0], "Ảnh một", "Cảnh một")
    assert view.locator(".photo-view-count").inner_text() == "1/3"
    page.keyboard.press("ArrowRight")
    shows(photos[1], "Ảnh hai", "Cảnh hai")
    view.get_by_role("button", name=vi("Next photo")).click()
    shows(photos[2], "Ảnh ba", "Cảnh ba")
    page.keyboard.press("ArrowRight")
    shows(photos[0], "Ảnh một", "Cảnh một")
    page.keyboard.press("ArrowLeft")
    shows(photos[2], "Ảnh ba", "Cảnh ba")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("way", ["Escape", "button", "beside"])
def test_the_view_closes_and_the_reader_is_where_the_photo_stands(new_page, story, way):
    page = new_page()
    page.goto(story.get_absolute_url())
    page.locator(".lead-photo a.enlarge").focus()
    page.keyboard.press("Enter")
    view = page.locator(".photo-view")
    view.wait_for()
    page.keyboard.press("ArrowRight")
    if way == "Escape":
        page.keyboard.press("Escape")
    elif way == "button":
        view.get_by_role("button", name=vi("Close")).click()
    else:
        view.click(position={"x": 5, "y": 600})
    view.wait_for(state="hidden")
    second = page.locator(".gallery a.enlarge").first
    assert second.evaluate("link => link === document.activeElement")


def test_a_swipe_leads_to_the_next_photo(new_page, story):
    page = new_page(width=390, height=844, has_touch=True)
    page.goto(story.get_absolute_url())
    page.locator(".lead-photo a.enlarge").tap()
    page.locator(".photo-view").wait_for()
    page.evaluate("""() => {
        const dialog = document.querySelector(".photo-view");
        const at = (x) => new Touch({ identifier: 1, target: dialog, clientX: x, clientY: 300 });
        const send = (type, touch, touches) => dialog.dispatchEvent(
            new TouchEvent(type, { touches, changedTouches: [touch], bubbles: true }));
        send("touchstart", at(300), [at(300)]);
        send("touchend", at(120), []);
    }""")
    assert page.locator(".photo-view img").get_attribute("alt") == "Cảnh hai"


def test_without_scripts_a_photo_is_a_link_to_all_of_it(new_page, story, photos):
    page = new_page(java_script_enabled=False)
    page.goto(story.get_absolute_url())
    links = page.locator("a.enlarge")
    addresses = [link.get_attribute("href") for link in links.all()]
    assert addresses == [picture(photo.shot, "free").largest_url for photo in photos]
    assert page.request.get(addresses[1]).ok
    assert not page.locator(".photo-view").is_visible()
    for absent in (".text-size", ".share-button"):
        assert not page.locator(absent).is_visible()


def size_of(page):
    return page.locator(".prose p").first.evaluate("p => parseFloat(getComputedStyle(p).fontSize)")


def test_the_size_of_text_is_remembered_and_there_before_anything_is_drawn(new_page, story):
    page = new_page(width=390, height=844)
    page.goto(story.get_absolute_url())
    usual = size_of(page)
    larger = page.get_by_role("button", name=vi("Larger text"))
    for _ in range(9):
        larger.click()
    assert size_of(page) == pytest.approx(usual * 1.6, abs=0.1)
    page.add_init_script("""
        window.jumped = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) jumped += entry.value;
        }).observe({ type: "layout-shift", buffered: true });
    """)
    page.reload(wait_until="networkidle")
    assert size_of(page) == pytest.approx(usual * 1.6, abs=0.1)
    assert page.evaluate("jumped") < 0.01
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    smaller = page.get_by_role("button", name=vi("Smaller text"))
    for _ in range(3):
        smaller.click()
    assert size_of(page) == pytest.approx(usual, abs=0.1)


def test_a_browser_that_keeps_nothing_shows_the_story_as_usual(new_page, story):
    page = new_page()
    page.add_init_script("""
        Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no"); } });
    """)
    page.goto(story.get_absolute_url())
    usual = size_of(page)
    page.get_by_role("button", name=vi("Larger text")).click()
    assert size_of(page) > usual


def test_the_ways_to_pass_a_story_on_are_plain_links(new_page, live_server, story):
    page = new_page(java_script_enabled=False)
    page.goto(story.get_absolute_url())
    links = page.locator(".story-share a")
    facebook, x, mail, _paper = [urlsplit(link.get_attribute("href")) for link in links.all()]
    address = f"http://testserver{story.get_absolute_url()}"
    assert facebook.netloc == "www.facebook.com"
    assert parse_qs(facebook.query) == {"u": [address]}
    assert x.netloc == "x.com"
    assert parse_qs(x.query) == {"url": [address], "text": ["Cầu & đường"]}
    assert parse_qs(mail.query) == {"subject": ["Cầu & đường"], "body": [address]}


def test_on_a_computer_the_address_is_copied(new_page, story):
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(story.get_absolute_url())
    page.get_by_role("button", name=vi("Copy the link")).click()
    page.get_by_role("button", name=vi("Copied")).wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"http://testserver{story.get_absolute_url()}"


def test_on_a_phone_its_own_sheet_opens(new_page, story):
    page = new_page(width=390, height=844, has_touch=True, is_mobile=True)
    page.add_init_script("navigator.share = async (what) => { window.shared = what; };")
    page.goto(story.get_absolute_url())
    page.get_by_role("button", name=vi("More…")).tap()
    shared = page.evaluate("shared")
    assert shared["title"] == "Cầu & đường"
    assert shared["url"].endswith(story.get_absolute_url())


def test_every_photo_is_there_when_the_sheet_is_printed(new_page, story):
    page = new_page()
    page.goto(story.get_print_url(), wait_until="networkidle")
    loaded = "images => images.every(image => image.complete && image.naturalWidth > 0)"
    assert page.locator(".file-copy img").evaluate_all(loaded)
    assert page.get_by_role("button", name=vi("Print")).is_visible()
    page.emulate_media(media="print")
    assert not page.locator(".file-tools").is_visible()
    assert page.locator("h1").is_visible()
