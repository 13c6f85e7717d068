"""The way from a pasted address to a story that is gone, and back."""

import pytest
from django.urls import reverse

from articles import takedowns, workflow
from articles.models import Outcome, Publication, Takedown, Withdrawal
from articles.versions import revisions
from cms.models import ApprovalSteps, SiteSettings
from cms.roles import Role
from tests import factories

from .desk import fresh, in_state, seen, typed, url, vi

pytestmark = pytest.mark.django_db

FIND = reverse("admin:articles_article_withdraw")


@pytest.fixture
def editor():
    return factories.managing_editor()


def step(story, verb="withdraw"):
    return url("step", story.pk, verb)


def answers(**changes):
    """What a person writes on the page of the step."""
    return {
        "was": "published",
        "kind": "temporary",
        "reason": "Sai số liệu",
        "requester": "Sở Thông tin",
        "hours": "24",
        **changes,
    }


# --- Finding ------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["{path}", "https://bao.vn{path}?utm_source=zalo#x", "  {path} "])
def test_a_pasted_address_leads_straight_to_the_step(login, editor, form):
    story = factories.story()
    pasted = form.format(path=story.get_absolute_url())
    response = login(editor).get(FIND, {"q": pasted})
    assert response["Location"] == step(story)


def test_words_of_a_headline_offer_the_stories_that_have_them(login, editor):
    story = factories.story(headline="Cháy chợ Đồng Xuân")
    factories.story(headline="Mưa lớn")
    factories.draft(headline="Cháy rừng")
    page = login(editor).get(FIND, {"q": "chay cho"})
    assert story.headline in seen(page)
    assert step(story) in page.text
    assert "Mưa lớn" not in seen(page)
    assert "Cháy rừng" not in seen(login(editor).get(FIND, {"q": "chay"}))


@pytest.mark.parametrize("state", ["writing", "withdrawn", "discarded"])
def test_a_story_that_readers_do_not_have_is_named_and_not_withdrawn(login, editor, state):
    story = in_state(state)
    page = login(editor).get(FIND, {"q": f"/x/y-{story.pk}.html"})
    assert page.status_code == 200
    assert story.headline in seen(page)
    assert step(story) not in page.text
    assert (step(story, "put_back") in page.text) == (state == "withdrawn")


@pytest.mark.parametrize(
    "asked", ["/x/y-999999.html", "https://dantri.com.vn/a-1.htm", "\x00", "-" * 3000, "'\"><b>"]
)
def test_what_is_no_story_offers_the_register(login, editor, asked):
    page = login(editor).get(FIND, {"q": asked})
    assert page.status_code == 200
    assert "'\"><b>" not in page.text
    if asked.strip("\x00"):
        assert reverse("admin:articles_takedown_add") in page.text


def test_other_desks_stories_are_not_told(login):
    mine, other = factories.section(), factories.section()
    bound, chief = factories.managing_editor(desks=[mine]), factories.superuser()
    story = factories.story(section=other, headline="Bí mật của ban khác", publisher=chief)
    page = login(bound).get(FIND, {"q": story.get_absolute_url()})
    assert page.status_code == 200
    assert "Bí mật" not in seen(page)
    assert login(bound).get(step(story)).status_code == 403


def test_the_door_stands_in_the_header_of_those_who_publish(login, staff):
    for role, person in staff.items():
        page = login(person).get("/admin/")
        offered = f'href="{FIND}"' in page.text
        assert offered == (role in (Role.MANAGING_EDITOR, Role.PUBLISHER)), role
    SiteSettings.objects.update_or_create(pk=1, defaults={"approval_steps": ApprovalSteps.ONE})
    editor = staff[Role.EDITOR]
    assert f'href="{FIND}"' in login(editor).get("/admin/").text
    # They withdraw, and the register has it, which they do not read.
    story = factories.story()
    page = login(editor).post(step(story), answers(), follow=True)
    assert not fresh(story).is_live()
    assert reverse("admin:articles_takedown_changelist") not in page.text
    assert Takedown.objects.get().closed_by == str(editor)


# --- The step -----------------------------------------------------------------------------


def test_withdrawing_for_the_time_being(client, login, editor):
    story = factories.story()
    page = login(editor).post(step(story), answers(), follow=True)
    assert vi("Withdrawn: readers no longer get it.") in seen(page)
    client.logout()
    assert client.get(story.get_absolute_url()).status_code == 404
    assert story.headline not in client.get("/").text
    assert fresh(story).transitions.first().reason == "Sai số liệu"


