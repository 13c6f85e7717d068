"""What search engines are told to read, by the rules of sitemaps.org and of Google News."""

from datetime import timedelta
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from articles import sitemaps
from articles.models import Article, Page
from cms.models import SiteSettings
from tests import factories

pytestmark = pytest.mark.django_db

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def read(client, path, root="urlset"):
    """``[(path, lastmod)]`` of a sitemap; what breaks a rule of the protocol fails at once."""
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    assert response.content.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
    tree = ElementTree.fromstring(response.content)
    assert tree.tag == f"{SPACE}{root}"
    assert len(tree) <= 50_000
    assert len(response.content) <= 50 * 2**20
    found = []
    for entry in tree:
        assert entry.tag == SPACE + ("url" if root == "urlset" else "sitemap")
        parts = [part.tag for part in entry]
        assert parts[0] == f"{SPACE}loc"
        assert set(parts[1:]) <= {f"{SPACE}lastmod", f"{NEWS}news"}
        address = entry.findtext(f"{SPACE}loc")
        assert address.startswith("http://testserver/")
        assert len(address) < 2048
        found.append((address.removeprefix("http://testserver"), entry.findtext(f"{SPACE}lastmod")))
    assert len({address for address, _time in found}) == len(found)
    return found


def everything(client):
    """Every address that the index leads to."""
    maps = [path for path, _time in read(client, "/sitemap.xml", "sitemapindex")]
    return [entry for path in maps for entry in read(client, path)]


def test_the_index_has_a_map_for_each_month_with_stories_in_it(client, story):
    factories.story(published_at="2019-11-30T23:59:59+07:00")
    factories.story(published_at="2019-12-01T00:00:00+07:00")
    factories.story(published_at="2018-01-31T12:00:00+07:00")
    maps = [path for path, _time in read(client, "/sitemap.xml", "sitemapindex")]
    assert maps == [
        "/sitemap/trang.xml", "/sitemap/chu-de.xml", "/sitemap/tac-gia.xml",
        "/sitemap/2019-12.xml", "/sitemap/2019-11.xml", "/sitemap/2018-01.xml",
    ]  # fmt: skip
    assert len(read(client, "/sitemap/2019-11.xml")) == 2


def test_every_story_and_every_page_can_be_found_and_answers(client, story):
    Page.objects.create(title="Giới thiệu")
    factories.topic("Chưa có bài")
    factories.author("Chưa viết bài")
    found = [path for path, _time in everything(client)]
    assert set(found) == {
        "/", "/dinh-chinh/", "/luu-tru/", "/rss/", "/thoi-su/", "/do-thi/",
        "/trang/gioi-thieu.html", "/chu-de/duong-sat/", "/chu-de/ha-noi/", "/tac-gia/tran-binh/",
        "/tac-gia/do-an/", story.get_absolute_url(),
    }  # fmt: skip
    for path in found:
        assert client.get(path).status_code == 200, path


def test_a_story_says_when_readers_were_last_told_something_new(client, story):
    times = dict(read(client, "/sitemap/2019-11.xml"))
    assert times[story.get_absolute_url()] == "2019-11-26T12:13:00+07:00"
    Article.objects.filter(pk=story.pk).update(updated_at="2019-11-28T01:02:03Z")
    times = dict(read(client, "/sitemap/2019-11.xml"))
    assert times[story.get_absolute_url()] == "2019-11-28T08:02:03+07:00"


@pytest.mark.parametrize("month", ["2019-10", "2019-13", "0000-01", "9999-12", "2019-1"])
def test_a_month_without_stories_has_no_map(client, story, month):
    assert client.get(f"/sitemap/{month}.xml").status_code == 404


def test_a_crowded_month_is_given_in_parts_that_miss_nothing(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST", 3)
    section = factories.section()
    wanted = {
        factories.story(section=section, published_at="2019-11-26T12:13:00+07:00")
        .get_absolute_url()
        for _number in range(7)
    }  # fmt: skip
    for number in range(3):
        factories.story(section=section, published_at=f"2019-10-0{number + 1}T12:13:00+07:00")
    maps = [path for path, _time in read(client, "/sitemap.xml", "sitemapindex")]
    crowded = [path for path in maps if "2019-11" in path]
    assert [len(read(client, path)) for path in crowded] == [3, 3, 1]
    assert {path for part in crowded for path, _time in read(client, part)} == wanted
    assert [path for path in maps if "2019-10" in path] == ["/sitemap/2019-10.xml"]


def test_the_news_are_those_of_two_days(client):
    SiteSettings(name="Báo <Hải> Đăng").save()
    now = timezone.now()
    fresh = factories.story(
        headline="Tin <mới> & nóng", published_at=(now - timedelta(hours=47)).isoformat()
    )
    factories.story(published_at=(now - timedelta(hours=49)).isoformat())
    factories.story(published_at=(now + timedelta(minutes=5)).isoformat())
    assert read(client, "/sitemap-news.xml") == [(fresh.get_absolute_url(), None)]
    news = ElementTree.fromstring(client.get("/sitemap-news.xml").content)[0].find(f"{NEWS}news")
    assert [part.tag for part in news] == [
        f"{NEWS}{name}" for name in ("publication", "publication_date", "title")
    ]
    assert news.findtext(f"{NEWS}publication/{NEWS}name") == "Báo <Hải> Đăng"
    assert news.findtext(f"{NEWS}publication/{NEWS}language") == "vi"
    assert news.findtext(f"{NEWS}title") == "Tin <mới> & nóng"
    local = timezone.localtime(fresh.published_at)
    assert news.findtext(f"{NEWS}publication_date") == local.isoformat(timespec="seconds")


def test_a_quiet_paper_has_empty_news_and_an_index(client):
    assert read(client, "/sitemap-news.xml") == []
    assert len(read(client, "/sitemap.xml", "sitemapindex")) == 3


def test_robots_are_told_where_the_maps_are(client):
    lines = client.get("/robots.txt").text.splitlines()
    named = [line.removeprefix("Sitemap: ") for line in lines if line.startswith("Sitemap: ")]
    assert named == ["http://testserver/sitemap.xml", "http://testserver/sitemap-news.xml"]
    for address in named:
        assert client.get(urlsplit(address).path).status_code == 200
