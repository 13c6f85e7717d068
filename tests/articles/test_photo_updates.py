"""Bringing the library's words and picture into stories: story by story, all or nothing."""

import pytest

from articles import workflow
from articles.body import figures
from articles.models import Kind, Photo, PhotoFile
from articles.photos import library, photo_updates
from articles.photos.renditions import picture
from articles.versions import revisions
from cms.models import User
from cms.roles import Role
from tests import factories

from .desk import fresh, in_state, seen

pytestmark = pytest.mark.django_db

OLD = {"caption": "Cầu cũ", "credit": "Ảnh: A", "alt": "Cầu"}
NEW = {"caption": "Cầu Long Biên", "credit": "Ảnh: Trần Lệ", "alt": "Cầu sắt qua sông"}


def figure(photo, **words):
    return str(figures.Figure(photo.pk, **{**OLD, **words}))


def fields_with(photo, **fields):
    lead = {f"lead_{name}": word for name, word in OLD.items()}
    body = f"<p>Đầu.</p>{figure(photo)}<p>Cuối.</p>"
    return {"lead_photo": photo, **lead, "body": body, **fields}


@pytest.fixture
def photo():
    return factories.photo(factories.picture_file((400, 200)), **OLD)


def relabel(photo, **changes):
    for name, value in {**NEW, **changes}.items():
        setattr(photo, name, value)
    photo.save()


def take_over(photo, story, user, **options):
    story = fresh(story)
    return photo_updates.take_over(
        photo, story, user, **{"base_id": story.latest_revision_id, **options}
    )


def words(data):
    lead = {name: data[f"lead_{name}"] for name in OLD}
    found = figures.find(data["body"])
    return [lead, *({name: getattr(each, name) for name in OLD} for each in found)]


def test_editing_the_library_changes_no_story_and_offers_what_differs(photo, managing_editor):
    story = factories.story(**fields_with(photo))
    assert photo_updates.offered(photo, managing_editor) == []
    before = fresh(story).latest_revision_id
    relabel(photo, alt=OLD["alt"])
    assert fresh(story).lead_caption == OLD["caption"]
    assert fresh(story).latest_revision_id == before
    (update,) = photo_updates.offered(photo, managing_editor)
    assert {(c.place, c.name, c.before, c.after) for c in update.changes} == {
        (place, name, OLD[name], NEW[name])
        for place in ("lead", "text")
        for name in ("caption", "credit")
    }
    assert update.publishes


def test_a_live_story_goes_to_readers_through_the_publish_verb(photo, managing_editor, client):
    other = factories.photo()
    fields = fields_with(photo)
    fields["body"] += figure(other, caption="Ảnh khác")
    story = factories.story(**fields)
    relabel(photo)
    assert take_over(photo, story, managing_editor).publishes
    story = fresh(story)
    page = seen(client.get(story.get_absolute_url()))
    assert page.count(NEW["caption"]) == page.count(NEW["credit"]) == 2
    assert "Ảnh khác" in page
    assert OLD["caption"] not in page
    assert not story.has_changes
    step = story.transitions.first()
    assert (step.verb, step.actor) == ("publish", managing_editor)
    assert NEW["caption"] in step.reason
    assert story.latest_revision.note == step.reason
    assert photo_updates.offered(photo, managing_editor) == []


@pytest.mark.parametrize("state", ["writing", "submitted", "returned", "approved"])
def test_a_story_that_readers_do_not_have_is_changed_and_stays_where_it_is(
    photo, managing_editor, state
):
    story = in_state(state, **fields_with(photo))
    relabel(photo)
    assert not take_over(photo, story, managing_editor).publishes
    after = fresh(story)
    assert words(after.latest_revision.snapshot) == [NEW, NEW]
    assert (after.stage, after.publication) == (story.stage, story.publication)
    assert after.lead_caption == NEW["caption"]


def test_where_a_version_is_in_preparation_the_change_waits_in_it(photo, managing_editor):
    story = in_state("changed", **fields_with(photo))
    relabel(photo)
    assert not take_over(photo, story, managing_editor).publishes
    after = fresh(story)
    assert after.lead_caption == OLD["caption"]
    assert after.headline != "Bản sau"
    assert after.latest_revision.snapshot["headline"] == "Bản sau"
    assert words(after.latest_revision.snapshot) == [NEW, NEW]


def test_the_change_of_somebody_who_may_not_publish_waits(photo, reporter):
    story = factories.story(by=reporter, **fields_with(photo))
    relabel(photo, focal_x=10)
    assert not take_over(photo, story, reporter).publishes
    after = fresh(story)
    assert after.has_changes
    assert after.lead_caption == OLD["caption"]
    assert words(after.latest_revision.snapshot) == [NEW, NEW]


def test_a_new_crop_alone_can_wait_as_well(photo, reporter, managing_editor):
    story = factories.story(by=reporter, **fields_with(photo))
    photo.focal_x = 10
    photo.save()
    assert take_over(photo, story, reporter).picture
    assert fresh(story).has_changes
    assert fresh(story).lead_shot.focal_x == 50
    workflow.publish(fresh(story), managing_editor)
    assert fresh(story).lead_shot.focal_x == 10


