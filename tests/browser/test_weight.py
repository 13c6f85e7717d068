"""What a reader on a slow network waits for."""

import re
from gzip import compress
from io import BytesIO
from urllib.parse import urlsplit

import pytest
import requests
from django.core.files.base import ContentFile

from cms.demo.markup import to_html
from cms.demo.scenes import brand
from cms.models import SiteSettings
from tests import factories

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

WORDS_BUDGET = 35_000
MOST_REQUESTS = 10
SCRIPT_BUDGET = 3_000
_PARAGRAPH = (
    "Thời gian qua, các cấp ủy cơ sở đã thực hiện nghiêm túc, hiệu quả, đúng tiến độ đề ra. "
)


@pytest.fixture
def story():
    """A story of 1,000 syllables with a photo, and twenty comments, in a paper with a logo."""
    logo, paper = BytesIO(), SiteSettings.load()
    brand.logo("#a3131a", paper.name).save(logo, "WEBP", lossless=True)
    paper.logo_light.save("logo", ContentFile(logo.getvalue()))
    SiteSettings.forget()
    body = to_html("\n\n".join(f"{number} {_PARAGRAPH * 5}" for number in range(10)))
    story = factories.story(
        body=body, lead_photo=factories.photo(), lead_credit="Ảnh: Mỹ Lệ", lead_alt="Hội trường"
    )
    for number in range(20):
        factories.comment(story, body=f"Ý kiến thứ {number}: {_PARAGRAPH}")
    return story


def test_words_style_and_scripts_of_a_story_weigh_little(live_server, story):
    page = requests.get(live_server.url + story.get_absolute_url(), timeout=30)
    assert page.headers["Content-Encoding"] == "gzip"
    weight = len(compress(page.content))
    parts = re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"', page.text)
    assert [part for part in parts if part.endswith(".css")] == ["/static/css/paper.css"]
    for address in parts:
        # As the static files of production are sent.
        part = len(compress(requests.get(live_server.url + address, timeout=30).content))
        assert part <= SCRIPT_BUDGET or address.endswith(".css"), address
        weight += part
    assert weight < WORDS_BUDGET


def test_a_story_asks_few_times_and_nobody_else(new_page, live_server, story):
    page = new_page(width=390, height=844)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(story.get_absolute_url(), wait_until="networkidle")
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(live_server.url).netloc}
    assert len(asked) <= MOST_REQUESTS, asked


def test_the_photo_of_the_first_screen_is_asked_for_at_once(new_page, story):
    page = new_page(width=390, height=844)
    page.goto(story.get_absolute_url(), wait_until="networkidle")
    photo = page.locator(".lead-photo img")
    assert photo.get_attribute("fetchpriority") == "high"
    assert photo.get_attribute("loading") is None
    in_sight = """images => images.filter(
        image => image.loading === "lazy" && image.getBoundingClientRect().top < innerHeight
    ).length"""
    assert page.locator("img").evaluate_all(in_sight) == 0


def test_nothing_jumps_while_a_story_loads(new_page, story):
    page = new_page(width=390, height=844)
    page.add_init_script("""
        window.jumped = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) jumped += entry.value;
        }).observe({ type: "layout-shift", buffered: true });
    """)
    page.goto(story.get_absolute_url(), wait_until="networkidle")
    assert page.evaluate("jumped") == 0
