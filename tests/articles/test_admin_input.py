"""Bad input at the story form: a clear answer, and everything typed still there."""

from itertools import product

import pytest
from django.utils import timezone, translation

from articles.models import Article, Stage
from tests import factories

from .desk import form_data, fresh, seen, typed, url, vi

pytestmark = pytest.mark.django_db

TYPED = {
    "headline": "Tít đã gõ",
    "standfirst": "Sapo đã gõ",
    "body": "Thân bài đã gõ",
    "lead_caption": "Chú thích đã gõ",
    "source": "Nguồn đã gõ",
}


def refused(login, person, **wrong):
    """Posts the form with something wrong in it: refused, nothing lost, nothing changed."""
    story = factories.draft(by=person)
    data = form_data(story, **{**TYPED, **wrong})
    response = login(person).post(url("change", story.pk), data)
    assert response.status_code == 200
    for name, text in TYPED.items():
        if name not in wrong:
            assert typed(response, name) == text, name
    assert fresh(story).headline == story.headline
    form = response.context["adminform"].form
    assert form.errors
    return response, form.errors


@pytest.mark.parametrize(
    ("day", "hour"),
    [
        ("31/02/2026", "10:00"),
        ("hôm nay", "10:00"),
        ("01/01/0001", "00:00"),
        ("31/12/0000", "00:00"),
        ("12/31/2026", "10:00"),
        ("26/11/2026", "25:00"),
        ("26/11/2026", ""),
        ("", "10:00"),
        ("26/11/99999", "10:00"),
    ],
)
def test_a_wrong_time_is_said_beside_the_field(login, reporter, day, hour):
    name = {"31/02/2026": "expires_at", "hôm nay": "embargo_until"}.get(day, "published_at")
    response, errors = refused(login, reporter, **{f"{name}_0": day, f"{name}_1": hour})
    assert list(errors) == [name]
    assert typed(response, f"{name}_0") == day
    assert typed(response, f"{name}_1") == hour


@pytest.mark.parametrize(
    ("day", "hour", "meant"),
    [
        ("26/11/2019", "12:13", "26/11/2019 12:13"),
        ("05/04/2019", "9:05", "05/04/2019 09:05"),
        ("26-11-2019", "12h13", "26/11/2019 12:13"),
        ("26.11.2019", "12h", "26/11/2019 12:00"),
        ("2019-11-26", "12:13:14", "26/11/2019 12:13"),
    ],
)
def test_times_are_typed_as_in_vietnam(login, reporter, day, hour, meant):
    story = factories.draft(by=reporter)
    data = form_data(story, published_at_0=day, published_at_1=hour)
    assert login(reporter).post(url("change", story.pk), data).status_code == 302
    assert f"{timezone.localtime(fresh(story).published_at):%d/%m/%Y %H:%M}" == meant


@pytest.mark.parametrize(
    ("name", "length"),
    [
        ("headline", 201), ("kicker", 61), ("mark", 21), ("standfirst", 1001),
        ("lead_caption", 501), ("lead_credit", 121), ("lead_alt", 301), ("source", 121),
        ("seo_title", 121), ("seo_description", 301),
    ],
)  # fmt: skip
def test_text_that_is_too_long_stays_in_the_form(login, reporter, name, length):
    text = "ộ" * length
    response, errors = refused(login, reporter, **{name: text})
    assert list(errors) == [name]
    assert typed(response, name) == text


def test_text_of_the_full_length_passes_however_it_was_composed(login, reporter):
    """A Mac sends four characters for what counts as one."""
    story = factories.draft(by=reporter)
    data = form_data(story, headline="o\u0302\u0323" * 200)
    assert login(reporter).post(url("change", story.pk), data).status_code == 302
    assert fresh(story).headline == "ộ" * 200


@pytest.mark.parametrize("nothing", ["", "   ", "\u200b\u2060", "\u3164", "\x00"])
def test_a_draft_without_a_headline_is_kept_and_not_published(login, nothing):
    chief = factories.managing_editor()
    story = factories.draft(by=chief)
    data = form_data(story, headline=nothing, _verb="publish")
    page = seen(login(chief).post(url("change", story.pk), data, follow=True))
    assert fresh(story).headline == ""
    assert vi("The headline is missing.") in page
    assert vi("(no headline yet)") in page
    assert not Article.objects.live().exists()


