"""Versions of a story: what readers have, what is being written, and two people at once."""

import threading
from datetime import timedelta

import pytest
from django.db import close_old_connections, connection
from django.utils import timezone, translation

from articles import workflow
from articles.models import Article, Revision, Stage
from articles.versions import difference, people, preview, revisions
from tests import factories

from .desk import fresh

pytestmark = pytest.mark.django_db


def next_version(story, by=None, **changes):
    data = {**revisions.working(fresh(story)), **changes}
    return revisions.save(story, data, by, base_id=fresh(story).latest_revision_id)


def everything_readers_get(story):
    story = fresh(story)
    row = {
        field.attname: getattr(story, field.attname)
        for field in Article._meta.concrete_fields
        if field.name not in ("latest_revision", "stage", "modified_at")
    }
    return row, revisions.snapshot(story)


@pytest.fixture
def rich():
    """Values for every field of a snapshot, all different from those of the factory."""
    photo = factories.photo(factories.picture_file((64, 48)))
    return {
        "kicker": "Nóng",
        "headline": "Tít mới hẳn",
        "mark": "TTXVN",
        "standfirst": "Sapo mới",
        "body": "<p>Thân mới</p>",
        "lead_photo": photo.pk,
        "lead_caption": "Chú thích",
        "lead_credit": "Ảnh: A",
        "lead_alt": "Mô tả",
        "lead_decorative": True,
        "lead_place": "",  # a photo is chosen
        "section": factories.section().pk,
        "further_sections": [factories.section().pk],
        "topics": [factories.topic("B").pk, factories.topic("A").pk],
        "authors": [factories.author("Bình").pk, factories.author("An").pk],
        "related": [factories.story().pk],
        "source": "Theo VOV",
        "published_at": (timezone.now() - timedelta(hours=5)).isoformat(),
        "expires_at": (timezone.now() + timedelta(days=5)).isoformat(),
        "embargo_until": (timezone.now() - timedelta(hours=6)).isoformat(),
        "breaking_until": (timezone.now() + timedelta(hours=6)).isoformat(),
        "comment_policy": "closed",
        "seo_title": "SEO",
        "seo_description": "SEO mô tả",
    }


def test_a_snapshot_holds_every_field_that_a_person_can_write(rich):
    assert set(rich) == {*revisions.TEXT, *revisions.TIMES, *revisions.SINGLE, *revisions.MANY}
    story = factories.draft(**rich)
    stored = revisions.snapshot(fresh(story))
    for name in rich:
        if name not in revisions.TIMES and name != "topics":
            assert stored[name] == rich[name], name
    assert sorted(stored["topics"]) == sorted(rich["topics"])


def test_nothing_that_readers_have_changes_until_publishing(rich):
    story = factories.story()
    before = everything_readers_get(story)
    next_version(story, **rich)
    assert everything_readers_get(story) == before
    assert fresh(story).has_changes
    for step in (workflow.submit, workflow.approve):
        step(story, factories.managing_editor())
        assert everything_readers_get(story) == before
    workflow.publish(story, factories.managing_editor())
    after = fresh(story)
    assert after.headline == "Tít mới hẳn"
    assert not after.has_changes
    assert [line.author.pen_name for line in after.bylines.all()] == ["Bình", "An"]


def test_a_scheduled_story_is_as_fixed_as_a_live_one(rich):
    story = factories.story(published_at=(timezone.now() + timedelta(hours=1)).isoformat())
    before = everything_readers_get(story)
    next_version(story, **rich)
    assert everything_readers_get(story) == before


def test_a_draft_follows_its_newest_version():
    story = factories.draft()
    next_version(story, headline="Tít mới")
    assert fresh(story).headline == "Tít mới"


def test_saving_without_a_change_makes_no_version():
    story = factories.story(published_at="2026-11-20T10:00:00+07:00")
    count = Revision.objects.count()
    next_version(story, headline=f"  {story.headline} ", published_at="2026-11-20T03:00:00Z")
    assert Revision.objects.count() == count
    assert fresh(story).stage == Stage.DONE


def test_changing_a_published_story_opens_a_version_in_writing():
    story = factories.story()
    next_version(story, headline="Khác")
    assert fresh(story).stage == Stage.WRITING


def test_a_stale_save_is_refused_and_changes_nothing():
    story = factories.draft()
    base = fresh(story).latest_revision_id
    newest = next_version(story, headline="Của Lan")
    with pytest.raises(revisions.StaleSave) as caught:
        revisions.save(story, factories.snapshot(headline="Của tôi"), None, base_id=base)
    assert caught.value.current == newest
    assert fresh(story).headline == "Của Lan"
    with pytest.raises(revisions.StaleSave):
        revisions.save(story, factories.snapshot(), None, base_id=None)


def test_what_was_refused_is_kept_aside_and_followed_by_nothing():
    story = factories.draft()
    reporter = factories.reporter()
    base = fresh(story).latest_revision_id
    newest = next_version(story, headline="Của Lan")
    kept = revisions.keep_aside(
        story, factories.snapshot(headline=" Của  tôi "), reporter, base_id=base
    )
    assert (kept.aside, kept.base_id, kept.author_name) == (True, base, str(reporter))
    assert kept.snapshot["headline"] == "Của tôi"
    assert fresh(story).latest_revision == newest
    assert str(reporter) not in str(people.of(story))


