"""The working copy of an arrangement, and what brings it to readers."""

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from articles import workflow
from articles.layout import layouts, placing
from articles.models import Article, Layout, LayoutDraft
from cms.models import ApprovalSteps, SiteSettings
from tests import factories

from .layouts import ago, arranged, at, block, coming, draft, placed

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return factories.managing_editor(full_name="Trần Đức Anh")


@pytest.fixture
def stories():
    section = factories.section("Thời sự")
    return [ago(n + 1, headline=f"Bài {n}", section=section) for n in range(7)]


def put(user, story, slot, section=None, **options):
    return layouts.change(user, section, placing.put(user, section, story.pk, slot, **options))


def now_on_top(user, section=None):
    return placed(draft(user, section).arrangement)


def test_placing_changes_the_working_copy_and_nothing_that_readers_have(editor, stories):
    put(editor, stories[5], "top:0")
    assert now_on_top(editor) == [stories[5].pk, None, None, None, None]
    slot = draft(editor).arrangement["top"][0]
    assert slot["by"] == "Trần Đức Anh"
    assert slot["at"]
    assert not Layout.objects.exists()


def test_what_stood_in_the_slot_moves_down_to_the_next_empty_one(editor, stories):
    a, b, c, d, *_ = stories
    for story, slot in ((a, "top:0"), (b, "top:1"), (d, "top:4")):
        put(editor, story, slot)
    put(editor, c, "top:0")
    assert now_on_top(editor) == [c.pk, a.pk, b.pk, None, d.pk]


def test_where_no_slot_is_empty_the_last_falls_off_and_is_named(editor, stories):
    for number, story in enumerate(stories[:5]):
        put(editor, story, f"top:{number}")
    said = put(editor, stories[5], "top:1")
    assert "Bài 4" in said
    a, b, c, d, _gone, f, _g = (story.pk for story in stories)
    assert now_on_top(editor) == [a, f, b, c, d]
    layouts.undo_change(editor, None)
    assert now_on_top(editor) == [story.pk for story in stories[:5]]


def test_moving_within_a_zone_only_changes_the_order(editor, stories):
    a, b, c = stories[:3]
    for number, story in enumerate((a, b, c)):
        put(editor, story, f"top:{number}")
    put(editor, c, "top:0", move=True)
    assert now_on_top(editor) == [c.pk, a.pk, b.pk, None, None]
    layouts.change(editor, None, placing.shift(None, c.pk, 1))
    assert now_on_top(editor) == [a.pk, c.pk, b.pk, None, None]
    layouts.change(editor, None, placing.shift(None, a.pk, -1))  # it is the first
    assert now_on_top(editor) == [a.pk, c.pk, b.pk, None, None]


def test_a_story_is_not_placed_twice_and_the_desk_says_where_it_stands(editor, stories):
    story, key = stories[0], block(stories[0].section).replace("_", "-")
    put(editor, story, f"{key}:2")
    with pytest.raises(layouts.Refused, match="Thời sự 3"):
        put(editor, story, "top:0")
    put(editor, story, "top:0", move=True)
    assert placed(draft(editor).arrangement, key) == [None] * 4
    assert now_on_top(editor)[0] == story.pk


def test_own_words_move_with_their_story(editor, stories):
    put(editor, stories[0], "top:0")
    words = {"headline": "Tít riêng", "standfirst": "", "crop": "square", "until": None}
    layouts.change(editor, None, placing.write(editor, None, stories[0].pk, words, "top:3"))
    slot = draft(editor).arrangement["top"][3]
    assert (slot["story"], slot["headline"], slot["crop"]) == (stories[0].pk, "Tít riêng", "square")


