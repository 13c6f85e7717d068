"""What the paper got wrong: on the story, on a page of their own, and never without a trace."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles import corrections, listing, workflow
from articles.models import Correction, CorrectionKind
from articles.versions import revisions
from cms.models import ApprovalSteps, SiteSettings
from cms.roles import Role
from tests import factories

from .desk import form_data, fresh, in_state, seen, typed, url, vi

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return factories.managing_editor()


def add(story, by, text="Cầu dài 120 m, không phải 210 m.", kind=CorrectionKind.ERRATUM):
    return corrections.add(story, by, kind=kind, text=text)


def test_a_correction_stands_on_its_story_and_on_the_page_of_all(client, login, editor):
    story = factories.story(headline="Cầu mới")
    page = login(editor).post(
        url("corrections", story.pk),
        {"kind": "rectification", "text": "Cầu dài <b>120</b> m.\n\nKhông phải 210 m."},
        follow=True,
    )
    assert vi("Readers of the story see it now.") in seen(page)
    row = Correction.objects.get()
    client.logout()
    for address in (story.get_absolute_url(), "/dinh-chinh/"):
        page = client.get(address)
        assert "Cầu dài &lt;b&gt;120&lt;/b&gt; m." in page.text
        assert str(CorrectionKind.RECTIFICATION.label).capitalize() in seen(page)
        assert f"{timezone.localtime(row.at):%H:%M %d/%m/%Y}" in seen(page)
    assert f'href="{story.get_absolute_url()}#dinh-chinh"' in client.get("/dinh-chinh/").text
    story_page = client.get(story.get_absolute_url()).text
    assert 'href="#dinh-chinh"' in story_page
    assert 'id="dinh-chinh"' in story_page
    assert 'href="/dinh-chinh/"' in story_page
    # It is no new version, and no update.
    assert fresh(story).updated_at is None
    assert story.revisions.count() == 1


def test_a_story_without_one_says_nothing_of_it(client):
    page = client.get(factories.story().get_absolute_url()).text
    assert "#dinh-chinh" not in page


def test_only_corrections_of_stories_that_readers_have_are_listed(client, editor):
    live, gone = factories.story(headline="Còn"), factories.story(headline="Đã gỡ")
    add(live, editor)
    add(gone, editor, "Chữ của bài đã gỡ")
    workflow.withdraw(gone, editor, reason="Sai")
    page = client.get("/dinh-chinh/")
    assert "Còn" in seen(page)
    assert "đã gỡ" not in seen(page).lower()
    workflow.put_back(fresh(gone), editor)
    assert "Chữ của bài đã gỡ" in seen(client.get("/dinh-chinh/"))
    assert Correction.objects.public().count() == 2


def test_the_list_pages_by_key_and_costs_the_same(
    client, editor, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(listing, "PAGE_SIZE", 3)
    story = factories.story()
    same = timezone.now() - timedelta(hours=1)
    for number in range(7):
        add(story, editor, f"Số {number} hết")
    Correction.objects.filter(pk__in=Correction.objects.values("pk")[:4]).update(at=same)
    found, address = [], "/dinh-chinh/"
    for _ in range(3):
        page = client.get(address)
        found += [row.text for row in page.context["listing"].stories]
        address = f"/dinh-chinh/?truoc={page.context['listing'].older}"
    assert len(found) == len(set(found)) == 7
    assert client.get("/dinh-chinh/?truoc=x").status_code == 404
    # The list, what every page shows around it, and whether a timed update is due.
    with django_assert_num_queries(4):
        client.get("/dinh-chinh/")


def test_changing_one_keeps_what_it_said(client, login, editor):
    story = factories.story()
    row = add(story, editor, "Cũ")
    other = factories.managing_editor()
    path = url("correction", story.pk, row.pk)
    assert typed(login(other).get(path), "text") == "Cũ"
    client.post(path, {"kind": "apology", "text": "Mới"})
    row.refresh_from_db()
    assert (row.kind, row.text, row.actor) == ("apology", "Mới", editor)
    before = row.changes.get()
    assert (before.kind, before.text, before.actor) == ("erratum", "Cũ", other)
    client.post(path, {"kind": "apology", "text": "Mới"})
    assert row.changes.count() == 1
    assert "Cũ" in seen(client.get(url("corrections", story.pk)))
    client.logout()
    assert "Cũ" not in seen(client.get(story.get_absolute_url()))


def test_an_empty_one_is_refused_with_what_was_typed(login, editor):
    story = factories.story()
    page = login(editor).post(url("corrections", story.pk), {"kind": "apology", "text": "  "})
    assert page.status_code == 200
    assert 'value="apology" selected' in page.text
    long = "x" * 4001
    page = login(editor).post(url("corrections", story.pk), {"kind": "apology", "text": long})
    assert typed(page, "text") == long
    assert not Correction.objects.exists()


def test_two_taps_of_one_thumb_are_one_correction(login, editor):
    story = factories.story()
    data = {"kind": "erratum", "text": "Cầu dài 120 m.\r\n"}
    for _ in range(2):
        login(editor).post(url("corrections", story.pk), data)
    assert Correction.objects.count() == 1


def test_who_may_correct(login, staff):
    story = factories.story()
    allowed = {Role.MANAGING_EDITOR, Role.PUBLISHER}
    for role, person in staff.items():
        status = login(person).get(url("corrections", story.pk)).status_code
        assert status == (200 if role in allowed else 403), role
        if role not in allowed:
            with pytest.raises(PermissionDenied):
                add(story, person)
    SiteSettings.objects.update_or_create(pk=1, defaults={"approval_steps": ApprovalSteps.ONE})
    assert login(staff[Role.EDITOR]).get(url("corrections", story.pk)).status_code == 200
    bound = factories.managing_editor(desks=[factories.section()])
    with pytest.raises(PermissionDenied):
        add(story, bound)
    row = add(story, staff[Role.PUBLISHER])
    with pytest.raises(PermissionDenied):
        corrections.change(row, bound, kind="apology", text="Khác")


def test_what_readers_never_had_has_nothing_to_correct(login, editor):
    for state in ("writing", "discarded"):
        story = in_state(state)
        assert login(editor).get(url("corrections", story.pk)).status_code == 404
        with pytest.raises(PermissionDenied):
            add(story, editor)
    with pytest.raises(workflow.Refused):
        workflow.publish(factories.draft(), editor, correction={"kind": "erratum", "text": "x"})


def test_a_correction_goes_out_with_the_version_that_mends_it(client, login, editor):
    story = factories.story(headline="Cầu dài 210 m")
    data = form_data(story, headline="Cầu dài 120 m", _ask="publish")
    response = login(editor).post(url("change", story.pk), data)
    step = url("step", story.pk, "publish")
    assert response["Location"] == step
    page = client.get(step)
    assert "correction_text" in page.text
    passed = [warning.key for warning in page.context["form"].verdict.warnings]
    correction = {"correction_kind": "erratum", "correction_text": "Cầu dài 120 m."}
    client.post(step, {**correction, "passed": passed})
    client.logout()
    page = seen(client.get(story.get_absolute_url()))
    assert page.count("Cầu dài 120 m") >= 2
    assert Correction.objects.get().article == story
    # Left empty, none is made.
    data = {**revisions.working(fresh(story)), "headline": "Cầu mới"}
    revisions.save(story, data, editor, base_id=fresh(story).latest_revision_id)
    nothing = {"correction_kind": "apology", "correction_text": " ", "passed": passed}
    login(editor).post(step, nothing)
    assert fresh(story).headline == "Cầu mới"
    assert Correction.objects.count() == 1


def test_a_correction_of_another_story_does_not_open_here(login, editor):
    story, other = factories.story(), factories.story()
    row = add(other, editor)
    for number in (row.pk, 0, 10**30):
        status = login(editor).get(url("correction", story.pk, number)).status_code
        assert status == (404 if number else 200), number