def test_a_snapshot_is_cleaned_before_it_is_stored():
    story = factories.draft(
        headline="Ha\u0300 No\u0302\u0323i\x00\ud800",
        body="<p onclick=x>a\x00</p><script>x</script>",
        authors=[(author := factories.author()), author],
    )
    kept = fresh(story).latest_revision.snapshot
    assert kept["headline"] == "Hà Nội"
    assert kept["body"] == "<p>a</p>"
    assert kept["authors"] == [author.pk]


def test_comparing_says_each_field_that_differs_in_words(rich):
    base = factories.story()
    before, after = base.latest_revision.snapshot, {**base.latest_revision.snapshot, **rich}
    with translation.override("en"):
        differences = {row.field: row for row in difference.compare(before, after)}
    assert set(differences) == set(rich) - {"lead_place"}
    assert differences["authors"].after == "Bình, An"
    assert differences["body"].after == "Thân mới"
    assert differences["comment_policy"].before == "as the site"
    assert differences["headline"].before == base.headline
    assert difference.compare(after, after) == []


def test_comparing_survives_what_has_been_deleted():
    section, topic = factories.section(), factories.topic()
    after = {**factories.snapshot(), "section": section.pk, "topics": [topic.pk]}
    before = factories.snapshot()
    section.delete()
    topic.delete()
    assert {row.field for row in difference.compare(before, after)} >= {"section", "topics"}


def test_publishing_leaves_out_what_was_deleted_since():
    story = factories.story()
    topic, author, kept = factories.topic(), factories.author(), factories.author()
    other = factories.draft()
    next_version(
        story, topics=[topic.pk], authors=[author.pk, kept.pk], related=[other.pk], source=""
    )
    for row in (topic, author, other):
        row.delete()
    workflow.publish(story, factories.managing_editor())
    data = revisions.snapshot(fresh(story))
    assert (data["topics"], data["authors"], data["related"]) == ([], [kept.pk], [])


def test_a_deleted_section_is_a_reason_and_no_crash():
    story = factories.story()
    section = factories.section()
    next_version(story, section=section.pk)
    section.delete()
    with pytest.raises(workflow.Refused) as caught:
        workflow.publish(story, factories.managing_editor())
    assert [reason.field for reason in caught.value.reasons] == ["section"]
    assert fresh(story).is_live()
    story = fresh(story)
    assert preview.context(story, story.latest_revision)["article"].section is None


def test_a_preview_saves_nothing_and_shows_the_newest_version(rich):
    story = factories.story()
    before = everything_readers_get(story)
    next_version(story, **rich)
    story = fresh(story)
    shown = preview.context(story, story.latest_revision)
    assert shown["article"].headline == "Tít mới hẳn"
    assert [author.pen_name for author in shown["authors"]] == ["Bình", "An"]
    assert shown["article"].lead.caption == "Chú thích"
    assert everything_readers_get(story) == before


def test_who_wrote_edited_and_approved():
    reporter, editor = factories.reporter(), factories.managing_editor()
    story = factories.draft(by=reporter)
    next_version(story, by=editor, headline="Sửa")
    workflow.publish(story, editor)
    made = people.of(story)
    assert made["wrote"] == str(reporter)
    assert made["edited"] == [str(editor)]
    assert made["approval"].actor == editor


# --- Two at once, on the real database ----------------------------------------------------


def at_once(*calls):
    """Runs the calls at the same moment, each on a connection of its own; their outcomes."""
    barrier, outcomes = threading.Barrier(len(calls)), []

    def run(call):
        try:
            barrier.wait(10)
            outcomes.append(call())
        except Exception as error:  # the test looks at it
            outcomes.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    close_old_connections()
    return outcomes


@pytest.mark.drill
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_saves_at_the_same_moment_exactly_one_wins_and_the_others_are_kept():
    story = factories.draft(headline="Ban đầu")
    base = story.latest_revision_id
    data = [factories.snapshot(headline=f"Người {number}") for number in range(4)]

    def save(mine):
        try:
            return revisions.save(story, mine, None, base_id=base)
        except revisions.StaleSave:
            return revisions.keep_aside(story, mine, None, base_id=base)

    outcomes = at_once(*(lambda mine=mine: save(mine) for mine in data))
    assert [type(outcome) for outcome in outcomes] == [Revision] * 4
    winners = [revision for revision in outcomes if not revision.aside]
    assert len(winners) == 1
    assert fresh(story).latest_revision == winners[0]
    assert fresh(story).headline == winners[0].snapshot["headline"]
    stored = {row.snapshot["headline"] for row in story.revisions.all()}
    assert stored == {"Ban đầu", *(f"Người {number}" for number in range(4))}


@pytest.mark.drill
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_step_taken_by_two_people_at_once_happens_once():
    editors = [factories.managing_editor(), factories.managing_editor()]
    story = factories.draft()
    outcomes = at_once(
        *(lambda editor=editor: workflow.publish(story, editor) for editor in editors)
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Article", "Refused"]
    assert story.transitions.count() == 1


@pytest.mark.drill
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_publishing_and_saving_at_once_never_publish_half_a_version():
    editor = factories.managing_editor()
    story = factories.draft(headline="Bản một", standfirst="Sapo một")
    base = story.latest_revision_id
    data = {
        **revisions.working(fresh(story)),
        "headline": "Bản hai",
        "standfirst": "Sapo hai",
    }
    outcomes = at_once(
        lambda: workflow.publish(story, editor),
        lambda: revisions.save(story, data, editor, base_id=base),
    )
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    live = fresh(story)
    assert (live.headline, live.standfirst) in (("Bản một", "Sapo một"), ("Bản hai", "Sapo hai"))
    assert live.headline == live.live_revision.snapshot["headline"]
