"""Many stories published at once: what needs no look goes out, a page shows the others."""

import re
from html import unescape

import pytest

from articles import workflow
from articles.models import Publication, Stage
from tests import factories

from .desk import fresh, in_state, save, seen, url, vi

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(db):
    return factories.managing_editor()


@pytest.fixture
def colleague(db):
    return factories.managing_editor(full_name="Vũ Khánh Linh")


def choose(client, *stories, query="", **more):
    data = {"action": "bulk_publish", "_selected_action": [story.pk for story in stories]}
    data |= {f"seen-{story.pk}": fresh(story).latest_revision_id for story in stories}
    return client.post(url("changelist") + query, {**data, **more}, follow=True)


def send(client, page, *, query="", **chosen):
    """Presses the button of the page that asks."""
    html = page.content.decode()
    fields = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', html)
    data = {}
    for name, value in fields:
        data.setdefault(name, []).append(unescape(value))
    return client.post(url("publish_many") + query, {**data, **chosen}, follow=True)


def test_one_page_says_of_many_stories_what_stands_against_each(login, editor):
    clean, warned, stopped = (
        factories.draft(headline="Đủ cả"),
        factories.draft(headline="Thiếu sapo", standfirst=""),
        factories.draft(headline="Thiếu mục", section=None),
    )
    client = login(editor)
    page = choose(client, clean, warned, stopped)
    text = seen(page)
    assert fresh(clean).is_live()
    assert not fresh(warned).is_live()
    for words in ("Thiếu sapo", "Thiếu mục"):
        assert words in text
    for words in ("The standfirst is missing.", "No section is chosen."):
        assert vi(words) in text
    assert vi("Publish %(count)s story", count=1) in text
    send(client, page)
    assert fresh(warned).is_live()
    assert fresh(warned).transitions.first().passed[0]["rule"] == "standfirst_is_written"
    assert fresh(stopped).publication == Publication.UNPUBLISHED


def test_the_one_click_counts_for_what_was_seen_and_says_which_not(login, editor):
    one, two = (factories.draft(headline=name, standfirst="") for name in ("Một", "Hai"))
    client = login(editor)
    page = choose(client, one, two)
    save(two, headline="Hai, đã sửa")
    text = seen(send(client, page))
    assert fresh(one).is_live()
    assert not fresh(two).is_live()
    assert vi("The story was changed in the meantime. Look at it again.") in text
    assert "Hai, đã sửa" in text


def test_many_stories_posted_by_hand_pass_the_same_gate(login, editor, reporter):
    story, foreign = factories.draft(standfirst=""), factories.draft(section=None)
    data = {"story": [story.pk, foreign.pk, "x", "9" * 30, 0]}
    login(editor).post(url("publish_many"), data)
    assert not fresh(story).is_live()
    assert not fresh(foreign).is_live()
    assert login(reporter).post(url("publish_many"), data).status_code == 403
    bound = factories.managing_editor(desks=[factories.section()])
    data[f"passed-{story.pk}"] = ["standfirst_is_written:standfirst:"]
    login(bound).post(url("publish_many"), data)
    assert not fresh(story).is_live()
    login(editor).post(url("publish_many"), data)
    assert fresh(story).is_live()


def test_a_version_that_waits_is_no_matter_for_many_at_once(login, editor):
    story = in_state("timed")
    save(story, headline="Sửa gấp")
    page = choose(login(editor), story)
    message = "Another version waits for its moment: say what becomes of it."
    assert vi(message) in seen(page)
    assert fresh(story).due_at


def test_looking_at_many_costs_little_for_each(login, editor, django_assert_max_num_queries):
    stories = [factories.draft(standfirst="") for _ in range(6)]
    client = login(editor)
    choose(client, *stories[:1])
    with django_assert_max_num_queries(30 + 6 * 6):
        choose(client, *stories)


# --- What changed since -------------------------------------------------------------------


def handed_in(by, **fields):
    story = factories.draft(by=by, **fields)
    workflow.submit(story, by)
    return fresh(story)


