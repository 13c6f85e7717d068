"""Whoever is bound to sections works on those, by whatever door they try."""

import pytest
from django.urls import reverse

from articles import workflow
from articles.models import Publication, Stage
from articles.versions import revisions
from cms.roles import Role
from tests import factories
from tests.page import Page

from .desk import form_data, fresh, in_state, typed, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def economy():
    return factories.section("Kinh tế")


@pytest.fixture
def sport():
    return factories.section("Thể thao")


def bound(role, section):
    return factories.user(role, desks=[section])


def test_a_held_story_of_another_desk_cannot_be_filed_here_to_publish_it(login, economy, sport):
    chief = bound(Role.MANAGING_EDITOR, economy)
    story = factories.draft(by=chief, section=sport)
    client = login(chief)
    response = client.post(url("change", story.pk), form_data(story, section=economy.pk))
    assert list(response.context["adminform"].form.errors) == ["section"]
    assert client.post(url("step", story.pk, "publish")).status_code == 403
    assert fresh(story).publication == Publication.UNPUBLISHED
    assert fresh(story).section == sport


def test_a_held_story_of_another_desk_cannot_be_unfiled_to_approve_it(login, economy, sport):
    editor = bound(Role.EDITOR, economy)
    story = factories.draft(by=editor, section=sport)
    client = login(editor)
    response = client.post(url("change", story.pk), form_data(story, section=""))
    assert list(response.context["adminform"].form.errors) == ["section"]
    assert fresh(story).section == sport


@pytest.mark.parametrize("verb", ["approve", "send_back", "publish"])
def test_a_story_without_a_section_is_decided_on_by_those_of_all_desks(login, economy, verb):
    chief, anybody = bound(Role.MANAGING_EDITOR, economy), factories.managing_editor()
    story = in_state("submitted", section=None)
    assert login(chief).post(url("step", story.pk, verb), {"reason": "a"}).status_code == 403
    assert fresh(story).stage == Stage.SUBMITTED
    assert login(anybody).post(url("step", story.pk, verb), {"reason": "a"}).status_code != 403


def test_a_held_story_of_another_desk_can_be_written_on_and_handed_in(login, economy, sport):
    """After a hand-over: the section stays as it is, and its own desk decides."""
    editor = bound(Role.EDITOR, economy)
    story = factories.draft(by=editor, section=sport)
    client = login(editor)
    data = form_data(story, headline="Tít mới")
    assert client.post(url("change", story.pk), data).status_code == 302
    assert fresh(story).headline == "Tít mới"
    assert client.post(url("step", story.pk, "submit")).status_code == 302
    assert fresh(story).stage == Stage.SUBMITTED


def test_a_story_is_not_further_filed_under_another_desk(login, economy, sport):
    editor = bound(Role.EDITOR, economy)
    story = factories.draft(by=editor, section=economy)
    client = login(editor)
    response = client.post(url("change", story.pk), form_data(story, further_sections=[sport.pk]))
    assert list(response.context["adminform"].form.errors) == ["further_sections"]
    # What somebody of all desks decided stays.
    kept = factories.draft(by=editor, section=economy, further_sections=[sport])
    data = form_data(kept, headline="Tít mới")
    assert client.post(url("change", kept.pk), data).status_code == 302
    assert list(fresh(kept).further_sections.all()) == [sport]


def test_a_section_is_moved_under_another_only_by_those_of_all_desks(login, economy, sport):
    story = factories.draft(section=sport)
    chief, anybody = bound(Role.MANAGING_EDITOR, economy), factories.managing_editor()
    address = reverse("admin:articles_section_change", args=[sport.pk])
    data = {"name": sport.name, "slug": sport.slug, "order": 3, "description": "Tin thể thao"}
    login(chief).post(address, {**data, "parent": economy.pk})
    sport.refresh_from_db()
    assert (sport.parent, sport.description) == (None, "Tin thể thao")
    assert login(chief).get(url("preview", story.pk)).status_code == 403
    login(anybody).post(address, {**data, "parent": economy.pk})
    sport.refresh_from_db()
    assert sport.parent == economy


# --- The right to write goes away while somebody writes -------------------------------------


def _submitted(story, reporter):
    workflow.submit(story, reporter)


def _discarded(story, reporter):
    workflow.discard(story, factories.superuser())


def _moved(story, reporter):
    story.reporter = None
    story.save()


@pytest.mark.parametrize("happens", [_submitted, _discarded, _moved])
def test_what_was_typed_comes_back_when_the_story_went_out_of_reach(login, reporter, happens):
    story = factories.draft(by=reporter)
    data = form_data(story, headline="Tít vừa gõ", body="<p>Thân bài vừa gõ</p>")
    happens(story, reporter)
    response = login(reporter).post(url("change", story.pk), data)
    assert response.status_code == 403
    assert typed(response, "headline") == "Tít vừa gõ"
    assert "Thân bài vừa gõ" in typed(response, "body")
    assert fresh(story).headline == story.headline
    aside = story.revisions.filter(aside=True)
    # Who still sees the story finds it in the history as well.
    assert aside.count() == (0 if happens is _moved else 1)


def test_a_stranger_learns_nothing_by_posting_and_stores_nothing(login, reporter):
    hidden = factories.draft(headline="Bí mật")
    for pk in (hidden.pk, hidden.pk + 1000):
        response = login(reporter).post(url("change", pk), form_data(headline="Tôi gõ"))
        assert response.status_code == 403
        assert typed(response, "headline") == "Tôi gõ"
        assert "Bí mật" not in response.text
    assert hidden.revisions.count() == 1


# --- What was seen is what is decided on ----------------------------------------------------


def test_a_story_that_changed_since_it_was_looked_at_is_not_published(login, managing_editor):
    story = in_state("approved")
    client = login(managing_editor)
    page = client.get(url("step", story.pk, "publish"))
    seen = Page(page).form("")
    data = {**revisions.working(story), "headline": "Tít khác"}
    revisions.save(story, data, None, base_id=story.latest_revision_id)
    assert client.post(url("step", story.pk, "publish"), seen).status_code == 200
    assert fresh(story).publication == Publication.UNPUBLISHED


def test_a_story_that_changed_since_the_list_was_shown_is_left_out(login, managing_editor):
    same, other = in_state("approved"), in_state("approved")
    client = login(managing_editor)
    fields = Page(client.get(url("changelist"))).form("changelist-form")
    data = {**revisions.working(other), "headline": "Tít khác"}
    revisions.save(other, data, None, base_id=other.latest_revision_id)
    chosen = {"action": "bulk_publish", "_selected_action": [same.pk, other.pk]}
    client.post(url("changelist"), {**fields, **chosen})
    assert fresh(same).publication == Publication.PUBLISHED
    assert fresh(other).publication == Publication.UNPUBLISHED
