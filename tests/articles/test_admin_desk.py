"""The story list: what each person finds there, and what can be done with many at once."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from articles import workflow
from articles.admin.filters import STATUSES
from articles.models import Publication, Stage
from articles.versions import revisions
from cms.paging import CappedPaginator
from cms.roles import Role
from tests import factories

from .desk import form_data, fresh, seen, url, vi

pytestmark = pytest.mark.django_db


def found(client, **query):
    response = client.get(url("changelist"), query)
    assert response.status_code == 200, query
    return {story.pk for story in response.context["cl"].result_list}


def test_everybody_finds_what_is_theirs_to_see(login, staff):
    reporter, other = staff[Role.REPORTER], factories.reporter()
    mine = factories.draft(by=reporter)
    signed = factories.draft(by=other, authors=[factories.author(user=reporter)])
    foreign = factories.draft(by=other)
    assert found(login(reporter)) == {mine.pk, signed.pk}
    for role in (Role.EDITOR, Role.MANAGING_EDITOR, Role.PUBLISHER):
        assert found(login(staff[role])) == {mine.pk, signed.pk, foreign.pk}
    for role in (Role.MODERATOR, None):
        assert login(staff[role]).get(url("changelist")).status_code == 403


def test_a_story_is_found_without_marks_by_number_and_by_pasted_address(login):
    story = factories.story(headline="Đường sắt Hà Nội được mở lại", source="Theo Nghị định 147")
    other = factories.story(headline="Giá gạo tăng 2024")
    client = login(factories.superuser())
    for query in (
        "duong sat", "ĐƯỜNG SẮT", "noi ha", "sat", str(story.pk), f"#{story.pk}",
        f"http://testserver{story.get_absolute_url()}", f"/cu/ten-cu-{story.pk}.html?x=1",
        "  Hà\u00a0Nội ",
    ):  # fmt: skip
        assert story.pk in found(client, q=query), query
    assert found(client, q="2024") == {other.pk}
    assert story.pk in found(client, q="147")
    assert found(client, q="???") == set()
    assert found(client, q="không có") == set()
    assert found(client, q="") == {story.pk, other.pk}
    assert found(client, q="gạo " * 3000) == {other.pk}


def test_a_story_is_found_by_its_number_in_the_old_system(login):
    story = revisions.create(factories.snapshot(), None, legacy_id="771234")
    assert found(login(factories.superuser()), q="771234") == {story.pk}


def test_every_filter_opens_and_finds_its_stories(login):
    editor = factories.superuser()
    section, author = factories.section(), factories.author(user=editor)
    top = factories.section()
    section.parent = top
    section.save()
    mine = factories.draft(section=section, authors=[author])
    live = factories.story()
    tomorrow = (timezone.now() + timedelta(days=1)).isoformat()
    by_status = {
        "writing": mine,
        "planned": factories.plan(by=editor),
        "overdue": factories.plan(by=editor, due_at=timezone.now() - timedelta(hours=1)),
        "live": live,
        "scheduled": factories.story(published_at=tomorrow),
        "submitted": factories.draft(),
        "returned": factories.draft(),
        "approved": factories.draft(),
        "withdrawn": factories.story(),
        "discarded": factories.draft(),
        "changes": factories.story(),
        "timed": factories.story(),
    }
    for key, verbs in {
        "submitted": ["submit"], "returned": ["submit", "send_back"],
        "approved": ["submit", "approve"], "withdrawn": ["withdraw"],
        "discarded": ["submit", "send_back", "discard"],
    }.items():  # fmt: skip
        for verb in verbs:
            workflow.take(verb, by_status[key], editor, reason="x")
    client = login(editor)
    client.post(
        url("change", by_status["changes"].pk), form_data(by_status["changes"], headline="Mới")
    )
    client.post(
        url("change", by_status["timed"].pk),
        form_data(
            by_status["timed"],
            headline="Mới hơn",
            _verb="publish",
            _at=f"{timezone.localtime() + timedelta(days=1):%Y-%m-%dT%H:%M}",
        ),
    )
    assert set(by_status) == set(STATUSES)
    for key, story in by_status.items():
        also = {
            "live": ("changes", "timed"), "changes": ("timed",), "planned": ("overdue",),
        }.get(key, ())  # fmt: skip
        wanted = {story.pk, *(by_status[other].pk for other in also)}
        assert found(client, status=key) == wanted, key
    assert found(client, section=section.pk) == found(client, section=top.pk) == {mine.pk}
    assert found(client, author=author.pk) >= {mine.pk}
    theirs = {mine.pk, by_status["planned"].pk, by_status["overdue"].pk}
    assert found(client, whose="mine") == theirs
    everything = found(client)
    for query in (
        {"status": "x"}, {"section": "x"}, {"section": "9" * 25}, {"author": "-1"},
        {"author": "9" * 25}, {"whose": "x"},
    ):  # fmt: skip
        assert found(client, **query) == everything


def test_many_stories_take_a_step_and_those_that_cannot_say_why(login, managing_editor):
    good, bad = factories.draft(headline="Đủ"), factories.draft(headline="Thiếu mục", section=None)
    live = factories.story(headline="Đã đăng")
    response = login(managing_editor).post(
        url("changelist"),
        {"action": "bulk_publish", "_selected_action": [good.pk, bad.pk, live.pk]},
        follow=True,
    )
    text = seen(response)
    assert fresh(good).is_live()
    assert not fresh(bad).is_live()
    assert vi("No section is chosen.") in text
    assert vi("The story has moved on in the meantime. Look at it again.") in text
    assert good.transitions.count() == 1
    assert live.transitions.count() == 1


def test_a_bulk_step_asks_for_the_permission_of_each_story(login):
    mine, other = factories.section(), factories.section()
    editor = factories.managing_editor(desks=[mine])
    own_desk, foreign = factories.draft(section=mine), factories.draft(section=other)
    signed = factories.draft(section=other, authors=[factories.author(user=editor)])
    login(editor).post(
        url("changelist"),
        {"action": "bulk_publish", "_selected_action": [own_desk.pk, foreign.pk, signed.pk]},
    )
    assert fresh(own_desk).is_live()
    assert not fresh(foreign).is_live()  # not in sight
    assert not fresh(signed).is_live()  # in sight, and still another desk's


def test_a_reporter_is_offered_no_step_that_is_not_theirs(login, reporter):
    story = factories.draft(by=reporter)
    client = login(reporter)
    html = client.get(url("changelist")).content.decode()
    assert "bulk_submit" in html
    for action in ("bulk_publish", "bulk_approve", "delete_selected"):
        assert action not in html
        client.post(url("changelist"), {"action": action, "_selected_action": [story.pk]})
    assert fresh(story).stage == Stage.WRITING
    assert not story.transitions.exists()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_actions_speak_the_language_of_whoever_looks(login, language):
    person = factories.superuser(language=language)
    factories.draft()
    with translation.override(language):
        label = translation.gettext("Publish the selected stories")
    assert label in seen(login(person).get(url("changelist")))


def complete(client, model, field, term=""):
    return client.get(
        reverse("admin:autocomplete"),
        {"app_label": "articles", "model_name": model, "field_name": field, "term": term},
    )


def test_choices_are_completed_without_marks_for_those_who_write(login, staff):
    story = factories.story(headline="Đường sắt mở lại")
    factories.draft(headline="Đường sắt mật")
    topic = factories.topic("Đường sắt")
    for role, person in staff.items():
        client = login(person)
        may = role not in (None, Role.MODERATOR)
        response = complete(client, "article", "topics", "duong sat")
        assert response.status_code == (200 if may else 403), role
        if may:
            assert [row["id"] for row in json.loads(response.content)["results"]] == [str(topic.pk)]
            related = json.loads(complete(client, "article", "related", "duong sat").content)
            assert [row["id"] for row in related["results"]] == [str(story.pk)]
            for field in ("section", "authors", "lead_photo", "further_sections"):
                assert complete(client, "article", field).status_code == 200


# --- Speed --------------------------------------------------------------------------------


def queries(call):
    with CaptureQueriesContext(connection) as captured:
        response = call()
    assert response.status_code in (200, 302)
    return len([q for q in captured if "SAVEPOINT" not in q["sql"]])


def stories(number):
    photo = factories.photo(factories.picture_file((64, 48)))
    for _ in range(number):
        story = factories.story(
            lead_photo=photo,
            lead_credit="A",
            lead_alt="B",
            section=factories.section(parent=factories.section()),
            authors=[factories.author(), factories.author()],
            topics=[factories.topic()],
        )
    return story


def test_the_list_costs_the_same_however_long_it_is(login, managing_editor):
    client = login(managing_editor)
    stories(3)
    client.get(url("changelist"))
    few = queries(lambda: client.get(url("changelist")))
    stories(12)
    assert queries(lambda: client.get(url("changelist"))) == few <= 15


# --- However long the archive grows ---------------------------------------------------------


def test_a_long_list_is_counted_no_further_than_it_is_paged(login, managing_editor, monkeypatch):
    monkeypatch.setattr(CappedPaginator, "most", 2)
    more = vi(
        "Only the first %(most)s are listed. Older ones are found by words and filters.", most=2
    )
    client = login(managing_editor)
    factories.draft()
    factories.draft()
    assert more not in seen(client.get(url("changelist")))
    factories.draft()
    with CaptureQueriesContext(connection) as asked:
        page = seen(client.get(url("changelist")))
    assert more in page
    counts = [query["sql"] for query in asked if query["sql"].startswith("SELECT COUNT(")]
    assert counts
    assert all("LIMIT" in sql for sql in counts)


@pytest.mark.parametrize("words", ["", "bao"])
def test_all_that_are_listed_are_chosen_and_no_more(login, managing_editor, monkeypatch, words):
    monkeypatch.setattr(CappedPaginator, "most", 2)
    monkeypatch.setattr("articles.admin.base.FoldedSearchMixin.most_found", 2)
    rows = [factories.draft(headline=f"Bão số {n}") for n in range(4)]
    data = {"action": "bulk_discard", "_selected_action": [rows[3].pk], "select_across": "1"}
    login(managing_editor).post(f"{url('changelist')}?q={words}", data)
    discarded = [fresh(row).publication == Publication.DISCARDED for row in rows]
    assert discarded == [False, False, True, True]


@pytest.mark.parametrize(
    ("words", "found"),
    [("cau song", True), ("SÔNG cầu", True), ("son ca", True), ("ong", False), ("song da", False)],
)
def test_words_are_found_by_their_beginnings_in_any_order(login, managing_editor, words, found):
    factories.draft(headline="Cầu sông Lèn thông xe", standfirst="", source="")
    page = seen(login(managing_editor).get(url("changelist"), {"q": words}))
    assert ("Cầu sông Lèn" in page) == found


@pytest.mark.parametrize(("few", "many"), [(2500, 5000), (3, 5000), (2500, 1), (3, 1)])
def test_the_newest_are_found_however_many_say_the_words(
    login, managing_editor, monkeypatch, few, many
):
    monkeypatch.setattr("articles.search.desk._FIRST_FEW", few)
    monkeypatch.setattr("articles.search.desk._MANY", many)
    monkeypatch.setattr("articles.admin.base.FoldedSearchMixin.most_found", 2)
    client = login(managing_editor)
    rows = [factories.draft(headline=f"Bão số {n}") for n in range(4)]
    more = vi(
        "Only the first %(most)s are listed. Older ones are found by words and filters.", most=2
    )
    page = client.get(url("changelist"), {"q": "bao so"})
    shown = list(page.context["cl"].result_list)
    assert [story.pk for story in shown[:2]] == [rows[3].pk, rows[2].pk]
    assert more in seen(page)
    for number in range(3):
        factories.draft(headline=f"Nắng {number}")
    assert found(client, q="bao 1") == {rows[1].pk}


@pytest.mark.parametrize("others", [0, 1, 3])
def test_who_is_named_in_stories_of_colleagues_finds_them_beside_the_own(
    login, reporter, monkeypatch, others
):
    monkeypatch.setattr("articles.models.article._FEW_OTHERS", 2)
    me, colleague = factories.author(user=reporter), factories.reporter()
    mine = {factories.draft(by=reporter, authors=[me]).pk for _n in range(2)}
    named = {factories.draft(by=colleague, authors=[me]).pk for _n in range(others)}
    factories.draft(by=colleague)
    assert found(login(reporter)) == found(login(reporter), whose="mine") == mine | named