def test_what_a_colleague_changed_since_it_was_handed_in_is_shown_first(
    login, editor, colleague, reporter
):
    changed, own = handed_in(reporter, headline="Kè dài"), handed_in(reporter)
    save(changed, colleague, headline="Kè rất dài", section=changed.section_id)
    save(own, editor, headline="Tự tay sửa")
    page = choose(login(editor), changed, own)
    assert fresh(own).is_live()
    assert not fresh(changed).is_live()
    assert f"{vi('Changed since it was handed in')}: Vũ Khánh Linh" in seen(page)
    assert "<ins>rất </ins>" in page.content.decode()
    send(login(editor), page)
    assert fresh(changed).headline == "Kè rất dài"
    assert fresh(changed).is_live()


def test_the_next_version_of_a_colleague_is_compared_with_what_readers_have(
    login, editor, colleague
):
    story = factories.story(headline="Kè dài")
    save(story, colleague, headline="Kè rất dài")
    page = choose(login(editor), story)
    assert fresh(story).headline == "Kè dài"
    assert vi("What changes for readers when it is published") in seen(page)
    assert "<ins>rất </ins>" in page.content.decode()


def test_what_changed_under_an_open_list_is_compared_with_what_stood_there(
    login, editor, colleague
):
    story = factories.draft(headline="Kè dài")
    stood = fresh(story).latest_revision_id
    save(story, colleague, headline="Kè rất dài")
    page = choose(login(editor), story, **{f"seen-{story.pk}": stood})
    assert not fresh(story).is_live()
    assert "<ins>rất </ins>" in page.content.decode()


def test_a_foreign_version_is_never_compared(login, editor, colleague):
    secret = factories.draft(headline="Bài của ban khác", section=factories.section())
    story = factories.draft(section=factories.section())
    bound = factories.managing_editor(desks=[story.section])
    foreign = {f"seen-{story.pk}": fresh(secret).latest_revision_id}
    page = choose(login(bound), story, **foreign)
    assert "Bài của ban khác" not in seen(page)


# --- Sent back ----------------------------------------------------------------------------


def test_what_is_stopped_goes_back_with_the_reasons_of_the_gate(login, editor, reporter):
    stopped = handed_in(reporter, source="")
    clean_but_weak = handed_in(reporter, standfirst="")
    client = login(editor)
    page = choose(client, stopped, clean_but_weak)
    why = vi("There is neither a byline nor a source.")
    assert f">{why}</textarea>" in page.content.decode()
    send(
        client, page,
        **{f"deed-{stopped.pk}": "send_back", f"reason-{stopped.pk}": why},
        **{f"deed-{clean_but_weak.pk}": "send_back", f"reason-{clean_but_weak.pk}": "Thêm sapo."},
    )  # fmt: skip
    assert fresh(stopped).stage == fresh(clean_but_weak).stage == Stage.RETURNED
    assert fresh(stopped).transitions.first().reason == why
    assert "Thêm sapo." in seen(login(reporter).get(url("change", clean_but_weak.pk)))


def test_nothing_goes_back_without_a_reason_or_from_another_state(login, editor, reporter):
    waiting, draft = handed_in(reporter, standfirst=""), factories.draft(standfirst="")
    client = login(editor)
    page = choose(client, waiting, draft)
    assert f"reason-{draft.pk}" not in page.content.decode()
    deeds = {f"deed-{story.pk}": "send_back" for story in (waiting, draft)}
    text = seen(send(client, page, **deeds, **{f"reason-{draft.pk}": "Vì một lẽ"}))
    assert vi("Please write a reason.") in text
    assert fresh(waiting).stage == Stage.SUBMITTED
    assert fresh(draft).stage == Stage.WRITING


def test_what_is_left_stays_and_the_list_is_the_one_it_was(login, editor, reporter):
    story = handed_in(reporter, standfirst="")
    client = login(editor)
    page = choose(client, story, query="?status=submitted")
    response = send(client, page, query="?status=submitted", **{f"deed-{story.pk}": "leave"})
    assert response.redirect_chain == [(f"{url('changelist')}?status=submitted", 302)]
    assert fresh(story).stage == Stage.SUBMITTED
    assert f'action="{url("publish_many")}?status=submitted"' in page.content.decode()
