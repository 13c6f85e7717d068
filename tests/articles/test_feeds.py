"""Feeds: what other sites and feed readers get, and that it is RSS."""

import re
from datetime import timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from articles import corrections, topic_merge, workflow
from articles.body.embeds import Embed
from articles.body.figures import Figure
from articles.models import Article
from cms import freshness
from cms.models import FeedText, SiteSettings
from tests import factories

from .desk import vi

pytestmark = pytest.mark.django_db

SPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
}
VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


class Feed:
    """A feed as a strict reader understands it; what breaks a rule of RSS fails at once."""

    def __init__(self, response):
        assert response.status_code == 200
        assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
        root = ElementTree.fromstring(response.content)
        assert (root.tag, root.get("version"), len(root)) == ("rss", "2.0", 1)
        self.channel = root[0]
        for name in ("title", "link", "description", "language"):
            assert self.text(name), name
        own = self.channel.find("atom:link", SPACES)
        assert own.get("rel") == "self"
        assert urlsplit(own.get("href")).path == response.request["PATH_INFO"]
        icon = self.channel.find("image")
        assert icon.findtext("title") == self.text("title")
        assert icon.findtext("link") == self.text("link")
        self.items = self.channel.findall("item")
        for item in self.items:
            self._obey(item)
        guids = [item.findtext("guid") for item in self.items]
        assert len(set(guids)) == len(guids)

    def _obey(self, item):
        for name in ("title", "link", "guid", "pubDate", "description"):
            assert len(item.findall(name)) == 1, name
        assert item.find("guid").get("isPermaLink") == "false"
        assert parsedate_to_datetime(item.findtext("pubDate")).utcoffset() == timedelta(hours=7)
        for photo in item.findall("enclosure"):
            assert photo.get("url").startswith("http")
            assert photo.get("length").isdecimal()
            assert photo.get("type") == "image/jpeg"
        assert len(item.findall("enclosure")) <= 1

    def text(self, path):
        return self.channel.findtext(path, namespaces=SPACES)

    @property
    def titles(self):
        return [item.findtext("title") for item in self.items]

    def full(self, place=0):
        return self.items[place].findtext("content:encoded", namespaces=SPACES)


def get(client, path="/rss.xml"):
    return Feed(client.get(path))


@pytest.fixture
def full_text():
    SiteSettings(feed_text=FeedText.FULL, copyright="© Báo Hải Đăng").save()


# --- Which stories --------------------------------------------------------------------------


def test_each_part_of_the_paper_has_a_feed_of_its_own_stories(client, story):
    other = factories.story(headline="Giá vàng", section=factories.section("Kinh tế"))
    assert get(client).titles == [other.headline, story.headline]
    for path in ("/rss/thoi-su.xml", "/rss/do-thi.xml", "/chu-de/ha-noi/rss.xml",
                 "/tac-gia/do-an/rss.xml"):  # fmt: skip
        assert get(client, path).titles == [story.headline], path
    assert get(client, "/rss/kinh-te.xml").titles == [other.headline]
    assert get(client, "/rss/do-thi.xml").text("title") == "Đô thị – Báo Mới Lập"
    assert get(client, "/rss/do-thi.xml").text("link") == "http://testserver/do-thi/"


@pytest.mark.parametrize(
    "path", ["/rss/khong-co.xml", "/chu-de/khong-co/rss.xml", "/tac-gia/khong-co/rss.xml"]
)
def test_what_does_not_exist_has_no_feed(client, story, path):
    assert client.get(path).status_code == 404


def test_a_feed_without_stories_is_a_feed_and_stays_the_same(client):
    assert get(client).items == []
    assert client.get("/rss.xml")["ETag"] == client.get("/rss.xml")["ETag"]
    assert "lastBuildDate" not in client.get("/rss.xml").text


def test_a_feed_has_the_newest_thirty(client):
    section = factories.section()
    for number in range(31):
        factories.story(headline=f"Tin {number}", section=section)
    assert get(client).titles == [f"Tin {number}" for number in range(30, 0, -1)]


