"""The way to old stories, by local years, months and days."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles import periods, workflow
from articles.models import Article
from articles.periods import Period
from tests import factories

from .desk import seen, vi

pytestmark = pytest.mark.django_db


def at(headline, moment, **fields):
    return factories.story(headline=headline, published_at=f"{moment}:00+07:00", **fields)


@pytest.fixture
def years():
    """Stories at the edges of local days, months and years."""
    at("Giao thừa", "2018-12-31T23:59")
    at("Năm mới", "2019-01-01T00:00")
    at("Sáng sớm", "2019-11-26T00:30")
    at("Khuya", "2019-11-26T23:59")
    at("Hôm sau", "2019-11-27T00:00")


def stories(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return re.findall(r'class="teaser-title"><a href="[^"]+">([^<]+)<', response.text)


def links(client, path):
    page = client.get(path).text
    return re.findall(r'href="(/luu-tru/[^"]*)"', page[page.index("<main") : page.index("</main>")])


def test_a_day_begins_and_ends_at_midnight_in_hanoi(client, years):
    assert stories(client, "/luu-tru/2019/11/26/") == ["Khuya", "Sáng sớm"]
    assert stories(client, "/luu-tru/2019/11/27/") == ["Hôm sau"]
    assert stories(client, "/luu-tru/2018/12/31/") == ["Giao thừa"]
    assert stories(client, "/luu-tru/2019/01/") == ["Năm mới"]
    assert stories(client, "/luu-tru/2019/11/") == ["Hôm sau", "Khuya", "Sáng sớm"]


def test_one_finds_ones_way_from_the_footer_to_a_story(client, years):
    assert 'href="/luu-tru/"' in client.get("/").text
    assert links(client, "/luu-tru/") == [
        "/luu-tru/2019/", "/luu-tru/2019/11/", "/luu-tru/2019/01/",
        "/luu-tru/2018/", "/luu-tru/2018/12/",
    ]  # fmt: skip
    year = links(client, "/luu-tru/2019/")
    assert [path for path in year if path.count("/") == 5] == [
        "/luu-tru/2019/11/26/", "/luu-tru/2019/11/27/", "/luu-tru/2019/01/01/",
    ]  # fmt: skip
    assert "/luu-tru/2019/11/27/" in links(client, "/luu-tru/2019/11/")
    assert "/luu-tru/2019/11/25/" not in links(client, "/luu-tru/2019/11/")
    assert seen(client.get("/luu-tru/2019/11/26/")).count("Thứ ba, 26/11/2019") >= 1
    assert "Tháng 11/2019" in seen(client.get("/luu-tru/2019/11/"))


def test_before_and_after_leads_to_what_has_stories(client, years):
    def beside(path):
        page = client.get(path).text
        return dict(re.findall(r'rel="(prev|next)" href="(/luu-tru/[^"]+)"', page))

    assert beside("/luu-tru/2019/01/01/") == {
        "prev": "/luu-tru/2018/12/31/",
        "next": "/luu-tru/2019/11/26/",
    }
    assert beside("/luu-tru/2019/11/") == {"prev": "/luu-tru/2019/01/"}
    assert beside("/luu-tru/2018/") == {"next": "/luu-tru/2019/"}


def test_the_date_of_a_story_leads_to_its_day(client, years):
    story = Article.objects.get(headline="Khuya")
    page = client.get(story.get_absolute_url()).text
    assert re.search(
        r'<a href="/luu-tru/2019/11/26/"><time datetime="2019-11-26T23:59:00\+07:00">', page
    )


def test_a_day_without_stories_says_so_and_leads_on(client, years):
    response = client.get("/luu-tru/2019/05/05/")
    assert response.status_code == 200
    assert vi("No story appeared then.") in seen(response)
    assert "noindex" in response.text
    assert 'href="/luu-tru/2019/01/01/"' in response.text
    assert 'href="/luu-tru/2019/11/26/"' in response.text


@pytest.mark.parametrize(
    "path",
    [
        "2019/13/", "2019/00/", "2019/02/29/", "2019/11/31/", "2019/11/00/", "0000/", "9999/",
        "9998/", "9999/12/31/", "0001/01/01/", "0002/01/01/", "2018/12/30/", "2017/",
        "2019/1/", "2019/11/6/", "19/", "20190/", "٢٠١٩/", "2019/11/26/27/", "x/",
        "2019/11/26/?truoc=x",
    ],
)  # fmt: skip
def test_what_is_in_no_calendar_or_before_the_first_story_is_no_page(client, years, path):
    assert client.get(f"/luu-tru/{path}").status_code == 404


def test_the_future_is_no_page_and_the_present_shows_only_what_is_there(client):
    now = timezone.localtime()
    tomorrow = now + timedelta(days=1)
    later = now + timedelta(seconds=90)
    factories.story(headline="Đã ra")
    factories.story(headline="Sắp ra", published_at=later.isoformat())
    factories.story(headline="Ngày mai", published_at=tomorrow.isoformat())
    assert client.get(f"/luu-tru/{tomorrow:%Y/%m/%d}/").status_code == 404
    assert client.get(f"/luu-tru/{now.year + 1}/").status_code == 404
    for path in (f"{now:%Y/%m/%d}/", f"{now:%Y/%m}/"):
        assert stories(client, f"/luu-tru/{path}") == ["Đã ra"]
    assert f"/luu-tru/{tomorrow:%Y/%m/%d}/" not in links(client, f"/luu-tru/{now:%Y}/")


def test_what_is_withdrawn_takes_its_day_away(client, years):
    workflow.withdraw(
        Article.objects.get(headline="Hôm sau"), factories.managing_editor(), reason="sai"
    )
    assert "/luu-tru/2019/11/27/" not in links(client, "/luu-tru/2019/")
    assert stories(client, "/luu-tru/2019/11/27/") == []


def test_a_paper_without_stories_has_an_empty_archive(client):
    assert links(client, "/luu-tru/") == []
    assert client.get("/luu-tru/2019/").status_code == 404


def test_a_long_day_pages_by_key(client):
    section = factories.section()
    for number in range(23):
        at(f"Tin {number:02}", f"2019-11-26T12:{number:02}", section=section)
    at("Hôm trước", "2019-11-25T12:00")
    assert len(stories(client, "/luu-tru/2019/11/26/")) == 20
    older = re.search(
        r'rel="next" href="(\?truoc=[\d-]+)"', client.get("/luu-tru/2019/11/26/").text
    )
    assert stories(client, f"/luu-tru/2019/11/26/{older[1]}") == ["Tin 02", "Tin 01", "Tin 00"]


def test_periods_are_those_of_the_calendar():
    assert Period(2020, 2).end == datetime(2020, 2, 29, 17, tzinfo=UTC)
    assert Period(2019, 12).end == Period(2019).end == Period(2020).start
    assert len(Period(2024, 2).days) == 29
    assert Period.of_day(datetime(2019, 11, 26, 17, tzinfo=UTC)) == Period(2019, 11, 27)


def test_periods_with_stories_are_found_at_their_very_edges(years):
    asked = [Period(2019, month) for month in range(1, 13)]
    assert periods.with_stories(asked) == [Period(2019, 1), Period(2019, 11)]
    assert periods.with_stories(asked, beyond=2) == [Period(2019, 11)]
    assert periods.with_stories(asked, beyond=3) == []
    assert periods.with_stories([]) == []
