"""The front page and section pages as readers get them: what is placed, and what fills the rest."""

import re

import pytest
from django.test import Client

from articles import workflow
from articles.layout import front_page
from articles.models import Layout, Section
from tests import factories

from .desk import fresh, words_of
from .layouts import ago, arranged, at, block, coming, entry
from .test_pages import queries

pytestmark = pytest.mark.django_db


def zones(arrangement=None, moment=None):
    tops = list(Section.objects.filter(parent=None))
    found = front_page.zones(tops, arrangement, moment)
    stories = [found["lead"], *found["beside"]]
    return (
        [story.headline for story in stories if story],
        {section.name: [story.headline for story in row] for section, row in found["blocks"]},
        [story.headline for story in found["latest"]],
    )


def top():
    return zones()[0]


def everything():
    on_top, blocks, _latest = zones()
    return [*on_top, *(headline for row in blocks.values() for headline in row)]


def headlines(html):
    return [words_of(part) for part in re.findall(r"<h[23][^>]*><a.*?</a></h[23]>", html, re.S)]


@pytest.fixture
def news():
    section = factories.section("Thời sự")
    return [ago(n + 1, headline=f"Bài {n}", section=section) for n in range(14)]


def test_without_an_arrangement_everything_is_the_newest(news):
    on_top, blocks, latest = zones()
    assert on_top == ["Bài 0", "Bài 1", "Bài 2", "Bài 3", "Bài 4"]
    assert blocks == {"Thời sự": ["Bài 5", "Bài 6", "Bài 7", "Bài 8"]}
    assert latest == [f"Bài {n}" for n in range(5, 13)]


def test_a_placed_story_stands_in_its_slot_and_the_newest_fill_the_others(news):
    arranged(top=[news[12], None, news[2]], **{block(news[0].section): [None, news[13]]})
    on_top, blocks, latest = zones()
    assert on_top == ["Bài 12", "Bài 0", "Bài 2", "Bài 1", "Bài 3"]
    assert blocks == {"Thời sự": ["Bài 4", "Bài 13", "Bài 5", "Bài 6"]}
    assert latest == [f"Bài {n}" for n in range(4, 12)]  # may repeat the blocks


def test_an_automatic_lead_has_a_picture_where_there_is_one_among_the_newest(news):
    section = news[0].section
    pictured = ago(
        2.5, headline="Có ảnh", section=section, lead_photo=factories.photo(), lead_credit="A",
        lead_alt="B",
    )  # fmt: skip
    assert top() == ["Có ảnh", "Bài 0", "Bài 1", "Bài 2", "Bài 3"]
    arranged(top=[None, pictured])
    assert top() == ["Bài 0", "Có ảnh", "Bài 1", "Bài 2", "Bài 3"]


def test_no_story_stands_twice_whatever_the_arrangement_says(news):
    layout = arranged(top=[news[0]])
    twice = [entry(news[9]), entry(news[9]), entry(news[1])]
    key = f"section-{news[0].section.pk}"
    layout.arrangement = {"top": twice, key: [entry(news[9]), entry(news[1]), entry(news[8])]}
    layout.save()
    shown = everything()
    assert len(shown) == len(set(shown)) == 9
    assert shown[0] == "Bài 9"
    assert "Bài 8" in shown


DAMAGED = [
    [], "x", 7, {"top": None}, {"top": {}}, {"top": [7, "x", [], {}, {"story": "1"}]},
    {"top": [{"story": True}, {"story": -1}, {"story": 10**30}]},
    {"top": [{"story": 1, "headline": 5, "crop": "../x", "until": "mai", "by": {}}] * 40},
    {"section-999": [{"story": 1}], "": [None]},
]  # fmt: skip


def test_a_damaged_arrangement_leaves_the_automatic_page(client, news):
    for number, arrangement in enumerate(DAMAGED, start=1):
        Layout.objects.create(number=number, arrangement=arrangement)
        Layout.objects.create(number=number, arrangement=arrangement, section=news[0].section)
        assert client.get("/").status_code == 200, arrangement
        assert client.get("/thoi-su/").status_code == 200, arrangement
        assert "Bài 0" in everything(), arrangement
        assert len(everything()) == 9, arrangement


def test_the_slot_speaks_for_itself_there_and_nowhere_else(client, news):
    photo = factories.photo(factories.picture_file((900, 900)))
    story = ago(
        40, headline="Tít của bài", standfirst="Sapo của bài", section=news[0].section,
        lead_photo=photo, lead_credit="A", lead_alt="B",
    )  # fmt: skip
    own = entry(story, headline="Tít của ô", standfirst="Sapo của ô", crop="square")
    arranged(top=[own])
    html = client.get("/").content.decode()
    lead = html[html.index("front-lead") : html.index("front-beside")]
    assert "Tít của ô" in lead
    assert "Sapo của ô" in lead
    assert "Tít của bài" not in html
    assert "crop-square" in lead
    assert "-square-" in lead
    assert "-wide-" not in lead
    assert "Tít của bài" in client.get(story.get_absolute_url()).content.decode()
    assert fresh(story).headline == "Tít của bài"

    arranged(top=[entry(story, crop="none")])
    html = client.get("/").content.decode()
    lead = html[html.index("front-lead") : html.index("front-beside")]
    assert "Tít của bài" in lead
    assert "<img" not in lead


