"""What readers find, asked at the page as they ask."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import gate, topic_merge, workflow
from articles.listing import PAGE_SIZE
from articles.models import Article, SearchEntry
from articles.search import finding, index
from articles.versions import revisions
from tests import factories

from .desk import seen, vi

pytestmark = pytest.mark.django_db


def ask(client, query="", **parameters):
    response = client.get("/tim-kiem/", {"q": query, **parameters})
    assert response.status_code == 200
    return response


def found(client, query="", **parameters):
    """The numbers of the stories found, in their order."""
    return [hit.story.pk for hit in ask(client, query, **parameters).context.get("hits", [])]


def written(headline, standfirst="Sapo.", body="<p>Thân bài.</p>", **fields):
    return factories.story(headline=headline, standfirst=standfirst, body=body, **fields).pk


@pytest.mark.parametrize(
    ("text", "queries"),
    [
        ("Kim Động", ["kim dong", "Kim Động", "KIM ĐỘNG", "động kim", "Kim Đo\u0323\u0302ng"]),
        ("Kim Đ\u00f4\u0323ng", ["Kim Động", "Kim Đo\u0302\u0323ng"]),  # as Windows types it
        ("Hoà bình, sức khỏe", ["hòa bình", "hoà", "hoa", "sức khoẻ", "suc khoe", '"Hòa Bình"']),
        ("Ðảng bộ tỉnh", ["đảng", "Đảng", "ðảng", "dang bo"]),  # with an eth
        ("Nghị định 147/2024/NĐ-CP", ["147/2024/NĐ-CP", "147/2024/nd-cp", "147/2024", "nd-cp"]),
        ("Giai đoạn 2020-2025", ["2020-2025", "2020 – 2025", "2020 - 2025", '"2020 2025"', "2025"]),
        ("Giai đoạn 2020 – 2025", ["2020-2025", "2020 – 2025", "2020–2025"]),
        ("Đại hội đại biểu", ['"đại hội đại biểu"', "“dai hoi”", "«Đại Hội»", '"đại hội']),
        ("Ｆull ｗidth ﬁle", ["full width", "file", "ﬁle"]),
        ("Straße", ["strasse", "STRASSE", "straße"]),
        ("A & B <b>", ["a & b", "<b>", "b"]),
    ],
)
def test_a_story_is_found_however_its_words_are_typed(client, text, queries):
    other = written("Không có gì")
    for place in (
        {"headline": text},
        {"headline": "Tít", "standfirst": text},
        {"headline": "Tít", "body": f"<h2>Mục</h2><ul><li>{text.replace('<', '&lt;')}</li></ul>"},
    ):
        story = written(**place)
        for query in queries:
            assert found(client, query) == [story], (query, place)
        SearchEntry.objects.filter(article=story).delete()
    assert found(client, "không gì") == [other]


@pytest.mark.parametrize(
    "query",
    ['"hội lễ"', '"kim khai"', "kimdong", "kim xyz", "-kim", "lễ -kim", "lễ -động", '-"lễ hội" kim',
     "2020-2024", "147/2023", "", "   ", "?!", "\x00", "🎉", "-", '"', '""', "-\"", "–", "t", "ki"],
)  # fmt: skip
def test_what_does_not_stand_there_is_not_found(client, query):
    written("Lễ hội Kim Động khai mạc", body="<p>147/2024 và 2020-2025</p>")
    assert found(client, query) == []


def test_no_phrase_runs_from_one_paragraph_into_the_next(client):
    story = written("Một hai", "Ba bốn.", "<p>Năm sáu</p><p>Bảy<br>tám chín</p>")
    assert found(client, '"bảy tám chín"') == [story]
    for query in ('"hai ba"', '"bốn năm"', '"sáu bảy"', '"năm sáu bảy"'):
        assert found(client, query) == [], query


def test_a_phrase_of_three_needs_all_three_together(client):
    written("Hội nghị bàn về nghị quyết, hội nghị quyết không họp"[:24] + ": nghị quyết")
    whole = written("Hội nghị quyết định")
    assert found(client, '"hội nghị quyết"') == [whole]
    assert ask(client, '"hội nghị quyết"').context["listing"].total == 1
    assert whole not in found(client, 'hội -"hội nghị quyết"')
    assert len(found(client, 'hội -"hội nghị quyết"')) == 1


def test_marks_that_were_typed_come_first_then_the_newest(client):
    exact_old = written("Kim Động đón lũ", published_at="2019-01-01T08:00:00+07:00")
    folded = written("Kìm đồng rẻ", published_at="2019-03-01T08:00:00+07:00")
    exact = written("Huyện Kim Động", published_at="2019-02-01T08:00:00+07:00")
    assert found(client, "Kim Động") == [exact, exact_old, folded]
    assert found(client, "kim dong") == [folded, exact, exact_old]


def test_marks_typed_in_a_word_to_leave_out_are_meant(client):
    market = written("Chợ Kim Động")
    copper = written("Kìm đồng")
    assert found(client, "kim -động") == [copper]
    assert found(client, "kim -đồng") == [market]
    assert found(client, "kim -dong") == []
    assert found(client, 'kim -"kim động"') == [copper]


def test_the_best_match_has_the_words_in_the_headline_then_in_the_standfirst(client):
    rest = written("Chuyện quê", body="<p>Ở Kim Động có lũ.</p>")
    top = written("Chuyện quê", "Ở Kim Động.", published_at="2018-01-01T08:00:00+07:00")
    headline = written("Kim Động có lũ", published_at="2017-01-01T08:00:00+07:00")
    other_marks = written("Kìm đồng", published_at="2016-01-01T08:00:00+07:00")
    assert found(client, "Kim Động", xep="sat") == [headline, top, rest, other_marks]
    assert found(client, "kim dong", xep="sat") == [headline, other_marks, top, rest]
    assert found(client, "kim dong")[0] == rest


# --- Filters --------------------------------------------------------------------------------


@pytest.mark.parametrize("few", [True, False])
def test_filters_narrow_and_say_what_they_are(client, story, monkeypatch, few):
    """However many stories the days have: few are read through."""
    monkeypatch.setattr(finding, "_MOST_READ_THROUGH", 2_000 if few else -1)
    other = written("Đường sắt khác", published_at="2020-05-06T23:59:00+07:00")
    for parameters, label in (
        ({"muc": "thoi-su"}, "Thời sự"), ({"muc": "do-thi"}, "Đô thị"),
        ({"chu_de": "Hà Nội"}, "Hà Nội"), ({"chu_de": "ha noi"}, "Hà Nội"),
        ({"chu_de": "duong-sat"}, "Đường sắt"),
        ({"tac_gia": "đỗ an"}, "Đỗ An"), ({"tac_gia": "do-an"}, "Đỗ An"),
        ({"den": "26/11/2019"}, "26/11/2019"), ({"tu": "2019-11-26", "den": "26.11.2019"}, "26/11"),
        ({"tu": "27/11/2019", "den": "1/1/2019"}, "01/01/2019"),
    ):  # fmt: skip
        for query in ("đường sắt", ""):
            response = ask(client, query, **parameters)
            assert [hit.story.pk for hit in response.context["hits"]] == [story.pk], parameters
            assert any(label in each.label for each in response.context["asked"].filters)
    assert found(client, "đường", tu="6/5/2020", den="6/5/2020") == [other]
    assert found(client, "đường", tu="7/5/2020") == []
    assert found(client, "đường", muc="do-thi", tu="1/1/2020") == []


@pytest.mark.parametrize(
    "parameters",
    [{"muc": "khong-co"}, {"chu_de": "không có"}, {"tac_gia": "không ai"}, {"tu": "32/1/2020"},
     {"den": "hôm qua"}, {"tu": "1/1/0000"}, {"tu": "0/0/2020"}, {"muc": "\x00"}, {"tac_gia": "🎉"},
     {"tu": "٢٦/١١/٢٠١٩"}, {"chu_de": "x" * 5000}, {"den": "9999-99-99"}],
)  # fmt: skip
def test_a_filter_that_cannot_be_understood_is_said_and_limits_nothing(client, story, parameters):
    response = ask(client, "đường", **parameters)
    assert [hit.story.pk for hit in response.context["hits"]] == [story.pk]
    assert bool(response.context["asked"].notes) == (parameters != {"muc": "\x00"})
    assert ask(client, "", **parameters).context.get("hits") is None


def test_unknown_parameters_and_very_long_questions_are_pages_too(client, story):
    assert found(client, "đường", xep="'; drop", utm_source="x", muc="") == [story.pk]
    for query in ("đường " * 5000, '"' * 300, "-" * 300, "a-" * 100, "' \\ : & | ! ( )", "%", "_"):
        ask(client, query)
        ask(client, query, xep="sat")
    ask(client, " ".join(f"từ{n}" for n in range(60)), xep="sat")
    for key in ("x", "9-20261123000000000000-1", "1-20261123000000000000-1", "0-x", "0-", "-"):
        assert client.get("/tim-kiem/", {"q": "duong", "truoc": key}).status_code == 404


def test_each_filter_can_be_dropped_by_its_link(client, story):
    response = ask(client, "đường", muc="do-thi", tu="1/1/2019", xep="sat")
    links = [address for _each, address in response.context["dropped"]]
    assert links == [
        "?q=%C4%91%C6%B0%E1%BB%9Dng&tu=01%2F01%2F2019&xep=sat",
        "?q=%C4%91%C6%B0%E1%BB%9Dng&muc=do-thi&xep=sat",
    ]
    for link in links:
        assert link.replace("&", "&amp;") in response.content.decode()


# --- What the page shows --------------------------------------------------------------------


def test_words_are_marked_in_the_spelling_of_the_story(client):
    written("Ga HÀ NỘI & sông Hồng", "Ｈà Nội hôm nay.", "<p>ﬁle</p>")
    page = ask(client, "ha noi song").content.decode()
    assert "Ga <mark>HÀ NỘI</mark> &amp; <mark>sông</mark> Hồng" in page
    assert "<mark>Ｈà Nội</mark> hôm nay." in page
    assert "<mark>ﬁle</mark>" in ask(client, "file").content.decode()


def test_who_types_no_marks_is_shown_the_words_with_any(client):
    written("Cầu sông Lèn", body="<p>Muộn, song vẫn kịp.</p>")
    assert "<mark>Cầu sông Lèn</mark>" in ask(client, "cau song len").content.decode()


def test_only_the_marks_that_were_typed_are_marked_where_the_story_has_them(client):
    written("Ở Kim Động", "Không đông, đóng hay đồng.")
    page = ask(client, "động").content.decode()
    assert "Ở Kim <mark>Động</mark>" in page
    assert "<mark>đ" not in page
    assert "<mark>đông</mark>, <mark>đóng</mark>" in ask(client, "dong").content.decode()


def test_the_snippet_is_the_piece_that_tells_most(client):
    long = " ".join(f"chữ{n}" for n in range(200))
    written("Tít", "Sapo có lũ.", f"<p>{long} lũ về <b>Kim</b> Động {long}</p><p>Kim</p>")
    snippet = str(ask(client, "kim động lũ").context["hits"][0].snippet)
    assert "<mark>lũ</mark> về <mark>Kim Động</mark> chữ0" in snippet
    assert snippet.startswith("… chữ")
    assert snippet.endswith(" …")
    assert len(snippet) < 300


def test_what_a_story_says_cannot_become_markup(client):
    written("<script>x</script> kim", "<mark>giả</mark> kim", "<p>&lt;img src=x&gt; kim</p>")
    page = ask(client, "script kim img").content.decode()
    assert "<script>x" not in page
    assert "&lt;<mark>script</mark>&gt;" in page
    assert "<img src=x" not in page


def test_the_numbers_are_said_and_capped(client, monkeypatch):
    for _ in range(4):
        written("Kim Động")
    assert "4 kết quả" in seen(ask(client, "kim"))
    monkeypatch.setattr(finding, "MOST_COUNTED", 3)
    assert vi("More than 1,000 results") in seen(ask(client, "kim"))
    assert len(found(client, "kim")) == 4


def test_an_empty_page_says_what_was_looked_for_and_leads_on(client, story):
    response = ask(client, '"đường sắt" máy -tàu', muc="do-thi")
    text = seen(response)
    for said in (
        "“đường sắt”", "“máy”", vi("without “%(words)s”", words="tàu"),
        vi("section “%s”").replace("%s", "Đô thị"),
    ):  # fmt: skip
        assert said in text, said
    assert story.headline in text  # among the newest stories
    ways = dict(ask(client, "đường máybay", muc="do-thi").context["ways"])
    assert ways == {
        vi("without “%s”").replace("%s", "máybay"): "?q=%C4%91%C6%B0%E1%BB%9Dng&muc=do-thi"
    }
    ways = dict(ask(client, "đường", tu="1/1/2025").context["ways"])
    assert list(ways.values()) == ["?q=%C4%91%C6%B0%E1%BB%9Dng"]
    assert ask(client, '"sắt đường"').context["ways"]


def test_only_words_to_leave_out_are_no_question(client, story):
    response = ask(client, "-máy")
    assert vi("Only words to leave out were given: add a word to look for.") in seen(response)
    assert response.context.get("hits") is None
    assert found(client, "-máy", muc="do-thi") == [story.pk]
    assert found(client, "-tàu", muc="do-thi") == []


def test_the_form_keeps_what_was_typed(client, story):
    page = ask(
        client, "đường", muc="do-thi", chu_de="hà nội", tac_gia="x&y", tu="1/1/2019", xep="sat"
    ).content.decode()
    for part in (
        'value="đường"', '<option value="do-thi" selected>', 'name="chu_de" value="hà nội"',
        'name="tac_gia" value="x&amp;y"', 'name="tu" value="1/1/2019"', 'name="xep" value="sat"',
    ):  # fmt: skip
        assert part in page, part


# --- Paging ---------------------------------------------------------------------------------


@pytest.mark.parametrize("order", ["moi", "sat"])
def test_pages_have_neither_repeats_nor_gaps_across_marks_and_places(client, order):
    texts = ["Kim Động", "Kìm đồng", "Sapo"]
    moment = timezone.now()
    stories = [
        factories.draft(headline=texts[n % 3], standfirst=f"{texts[(n + 1) % 3]} Kim Động")
        for n in range(2 * PAGE_SIZE + 5)
    ]
    Article.objects.update(publication="published", published_at=moment, first_published_at=moment)
    index.put_all(Article.objects.all())
    shown, key, pages = [], "", 0
    while key is not None:
        listing = ask(client, "Kim Động", truoc=key, xep=order).context["listing"]
        shown += [story.pk for story in listing.rows]
        key, pages = listing.older, pages + 1
    assert len(shown) == len(set(shown))
    assert set(shown) == {story.pk for story in stories}
    assert pages == 3


def test_stories_that_only_look_like_a_phrase_take_no_place_on_a_page(client):
    for _ in range(PAGE_SIZE + 5):
        written("Hội nghị: một nghị quyết")
    whole = written("Hội nghị quyết", published_at="2019-01-01T08:00:00+07:00")
    listing = ask(client, '"hội nghị quyết"').context["listing"]
    assert ([story.pk for story in listing.rows], listing.total) == ([whole], 1)


# --- What is in the index -------------------------------------------------------------------


@pytest.fixture
def editor(db):
    return factories.managing_editor()


def change(story, editor, **fields):
    story = Article.objects.get(pk=story.pk)
    data = {**revisions.working(story), **fields}
    revisions.save(story, data, editor, base_id=story.latest_revision_id)
    return Article.objects.get(pk=story.pk)


def test_the_search_knows_what_readers_have_and_not_what_is_in_preparation(client, story, editor):
    changed = change(story, editor, headline="Cầu mới", section=factories.section("Cầu").pk)
    assert found(client, "cầu mới") == []
    assert found(client, "đường sắt", muc="do-thi") == [story.pk]
    workflow.publish(changed, editor, passed=gate.EVERY)
    assert found(client, "cầu mới", muc="cau") == [story.pk]
    assert found(client, "được mở lại") == []
    assert found(client, "cầu", muc="do-thi") == []


def test_a_withdrawn_story_is_gone_at_once_and_comes_back(client, story, editor):
    workflow.withdraw(story, editor, reason="sai")
    assert not SearchEntry.objects.exists()
    assert found(client, "đường sắt") == []
    workflow.put_back(Article.objects.get(pk=story.pk), editor)
    assert found(client, "đường sắt") == [story.pk]


def test_a_scheduled_story_that_is_taken_back_leaves_nothing(client, editor):
    later = (timezone.now() + timedelta(days=1)).isoformat()
    story = factories.story(headline="Mai này", published_at=later)
    assert SearchEntry.objects.filter(article=story).exists()
    assert found(client, "mai này") == []
    workflow.withdraw(story, editor)
    assert not SearchEntry.objects.exists()


def test_a_step_that_fails_changes_the_index_as_little_as_the_story(
    client, story, editor, monkeypatch
):
    changed = change(story, editor, headline="Cầu mới")
    monkeypatch.setattr("articles.steps.log_step", lambda *args, **more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workflow.publish(changed, editor, passed=gate.EVERY)
    assert found(client, "cầu mới") == []
    assert found(client, "đường sắt") == [story.pk]


def test_an_index_that_is_wrong_leaks_nothing(client, story):
    Article.objects.update(publication="withdrawn")
    response = ask(client, "đường")
    assert response.context["hits"] == []
    assert story.headline not in seen(response)


def test_stories_of_a_merged_topic_are_found_under_its_new_name_without_a_new_index(client, story):
    into = factories.topic("Thủ đô")
    old = story.topics.get(name="Hà Nội")
    topic_merge.merge(old, into, factories.managing_editor())
    assert found(client, "", chu_de="Thủ đô") == [story.pk]
    assert found(client, "", chu_de="Hà Nội") == [story.pk]


def test_a_pasted_table_of_any_size_can_be_published(client):
    rows = "".join(f"<p>{n:x}a {n:x}b {n * 7919:x}c</p>" for n in range(30_000))
    story = written("Bảng lớn", body=rows)
    assert found(client, "bảng lớn") == [story]
    assert found(client, "1a 2b") == [story]


# --- Cost -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parameters", "most"),
    [
        ({"q": "kim"}, 7),
        ({"q": "Kim Động"}, 8),
        ({"q": '"lễ hội kim"', "xep": "sat"}, 12),
        ({"q": "kim", "muc": "thoi-su", "tu": "1/1/2019"}, 7),
        ({"q": "kim", "chu_de": "lễ hội", "tac_gia": "an"}, 11),
        ({"q": "xyz"}, 6),
    ],
)
def test_a_page_of_results_costs_the_same_for_any_number(client, parameters, most):
    section = factories.section("Thời sự")
    more = {"topics": [factories.topic("Lễ hội")], "authors": [factories.author("An")]}

    def asked():
        client.get("/tim-kiem/", parameters)
        with CaptureQueriesContext(connection) as queries:
            ask(
                client,
                **{"query": parameters["q"], **{k: v for k, v in parameters.items() if k != "q"}},
            )
        # PostgreSQL is told how to look, within a transaction.
        told = ("SET LOCAL", "BEGIN", "COMMIT")
        return sum(not query["sql"].startswith(told) for query in queries)

    written("Lễ hội Kim Động", section=section, **more)
    one = asked()
    assert one <= most
    for n in range(8):
        written(f"Lễ hội Kim Động {n}", section=section, **more)
    assert asked() == one
