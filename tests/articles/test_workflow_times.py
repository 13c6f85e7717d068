"""Publishing now, later, again: what happens to times, words and the address of a story."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Article, Publication, Revision, Stage
from articles.models.revision import Verb
from articles.versions import revisions
from tests import factories

from .desk import fresh, in_state

pytestmark = pytest.mark.django_db


def save_as(story, **changes):
    data = {**revisions.working(fresh(story)), **changes}
    revisions.save(story, data, None, base_id=fresh(story).latest_revision_id)


def hours(number):
    return timezone.now() + timedelta(hours=number)


def test_without_a_time_the_story_is_published_now():
    before = timezone.now()
    story = in_state("live")
    assert before <= story.published_at <= timezone.now()
    assert story.first_published_at == story.published_at
    assert story.updated_at is None


def test_a_time_in_the_past_is_what_the_editor_meant():
    story = factories.story(published_at=hours(-30).isoformat())
    assert story.is_live()
    assert story.published_at < hours(-29)


def test_the_next_version_keeps_the_time_and_says_updated():
    editor = factories.managing_editor()
    story = in_state("live")
    save_as(story, headline="Bản sau", published_at=None)
    workflow.publish(story, editor)
    after = fresh(story)
    assert after.published_at == story.published_at
    assert after.updated_at > story.published_at


def test_a_scheduled_story_can_be_brought_forward_and_readers_have_had_it_then():
    editor = factories.managing_editor()
    story = in_state("scheduled")
    save_as(story, published_at=hours(-1).isoformat())
    workflow.publish(story, editor)
    story = fresh(story)
    assert story.is_live()
    assert story.updated_at is None  # nobody has seen another version
    workflow.withdraw(story, editor, reason="sai")
    assert fresh(story).publication == Publication.WITHDRAWN


def test_a_story_put_off_in_time_was_never_read():
    editor = factories.managing_editor()
    story = in_state("scheduled")
    Article.objects.filter(pk=story.pk).update(first_published_at=hours(1))
    save_as(story, published_at=hours(5).isoformat())
    workflow.publish(story, editor)
    assert fresh(story).first_published_at > hours(4)


def test_taken_off_the_schedule_a_story_is_the_desks_again_with_its_newest_words():
    editor = factories.managing_editor()
    story = in_state("scheduled")
    save_as(story, headline="Chưa ai duyệt")
    workflow.withdraw(story, editor, reason="chờ")
    story = fresh(story)
    assert story.publication == Publication.UNPUBLISHED
    assert story.stage == Stage.WRITING  # this version was approved by nobody
    assert story.headline == "Chưa ai duyệt"
    assert story.live_revision is None
    assert workflow.available(editor, story) == ["publish", "submit", "discard", "plan", "assign"]


def test_put_back_keeps_address_and_time():
    editor = factories.managing_editor()
    story = factories.story(headline="Tít một", published_at=hours(-48).isoformat())
    workflow.withdraw(story, editor, reason="sai")
    assert not fresh(story).is_live()
    workflow.put_back(story, editor)
    back = fresh(story)
    assert back.is_live()
    assert back.get_absolute_url() == story.get_absolute_url()
    assert (back.published_at, back.first_published_at, back.updated_at) == (
        story.published_at, story.first_published_at, None,
    )  # fmt: skip


def test_put_back_gives_readers_what_they_had_and_not_what_nobody_approved():
    editor = factories.managing_editor()
    story = factories.story(headline="Đã duyệt")
    save_as(story, headline="Chưa ai duyệt")
    workflow.withdraw(story, editor, reason="sai")
    workflow.put_back(story, editor)
    story = fresh(story)
    assert story.headline == "Đã duyệt"
    assert story.has_changes
    assert story.latest_revision.snapshot["headline"] == "Chưa ai duyệt"
    workflow.publish(story, editor)
    assert fresh(story).headline == "Chưa ai duyệt"


def test_a_withdrawn_story_can_be_mended_and_published():
    editor = factories.managing_editor()
    story = in_state("mended")
    assert not story.is_live()
    workflow.publish(story, editor)
    story = fresh(story)
    assert (story.headline, story.is_live(), story.stage) == ("Bản sau", True, Stage.DONE)


def test_an_expired_story_is_hidden_and_lives_again_with_a_later_time():
    editor = factories.managing_editor()
    story = factories.story(published_at=hours(-5).isoformat(), expires_at=hours(-1).isoformat())
    assert not story.is_live()
    save_as(story, expires_at=hours(5).isoformat())
    workflow.publish(story, editor)
    assert fresh(story).is_live()


# --- Leaving ------------------------------------------------------------------------------


def test_a_leavers_unpublished_stories_go_to_a_colleague():
    leaver, heir, chief = factories.reporter(), factories.reporter(), factories.superuser()
    draft, live = factories.draft(by=leaver), factories.story(by=leaver)
    assert workflow.hand_over(leaver, heir, chief) == 1
    assert (fresh(draft).reporter, fresh(live).reporter) == (heir, leaver)
    assert draft.transitions.get().verb == Verb.HAND_OVER
    assert Revision.objects.filter(article=draft).count() == 1
