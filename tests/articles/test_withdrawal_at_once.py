"""Withdrawals, publications and redirects at the same moment."""

import pytest

from articles import gate, topic_merge, workflow
from articles.models import PhotoFile, Publication, Redirect, RetiredAddress, Takedown, Topic
from articles.models.redirect import Loop
from articles.photos import renditions
from tests import factories

from .desk import fresh
from .test_photo_addresses import pictured, small_photo
from .test_revisions import at_once

pytestmark = [
    pytest.mark.drill,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def quietly(step, *args, **kwargs):
    def run():
        try:
            return step(*args, **kwargs)
        except (workflow.Refused, Loop, Topic.DoesNotExist):
            return None

    return run


def all_well(*calls):
    """Runs them at once; nobody gets an error, of a deadlock for instance."""
    outcomes = at_once(*calls)
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]


def test_a_picture_goes_with_one_story_while_another_is_published_with_it():
    """Whichever comes first: a live story has its picture, and nothing is left elsewhere."""
    editor, shared = factories.managing_editor(), small_photo()
    gone, other = pictured(shared), pictured(shared)
    came = factories.draft(lead_photo=shared, lead_credit="A", lead_alt="B")
    late = factories.draft()
    all_well(
        quietly(workflow.withdraw, gone, editor, reason="Sai"),
        quietly(workflow.publish, came, editor, passed=gate.EVERY),
        quietly(workflow.withdraw, other, editor, reason="Sai"),
        quietly(workflow.publish, late, editor, passed=gate.EVERY),
    )
    assert [fresh(story).publication for story in (gone, came, other, late)] == [
        Publication.WITHDRAWN, Publication.PUBLISHED, Publication.WITHDRAWN, Publication.PUBLISHED,
    ]  # fmt: skip
    file = PhotoFile.objects.get()
    assert {fresh(story).lead_shot.token for story in (gone, came, other)} == {file.token}
    assert not renditions.missing(fresh(came).lead_shot)
    assert not RetiredAddress.objects.exists()


def test_one_story_withdrawn_by_three_at_once_is_one_entry_of_the_register():
    editor, story = factories.managing_editor(), pictured(small_photo())
    step = quietly(workflow.withdraw, story, editor, reason="Sai", was="published")
    all_well(step, step, step)
    assert Takedown.objects.count() == 1
    assert story.transitions.filter(verb="withdraw").count() == 1


def test_two_halves_of_a_circle_are_never_both_written():
    def lead(old, path):
        return quietly(Redirect.objects.lead, old, path=path)

    all_well(lead("/a/", "/b/"), lead("/b/", "/a/"), lead("/b/", "/a/"), lead("/a/", "/b/"))
    assert Redirect.objects.count() == 1


def test_two_topics_merged_into_each_other_leave_one():
    editor, one, two = factories.managing_editor(), factories.topic(), factories.topic()
    factories.story(topics=[one, two])
    all_well(
        quietly(topic_merge.merge, one, two, editor), quietly(topic_merge.merge, two, one, editor)
    )
    assert Topic.objects.count() == 1
