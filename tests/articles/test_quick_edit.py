"""Sửa nhanh: a slip is put right for readers at once, and nothing in preparation goes with it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import gate, quick_edit, timed_updates, workflow
from articles.body.figures import Figure
from articles.models.revision import Verb
from articles.versions import revisions
from cms.roles import Role
from tests import factories

from .desk import fresh, in_state, seen, typed, url, vi

pytestmark = pytest.mark.django_db

SLIP, RIGHT = "Cầu sông Lèn thông xee", "Cầu sông Lèn thông xe"


def save(story, **changes):
    story = fresh(story)
    data = {**revisions.working(story), **changes}
    return revisions.save(story, data, None, base_id=story.latest_revision_id)


def fix(story, editor, *, minor=True, **words):
    story = fresh(story)
    seen_versions = quick_edit.seen(story)
    return quick_edit.fix(story, editor, words, seen_versions=seen_versions, minor=minor)


def post(client, story, **data):
    data = {"seen": quick_edit.seen(fresh(story)), "claim": "minor", **data}
    return client.post(url("quick", story.pk), data, follow=True)


def page_data(story, **changes):
    """The form as a browser posts it: all that stands in it, with ``changes`` typed in."""
    snapshot = fresh(story).live_revision.snapshot
    return {place.name: place.text for place in quick_edit.places(snapshot)} | changes


@pytest.fixture
def editor(db):
    return factories.managing_editor()


@pytest.fixture
def photos(db):
    return [factories.photo(factories.picture_file((64, 48))) for _ in range(2)]


@pytest.fixture
def story(photos):
    lead, inside = photos
    words = {"lead_caption": "Trên cầuu", "lead_credit": "Ảnh: A", "lead_alt": "B"}
    figure = Figure(inside.pk, caption="Dưới sôngg", credit="Ảnh: C", alt="D")
    body = f"<p>Mở đầu.</p>{figure}<p>Kết.</p>{figure}"
    return factories.story(headline=SLIP, lead_photo=lead, body=body, **words)


def test_a_headline_is_right_for_readers_at_once_with_one_revision(client, login, story, editor):
    before = fresh(story)
    assert before.revisions.count() == 1
    response = post(login(editor), story, **page_data(story, headline=RIGHT))
    assert vi("Corrected: readers have it now.") in seen(response)
    assert RIGHT in client.get(story.get_absolute_url()).content.decode()
    after = fresh(story)
    assert after.revisions.count() == 2
    assert (after.updated_at, after.published_at) == (None, before.published_at)
    assert (after.has_changes, after.stage) == (False, "done")
    assert (after.slug, after.shots) == (before.slug, before.shots)
    step = after.transitions.first()
    assert (step.verb, step.minor, step.actor) == (Verb.PUBLISH, True, editor)
    assert vi("Quick edit: %(fields)s", fields=vi("headline")) == after.live_revision.note


def test_standfirst_and_captions_can_be_corrected(story, editor):
    words = {"standfirst": "Sapo đúng.", "lead_caption": "Trên cầu", "caption_2": "Dưới sông"}
    fix(story, editor, minor=False, **words)
    after = fresh(story)
    assert (after.standfirst, after.lead_caption) == ("Sapo đúng.", "Trên cầu")
    assert after.body.count("Dưới sôngg") == 1
    assert after.body.index("Dưới sôngg") < after.body.index("Dưới sông<")


def test_a_material_correction_moves_updated(login, story, editor):
    post(login(editor), story, **page_data(story, headline=RIGHT, claim="material"))
    assert fresh(story).updated_at


def test_the_version_in_preparation_gets_the_correction_and_stays_unpublished(story, editor):
    save(story, standfirst="Bản đang soạn, chưa ai duyệt.")
    prepared = fresh(story).latest_revision
    fixed = fix(story, editor, headline=RIGHT, lead_caption="Trên cầu", caption_1="Dưới sông")
    after = fresh(story)
    assert fixed.left == []
    assert (after.headline, after.lead_caption) == (RIGHT, "Trên cầu")
    assert after.standfirst != "Bản đang soạn, chưa ai duyệt."
    assert after.has_changes
    assert after.latest_revision != prepared
    words = after.latest_revision.snapshot
    assert (words["headline"], words["lead_caption"]) == (RIGHT, "Trên cầu")
    assert "Dưới sôngg" not in words["body"]
    assert words["standfirst"] == "Bản đang soạn, chưa ai duyệt."
    workflow.publish(after, editor, passed=gate.EVERY)
    assert (fresh(story).headline, fresh(story).standfirst) == (
        RIGHT, "Bản đang soạn, chưa ai duyệt.",
    )  # fmt: skip


def test_words_of_its_own_in_preparation_stay_and_the_person_is_told(login, story, editor):
    save(story, headline="Tít mới hẳn")
    response = post(login(editor), story, **page_data(story, headline=RIGHT))
    after = fresh(story)
    assert (after.headline, after.latest_revision.snapshot["headline"]) == (RIGHT, "Tít mới hẳn")
    names = {"names": vi("headline")}
    left = vi(
        "The version in preparation has words of its own here and was left as it is: %(names)s",
        **names,
    )
    assert left in seen(response)


def test_a_stage_that_was_reached_is_kept(story, editor):
    save(story, standfirst="Bản đang soạn.")
    workflow.submit(fresh(story), editor)
    workflow.approve(fresh(story), editor)
    fix(story, editor, headline=RIGHT)
    assert fresh(story).stage == "approved"


@pytest.mark.parametrize("newer", [False, True])
def test_a_timed_update_waits_on_and_brings_the_slip_back_to_nobody(
    story, editor, monkeypatch, newer
):
    save(story, standfirst="Bản hẹn giờ.")
    noon = timezone.now() + timedelta(hours=2)
    workflow.publish(fresh(story), editor, at=noon, passed=gate.EVERY)
    if newer:
        save(story, standfirst="Bản sau nữa.")
    fix(story, editor, headline=RIGHT)
    after = fresh(story)
    assert (after.headline, after.due_at) == (RIGHT, noon)
    assert after.standfirst not in ("Bản hẹn giờ.", "Bản sau nữa.")
    monkeypatch.setattr(timezone, "now", lambda: noon)
    timed_updates.apply_due()
    after = fresh(story)
    assert (after.headline, after.standfirst) == (RIGHT, "Bản hẹn giờ.")
    assert after.has_changes == newer
    assert after.latest_revision.snapshot["headline"] == RIGHT


def test_two_people_at_once_the_later_gets_both_versions_and_loses_nothing(login, story, editor):
    client = login(editor)
    seen_before = quick_edit.seen(fresh(story))
    fix(story, factories.managing_editor(), headline="Tít của đồng nghiệp", minor=False)
    data = page_data(story, headline="Tít của tôi", claim="material")
    response = client.post(url("quick", story.pk), {**data, "seen": seen_before})
    assert response.status_code == 409
    assert typed(response, "headline") == "Tít của tôi"
    assert "Tít của đồng nghiệp" in seen(response)
    assert fresh(story).headline == "Tít của đồng nghiệp"
    # Sent again with what that page knows, it counts.
    client.post(url("quick", story.pk), {**data, "seen": typed(response, "seen")})
    assert fresh(story).headline == "Tít của tôi"


@pytest.mark.parametrize("wrong", ["", "x", "1-2-3", "9" * 40])
def test_without_the_versions_that_were_seen_nothing_is_stored(login, story, editor, wrong):
    response = post(login(editor), story, **page_data(story, headline=RIGHT), seen=wrong)
    assert response.status_code == 409
    assert fresh(story).headline == SLIP


def test_what_stops_at_the_gate_stops_here_and_the_words_come_back(login, story, editor):
    client = login(editor)
    response = post(client, story, **page_data(story, headline=""))
    assert vi("The headline is missing.") in seen(response)
    response = post(client, story, **page_data(story, headline="x" * 201))
    assert typed(response, "headline") == "x" * 201
    assert fresh(story).headline == SLIP
    assert fresh(story).revisions.count() == 1


def test_a_doubted_claim_asks_once_and_is_logged(login, story, editor):
    client = login(editor)
    data = page_data(story, headline="Cầu sông Lèn bị sập")
    response = post(client, story, **data)
    assert vi("The headline says something else.") in seen(response)
    assert typed(response, "headline") == "Cầu sông Lèn bị sập"
    assert fresh(story).headline == SLIP
    post(client, story, **data, passed=typed(response, "passed"))
    assert fresh(story).headline == "Cầu sông Lèn bị sập"
    assert fresh(story).transitions.first().passed[0]["rule"] == "minor_leaves_the_headline"


def test_what_readers_have_had_all_along_is_not_asked_again(story, editor):
    save(story, standfirst="")
    workflow.publish(fresh(story), editor, passed=gate.EVERY)
    fix(story, editor, headline=RIGHT)
    assert fresh(story).headline == RIGHT


def test_nothing_changed_is_said_and_stores_nothing(login, story, editor):
    response = post(login(editor), story, **page_data(story))
    assert vi("Nothing was changed.") in seen(response)
    assert fresh(story).revisions.count() == 1


def test_a_scheduled_story_is_corrected_before_readers_get_it(story, editor):
    story = in_state("scheduled", headline=SLIP)
    fix(story, editor, headline=RIGHT)
    after = fresh(story)
    assert (after.headline, after.published_at) == (RIGHT, story.published_at)
    assert not after.is_live()


@pytest.mark.parametrize("state", ["writing", "withdrawn", "discarded", "mended"])
def test_what_is_not_published_is_changed_in_its_form(login, editor, state):
    story = in_state(state)
    response = login(editor).get(url("quick", story.pk))
    assert response["Location"] == url("change", story.pk)
    with pytest.raises(workflow.Refused):
        fix(story, editor, headline=RIGHT)


def test_only_who_may_publish_the_story_may_correct_it(login, staff, story):
    bound = factories.managing_editor(desks=[factories.section()])
    for role, person in (*staff.items(), ("bound", bound)):
        may = role in (Role.MANAGING_EDITOR, Role.PUBLISHER)
        client = login(person)
        assert client.get(url("quick", story.pk)).status_code == (200 if may else 403), role
        if not may:
            assert post(client, story, headline=RIGHT).status_code == 403
            with pytest.raises(workflow.Refused):
                fix(story, person, headline=RIGHT)


# --- From a pasted address ----------------------------------------------------------------


@pytest.mark.parametrize("form", ["{path}", "https://www.example.org{path}?x=1#y", "{pk}", "#{pk}"])
def test_a_pasted_address_leads_to_the_corrections(login, story, editor, form):
    address = form.format(path=story.get_absolute_url(), pk=story.pk)
    response = login(editor).get(url("quick_find"), {"address": address})
    assert response["Location"] == url("quick", story.pk)


@pytest.mark.parametrize("address", ["abc", "/x/y-999.html", "9" * 30, "<script>", "-1", "\x00"])
def test_an_address_of_nothing_is_said_in_words(login, editor, address):
    response = login(editor).get(url("quick_find"), {"address": address})
    assert response.status_code == 200
    assert vi("No story on your desk has this address.") in seen(response)
    assert "<script>" not in response.content.decode().replace("<script src", "")


def test_an_address_of_another_desk_is_answered_like_one_of_nothing(login, story):
    bound = factories.managing_editor(desks=[factories.section()])
    response = login(bound).get(url("quick_find"), {"address": story.get_absolute_url()})
    assert vi("No story on your desk has this address.") in seen(response)


def test_the_list_links_to_it_where_there_is_something_to_correct(login, story, editor):
    draft = factories.draft()
    html = login(editor).get(url("changelist")).content.decode()
    assert url("quick", story.pk) in html
    assert url("quick", draft.pk) not in html
    assert url("quick_find") in html
    reporter = login(factories.reporter()).get(url("changelist")).content.decode()
    assert url("quick_find") not in reporter
    own = factories.story(by=factories.reporter())
    assert url("quick", own.pk) not in login(own.reporter).get(url("changelist")).text


def test_the_page_and_its_correction_are_cheap(login, story, editor, django_assert_max_num_queries):
    client = login(editor)
    client.get(url("quick", story.pk))
    with django_assert_max_num_queries(12):
        client.get(url("quick", story.pk))
    data = {**page_data(story, headline=RIGHT), "seen": quick_edit.seen(fresh(story))}
    with django_assert_max_num_queries(70):
        client.post(url("quick", story.pk), data)
    assert fresh(story).headline == RIGHT