def test_withdrawing_for_good_leaves_410_or_another_address(client, login, editor):
    section = factories.section("Thời sự")
    live = factories.story(section=section)
    for to, status, location in (
        ("", 410, None),
        (f"http://testserver{live.get_absolute_url()}", 301, live.get_absolute_url()),
        ("/thoi-su/", 301, "/thoi-su/"),
    ):
        story = factories.story(section=section)
        login(editor).post(step(story), answers(kind="final", to=to))
        client.logout()
        answer = client.get(story.get_absolute_url())
        assert (answer.status_code, answer.headers.get("Location")) == (status, location)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": " "}, None),
        ({"requester": ""}, "requester"),
        ({"kind": ""}, "kind"),
        ({"kind": "vanished"}, "kind"),
        ({"kind": "final", "to": "https://evil.example/x"}, "to"),
        ({"kind": "final", "to": "//evil.example/x"}, "to"),
        ({"kind": "final", "to": "/khong-co/"}, "to"),
        ({"kind": "final", "to": "javascript:alert(1)"}, "to"),
        ({"kind": "temporary", "to": "/"}, "to"),
        ({"received_at": "2999-01-01T00:00"}, "received_at"),
        ({"received_at": "0001-01-01T00:00"}, "received_at"),
        ({"document_date": "hôm qua"}, "document_date"),
        ({"hours": "7"}, "hours"),
    ],
)
def test_what_is_wrong_is_said_and_everything_typed_stays(login, editor, changes, field):
    story = factories.story()
    data = answers(document_number="12/CV-STTTT", **changes)
    page = login(editor).post(step(story), data)
    assert page.status_code == 200
    assert fresh(story).is_live()
    assert not Takedown.objects.exists()
    assert typed(page, "document_number") == "12/CV-STTTT"
    if field:
        assert field in page.context["form"].errors
    if changes.get("reason") is None:
        assert typed(page, "reason") == "Sai số liệu"


def test_a_story_cannot_lead_to_itself(login, editor):
    story = factories.story()
    page = login(editor).post(step(story), answers(kind="final", to=story.get_absolute_url()))
    assert "to" in page.context["form"].errors
    with pytest.raises(workflow.Refused):
        workflow.withdraw(story, editor, reason="x", kind=Withdrawal.FINAL, to=story)


def test_two_stories_that_lead_to_each_other_are_both_gone(client, editor):
    one, two = factories.story(), factories.story()
    workflow.withdraw(one, editor, reason="x", kind=Withdrawal.FINAL, to=two)
    workflow.withdraw(two, editor, reason="x", kind=Withdrawal.FINAL, to=one)
    assert client.get(one.get_absolute_url()).status_code == 410
    assert client.get(two.get_absolute_url()).status_code == 410


def test_the_target_of_a_withdrawal_is_told_only_while_readers_have_it(client, editor):
    gone, target = factories.story(), factories.story()
    workflow.withdraw(gone, editor, reason="x", kind=Withdrawal.FINAL, to=target)
    assert client.get(gone.get_absolute_url())["Location"] == target.get_absolute_url()
    workflow.withdraw(target, editor, reason="x")
    answer = client.get(gone.get_absolute_url())
    assert answer.status_code == 410
    assert target.slug not in answer.text


def test_two_taps_of_one_thumb_are_one_withdrawal(login, editor):
    story = factories.story()
    client = login(editor)
    client.post(step(story), answers())
    page = client.post(step(story), answers())
    assert vi("The story is withdrawn already.") in seen(page)
    assert Takedown.objects.count() == 1
    assert story.transitions.filter(verb="withdraw").count() == 1


def test_what_a_colleague_saves_meanwhile_stops_no_withdrawal(login, editor):
    story = factories.story()
    data = {**revisions.working(story), "headline": "Bản sau"}
    revisions.save(story, data, None, base_id=story.latest_revision_id)
    login(editor).post(step(story), answers(seen=story.latest_revision_id))
    assert fresh(story).publication == Publication.WITHDRAWN


def test_what_was_hidden_at_night_can_go_for_good_in_the_morning(client, login, editor):
    story = factories.story()
    login(editor).post(step(story), answers())
    page = login(editor).get(step(story))
    assert vi("Withdraw otherwise") in seen(page)
    login(editor).post(step(story), answers(was="withdrawn", kind="final"))
    client.logout()
    assert client.get(story.get_absolute_url()).status_code == 410
    workflow.withdraw(fresh(story), editor, reason="x", kind=Withdrawal.TEMPORARY)
    assert client.get(story.get_absolute_url()).status_code == 404


