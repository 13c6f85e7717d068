"""The buttons of the story form: what each does, asks and tells."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.models import Article, Publication, Stage
from articles.versions import revisions
from cms.roles import Role
from tests import factories

from .desk import form_data, fresh, in_state, seen, url, vi, words_of

pytestmark = pytest.mark.django_db


def save_behind(story, by=None, **changes):
    """A colleague saves meanwhile."""
    data = {**revisions.working(fresh(story)), **changes}
    return revisions.save(story, data, by, base_id=fresh(story).latest_revision_id)


def test_the_buttons_save_and_take_the_step(login, reporter, managing_editor):
    story = factories.draft(by=reporter, headline="Cũ")
    client = login(reporter)
    response = client.post(
        url("change", story.pk), form_data(story, headline="Mới", _verb="submit"), follow=True
    )
    assert vi("Submitted. The desk can see it now.") in seen(response)
    assert (fresh(story).headline, fresh(story).stage) == ("Mới", Stage.SUBMITTED)
    client = login(managing_editor)
    response = client.post(url("change", story.pk), form_data(story, _verb="publish"), follow=True)
    assert vi("Published: readers have the story now.") in seen(response)
    assert fresh(story).is_live()
    assert client.get(fresh(story).get_absolute_url()).status_code == 200


def test_a_new_story_can_be_handed_in_at_once(login, reporter, managing_editor):
    login(reporter).post(url("add"), form_data(headline="Tin nhanh", _verb="submit"))
    assert Article.objects.get().stage == Stage.SUBMITTED


def test_publishing_an_unfinished_story_saves_it_and_says_every_reason(login, managing_editor):
    story = factories.draft(section=None, source="")
    data = form_data(story, headline="Đã lưu", _verb="publish")
    response = login(managing_editor).post(url("change", story.pk), data, follow=True)
    text = seen(response)
    assert vi("No section is chosen.") in text
    assert vi("There is neither a byline nor a source.") in text
    assert f'href="{url("change", story.pk)}#id_section"' in response.content.decode()
    assert fresh(story).headline == "Đã lưu"
    assert fresh(story).publication == Publication.UNPUBLISHED


def test_scheduling_says_when(login, managing_editor):
    moment = timezone.localtime() + timedelta(hours=3)
    story = factories.draft()
    data = form_data(
        story,
        _verb="publish",
        published_at_0=f"{moment:%d/%m/%Y}",
        published_at_1=f"{moment:%H:%M}",
    )
    response = login(managing_editor).post(url("change", story.pk), data, follow=True)
    assert f"{moment:%d/%m/%Y %H:%M}" in seen(response)
    assert not fresh(story).is_live()
    assert fresh(story).publication == Publication.PUBLISHED


def test_a_step_that_needs_a_reason_asks_and_keeps_what_was_typed(login, managing_editor):
    story = factories.story()
    client = login(managing_editor)
    path = url("step", story.pk, "withdraw")
    response = client.post(url("change", story.pk), form_data(story, _verb="withdraw"))
    assert response["Location"] == path
    assert "<textarea" in client.get(path).content.decode()
    assert client.post(path, {"reason": "  "}).status_code == 200
    assert fresh(story).is_live()
    typed = {"reason": "Sai số liệu <b>", "requester": "Ban biên tập", "was": "published"}
    typed |= {"kind": "temporary", "hours": "24"}
    client.post(path, typed)
    assert not fresh(story).is_live()
    text = client.get(url("change", story.pk)).content.decode()
    assert "Sai số liệu &lt;b&gt;" in text
    # The story has moved on: the reason stays on the page.
    response = client.post(path, {**typed, "reason": "Lần hai"})
    assert "Lần hai" in response.content.decode()
    assert story.transitions.filter(verb="withdraw").count() == 1


def test_the_reporter_reads_why_a_story_came_back(login, reporter, managing_editor):
    story = factories.draft(by=reporter)
    workflow.submit(story, reporter)
    workflow.send_back(story, managing_editor, reason="Thiếu nguồn tin thứ hai")
    text = seen(login(reporter).get(url("change", story.pk)))
    assert "Thiếu nguồn tin thứ hai" in text
    assert str(managing_editor) in text


@pytest.mark.parametrize("verb", ["hand_over", "nonsense", "save"])
def test_there_are_no_other_steps(login, verb):
    story = factories.draft()
    client = login(factories.superuser())
    assert client.get(url("step", story.pk, verb)).status_code == 403
    client.post(url("change", story.pk), form_data(story, _verb=verb))
    assert not story.transitions.exists()


def test_a_step_is_never_taken_by_looking(login, managing_editor):
    story = factories.draft()
    login(managing_editor).get(url("step", story.pk, "publish"))
    assert not fresh(story).is_live()


def test_the_history_names_steps_versions_and_what_readers_have(login, managing_editor):
    story = factories.story()
    save_behind(story, managing_editor, headline="Bản sau")
    response = login(managing_editor).get(url("history", story.pk))
    text = seen(response)
    assert words_of(f"{vi('Version %(number)s', number=1)} {vi('readers have this one')}") in text
    shown = login(managing_editor).get(
        url("preview", story.pk), {"revision": story.live_revision_id}
    )
    assert story.headline in seen(shown)
    assert "Bản sau" not in seen(shown)
    assert str(managing_editor) in text


def test_only_a_superuser_deletes(login, staff):
    story = factories.story()
    for person in staff.values():
        login(person).post(url("delete", story.pk), {"post": "yes"})
        assert Article.objects.filter(pk=story.pk).exists()
    response = login(factories.superuser()).post(url("delete", story.pk), {"post": "yes"})
    assert response.status_code == 302
    assert not Article.objects.exists()


def test_a_story_with_comments_cannot_be_deleted(login):
    story = factories.story()
    factories.comment(story)
    response = login(factories.superuser()).post(url("delete", story.pk), {"post": "yes"})
    assert response.status_code in (200, 403)
    assert Article.objects.filter(pk=story.pk).exists()


def test_the_add_links_do_not_pile_up_with_each_visit(login, reporter):
    client = login(factories.superuser())
    pages = [client.get(url("add")).content.decode() for _ in range(3)]
    assert pages[0].count("related-widget-wrapper") == pages[2].count("related-widget-wrapper")
    # And what one person may add is not offered to another.
    html = login(reporter).get(url("add")).content.decode()
    assert reverse("admin:articles_topic_add") not in html


def test_cancelling_a_schedule_is_called_so_and_needs_no_reason(login, managing_editor):
    story = in_state("scheduled")
    client = login(managing_editor)
    assert vi("Cancel the schedule") in seen(client.get(url("change", story.pk)))
    response = client.get(url("step", story.pk, "withdraw"))
    assert "reason" not in response.content.decode()
    response = client.post(url("step", story.pk, "withdraw"), follow=True)
    assert vi("The schedule is cancelled. The story is with the desk again.") in seen(response)
    assert fresh(story).publication == Publication.UNPUBLISHED


def test_the_margin_names_who_approved_and_who_published(login, staff):
    story = factories.draft(by=staff[Role.REPORTER])
    workflow.submit(story, staff[Role.REPORTER])
    workflow.approve(story, staff[Role.EDITOR])
    workflow.publish(story, staff[Role.MANAGING_EDITOR])
    text = seen(login(staff[Role.PUBLISHER]).get(url("change", story.pk)))
    assert words_of(f"{vi('Approved by')} {staff[Role.EDITOR]}") in text
    assert words_of(f"{vi('Published by')} {staff[Role.MANAGING_EDITOR]}") in text


def test_the_preview_speaks_the_language_of_the_paper(login):
    story = factories.draft()
    page = login(factories.superuser(language="en")).get(url("preview", story.pk))
    assert vi("Preview: readers do not see this yet") in seen(page)


def test_the_browser_cuts_nothing_off(login, reporter):
    assert "maxlength" not in login(reporter).get(url("add")).content.decode()


# --- The next one -------------------------------------------------------------------------


def following(response):
    """The words of the link to the story that waits next, and its address."""
    link = re.search(r'<a class="next-story" href="([^"]*)">([^<]*)</a>', response.content.decode())
    return link and (link[2], link[1])


def test_after_a_decision_the_story_that_waits_longest_is_next(login, reporter):
    first, second, third = (in_state("submitted", by=reporter) for _ in range(3))
    client = login(factories.managing_editor())
    response = client.post(
        url("change", second.pk), form_data(second, _verb="publish"), follow=True
    )
    words = vi("Next: %(story)s", story=first.headline)
    assert following(response) == (words, url("change", first.pk))
    response = client.post(url("step", first.pk, "send_back"), {"reason": "Thiếu"}, follow=True)
    assert following(response)[1] == url("change", third.pk)
    response = client.post(url("step", third.pk, "approve"), follow=True)
    assert following(response) is None


def test_what_another_desk_decides_on_is_not_next(login, reporter):
    story, other = in_state("submitted", by=reporter), in_state("submitted", by=reporter)
    bound = factories.managing_editor(desks=[story.section])
    assert other.section != story.section
    response = login(bound).post(url("step", story.pk, "approve"), follow=True)
    assert fresh(story).stage == Stage.APPROVED
    assert following(response) is None