def test_in_the_latest_a_story_of_a_block_has_its_own_headline(client, news):
    key = block(news[0].section)
    arranged(**{key: [entry(news[6], headline="Tít của ô")]})
    _top, blocks, latest = zones()
    assert blocks["Thời sự"][0] == "Tít của ô"
    assert "Bài 6" in latest
    assert "Tít của ô" not in latest


# --- What is hidden -------------------------------------------------------------------------


def test_a_scheduled_story_takes_its_slot_at_its_second(news):
    story = coming(3, headline="Hẹn giờ", section=news[0].section)
    arranged(top=[entry(story, headline="Tít mật")])
    assert top()[0] == "Bài 0"
    tops, _blocks, _latest = zones(moment=story.published_at)
    assert tops == ["Tít mật", "Bài 0", "Bài 1", "Bài 2", "Bài 3"]


def test_a_pin_ends_at_its_second(news):
    until = at(hours=2)
    arranged(top=[entry(news[9], until=until.isoformat())])
    assert top()[0] == "Bài 9"
    tops, blocks, _latest = zones(moment=until)
    assert tops[0] == "Bài 0"
    assert "Bài 9" not in blocks["Thời sự"]


HIDDEN = {
    "withdrawn": {},
    "expired": {"expires_at": at(seconds=-1).isoformat()},
    "embargoed": {"embargo_until": at(hours=1).isoformat()},
    "scheduled": {"published_at": at(hours=1).isoformat()},
}


@pytest.mark.parametrize("state", HIDDEN)
def test_a_hidden_story_leaves_no_hole_and_no_word_of_its_slot(client, news, state):
    section = news[0].section
    published = {"published_at": at(days=-2).isoformat()}
    story = factories.story(**{"headline": "Bí mật", "section": section, **published,
                               **HIDDEN[state]})  # fmt: skip
    if state == "withdrawn":
        workflow.withdraw(story, factories.superuser(), reason="sai")
    own = entry(story, headline="Tít bí mật", standfirst="Sapo bí mật")
    arranged(top=[own])
    arranged(section, top=[own, None, own])
    child = factories.section("Giao thông", parent=section)
    arranged(child, top=[own])
    for path in ("/", "/thoi-su/", "/giao-thong/"):
        html = client.get(path).content.decode()
        assert "bí mật" not in html.lower(), path
        assert f"-{story.pk}.html" not in html, path
    assert top() == ["Bài 0", "Bài 1", "Bài 2", "Bài 3", "Bài 4"]
    assert headlines(client.get("/thoi-su/").content.decode())[:2] == ["Bài 0", "Bài 1"]


def test_a_deleted_story_needs_no_cleaning_up(client, news):
    arranged(top=[news[3], news[7]])
    news[3].delete()
    assert top()[:2] == ["Bài 0", "Bài 7"]


def test_where_stories_are_few_the_page_closes_up(client):
    story = ago(1, headline="Một bài")
    arranged(top=[None, None, story])
    assert top() == ["Một bài"]
    assert "Một bài" in client.get("/").content.decode()


# --- Section pages --------------------------------------------------------------------------


def test_pinned_stories_open_the_first_page_of_their_section_and_no_other(client):
    section = factories.section("Kinh tế")
    stories = [ago(n + 1, headline=f"Bài {n}.", section=section) for n in range(30)]
    arranged(section, top=[stories[25], entry(stories[2], headline="Ghim hai")])
    first = client.get("/kinh-te/").content.decode()
    shown = headlines(first)
    assert shown[:4] == ["Bài 25.", "Ghim hai", "Bài 0.", "Bài 1."]
    assert len(shown) == len(set(shown)) == 22
    older = re.search(r"truoc=[\w-]+", first)[0]
    second = headlines(client.get(f"/kinh-te/?{older}").content.decode())
    assert second[0] == "Bài 21."
    assert "Bài 25." in second  # in its place among the others, too
    assert headlines(client.get("/").content.decode())[0] == "Bài 0."


def test_the_pins_of_one_page_are_not_those_of_another(client, news):
    child = factories.section("Giao thông", parent=news[0].section)
    ago(50, headline="Bài của mục con", section=child)
    arranged(child, top=[news[9]])
    assert headlines(client.get("/giao-thong/").content.decode())[0] == "Bài 9"
    assert headlines(client.get("/thoi-su/").content.decode())[0] == "Bài 0"


# --- The cost of it -------------------------------------------------------------------------


def test_the_front_page_costs_one_query_more_however_many_slots_are_filled(news):
    sections = [factories.section(f"Mục {n}") for n in range(6)]
    more = [ago(n, section=sections[n % 6]) for n in range(1, 30)]
    client = Client()
    before = queries(client, "/")
    arranged(top=[news[5]])
    one = queries(client, "/")
    arranged(
        top=more[:5],
        **{block(section): more[5 + 4 * n : 9 + 4 * n] for n, section in enumerate(sections)},
    )
    many = queries(client, "/")
    assert before == one == many <= 8
    arranged(sections[0], top=[more[0]])
    few = queries(client, f"/{sections[0].slug}/")
    arranged(sections[0], top=more[:3])
    assert queries(client, f"/{sections[0].slug}/") == few <= 8