def test_what_was_never_with_readers_keeps_404(client, login, editor):
    story = in_state("scheduled")
    data = answers(kind="final")
    login(editor).post(step(story), data)
    client.logout()
    assert fresh(story).publication == Publication.UNPUBLISHED
    assert client.get(fresh(story).get_absolute_url()).status_code == 404
    assert not Takedown.objects.exists()


# --- Putting back -------------------------------------------------------------------------


@pytest.mark.parametrize("kind", Withdrawal)
def test_put_back_restores_address_and_time(client, login, editor, kind):
    story = factories.story(published_at="2019-11-26T12:13:00+07:00")
    workflow.withdraw(story, editor, reason="Sai", kind=kind, facts={"requester": "Tòa án"})
    page = login(editor).get(step(story, "put_back"))
    assert "Tòa án" in seen(page)  # who asked for it is seen before it comes back
    login(editor).post(step(story, "put_back"), {"reason": "Đã kiểm tra"})
    client.logout()
    answer = client.get(story.get_absolute_url())
    assert answer.status_code == 200
    assert "26/11/2019 12:13" in seen(answer)
    assert story.headline in client.get("/").text
    assert fresh(story).updated_at is None
    assert fresh(story).transitions.first().reason == "Đã kiểm tra"


def test_a_mended_version_ends_the_withdrawal_too(client, editor):
    story = factories.story()
    workflow.withdraw(story, editor, reason="Sai", kind=Withdrawal.FINAL)
    data = {**revisions.working(fresh(story)), "headline": "Bản đã sửa"}
    revisions.save(story, data, editor, base_id=story.latest_revision_id)
    assert client.get(story.get_absolute_url()).status_code == 410
    workflow.publish(fresh(story), editor)
    assert "Bản đã sửa" in client.get(story.get_absolute_url()).text


# --- The register behind it ----------------------------------------------------------------


def test_a_withdrawal_makes_its_entry_on_the_spot(login, editor):
    story = factories.story()
    login(editor).post(step(story), answers(document_date="2026-11-20"))
    entry = Takedown.objects.get()
    assert (entry.article, entry.outcome, entry.kind) == (story, Outcome.DONE, "temporary")
    assert (entry.requester, entry.reason) == ("Sở Thông tin", "Sai số liệu")
    assert entry.address == f"http://testserver{story.get_absolute_url()}"
    assert f"{entry.document_date:%d/%m/%Y}" == "20/11/2026"
    assert (entry.closed_by, entry.actor) == (str(editor), editor)


def test_a_withdrawal_closes_the_request_that_waits(login, editor):
    story = factories.story()
    entry = takedowns.enter(
        editor, address=story.get_absolute_url(), requester="Công an", reason="Lộ danh tính",
        hours=6, kind="final",
    )  # fmt: skip
    page = login(editor).get(step(story))
    assert typed(page, "requester") == "Công an"
    assert typed(page, "reason") == "Lộ danh tính"
    data = answers(entry=entry.pk, kind="final", document_number="7/QĐ", requester="Người khác")
    login(editor).post(step(story), data)
    row = Takedown.objects.get()
    assert (row.outcome, row.document_number) == (Outcome.DONE, "7/QĐ")
    assert row.requester == "Công an"  # the act overwrites nothing that was entered before
    assert [name for name, *_ in row.changes.get().what] == ["outcome", "document_number"]


def test_an_entry_of_another_story_is_not_closed(login, editor):
    story, other = factories.story(), factories.story()
    entry = takedowns.enter(editor, address=other.get_absolute_url(), requester="A", reason="B")
    page = login(editor).post(step(story), answers(entry=entry.pk))
    assert page.status_code in (200, 302)
    entry.refresh_from_db()
    assert entry.is_open


def test_the_page_costs_the_same_whatever_the_register_holds(
    login, editor, django_assert_max_num_queries
):
    story = factories.story()
    for _ in range(12):
        takedowns.enter(editor, address=story.get_absolute_url(), requester="A", reason="B")
    client = login(editor)
    client.get(FIND)
    with django_assert_max_num_queries(14):
        client.get(FIND)
    with django_assert_max_num_queries(25):
        client.get(step(story))
