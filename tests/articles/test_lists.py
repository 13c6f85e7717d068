"""Lists of stories: paging by key, what stands in a section, the search, the front page."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.listing import PAGE_SIZE
from articles.models import Article, Page
from articles.search import index
from tests import factories

from .desk import seen, vi

pytestmark = pytest.mark.django_db


def many(number, **fields):
    """Stories of which several share their very moment."""
    start = timezone.now() - timedelta(days=9)
    stories = [factories.draft(**fields) for _ in range(number)]
    for place, story in enumerate(stories):
        moment = start + timedelta(minutes=place // 7)
        Article.objects.filter(pk=story.pk).update(
            publication="published", published_at=moment, first_published_at=moment
        )
    index.put_all(Article.objects.filter(pk__in=[story.pk for story in stories]))
    return [story.pk for story in stories]


def numbers(response):
    html = response.content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    return [int(pk) for pk in re.findall(r'<h[23][^>]*><a href="[^"]*-(\d+)\.html">', main)]


def test_pages_of_a_list_have_neither_repeats_nor_gaps_when_times_are_equal(client):
    section, topic, author = factories.section(), factories.topic(), factories.author()
    stories = many(2 * PAGE_SIZE + 3, section=section, topics=[topic], authors=[author])
    newest_first = sorted(stories, reverse=True)
    for start in (
        section.get_absolute_url(),
        topic.get_absolute_url(),
        author.get_absolute_url(),
        "/tim-kiem/?q=duong%20sat",
    ):
        shown, path, pages = [], start, 0
        while path:
            response = client.get(path)
            shown += numbers(response)
            pages += 1
            older = re.search(r'rel="next" href="([^"]*)"', response.content.decode())
            path = older and start.split("?")[0] + older[1].replace("&amp;", "&")
        assert shown == newest_first, start
        assert pages == 3


def test_a_story_published_meanwhile_moves_no_page(client):
    section = factories.section()
    many(PAGE_SIZE + 5, section=section)
    first = client.get(section.get_absolute_url())
    older = re.search(r'rel="next" href="([^"]*)"', first.content.decode())[1]
    before = numbers(client.get(section.get_absolute_url() + older))
    factories.story(section=section)
    assert numbers(client.get(section.get_absolute_url() + older)) == before


@pytest.mark.parametrize(
    "key",
    ["x", "1", "-", "20261123000000000000-", "20261123000000000000-x", "2026112312-5", "\x00",
     "20261123000000000000-1-2", "20261399000000000000-1", "00000101000000000000-1",
     "20261123000000000000-9999999999999999999", "٢٠٢٦١١٢٣٠٠٠٠٠٠٠٠٠٠٠٠-1", "a" * 5000],
)  # fmt: skip
def test_a_page_key_that_was_never_given_out_is_no_page(client, story, key):
    for path in ("/thoi-su/", "/chu-de/ha-noi/", "/tac-gia/do-an/"):
        assert client.get(path, {"truoc": key}).status_code == 404
    assert client.get("/tim-kiem/", {"q": "tau", "truoc": key}).status_code == 404


@pytest.mark.parametrize("key", ["00010101000000000000-1", "99991231235959999999-1"])
def test_the_ends_of_time_are_pages_like_others(client, story, key):
    assert client.get("/thoi-su/", {"truoc": key}).status_code == 200


def test_a_section_shows_its_parts_and_what_is_filed_under_it_too(client, story):
    other = factories.story(
        headline="Từ mục khác", further_sections=[story.section.parent, story.section]
    )
    assert set(numbers(client.get("/thoi-su/"))) == {story.pk, other.pk}
    assert set(numbers(client.get("/do-thi/"))) == {story.pk, other.pk}
    assert numbers(client.get(other.section.get_absolute_url())) == [other.pk]


def test_empty_lists_say_so(client):
    factories.section("Kinh tế")
    assert vi("No story stands in this section yet.") in seen(client.get("/kinh-te/"))
    assert vi("The first issue is being written.") in seen(client.get("/"))


def test_the_front_page_shows_no_story_twice_above_its_blocks(client):
    sections = [factories.section() for _ in range(3)]
    for number in range(18):
        factories.story(section=sections[number % 3])
    html = client.get("/").content.decode()
    blocks = re.findall(r'<h\d class="teaser-title"><a href="[^"]*-(\d+)\.html">', html)
    assert len(blocks) == len(set(blocks)) >= 5
    for section in sections:
        assert section.name in html


def test_a_static_page_is_clean_and_dated(client):
    page = Page.objects.create(
        title="Giới thiệu", body="<h2>Tòa soạn</h2><p onclick=x>Chào</p><script>alert(1)</script>"
    )
    response = client.get(page.get_absolute_url())
    assert page.get_absolute_url() == "/trang/gioi-thieu.html"
    assert "Tòa soạn Chào" in seen(response)
    assert "onclick" not in response.content.decode()
    assert "alert(1)" not in response.content.decode()
    assert f"{timezone.localdate():%d/%m/%Y}" in seen(response)