def test_a_new_file_crop_and_kind_reach_readers_and_the_old_file_goes(
    photo, managing_editor, client, django_capture_on_commit_callbacks
):
    story = factories.story(**fields_with(photo))
    old = photo.file
    with django_capture_on_commit_callbacks(execute=True):
        library.replace(photo, factories.picture_file((300, 300)))
    photo.kind, photo.focal_x = Kind.ARCHIVE, 0
    photo.save()
    (update,) = photo_updates.offered(photo, managing_editor)
    assert update.picture
    assert not update.changes
    assert PhotoFile.objects.filter(pk=old.pk).exists()
    with django_capture_on_commit_callbacks(execute=True):
        take_over(photo, story, managing_editor, names=())
    page = client.get(story.get_absolute_url())
    assert picture(photo.shot, "wide").url.rsplit("/", 1)[0] in page.text
    assert old.token not in page.text
    assert "Ảnh tư liệu" in seen(page)
    assert not PhotoFile.objects.filter(pk=old.pk).exists()


def test_an_empty_field_of_the_library_takes_nothing_away(photo, managing_editor):
    story = factories.story(**fields_with(photo))
    relabel(photo, caption="", alt="")
    take_over(photo, story, managing_editor)
    kept = {**NEW, "caption": OLD["caption"], "alt": OLD["alt"]}
    assert words(fresh(story).latest_revision.snapshot) == [kept, kept]


def test_a_photo_that_became_decorative_is_decorative_where_it_is_used(photo, managing_editor):
    story = factories.story(**fields_with(photo))
    relabel(photo, alt="", decorative=True)
    take_over(photo, story, managing_editor)
    after = fresh(story)
    assert after.lead_decorative
    assert figures.find(after.body)[0].decorative
    relabel(photo, decorative=False)
    take_over(photo, story, managing_editor)
    assert not fresh(story).lead_decorative


def test_only_the_chosen_words_are_taken(photo, managing_editor):
    story = factories.story(**fields_with(photo))
    relabel(photo)
    take_over(photo, story, managing_editor, names=["credit"])
    expected = {**OLD, "credit": NEW["credit"]}
    assert words(fresh(story).latest_revision.snapshot) == [expected, expected]


def test_a_story_saved_in_the_meantime_stays_as_it_is(photo, managing_editor):
    story = factories.story(**fields_with(photo))
    base_id = story.latest_revision_id
    relabel(photo)
    data = {**revisions.working(fresh(story)), "headline": "Của đồng nghiệp"}
    revisions.save(story, data, None, base_id=base_id)
    newest = fresh(story).latest_revision_id
    with pytest.raises(revisions.StaleSave):
        take_over(photo, story, managing_editor, base_id=base_id)
    assert fresh(story).latest_revision_id == newest


def test_what_the_gate_refuses_leaves_no_half_done_version(photo, managing_editor):
    story = factories.story(**fields_with(photo))
    before = story.latest_revision_id
    relabel(photo)
    Photo.objects.filter(pk=photo.pk).update(rights_expire="2020-01-01")
    with pytest.raises(workflow.Refused) as refused:
        take_over(photo, story, managing_editor)
    assert refused.value.reasons
    after = fresh(story)
    assert after.latest_revision_id == before
    assert after.revisions.count() == 1
    assert after.lead_caption == OLD["caption"]


def test_nothing_is_offered_or_taken_over_in_stories_of_others(photo, reporter):
    own_desk, foreign = factories.section(), factories.section()
    editor = factories.managing_editor(desks=[own_desk])
    chief = factories.superuser()
    theirs = factories.story(publisher=chief, **fields_with(photo, section=foreign))
    ours = factories.story(publisher=chief, **fields_with(photo, section=own_desk))
    relabel(photo)
    assert [update.article for update in photo_updates.offered(photo, editor)] == [ours]
    assert photo_updates.offered(photo, reporter) == []
    for person in (editor, reporter, factories.user(Role.MODERATOR)):
        with pytest.raises(workflow.Refused):
            take_over(photo, theirs, User.objects.get(pk=person.pk))
    assert fresh(theirs).lead_caption == OLD["caption"]


def test_a_discarded_story_is_left_alone(photo, managing_editor):
    story = in_state("discarded", **fields_with(photo))
    relabel(photo)
    assert photo_updates.offered(photo, managing_editor) == []
    with pytest.raises(workflow.Refused):
        take_over(photo, story, managing_editor)


def test_a_withdrawn_story_stays_withdrawn(photo, managing_editor):
    story = in_state("withdrawn", **fields_with(photo))
    relabel(photo)
    assert not take_over(photo, story, managing_editor).publishes
    assert fresh(story).publication == "withdrawn"
    assert words(fresh(story).latest_revision.snapshot) == [NEW, NEW]


def test_a_scheduled_story_keeps_its_time(photo, managing_editor):
    story = in_state("scheduled", **fields_with(photo))
    relabel(photo)
    assert take_over(photo, story, managing_editor).publishes
    after = fresh(story)
    assert (after.published_at, after.is_live()) == (story.published_at, False)
    assert after.lead_caption == NEW["caption"]


def test_nothing_to_do_stores_nothing(photo, managing_editor):
    story = factories.story(**fields_with(photo))
    assert not take_over(photo, story, managing_editor)
    assert fresh(story).revisions.count() == 1
