"""Notes between colleagues on a story."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import notes, workflow
from articles.models import Note
from cms.roles import Role
from tests import factories

from .desk import form_data, fresh, seen, typed, url, vi

pytestmark = pytest.mark.django_db


def test_colleagues_write_to_each_other_beside_the_story(login, reporter):
    editor = factories.managing_editor(full_name="Trần Đức Anh")
    story = factories.draft(by=reporter)
    client = login(editor)
    assert client.get(url("notes", story.pk)).status_code == 200
    client.post(url("notes", story.pk), {"text": "Số này lấy từ đâu?\r\n<script>alert(1)</script>"})
    for page in ("change", "notes"):
        response = login(reporter).get(url(page, story.pk))
        assert "Trần Đức Anh" in seen(response)
        assert "Số này lấy từ đâu?" in seen(response)
        assert "<script>alert(1)" not in response.content.decode()
    # Readers get none of it.
    workflow.publish(story, editor)
    assert "Số này" not in client.get(fresh(story).get_absolute_url()).content.decode()


def test_a_note_changes_nothing_of_the_story(login, managing_editor):
    story = factories.draft()
    before = fresh(story).modified_at
    mine = form_data(story, headline="Đang gõ")
    client = login(managing_editor)
    client.post(url("notes", story.pk), {"text": "Một lời"})
    assert fresh(story).modified_at == before
    assert story.revisions.count() == 1
    # And no save is refused for it.
    assert client.post(url("change", story.pk), mine).status_code == 302


def test_posted_beside_the_form_the_answer_is_the_thread_alone(login, managing_editor):
    story = factories.draft()
    client = login(managing_editor)
    response = client.post(url("notes", story.pk), {"text": "Một lời", "beside": "1"})
    html = response.content.decode()
    assert response.status_code == 200
    assert "Một lời" in html
    assert "<html" not in html
    # Its buttons send nothing by themselves: they stand within the form of the story.
    assert 'type="submit"' not in html
    refused = client.post(url("notes", story.pk), {"text": " ", "beside": "1"})
    assert refused.status_code == 422
    assert "errorlist" in refused.content.decode()
    assert Note.objects.count() == 1


def test_what_is_too_long_comes_back_whole(login, managing_editor):
    story = factories.draft()
    text = "dài " * 700
    response = login(managing_editor).post(url("notes", story.pk), {"text": text})
    assert response.status_code == 422
    assert typed(response, "text").split() == text.split()
    assert not Note.objects.exists()


def test_a_note_is_marked_as_done_and_opened_again(login, reporter):
    editor = factories.managing_editor(full_name="Trần Đức Anh")
    story = factories.draft(by=reporter)
    note = notes.write(story, reporter, "Nhờ xem lại")
    page = url("notes", story.pk)
    response = login(editor).post(page, {"done": note.pk}, follow=True)
    assert "Đã xong: Trần Đức Anh" in seen(response)
    # Somebody who marks it once more does not take the name away.
    login(reporter).post(page, {"done": note.pk})
    note.refresh_from_db()
    assert note.done_by_name == "Trần Đức Anh"
    login(reporter).post(page, {"open": note.pk})
    note.refresh_from_db()
    assert (note.done_at, note.done_by_name) == (None, "")


@pytest.mark.parametrize("number", ["", "x", "0", "9" * 30])
def test_only_notes_of_this_story_are_marked_here(login, managing_editor, number):
    story = factories.draft()
    other = notes.write(factories.draft(), managing_editor, "Của bài khác")
    client = login(managing_editor)
    for wrong in (number, other.pk):
        assert client.post(url("notes", story.pk), {"done": wrong}).status_code == 404
    other.refresh_from_db()
    assert other.done_at is None


def test_whoever_may_see_the_story_may_write_and_nobody_else(login, staff):
    section = factories.section()
    story = factories.draft(by=staff[Role.REPORTER], section=section)
    workflow.submit(story, staff[Role.REPORTER])  # read only for the reporter now
    writers = [staff[Role.REPORTER], staff[Role.EDITOR], staff[Role.PUBLISHER]]
    for person in writers:
        response = login(person).post(url("notes", story.pk), {"text": f"Từ {person}"})
        assert response.status_code == 302
    strangers = [
        factories.reporter(),
        staff[Role.MODERATOR],
        staff[None],
        factories.managing_editor(desks=[factories.section()]),
    ]
    for person in strangers:
        client = login(person)
        assert client.get(url("notes", story.pk)).status_code == 403
        assert client.post(url("notes", story.pk), {"text": "x"}).status_code == 403
    assert Note.objects.count() == len(writers)
    # Who may only read the story still finds the thread beside it.
    assert f"Từ {staff[Role.EDITOR]}" in seen(
        login(staff[Role.REPORTER]).get(url("change", story.pk))
    )


def test_the_list_marks_stories_with_open_notes_and_asks_no_more_for_it(login, managing_editor):
    client = login(managing_editor)
    for _number in range(3):
        factories.draft()

    def queries():
        with CaptureQueriesContext(connection) as captured:
            response = client.get(url("changelist"))
        return len(captured), seen(response)

    before, text = queries()
    assert "trao đổi" not in text
    assert "<span" not in text
    story, done = factories.draft(headline="Còn hỏi"), factories.draft(headline="Đã xong")
    for number in range(3):
        notes.write(story, managing_editor, f"Lời {number}")
        notes.settle(notes.write(done, managing_editor, "Xong"), managing_editor, done=True)
    after, text = queries()
    assert after == before
    assert text.count("trao đổi chưa xong") == 1
    assert "3 trao đổi chưa xong" in text
    assert url("notes", story.pk) in client.get(url("changelist")).content.decode()


def test_a_long_thread_shows_its_newest_beside_the_form_and_all_on_its_page(login, managing_editor):
    story = factories.draft()
    for number in range(25):
        notes.write(story, managing_editor, f"Lời thứ {number}.")
    client = login(managing_editor)
    beside = seen(client.get(url("change", story.pk)))
    assert "Lời thứ 24." in beside
    assert "Lời thứ 4." not in beside
    assert vi("Older notes") in beside
    whole = seen(client.get(url("notes", story.pk)))
    assert whole.index("Lời thứ 0.") < whole.index("Lời thứ 24.")
    assert vi("Older notes") not in whole


def test_names_outlive_logins(login, managing_editor):
    story = factories.draft()
    leaver = factories.reporter(full_name="Người đã nghỉ")
    notes.write(story, leaver, "Lời để lại")
    leaver.delete()
    text = seen(login(managing_editor).get(url("notes", story.pk)))
    assert "Người đã nghỉ" in text
    assert "Lời để lại" in text