def test_null_bytes_are_cleaned_away(login, reporter):
    story = factories.draft(by=reporter)
    data = form_data(story, headline="Hà\x00 Nội", body="<p>a\x00b</p>", source="\x00")
    assert login(reporter).post(url("change", story.pk), data).status_code == 302
    assert (fresh(story).headline, fresh(story).body, fresh(story).source) == (
        "Hà Nội", "<p>ab</p>", "",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *product(["section", "topics"], ["999999", "9" * 25, "-1", "abc", "\x00", "<script>"]),
        *product(["lead_photo", "authors", "related", "further_sections"], ["9" * 25, "1.5"]),
    ],
)
def test_a_choice_that_does_not_exist_is_refused(login, reporter, name, value):
    response, errors = refused(login, reporter, **{name: value})
    assert list(errors) == [name]
    assert '<script>"' not in response.content.decode()


def test_the_comment_policy_is_one_of_three(login, reporter):
    _response, errors = refused(login, reporter, comment_policy="x")
    assert list(errors) == ["comment_policy"]


def test_several_mistakes_are_said_at_once(login, reporter):
    _response, errors = refused(
        login, reporter, source="ộ" * 121, published_at_0="x", published_at_1="y", section="abc"
    )
    assert set(errors) == {"source", "published_at", "section"}


def test_a_section_of_another_desk_is_refused(login):
    mine, other = factories.section(), factories.section()
    editor = factories.managing_editor(desks=[mine])
    story = factories.draft(section=mine)
    data = form_data(story, **TYPED, section=other.pk)
    response = login(editor).post(url("change", story.pk), data)
    assert list(response.context["adminform"].form.errors) == ["section"]
    assert typed(response, "headline") == TYPED["headline"]


def test_a_mistake_on_a_live_story_without_a_section_breaks_nothing(login, managing_editor):
    story = factories.story()
    data = form_data(story, source="ộ" * 121, section="")
    response = login(managing_editor).post(url("change", story.pk), data)
    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == ["source"]


def test_five_megabytes_with_pasted_pictures_are_saved_with_a_notice(login, reporter):
    story = factories.draft(by=reporter)
    text = "<p>" + "Hành khách đã có mặt từ sớm. " * 2000 + "</p>"
    picture = '<p><img src="data:image/png;base64,' + "A" * 2_600_000 + '"></p>'
    data = form_data(story, body=text + picture + picture)
    assert len(data["body"]) > 5_000_000
    response = login(reporter).post(url("change", story.pk), data, follow=True)
    kept = fresh(story).body
    assert kept.count("Hành khách") == 2000
    assert "img" not in kept
    with translation.override("vi"):
        notice = translation.ngettext(
            "%(count)s pasted picture could not be taken over. Its place is marked in the "
            "text: add the photo there, with caption and credit.",
            "%(count)s pasted pictures could not be taken over. Their places are marked in the "
            "text: add the photos there, with caption and credit.",
            2,
        ) % {"count": 2}
    assert notice in seen(response)


def test_html_in_every_field_is_shown_as_text(login):
    attack = "<script>alert(1)</script>"
    person = factories.superuser()
    story = factories.draft(
        by=person,
        kicker=attack,
        headline=f"{attack}'\"",
        standfirst=attack,
        lead_caption=attack,
        source=attack,
        authors=[factories.author(attack, slug="a")],
        topics=[factories.topic(attack, slug="b")],
        section=factories.section(attack, slug="c"),
        lead_photo=factories.photo(factories.picture_file((64, 48)), caption=attack),
    )
    client = login(person)
    pages = [url("change", story.pk), url("changelist"), url("history", story.pk), "/admin/"]
    pages += [url("step", story.pk, "discard"), url("preview", story.pk), url("delete", story.pk)]
    for page in pages:
        assert attack not in client.get(page).content.decode(), page
    data = form_data(story, _verb="publish", section="")
    assert attack not in client.post(url("change", story.pk), data, follow=True).content.decode()


def test_addresses_of_stories_that_do_not_exist_are_no_errors_of_ours(login):
    client = login(factories.superuser())
    for number in (999999, "9" * 25):
        assert client.get(url("preview", number)).status_code == 404
        assert client.get(url("step", number, "publish")).status_code == 404
        assert client.get(f"/admin/articles/article/{number}/change/").status_code in (302, 404)
        assert client.get(f"/admin/articles/article/{number}/history/").status_code in (
            302, 403, 404,
        )  # fmt: skip


def test_an_old_form_after_a_new_login_keeps_the_whole_story(reporter):
    """The token of the form is no longer valid: what was typed comes back, to be sent again."""
    from django.test import Client

    story = factories.draft(by=reporter)
    client = Client(enforce_csrf_checks=True)
    client.force_login(reporter)
    response = client.post(url("change", story.pk), form_data(story, **TYPED))
    assert response.status_code == 403
    for name, text in TYPED.items():
        assert typed(response, name) == text
    assert fresh(story).stage == Stage.WRITING
