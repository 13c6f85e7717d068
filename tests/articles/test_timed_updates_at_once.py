"""Several at the same moment, on the real database: it strikes once, nobody is overwritten."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import gate, quick_edit, timed_updates, workflow
from articles.models import Article
from articles.models.revision import Verb
from articles.versions import revisions
from tests import factories

from .desk import fresh
from .test_revisions import at_once

pytestmark = [
    pytest.mark.drill,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def save(story, **changes):
    story = fresh(story)
    data = {**revisions.working(story), **changes}
    return revisions.save(story, data, None, base_id=story.latest_revision_id)


def test_however_many_readers_come_at_that_second_it_happens_once():
    editor = factories.managing_editor()
    story = factories.story()
    save(story, headline="Bản hẹn giờ")
    soon = timezone.now() + timedelta(minutes=5)
    workflow.publish(fresh(story), editor, at=soon, passed=gate.EVERY)
    outcomes = at_once(*[lambda: timed_updates.apply_due(soon)] * 4)
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert fresh(story).headline == "Bản hẹn giờ"
    assert fresh(story).updated_at == soon
    assert story.transitions.filter(verb=Verb.TIMED).count() == 1


def test_of_two_quick_edits_at_once_one_counts_and_the_other_is_told():
    editors = [factories.managing_editor(), factories.managing_editor()]
    story = factories.story(headline="Ban đầu")
    seen = quick_edit.seen(fresh(story))

    def fix(number):
        typed = {"headline": f"Người {number}"}
        return quick_edit.fix(
            story, editors[number], typed, seen_versions=seen, minor=False, passed=()
        )

    outcomes = at_once(lambda: fix(0), lambda: fix(1))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Fixed", "Stale"]
    assert fresh(story).revisions.count() == 2
    assert fresh(story).headline == fresh(story).live_revision.snapshot["headline"]


def test_the_clock_and_a_quick_edit_at_once_lose_neither():
    editor = factories.managing_editor()
    story = factories.story(headline="Lỗi chínhh tả", standfirst="Sapo cũ.")
    save(story, standfirst="Sapo hẹn giờ.")
    soon = timezone.now() + timedelta(minutes=5)
    workflow.publish(fresh(story), editor, at=soon, passed=gate.EVERY)
    seen = quick_edit.seen(fresh(story))
    outcomes = at_once(
        lambda: timed_updates.apply_due(soon),
        lambda: quick_edit.fix(
            story, editor, {"headline": "Lỗi chính tả"}, seen_versions=seen, minor=False
        ),
    )
    after = Article.objects.get(pk=story.pk)
    assert after.standfirst == "Sapo hẹn giờ."
    # Who came second was told so, and nothing was half done.
    told = [outcome for outcome in outcomes if isinstance(outcome, quick_edit.Stale)]
    assert (after.headline == "Lỗi chính tả") == (not told)
