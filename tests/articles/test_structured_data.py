"""What pages say of themselves to search engines and to whoever shares them."""

import json
import re
from html import unescape

import pytest

from articles import corrections, structured_data
from articles.models import Page
from cms.models import SiteSettings
from tests import factories

pytestmark = pytest.mark.django_db

HOME = "http://testserver/"


def things(client, path):
    """The things a page tells, by their type."""
    blocks = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', client.get(path).text, re.S
    )
    found = [thing for block in blocks for thing in json.loads(block)["@graph"]]
    return {thing["@type"]: thing for thing in found}


def meta(client, path):
    """The ``<meta>`` and ``<link>`` elements of a page: name -> content."""
    head = client.get(path).text.partition("</head>")[0]
    told = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', head)
    linked = re.findall(r'<link rel="(canonical|alternate|manifest|apple-touch-icon)"(.*?)>', head)
    links = [(rel, re.search(r'href="([^"]*)"', rest)[1]) for rel, rest in linked]
    return {name: unescape(value) for name, value in told + links}


def test_a_story_tells_what_its_page_shows(client, story):
    corrections.add(
        story, factories.managing_editor(), kind="erratum", text="Tàu chạy lúc bảy giờ."
    )
    news = things(client, story.get_absolute_url())["NewsArticle"]
    address = f"http://testserver{story.get_absolute_url()}"
    assert news["url"] == news["mainEntityOfPage"] == address
    assert news["headline"] == "Đường sắt Hà Nội được mở lại"
    assert news["description"] == "Chuyến tàu đầu tiên rời ga lúc sáu giờ."
    assert news["datePublished"] == news["dateModified"] == "2019-11-26T12:13:00+07:00"
    assert news["articleSection"] == "Đô thị"
    assert news["isAccessibleForFree"] is True
    assert set(news["keywords"]) == {"Đường sắt", "Hà Nội"}
    assert news["author"] == [
        {"@type": "Person", "name": "Trần Bình", "url": f"{HOME}tac-gia/tran-binh/"},
        {"@type": "Person", "name": "Đỗ An", "url": f"{HOME}tac-gia/do-an/"},
    ]
    assert news["publisher"]["name"] == "Báo Mới Lập"
    assert news["publisher"]["logo"]["url"].startswith(f"{HOME}icon-512-")
    correction = news["correction"][0]
    assert correction["@type"] == "CorrectionComment"
    assert correction["text"] == "Tàu chạy lúc bảy giờ."
    assert correction["datePublished"].endswith("+07:00")


def test_the_pictures_of_a_story_have_the_three_shapes_and_can_be_fetched(client, story):
    images = things(client, story.get_absolute_url())["NewsArticle"]["image"]
    shapes = [round(image["width"] / image["height"], 2) for image in images]
    assert shapes == [round(16 / 9, 2), round(4 / 3, 2), 1]
    for image in images:
        assert image["caption"] == "Ga Hà Nội sáng nay"
        assert image["creditText"] == "Ảnh: Mỹ Lệ"
        assert client.get(image["url"].removeprefix("http://testserver")).status_code == 200


def test_a_story_of_another_source_names_nobody_as_its_author(client):
    story = factories.story(source="Theo TTXVN")
    assert "author" not in things(client, story.get_absolute_url())["NewsArticle"]


def test_the_words_for_search_engines_are_used(client, station):
    story = factories.story(
        seo_title="Tàu Hà Nội", seo_description="Tàu chạy lại từ sáng nay", lead_photo=station,
        lead_alt="Sân ga", lead_credit="Ảnh: Mỹ Lệ",
    )  # fmt: skip
    path = story.get_absolute_url()
    told = meta(client, path)
    assert "<title>Tàu Hà Nội – " in client.get(path).text
    assert told["og:title"] == "Tàu Hà Nội"
    assert told["description"] == told["og:description"] == "Tàu chạy lại từ sáng nay"
    assert things(client, path)["NewsArticle"]["description"] == "Tàu chạy lại từ sáng nay"
    assert things(client, path)["NewsArticle"]["headline"] == story.headline


def test_the_way_to_a_story_is_told_step_by_step(client, story):
    steps = things(client, story.get_absolute_url())["BreadcrumbList"]["itemListElement"]
    assert [step["position"] for step in steps] == [1, 2, 3, 4]
    assert [step["item"] for step in steps] == [
        HOME, f"{HOME}thoi-su/", f"{HOME}do-thi/", f"http://testserver{story.get_absolute_url()}",
    ]  # fmt: skip
    steps = things(client, "/do-thi/")["BreadcrumbList"]["itemListElement"]
    assert [step["name"] for step in steps[1:]] == ["Thời sự", "Đô thị"]
    assert "BreadcrumbList" not in things(client, "/thoi-su/")