def test_the_feed_of_a_renamed_or_merged_page_leads_on(client):
    section, topic = factories.section("Thể thao"), factories.topic("Bóng đá")
    other = factories.topic("Túc cầu")
    factories.story(section=section, topics=[topic])
    section.slug = "the-thao-24h"
    section.save()
    topic_merge.merge(other, topic, factories.managing_editor())
    for old, new in (
        ("/rss/the-thao.xml", "/rss/the-thao-24h.xml"),
        ("/chu-de/tuc-cau/rss.xml", "/chu-de/bong-da/rss.xml"),
    ):
        answer = client.get(old)
        assert (answer.status_code, answer["Location"]) == (301, new)
        assert answer["Cache-Control"] == "max-age=300"


# --- What an item says ----------------------------------------------------------------------


def test_an_item_says_who_when_what_and_shows_the_photo(client, story):
    item = get(client).items[0]
    assert item.findtext("link") == f"http://testserver{story.get_absolute_url()}"
    assert item.findtext("pubDate") == "Tue, 26 Nov 2019 12:13:00 +0700"
    assert item.findtext("atom:updated", namespaces=SPACES) == "2019-11-26T12:13:00+07:00"
    creators = [each.text for each in item.findall("dc:creator", SPACES)]
    assert creators == ["Trần Bình", "Đỗ An"]
    assert {each.text for each in item.findall("category")} == {"Đô thị", "Đường sắt", "Hà Nội"}
    assert item.findtext("description") == "<p>(HĐ) - Chuyến tàu đầu tiên rời ga lúc sáu giờ.</p>"
    photo = item.find("media:content", SPACES)
    assert photo.get("url") == item.find("enclosure").get("url")
    assert photo.findtext("media:description", namespaces=SPACES) == "Ga Hà Nội sáng nay"
    assert photo.findtext("media:credit", namespaces=SPACES) == "Ảnh: Mỹ Lệ"
    assert client.get(urlsplit(photo.get("url")).path).status_code == 200


def test_an_item_keeps_its_number_whatever_becomes_of_the_story(client, story):
    before = get(client).items[0].findtext("guid")
    created = f"{story.created_at:%Y-%m-%d}"
    assert before == f"tag:testserver,{created}:{story.pk}"
    other = factories.section("Giao thông")
    Article.objects.filter(pk=story.pk).update(
        slug="khac", headline="Tít khác", section=other, published_at=timezone.now()
    )
    assert get(client).items[0].findtext("guid") == before


def test_the_text_goes_out_only_where_the_paper_says_so(client, story):
    assert get(client).full() is None
    SiteSettings(feed_text=FeedText.FULL).save()
    assert "<p>Hành khách <strong>đông</strong>.</p>" in get(client).full()
    assert "Theo TTXVN" in get(client).full()
    assert "Trần Bình" in get(client).full()


def test_what_stands_in_the_text_stands_alone_elsewhere(client, full_text, station):
    other = factories.story(headline="Bài khác")
    body = (
        f'<p>Xem <a href="{other.get_absolute_url()}">bài trước</a>, '
        '<a href="https://example.org/a?b=1&amp;c=2">nguồn</a>, '
        '<a href="tin.html" title="x > y">cuối bài</a> và chữ &lt;a href="/thoi-su/"&gt;.</p>'
        + str(Figure(station.pk, "wide", 'Sân "ga" <đông>', "Ảnh: Lê", "Sân ga"))
        + str(Embed.parse(VIDEO, "Đoạn phim"))
    )
    story = factories.story(body=body)
    # A hole that an older version of the gate let through.
    body = Article.objects.get(pk=story.pk).body + str(Figure(None, "wide", "Ảnh chưa có"))
    Article.objects.filter(pk=story.pk).update(body=body)
    text = get(client).full()
    assert f'href="http://testserver{other.get_absolute_url()}"' in text
    assert 'href="https://example.org/a?b=1&amp;c=2"' in text
    assert f'href="http://testserver/{story.section.slug}/tin.html"' in text
    assert '&lt;a href="/thoi-su/"&gt;' in text
    assert "<figcaption>Sân &quot;ga&quot; &lt;đông&gt; (Ảnh: Lê)</figcaption>" in text
    assert f'<a href="{VIDEO}">Đoạn phim (YouTube)</a>' in text
    assert "Ảnh chưa có" not in text
    assert not re.search(r"srcset|<picture|data-|<script|<iframe|align-", text)
    for address in re.findall(r'(?:src|href)="([^"]+)"', text.replace("&lt;a href", "")):
        assert address.startswith("http"), address
    picture = re.search(r'<img src="http://testserver([^"]+)"', text)[1]
    assert client.get(picture).status_code == 200