def test_only_what_is_live_or_scheduled_can_be_placed(editor, stories):
    section = stories[0].section
    scheduled = coming(5, section=section)
    embargoed = ago(3, section=section, embargo_until="2099-01-01T00:00:00+07:00")
    put(editor, scheduled, "top:0")
    put(editor, embargoed, "top:1")
    over = ago(3, section=section, expires_at=at(seconds=-1).isoformat())
    withdrawn = ago(3, section=section)
    workflow.withdraw(withdrawn, editor, reason="sai")
    nothing = Article(pk=10**9)
    for story in (factories.draft(section=section), over, withdrawn, nothing):
        with pytest.raises(layouts.Refused):
            put(editor, story, "top:2")
    with pytest.raises(layouts.Refused):
        put(editor, stories[0], "top:5")
    with pytest.raises(layouts.Refused):
        put(editor, stories[0], "nowhere:0")
    assert now_on_top(editor) == [scheduled.pk, embargoed.pk, None, None, None]


def test_each_change_can_be_taken_back_until_nothing_is_left(editor, stories):
    put(editor, stories[0], "top:0")
    put(editor, stories[1], "top:0")
    layouts.change(editor, None, placing.take_out(None, stories[0].pk))
    for expected in ([stories[1].pk, stories[0].pk], [stories[0].pk, None], []):
        layouts.undo_change(editor, None)
        assert now_on_top(editor)[:2] == expected
    with pytest.raises(layouts.Refused):
        layouts.undo_change(editor, None)


def test_the_history_of_a_working_copy_stays_small(editor, stories):
    put(editor, stories[0], "top:0")
    for number in range(40):
        put(editor, stories[0], f"top:{number % 5}", move=True)
    assert len(draft(editor).undo) <= 20


# --- Applying -------------------------------------------------------------------------------


def test_applying_makes_a_row_that_says_who_and_when_and_ends_the_working_copy(editor, stories):
    put(editor, stories[3], "top:0")
    layouts.apply_draft(editor, None, note="Cho buổi chiều")
    layout = Layout.objects.current(None)
    assert (layout.number, layout.author_name, layout.note) == (1, "Trần Đức Anh", "Cho buổi chiều")
    assert placed(layout.arrangement)[0] == stories[3].pk
    assert draft(editor) is None
    with pytest.raises(layouts.Refused):
        layouts.apply_draft(editor, None)
    assert Layout.objects.count() == 1


def test_of_two_people_the_later_is_refused_and_keeps_what_was_arranged(editor, stories):
    other = factories.managing_editor(full_name="Lê Thị Ánh")
    put(editor, stories[0], "top:0")
    put(other, stories[1], "top:0")
    layouts.apply_draft(other, None)
    with pytest.raises(layouts.Stale) as stale:
        layouts.apply_draft(editor, None)
    assert stale.value.current.author_name == "Lê Thị Ánh"
    assert Layout.objects.count() == 1
    assert now_on_top(editor)[0] == stories[0].pk


def test_both_are_put_together_zone_by_zone_without_a_story_twice(editor, stories):
    key = block(stories[0].section).replace("_", "-")
    other = factories.managing_editor()
    put(editor, stories[0], "top:0")
    put(other, stories[0], f"{key}:0")
    put(other, stories[1], f"{key}:1")
    layouts.apply_draft(other, None)
    theirs = Layout.objects.current(None)
    change = placing.merge(None, theirs.arrangement, [key])
    layouts.rebase(editor, None, change, base=1)
    merged = draft(editor).arrangement
    assert placed(merged)[0] == stories[0].pk
    assert placed(merged, key) == [None, stories[1].pk, None, None]
    layouts.apply_draft(editor, None)
    assert Layout.objects.current(None).number == 2


def test_putting_together_with_what_is_not_the_newest_any_more_is_refused(editor, stories):
    put(editor, stories[0], "top:0")
    arranged(top=[stories[1]])
    arranged(top=[stories[2]])
    with pytest.raises(layouts.Stale):
        layouts.rebase(editor, None, placing.merge(None, {}, ["top"]), base=1)
    assert now_on_top(editor)[0] == stories[0].pk


def test_undo_is_a_new_row_and_can_be_undone(editor, stories):
    arranged(top=[stories[0]])
    arranged(top=[stories[1]])
    layouts.reapply(editor, None, 1, base=2)
    assert placed(Layout.objects.current(None).arrangement)[0] == stories[0].pk
    layouts.reapply(editor, None, 2, base=3)
    assert placed(Layout.objects.current(None).arrangement)[0] == stories[1].pk
    layouts.reapply(editor, None, 0, base=4)
    assert not any(placed(Layout.objects.current(None).arrangement))
    assert [layout.number for layout in Layout.objects.all()] == [5, 4, 3, 2, 1]
    for base in (4, 9):
        with pytest.raises(layouts.Stale):
            layouts.reapply(editor, None, 1, base=base)
    with pytest.raises(layouts.Refused):
        layouts.reapply(editor, None, 77, base=5)


