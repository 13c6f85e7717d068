"""What stands around a story: chosen, then computed; and the way on in its section."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import related, workflow
from articles.models import Article
from articles.versions import revisions
from tests import factories

from .desk import vi, words_of
from .layouts import ago

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(db):
    return factories.section("Thời sự")


def aside(client, story):
    """The headlines beside a story, as readers get them."""
    html = client.get(story.get_absolute_url()).text
    block = re.search(r'<aside class="related".*?</aside>', html, re.S)
    titles = re.findall(r"<h3.*?</h3>", block[0], re.S) if block else []
    return [words_of(title) for title in titles]


def way_on(client, story):
    html = client.get(story.get_absolute_url()).text
    block = re.search(r'<nav class="next-in-section".*?</nav>', html, re.S)
    return words_of(block[0]) if block else ""


def elsewhere(hours, **fields):
    return ago(hours, section=factories.section(), **fields)


def test_the_chosen_ones_come_first_in_their_order_then_the_nearest_of_the_section(client, section):
    editor = factories.managing_editor()
    old = [elsewhere(24 * (30 + number), headline=f"Cũ {number}") for number in range(2)]
    hidden = factories.story(headline="Đã rút")
    same = [ago(1 + n, headline=f"Cùng mục {n}", section=section) for n in range(5)]
    story = factories.story(
        headline="Bài chính", section=section, related=[old[1], hidden, same[3], old[0]]
    )
    workflow.withdraw(hidden, editor, reason="sai")
    # Five are enough; the very next of the section stands at the foot of the story.
    assert aside(client, story) == ["Cũ 1", "Cùng mục 3", "Cũ 0", "Cùng mục 1", "Cùng mục 2"]
    assert "Cùng mục 0" in way_on(client, story)


def test_then_come_those_that_share_topics_the_rarest_first(client, section):
    common, rare = factories.topic("Hà Nội"), factories.topic("Cầu sông Lèn")
    for number in range(30):
        elsewhere(24 * 9 + number, headline=f"Chung {number}", topics=[common])
    elsewhere(400, headline="Hiếm", topics=[rare])
    elsewhere(500, headline="Cả hai", topics=[rare, common])
    for number in range(3):
        ago(1 + number, headline=f"Cùng mục {number}", section=section)
    story = factories.story(section=section, topics=[common, rare])
    found = aside(client, story)
    assert found[:2] == ["Cả hai", "Hiếm"]
    assert all(headline.startswith("Chung") for headline in found[2:])
    assert len(found) == 5


def test_an_old_story_has_the_stories_of_its_time_around_it(client, section):
    for number in range(20):
        ago(number, headline=f"Mới {number}", section=section)
    years = 24 * 365 * 5
    around = [ago(years + n, headline=f"Ngày ấy {n}", section=section) for n in range(-3, 4)]
    found = aside(client, around[3])
    assert set(found) == {"Ngày ấy -2", "Ngày ấy -3", "Ngày ấy 2", "Ngày ấy 3"} | {found[4]}
    told = way_on(client, around[3])
    assert "Ngày ấy 1" in told
    assert "Ngày ấy -1" in told


@pytest.mark.parametrize("way", ["withdrawn", "scheduled", "expired", "draft", "itself"])
def test_what_readers_do_not_have_is_nowhere_around(client, section, way):
    topic, editor = factories.topic(), factories.managing_editor()
    words = {"headline": "Bí mật", "section": section, "topics": [topic]}
    soon = timezone.now() + timedelta(hours=1)
    if way == "draft":
        hidden = factories.draft(**words)
    elif way == "scheduled":
        hidden = factories.story(**words, published_at=soon.isoformat())
    elif way == "expired":
        past = timezone.now() - timedelta(seconds=1)
        hidden = factories.story(**words, expires_at=past.isoformat())
    else:
        hidden = factories.story(**words)
    story = factories.story(section=section, topics=[topic], related=[hidden])
    if way == "withdrawn":
        workflow.withdraw(hidden, editor, reason="sai")
    if way == "itself":
        data = {**revisions.working(hidden), "related": [hidden.pk, story.pk]}
        revisions.save(hidden, data, editor, base_id=hidden.latest_revision_id)
        workflow.publish(hidden, editor)
        assert aside(client, hidden) == [story.headline]
        return
    assert "Bí mật" not in client.get(story.get_absolute_url()).text


def test_the_way_on_leads_to_the_story_before_and_after_in_the_same_section(client, section):
    first, second, third = (
        ago(hours, headline=headline, section=section)
        for hours, headline in ((3, "Sớm"), (2, "Giữa"), (1, "Muộn"))
    )
    elsewhere(2, headline="Mục khác")
    before, after = vi("Earlier in this section"), vi("Later in this section")
    assert way_on(client, second) == f"{before} Sớm {after} Muộn"
    assert way_on(client, first) == f"{after} Giữa"
    assert way_on(client, third) == f"{before} Giữa"
    assert way_on(client, elsewhere(1)) == ""


def test_stories_of_the_same_second_are_one_after_the_other(client, section):
    moment = timezone.now() - timedelta(hours=1)
    rows = [
        factories.story(headline=f"Bài {n}", section=section, published_at=moment.isoformat())
        for n in range(3)
    ]
    told = way_on(client, rows[1])
    assert f"{vi('Earlier in this section')} Bài 0 {vi('Later in this section')} Bài 2" == told


def test_the_preview_shows_what_readers_would_get(client, login, section):
    editor, topic = factories.managing_editor(), factories.topic()
    shares = elsewhere(50, headline="Cùng chủ đề", topics=[topic])
    for number in range(2):
        ago(1 + number, headline=f"Cùng mục {number}", section=section)
    draft = factories.draft(section=section, topics=[topic], related=[])
    shown = login(editor).get(f"/admin/articles/article/{draft.pk}/preview/", follow=True)
    around = shown.context["around"]
    assert [row.headline for row in around.related] == [shares.headline, "Cùng mục 1"]
    workflow.publish(draft, editor)
    assert aside(client, Article.objects.get(pk=draft.pk)) == ["Cùng chủ đề", "Cùng mục 1"]


def test_it_takes_two_queries_whatever_there_is(section):
    topics = [factories.topic() for _number in range(7)]
    for number in range(30):
        ago(number, section=section, topics=topics[:3])
    story = factories.story(section=section, topics=topics, related=list(Article.objects.all()[:9]))
    with CaptureQueriesContext(connection) as captured:
        found = related.around(story, topics)
    assert len(captured) == 2
    assert len(found.related) == 5
    assert len(str(captured[1]["sql"]).split(" IN (")[1].split(",")) < 40


def test_a_story_without_section_and_topics_has_nothing_around_it():
    story = factories.draft(section=None)
    story.published_at, story.section = timezone.now(), None
    assert related.around(story, [], chosen=[]).shown == []
