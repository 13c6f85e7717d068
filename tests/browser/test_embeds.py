"""A video of another service: nobody is asked before the click, and then only its player."""

from urllib.parse import urlsplit

import pytest

from tests import factories

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
VIDEOS = {
    "https://www.youtube.com/watch?v=dQw4w9WgXcQ": "https://www.youtube-nocookie.com/embed/",
    "https://www.tiktok.com/@bao/video/7123456789012345678": "https://www.tiktok.com/player/v1/",
    "https://www.facebook.com/watch/?v=1234567890": "https://www.facebook.com/plugins/video.php?",
}


def story_with(*addresses):
    return factories.story(
        body="<p>Bài</p>"
        + "".join(
            f'<figure data-embed="{address}"><figcaption>Tàu rời ga</figcaption></figure>'
            for address in addresses
        )
    )


@pytest.mark.parametrize("width", [320, 1280])
def test_a_click_and_nothing_before_it_brings_the_player(new_page, live_server, width):
    page = new_page(width=width)
    foreign = []
    page.route(
        lambda url: not url.startswith(live_server.url),
        lambda route: (foreign.append(route.request.url), route.fulfill(body="phim")),
    )
    page.goto(story_with(*VIDEOS).get_absolute_url(), wait_until="networkidle")
    page.mouse.wheel(0, 5000)
    page.locator(".embed-card").last.hover()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert foreign == []
    for address, player in VIDEOS.items():
        page.locator(f'.embed-card[href="{address}"]').click()
        frame = page.locator(f'iframe[src^="{player}"]')
        frame.wait_for()
        assert "Tàu rời ga" in frame.get_attribute("title")
        assert "allow-top-navigation" not in frame.get_attribute("sandbox")
    page.wait_for_load_state("networkidle")
    assert {urlsplit(url).netloc for url in foreign} == {
        urlsplit(player).netloc for player in VIDEOS.values()
    }
    assert urlsplit(page.url).netloc == urlsplit(live_server.url).netloc


def test_without_scripts_the_card_is_a_link_to_the_video(new_page):
    page = new_page(java_script_enabled=False)
    [address] = list(VIDEOS)[:1]
    page.goto(story_with(address).get_absolute_url())
    assert page.locator(".embed-card").get_attribute("href") == address
    assert not page.locator(".embed-hint").is_visible()