def test_a_step_past_ones_working_copy_ends_it_where_nothing_was_changed(editor, stories):
    arranged(top=[stories[0]], by=editor)
    put(editor, stories[1], "top:1")
    layouts.undo_change(editor, None)
    layouts.apply_at_once(editor, None, placing.put(editor, None, stories[2].pk, "top:2"), base=1)
    assert draft(editor) is None
    assert placed(Layout.objects.current(None).arrangement)[2] == stories[2].pk


def test_a_working_copy_with_changes_takes_back_no_step_of_ones_own_unasked(editor, stories):
    arranged(top=[stories[0]], by=editor)
    put(editor, stories[1], "top:1")
    layouts.reapply(editor, None, 0, base=1)
    with pytest.raises(layouts.Stale):
        layouts.apply_draft(editor, None)
    assert now_on_top(editor)[:2] == [stories[0].pk, stories[1].pk]


def test_places_do_not_get_into_each_others_way(editor, stories):
    section = stories[0].section
    put(editor, stories[0], "top:0")
    put(editor, stories[0], "top:0", section)
    layouts.apply_draft(editor, section)
    assert Layout.objects.current(None) is None
    assert Layout.objects.current(section).number == 1
    assert draft(editor) is not None


# --- Who may --------------------------------------------------------------------------------


def test_whoever_is_bound_to_sections_arranges_those_only(stories):
    section, elsewhere = stories[0].section, factories.section("Kinh tế")
    child = factories.section("Giao thông", parent=section)
    bound = factories.managing_editor(desks=[section])
    for allowed in (section, child):
        put(bound, stories[0], "top:0", allowed)
        layouts.apply_draft(bound, allowed)
    for place in (None, elsewhere):
        with pytest.raises(PermissionDenied):
            put(bound, stories[0], "top:0", place)
        with pytest.raises(PermissionDenied):
            layouts.apply_draft(bound, place)
        with pytest.raises(PermissionDenied):
            layouts.reapply(bound, place, 0, base=0)
        with pytest.raises(PermissionDenied):
            layouts.discard(bound, place)


def test_a_scheduled_story_of_another_desk_is_nobodys_to_place(stories):
    section = stories[0].section
    bound = factories.managing_editor(desks=[section])
    foreign = coming(4, section=factories.section("Kinh tế"))
    with pytest.raises(layouts.Refused):
        put(bound, foreign, "top:0", section)
    put(bound, coming(4, section=section), "top:0", section)


@pytest.mark.parametrize("role", ["Reporter", "Editor", "Moderator", None])
def test_others_arrange_nothing(stories, role):
    with pytest.raises(PermissionDenied):
        put(factories.user(role), stories[0], "top:0")
    assert not LayoutDraft.objects.exists()


def test_where_one_approving_step_is_set_editors_arrange_as_they_publish(stories):
    SiteSettings(approval_steps=ApprovalSteps.ONE).save()
    put(factories.user("Editor"), stories[0], "top:0")
    with pytest.raises(PermissionDenied):
        put(factories.reporter(), stories[0], "top:0")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_at_the_same_moment_one_of_two_comes_first_and_the_other_keeps_everything():
    story = factories.story()
    people = [factories.managing_editor() for _ in range(4)]
    for person in people:
        put(person, story, "top:0")
    gate, came = threading.Barrier(len(people)), []

    def apply(person):
        gate.wait()
        try:
            layouts.apply_draft(person, None)
            came.append("applied")
        except layouts.Stale:
            came.append("stale")
        finally:
            connection.close()

    threads = [threading.Thread(target=apply, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(came) == ["applied", "stale", "stale", "stale"]
    assert Layout.objects.count() == 1
    assert LayoutDraft.objects.count() == 3