@pytest.mark.parametrize("feed_text", FeedText)
def test_a_correction_is_told_to_those_who_read_elsewhere(client, story, feed_text):
    SiteSettings(feed_text=feed_text).save()
    corrections.add(
        story, factories.managing_editor(), kind="erratum", text="Tàu chạy lúc <bảy> giờ."
    )
    item = get(client).items[0]
    told = [item.findtext("description")]
    told += [get(client).full()] if feed_text == FeedText.FULL else []
    for text in told:
        assert "Tàu chạy lúc &lt;bảy&gt; giờ." in text
        assert vi("erratum").capitalize() in text


def test_hostile_words_are_words(client, full_text):
    attack = "\"'><script>alert(1)</script>]]>&amp; {{ 7|add:7 }}"
    story = factories.story(
        headline=attack, standfirst=attack, mark="]]><b>", source=attack,
        section=factories.section(attack, slug="a", description=attack),
        authors=[factories.author(attack, slug="b", bio=attack)],
        topics=[factories.topic(attack, slug="c", description=attack)],
    )  # fmt: skip
    for path in ("/rss.xml", "/rss/a.xml", "/chu-de/c/rss.xml", "/tac-gia/b/rss.xml"):
        feed = get(client, path)
        assert feed.titles == [story.headline]
        assert "<script" not in feed.items[0].findtext("description") + feed.full()


def test_characters_that_xml_does_not_allow_are_dropped_wherever_they_come_from(client, full_text):
    story = factories.story(authors=[factories.author()])
    Article.objects.filter(pk=story.pk).update(
        body="<p>Một\x0bhai\x1b\ufffe\uffff ba</p>"
    )  # past every form, as an importer might
    text = get(client).full()
    assert "<p>Mộthai ba</p>" in text


# --- Asking again ---------------------------------------------------------------------------


def wait(monkeypatch, seconds):
    later = timezone.now() + timedelta(seconds=seconds)
    monkeypatch.setattr(freshness.timezone, "now", lambda: later)


def test_who_asks_again_gets_nothing_until_something_changed(client, story, monkeypatch):
    """Also when what changed is that an old story is there no more: no time in the feed moves."""
    newer = factories.story()
    client.get("/rss.xml")
    wait(monkeypatch, 2)
    first = client.get("/rss.xml")
    for headers in (
        {"if-none-match": first["ETag"]}, {"if-modified-since": first["Last-Modified"]},
    ):  # fmt: skip
        assert client.get("/rss.xml", headers=headers).status_code == 304
    wait(monkeypatch, 10)
    workflow.withdraw(story, factories.managing_editor(), reason="sai")
    for headers in (
        {"if-none-match": first["ETag"]}, {"if-modified-since": first["Last-Modified"]},
    ):  # fmt: skip
        assert get_items(client.get("/rss.xml", headers=headers)) == [newer.headline]


def get_items(response):
    return Feed(response).titles


def test_a_story_that_appears_by_itself_is_no_old_answer(client, monkeypatch):
    """Its row was touched long before, and says a time before the last answer."""
    story = factories.story(headline="Bài cấm")
    Article.objects.filter(pk=story.pk).update(
        published_at=timezone.now() - timedelta(days=2),
        embargo_until=timezone.now() + timedelta(hours=1),
    )
    client.get("/rss.xml")
    wait(monkeypatch, 2)
    since = client.get("/rss.xml")["Last-Modified"]
    Article.objects.filter(pk=story.pk).update(embargo_until=timezone.now())
    wait(monkeypatch, 10)
    answer = client.get("/rss.xml", headers={"if-modified-since": since})
    assert get_items(answer) == ["Bài cấm"]


def test_within_the_second_of_a_change_no_time_is_promised(client, story):
    moment = freshness.last_changed("/x", b"1")
    assert moment is None
    assert "Last-Modified" not in client.get("/rss.xml").headers


def test_the_page_for_people_lists_every_section(client, story):
    page = client.get("/rss/").text
    for path in ("/rss.xml", "/rss/thoi-su.xml", "/rss/do-thi.xml"):
        assert f'href="{path}"' in page
        assert f"http://testserver{path}" in page
    assert 'href="/rss/"' in client.get("/").text