def test_the_front_page_tells_who_we_are_and_how_to_search(client, story):
    SiteSettings(
        name="Báo Hải Đăng", tagline="Tiếng nói miền biển", governing_body="Sở Thông tin"
    ).save()
    told = things(client, "/")
    paper = told["NewsMediaOrganization"]
    assert paper["name"] == told["WebSite"]["name"] == "Báo Hải Đăng"
    assert paper["parentOrganization"]["name"] == "Sở Thông tin"
    assert told["WebSite"]["publisher"]["@id"] == paper["@id"]
    target = told["WebSite"]["potentialAction"]["target"]["urlTemplate"]
    assert target == f"{HOME}tim-kiem/?q={{search_term_string}}"
    path = target.removeprefix("http://testserver").replace("{search_term_string}", "duong sat")
    assert story.headline in re.sub("</?mark>", "", client.get(path).text)


def test_the_page_of_an_author_tells_who_that_is(client, story, station):
    factories.author("Mỹ Lệ", bio="Phóng viên ảnh", portrait=station)
    profile = things(client, "/tac-gia/my-le/")["ProfilePage"]
    person = profile["mainEntity"]
    assert person["name"] == "Mỹ Lệ"
    assert person["description"] == "Phóng viên ảnh"
    assert client.get(person["image"].removeprefix("http://testserver")).status_code == 200
    assert "image" not in things(client, "/tac-gia/do-an/")["ProfilePage"]["mainEntity"]


HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "a\u2028b\u2029c",
    '"}]}</SCRIPT >',
    "]]> &quot; \\u003c \\",
    "{{ 7|add:7 }}{% now %}",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_no_headline_ends_the_block_or_says_something_else_in_it(words):
    block = str(structured_data.script([{"@type": "NewsArticle", "headline": words}]))
    inside = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set(inside) & set("<>&\u2028\u2029")
    assert json.loads(inside)["@graph"][0]["headline"] == words


@pytest.mark.parametrize("words", HOSTILE)
def test_a_hostile_headline_stands_in_the_block_of_its_page_as_it_was_written(client, words):
    story = factories.story(headline=words, standfirst=words, source=words)
    told = things(client, story.get_absolute_url())
    assert told["NewsArticle"]["headline"] == story.headline
    assert told["BreadcrumbList"]["itemListElement"][-1]["name"] == story.headline


def test_every_page_names_its_address_a_feed_and_what_it_looks_like_when_shared(client, story):
    Page.objects.create(title="Giới thiệu", body="<p>Tòa soạn ở <strong>Hà Nội</strong></p>")
    feeds = {
        "/": "/rss.xml",
        "/thoi-su/": "/rss/thoi-su.xml",
        "/do-thi/": "/rss/do-thi.xml",
        "/chu-de/ha-noi/": "/chu-de/ha-noi/rss.xml",
        "/tac-gia/do-an/": "/tac-gia/do-an/rss.xml",
        "/trang/gioi-thieu.html": "/rss.xml",
        "/dinh-chinh/": "/rss.xml",
        "/luu-tru/": "/rss.xml",
        "/luu-tru/2019/11/26/": "/rss.xml",
        "/rss/": "/rss.xml",
        story.get_absolute_url(): "/rss.xml",
    }
    for path, feed in feeds.items():
        told = meta(client, path)
        assert told["canonical"] == told["og:url"] == f"http://testserver{path}", path
        assert told["alternate"] == feed, path
        assert client.get(feed).status_code == 200
        assert told["robots"] == "max-image-preview:large", path
        assert told["og:title"], path
        assert told["twitter:card"] in ("summary", "summary_large_image")
        for name in ("manifest", "apple-touch-icon"):
            assert client.get(told[name]).status_code == 200
        assert "hreflang" not in client.get(path).text
    assert meta(client, "/trang/gioi-thieu.html")["description"] == "Tòa soạn ở Hà Nội"


def test_a_shared_story_shows_its_photo_in_its_true_size(client, story):
    told = meta(client, story.get_absolute_url())
    assert told["twitter:card"] == "summary_large_image"
    assert told["og:image"].endswith(f"-{told['og:image:width']}.jpg")
    assert int(told["og:image:width"]) / int(told["og:image:height"]) == pytest.approx(16 / 9, 0.01)
    assert told["og:image:alt"] == "Sân ga đông người"
    assert client.get(told["og:image"].removeprefix("http://testserver")).status_code == 200


def test_the_older_pages_of_a_list_are_pages_of_their_own(client):
    section = factories.section("Thời sự")
    for _number in range(21):
        factories.story(section=section)
    older = re.search(r'rel="next" href="(\?truoc=[\d-]+)"', client.get("/thoi-su/").text)[1]
    told = meta(client, f"/thoi-su/{older}&utm_source=x")
    assert told["canonical"] == f"http://testserver/thoi-su/{older}"


def test_a_preview_tells_search_engines_nothing(login):
    story = factories.draft()
    html = login(factories.managing_editor()).get(
        f"/admin/articles/article/{story.pk}/preview/?view=readers", follow=True
    ).text  # fmt: skip
    assert "ld+json" not in html
    assert 'rel="canonical"' not in html
