"""What readers get: the anatomy of a story, lists, static pages, and what stands around them."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import corrections, workflow
from articles.models import Article, Page
from articles.reads import ranking
from articles.versions import revisions
from tests import factories

from .desk import seen, vi, words_of
from .reading import was_read

pytestmark = pytest.mark.django_db


def article_of(response):
    html = response.content.decode()
    return html[html.index("<article") : html.index("</article>")]


def in_order(text, *parts):
    place = 0
    for part in parts:
        place = text.find(part, place)
        if place < 0:
            return False
        place += len(part)
    return True


def test_a_story_has_its_parts_in_the_order_of_a_newspaper(client, story):
    response = client.get(story.get_absolute_url())
    assert response.status_code == 200
    text = words_of(article_of(response))
    assert in_order(
        text,
        "Thời sự",
        "Đô thị",
        "Đường sắt Hà Nội được mở lại",
        "Thứ ba, 26/11/2019 12:13",
        "(HĐ) - Chuyến tàu đầu tiên rời ga lúc sáu giờ.",
        "Ga Hà Nội sáng nay (Ảnh: Mỹ Lệ)",
        "Trong ga",
        "Hành khách đông.",
        "Trần Bình, Đỗ An",
        "Theo TTXVN",
        vi("Topics"),
        "Hà Nội",
    )


def test_the_markup_says_what_the_parts_are(client, story):
    html = client.get(story.get_absolute_url()).content.decode()
    assert html.count("<h1") == 1
    assert words_of(re.search(r"<h1[^>]*>.*?</h1>", html, re.S)[0]) == story.headline
    assert 'href="/thoi-su/"' in html
    assert 'href="/do-thi/"' in html
    assert '<time datetime="2019-11-26T12:13:00+07:00">' in html
    assert 'alt="Sân ga đông người"' in html
    assert f'href="http://testserver{story.get_absolute_url()}"' in html  # canonical
    assert '<html lang="vi">' in html
    assert "noindex" not in html
    image = re.search(r"<img[^>]*Sân ga[^>]*>", html)[0]
    assert 'width="640" height="480"' in image
    assert "lazy" not in image  # the first thing a reader looks at


def test_a_decorative_photo_is_silent(client, station):
    story = factories.story(
        lead_photo=station, lead_credit="A", lead_alt="thừa", lead_decorative=True
    )
    html = article_of(client.get(story.get_absolute_url()))
    assert 'alt=""' in html
    assert "thừa" not in html


def test_a_bare_story_shows_no_empty_parts(client):
    story = factories.story(
        mark="", standfirst="", body="", source="", authors=[factories.author()]
    )
    html = article_of(client.get(story.get_absolute_url()))
    for nothing in ("()", "<figure", vi("Topics"), vi("Updated"), "None"):
        assert nothing not in html


def test_an_updated_story_says_so(client, story):
    editor = factories.managing_editor()
    data = {**revisions.working(story), "headline": "Tít hai"}
    revisions.save(story, data, editor, base_id=story.latest_revision_id)
    workflow.publish(story, editor)
    text = seen(client.get(story.get_absolute_url()))
    assert f"{vi('Updated')} " in text
    assert f"{timezone.localdate():%d/%m/%Y}" in text
    assert "Thứ ba, 26/11/2019 12:13" in text


# --- Addresses ----------------------------------------------------------------------------


def test_a_wrong_slug_or_section_leads_to_the_right_address_for_a_short_time(client, story):
    right = story.get_absolute_url()
    factories.section("Khác", slug="khac")
    for wrong in (
        f"/do-thi/sai-{story.pk}.html",
        f"/khac/{story.slug}-{story.pk}.html",
        f"/khong-co/x-{story.pk}.html",
        f"/do-thi/{story.slug}-0{story.pk}.html",
    ):
        for method in (client.get, client.head):
            response = method(wrong)
            assert response.status_code == 301, wrong
            assert response["Location"] == right
            assert int(re.search(r"max-age=(\d+)", response["Cache-Control"])[1]) <= 600


@pytest.mark.parametrize(
    "path",
    [
        "/do-thi/khong-so.html",
        "/do-thi/x-999999.html",
        "/do-thi/x-999999999999999999.html",
        "/do-thi/x-9999999999999999999999.html",
        "/do-thi/x-.html",
        "/khong-co-muc-nay/",
        "/chu-de/khong-co/",
        "/tac-gia/khong-co/",
        "/trang/khong-co.html",
        "/do-thi/%00/",
        "/%EF%BF%BD/",
    ],
)
def test_an_address_that_does_not_exist_is_a_page_that_says_so(client, story, path):
    response = client.get(path)
    assert response.status_code == 404
    assert vi("This page does not exist") in seen(response)


def test_public_pages_are_read_only(client, story):
    for path in ("/", "/thoi-su/", story.get_absolute_url(), "/tim-kiem/", "/chu-de/ha-noi/"):
        for method in (client.post, client.put, client.delete):
            assert method(path).status_code == 405, path


# --- The same bytes for everybody ---------------------------------------------------------


def public_pages(story):
    Page.objects.get_or_create(title="Giới thiệu")
    return [
        "/", "/thoi-su/", "/chu-de/ha-noi/", "/tac-gia/do-an/", "/tim-kiem/?q=tau",
        "/trang/gioi-thieu.html", story.get_absolute_url(), f"/x/y-{story.pk}.html", "/khong-co/",
        "/luu-tru/", "/luu-tru/2019/", "/luu-tru/2019/11/", "/luu-tru/2019/11/26/", "/rss/",
        "/rss.xml", "/rss/do-thi.xml", "/chu-de/ha-noi/rss.xml", "/tac-gia/do-an/rss.xml",
        "/sitemap.xml", "/sitemap/2019-11.xml", "/sitemap/trang.xml", "/sitemap-news.xml",
        "/robots.txt", "/site.webmanifest",
    ]  # fmt: skip


def test_public_pages_are_the_same_for_everybody_and_set_no_cookie(client, story):
    reader, staff = Client(), Client()
    staff.force_login(factories.managing_editor(language="en"))
    for path in public_pages(story):
        plain = client.get(path)
        assert "Set-Cookie" not in plain.headers, path
        assert not plain.cookies, path
        vary = plain.headers.get("Vary", "").lower()
        assert "cookie" not in vary, path
        assert "language" not in vary, path
        assert "csrfmiddlewaretoken" not in plain.content.decode(), path
        other = reader.get(path, headers={"accept-language": "en", "cookie": "a=b"})
        assert other.content == plain.content, path
        assert staff.get(path).content == plain.content, path


def test_every_field_of_a_story_is_text_and_never_markup(client, station):
    attack = "\"'><script>alert(1)</script>{{ 7|add:7 }}"
    story = factories.story(
        kicker=attack, headline=attack, standfirst=attack, lead_photo=station,
        lead_caption=attack, lead_credit=attack, lead_alt=attack, source=attack,
        seo_title=attack, seo_description=attack, body=f"<p>{attack}</p>",
        section=factories.section(attack, slug="a", description=attack),
        authors=[factories.author(attack, slug="b", bio=attack)],
        topics=[factories.topic(attack, slug="c", description=attack)],
    )  # fmt: skip
    Page.objects.create(title=attack, slug="d")
    for path in (
        *("/", "/a/", "/tac-gia/b/", "/chu-de/c/", "/trang/d.html", f"/tim-kiem/?q={attack}"),
        story.get_absolute_url(),
        f"/binh-luan/{story.pk}/",
    ):
        html = client.get(path).content.decode()
        assert "<script>alert" not in html, path
        assert not re.search(r'<[^>]*=""\'', html), path
        assert "{{ 7|add:7 }}" in html, path


def test_each_list_shows_the_way_to_its_feed(client, story):
    for path, feed in {
        "/thoi-su/": "/rss/thoi-su.xml",
        "/do-thi/": "/rss/do-thi.xml",
        "/chu-de/ha-noi/": "/chu-de/ha-noi/rss.xml",
        "/tac-gia/do-an/": "/tac-gia/do-an/rss.xml",
    }.items():
        assert f'<a href="{feed}">RSS' in client.get(path).content.decode(), path


# --- Speed --------------------------------------------------------------------------------


def queries(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_the_cost_of_a_page_is_fixed_however_large_the_paper(client, story):
    # One of them asks for timed updates that are due.
    paths = {
        story.get_absolute_url(): 10, "/": 11, "/thoi-su/": 7, "/do-thi/": 7, "/chu-de/ha-noi/": 7,
        "/tac-gia/do-an/": 8, "/tim-kiem/?q=duong": 8,
        "/rss.xml": 6, "/rss/thoi-su.xml": 8, "/chu-de/ha-noi/rss.xml": 7,
        "/tac-gia/do-an/rss.xml": 7, "/rss/": 4, "/sitemap.xml": 6, "/sitemap/2019-11.xml": 2,
        "/sitemap/trang.xml": 3, "/sitemap/chu-de.xml": 2, "/sitemap-news.xml": 3, "/luu-tru/": 7,
        "/luu-tru/2019/": 7, "/luu-tru/2019/11/": 8, "/luu-tru/2019/11/26/": 7,
    }  # fmt: skip
    for _ in range(12):
        factories.story(section=factories.section())
    factories.story(section=story.section)
    factories.comment(story)
    for read in Article.objects.order_by("pk")[:4]:
        was_read(read, 10)
    few = {path: queries(client, path) for path in paths}
    for path, limit in paths.items():
        assert few[path] <= limit, path
    for number in range(10):
        more = factories.story(
            section=story.section if number % 2 else factories.section(parent=factories.section()),
            topics=list(story.topics.all()),
            authors=[line.author for line in story.bylines.all()],
            lead_photo=story.lead_photo,
            lead_credit="A",
            lead_alt="B",
        )
        factories.comment(story, by=None)
    assert more.is_live()
    assert {path: queries(client, path) for path in paths} == few


def test_a_page_is_made_from_few_queries_once_the_process_knows_the_paper(
    kept_pages, client, story
):
    for _ in range(20):
        factories.comment(story)
    for each in [story, *(factories.story() for _ in range(4))]:
        was_read(each, 10)
    corrected = factories.story(topics=list(story.topics.all()))
    corrections.add(corrected, factories.managing_editor(), kind="erratum", text="Sáu, không bảy.")
    ranking.order()
    client.get("/rss/")
    client.get(factories.story().get_absolute_url())  # how the paper takes comments
    limits = {
        # Two more where there are comments: for picks of the newsroom, and for replies.
        story.get_absolute_url(): 7, corrected.get_absolute_url(): 6, "/": 5, "/thoi-su/": 4,
        "/rss.xml": 5,
    }  # fmt: skip
    for path, limit in limits.items():
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(path)
        assert answer.status_code == 200
        assert path == "/rss.xml" or 'class="most-read"' in answer.content.decode()
        asked = [query["sql"] for query in captured]
        assert len(asked) <= limit, (path, asked)
