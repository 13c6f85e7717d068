"""Publishing in the admin: at once where nothing stands against it; otherwise a page says what."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from articles import gate, workflow
from articles.models import HouseWord
from articles.models.revision import Verb
from tests import factories

from .desk import form_data, fresh, in_state, save, seen, typed, url, vi

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(db):
    return factories.managing_editor()


def hidden(response, name):
    """All values of the hidden fields ``name`` on a page."""
    html = response.content.decode()
    found = re.findall(rf'<input type="hidden" name="{name}" value="([^"]*)"', html)
    return [unescape(value) for value in found]


def press(client, story, **typed_words):
    data = form_data(story, _verb="publish", **typed_words)
    return client.post(url("change", story.pk), data, follow=True)


def in_two_hours():
    return (timezone.localtime() + timedelta(hours=2)).replace(second=0, microsecond=0)


def as_typed(moment):
    return f"{moment:%Y-%m-%dT%H:%M}"


# --- One story ----------------------------------------------------------------------------


def test_warnings_are_shown_with_their_passages_and_passed_by_one_click(login, editor):
    HouseWord.objects.create(wrong="sát nhập", right="sáp nhập", note="Từ 2019")
    story = factories.draft(standfirst="")
    client = login(editor)
    response = press(client, story, body="<p>Hai xã sát nhập hôm qua.</p>")
    assert response.redirect_chain[-1][0] == url("step", story.pk, "publish")
    assert not fresh(story).is_live()
    html, text = response.content.decode(), seen(response)
    assert "Hai xã <mark>sát nhập</mark> hôm qua." in html
    assert "→ sáp nhập" in text
    assert "Từ 2019" in text
    assert f'href="{url("change", story.pk)}#id_standfirst"' in html
    assert vi("Publish all the same") in text
    data = {"seen": typed(response, "seen"), "passed": hidden(response, "passed")}
    client.post(url("step", story.pk, "publish"), data)
    assert fresh(story).is_live()
    logged = fresh(story).transitions.first().passed
    assert {each["rule"] for each in logged} == {"standfirst_is_written", "house_list_is_kept"}
    history = seen(client.get(url("history", story.pk)))
    assert vi("The standfirst is missing.") in history


def test_what_stops_leaves_no_button(login, editor):
    story = factories.draft(section=None, standfirst="")
    response = login(editor).get(url("step", story.pk, "publish"))
    text = seen(response)
    assert vi("No section is chosen.") in text
    assert vi("The standfirst is missing.") in text
    assert vi("Publish all the same") not in text
    assert '<button type="submit" class="default"' not in response.content.decode()


def test_a_time_leads_to_the_field_of_its_day(login, editor):
    story = factories.draft(expires_at=(timezone.now() - timedelta(hours=1)).isoformat())
    html = login(editor).get(url("step", story.pk, "publish")).content.decode()
    assert f"{url('change', story.pk)}#id_expires_at_0" in html
    assert 'id="id_expires_at_0"' in login(editor).get(url("change", story.pk)).content.decode()


def test_a_click_counts_for_the_version_that_was_seen(login, editor):
    story = factories.draft(standfirst="")
    client = login(editor)
    page = client.get(url("step", story.pk, "publish"))
    save(story, headline="Tít của đồng nghiệp")
    data = {"seen": typed(page, "seen"), "passed": hidden(page, "passed")}
    response = client.post(url("step", story.pk, "publish"), data)
    assert vi("The story was changed in the meantime. Look at it again.") in seen(response)
    assert not fresh(story).is_live()


def test_warnings_that_came_since_are_shown_first(login, editor):
    story = factories.draft(standfirst="", body="<p>sát nhập</p>")
    client = login(editor)
    page = client.get(url("step", story.pk, "publish"))
    HouseWord.objects.create(wrong="sát nhập", right="sáp nhập")
    data = {"seen": typed(page, "seen"), "passed": hidden(page, "passed")}
    response = client.post(url("step", story.pk, "publish"), data)
    assert response.status_code == 200
    assert "sáp nhập" in seen(response)
    assert not fresh(story).is_live()
    data["passed"] = hidden(response, "passed")
    client.post(url("step", story.pk, "publish"), data)
    assert fresh(story).is_live()


def test_hostile_words_stay_words(login, editor):
    attack = '"><script>alert(1)</script>'
    HouseWord.objects.create(wrong="sát nhập", right=attack, note=attack)
    story = factories.draft(headline=f"sát nhập {attack}")
    client = login(editor)
    for name in ("change", "step"):
        args = [story.pk, "publish"] if name == "step" else [story.pk]
        assert "<script>alert" not in client.get(url(name, *args)).content.decode()
    query = {"claim": attack, "at": attack}
    page = client.get(url("step", in_state("changed").pk, "publish"), query)
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


def test_the_margin_shows_what_the_gate_finds_in_the_saved_version(login, reporter):
    HouseWord.objects.create(wrong="sát nhập", right="sáp nhập")
    story = factories.draft(by=reporter, section=None, body="<p>Hai xã sát nhập.</p>")
    response = login(reporter).get(url("change", story.pk))
    html = response.content.decode()
    assert vi("Before publishing") in seen(response)
    assert vi("No section is chosen.") in seen(response)
    assert "<mark>sát nhập</mark>" in html
    assert 'href="#id_section"' in html
    clean = factories.draft(by=reporter)
    assert vi("Before publishing") not in seen(login(reporter).get(url("change", clean.pk)))


# --- The next version ---------------------------------------------------------------------


def test_the_next_version_is_saved_and_published_by_one_press(login, editor):
    story = factories.story()
    client = login(editor)
    assert vi("Update of the content") in seen(client.get(url("change", story.pk)))
    press(client, story, headline="Bản sau", _claim="material")
    assert fresh(story).headline == "Bản sau"
    assert fresh(story).updated_at
    response = press(client, story)
    assert vi("Readers have exactly this version.") in seen(response)
    assert fresh(story).revisions.count() == 2
    assert fresh(story).transitions.filter(verb=Verb.PUBLISH).count() == 2


def test_a_minor_claim_is_taken_from_the_form_and_doubted_on_the_page(login, editor):
    story = factories.story(headline="Cầu sông Lèn thông xe")
    client = login(editor)
    press(client, story, headline="Cầu sông Lèn thông xe!", _claim="minor")
    assert (fresh(story).headline, fresh(story).updated_at) == ("Cầu sông Lèn thông xe!", None)
    response = press(client, story, headline="Cầu sông Lèn bị sập", _claim="minor")
    assert vi("The headline says something else.") in seen(response)
    data = {"seen": typed(response, "seen"), "claim": "material"}
    client.post(url("step", story.pk, "publish"), data)
    assert fresh(story).headline == "Cầu sông Lèn bị sập"
    assert fresh(story).updated_at


def test_a_timed_update_from_the_form(login, editor):
    story = factories.story(headline="Cũ")
    client, moment = login(editor), in_two_hours()
    response = press(client, story, headline="Mới", _claim="material", _at=as_typed(moment))
    assert f"{moment:%d/%m/%Y %H:%M}" in seen(response)
    story = fresh(story)
    assert (story.headline, story.is_live(), story.due_at) == ("Cũ", True, moment)
    page = client.get(url("change", story.pk))
    when = {"moment": f"{moment:%H:%M %d/%m/%Y}"}
    assert vi("Next version at %(moment)s (Vietnam time)", **when) in seen(page)
    assert typed(page, "published_at_0") == f"{timezone.localtime(story.published_at):%d/%m/%Y}"
    client.post(url("step", story.pk, "cancel_timed"))
    assert fresh(story).due_at is None


@pytest.mark.parametrize("at", ["2019-01-01T00:00", "gì đó", "9999-99-99T99:99"])
def test_a_moment_that_cannot_be_meant_is_asked_again(login, editor, at):
    story = factories.story(headline="Cũ")
    response = press(login(editor), story, headline="Mới", _at=at)
    assert response.redirect_chain[-1][0].startswith(url("step", story.pk, "publish"))
    assert (fresh(story).headline, fresh(story).due_at) == ("Cũ", None)
    assert fresh(story).latest_revision.snapshot["headline"] == "Mới"


def test_a_later_publication_time_typed_for_a_live_story_times_an_update(login, editor):
    story = factories.story(headline="Cũ")
    moment = in_two_hours()
    when = {"published_at_0": f"{moment:%d/%m/%Y}", "published_at_1": f"{moment:%H:%M}"}
    press(login(editor), story, headline="Mới", **when)
    assert (fresh(story).headline, fresh(story).due_at) == ("Cũ", moment)
    assert fresh(story).is_live()


def test_saving_over_a_version_that_waits_says_so_and_publishing_asks(login, editor):
    story = in_state("timed")
    due = fresh(story).due_revision
    client = login(editor)
    response = client.post(
        url("change", story.pk), form_data(story, headline="Sửa gấp"), follow=True
    )
    assert f"{timezone.localtime(story.due_at):%H:%M %d/%m/%Y}" in seen(response)
    assert fresh(story).due_revision == due
    response = press(client, story, headline="Sửa gấp hơn")
    assert response.redirect_chain[-1][0].startswith(url("step", story.pk, "publish"))
    assert 'name="timed"' in response.content.decode()
    assert fresh(story).due_revision == due
    data = {"seen": typed(response, "seen"), "claim": "material"}
    assert client.post(url("step", story.pk, "publish"), data).status_code == 200  # no answer
    client.post(url("step", story.pk, "publish"), {**data, "timed": "keep"})
    assert (fresh(story).headline, fresh(story).due_revision) == ("Sửa gấp hơn", due)


def test_zone_and_fields_of_time_are_named(login, editor):
    story = in_state("changed")
    for page in (url("change", story.pk), url("step", story.pk, "publish")):
        response = login(editor).get(page)
        assert "UTC+7" in seen(response)
        assert 'data-utc-offset="420"' in response.content.decode()


# --- Cost ---------------------------------------------------------------------------------


def test_publishing_is_cheap(login, editor, django_assert_max_num_queries):
    photo = factories.photo(factories.picture_file((64, 48)))
    words = {"lead_caption": "A", "lead_credit": "B", "lead_alt": "C"}
    story = factories.draft(lead_photo=photo, authors=[factories.author()], **words)
    client = login(editor)
    client.get(url("step", story.pk, "publish"))
    with django_assert_max_num_queries(25):
        client.get(url("step", story.pk, "publish"))
    data = {"seen": fresh(story).latest_revision_id}
    with django_assert_max_num_queries(60):
        client.post(url("step", story.pk, "publish"), data)
    assert fresh(story).is_live()


def test_what_was_passed_by_a_photo_of_the_library_is_logged_too(editor):
    story = factories.story(standfirst="")
    save(story, kicker="Mới")
    workflow.publish(fresh(story), editor, passed=gate.EVERY)
    assert fresh(story).transitions.first().passed
