"""A story before there is a text: planned, changed, given away, begun, called off."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import planning, workflow
from articles.models import Article, Plan, Publication, Stage
from articles.versions import revisions
from cms.models import ApprovalSteps, SiteSettings
from cms.roles import Role
from tests import factories
from tests.page import Page

from .desk import form_data, fresh, seen, typed, url, vi

pytestmark = pytest.mark.django_db


def rows(*stories, **more):
    """What the page of plans posts: a dict for each story."""
    data = {"plan-TOTAL_FORMS": len(stories) or 3, "plan-INITIAL_FORMS": 0, **more}
    for number, story in enumerate(stories):
        due = story.pop("due", None)
        if due:
            local = timezone.localtime(due)
            story |= {"due_at_0": f"{local:%d/%m/%Y}", "due_at_1": f"{local:%H:%M}"}
        data |= {f"plan-{number}-{name}": value for name, value in story.items()}
    return data


def in_hours(hours):
    return (timezone.now() + timedelta(hours=hours)).replace(second=0, microsecond=0)


def test_an_editor_plans_several_stories_in_a_row(login, managing_editor, reporter):
    section = factories.section()
    due = in_hours(5)
    pen_name = factories.author(user=reporter)
    response = login(managing_editor).post(
        url("plan"),
        rows(
            {
                "headline": "Chợ  cá trước mùa biển động",
                "reporter": reporter.pk,
                "section": section.pk,
                "due": due,
                "photo_order": "Mỹ Lệ: chợ lúc 4 giờ",
                "brief": "Hỏi hai chủ vựa.\nKhoảng 600 chữ.",
            },
            {"headline": "Họp báo học phí"},
            {"headline": ""},
        ),
        follow=True,
    )
    assert vi("%(count)s story is planned.", count=2) in seen(response)
    first, second = Article.objects.order_by("pk")
    assert (first.stage, first.publication) == (Stage.PLANNED, Publication.UNPUBLISHED)
    assert (first.headline, first.reporter, first.section) == (
        "Chợ cá trước mùa biển động", reporter, section,
    )  # fmt: skip
    assert list(first.authors.all()) == [pen_name]
    plan = first.plan
    assert (plan.due_at, plan.photo_order) == (due, "Mỹ Lệ: chợ lúc 4 giờ")
    assert plan.brief == "Hỏi hai chủ vựa.\nKhoảng 600 chữ."
    assert (plan.planned_by, plan.planned_by_name) == (managing_editor, str(managing_editor))
    assert first.transitions.get().verb == "plan"
    assert second.reporter is None
    text = seen(response)
    for word in ("Chợ cá trước mùa biển động", "Mỹ Lệ: chợ lúc 4 giờ", str(reporter)):
        assert word in text


def test_a_row_that_is_wrong_plans_nothing_and_everything_typed_comes_back(login, managing_editor):
    response = login(managing_editor).post(
        url("plan"),
        rows(
            {"headline": "Đủ cả"},
            {"photo_order": "ảnh chân dung", "brief": "Có <b>ghi chú</b>"},
            {"headline": "Giờ lạ", "due_at_0": "31/02/2027", "due_at_1": "9:00"},
            {"headline": "Đã qua", "due": in_hours(-2)},
            {"headline": "Xa quá", "due": in_hours(24 * 500)},
            {"headline": "Không có người này", "reporter": "9" * 25, "section": "abc"},
        ),
    )
    assert response.status_code == 422
    assert not Article.objects.exists()
    assert vi("This time has passed.") in seen(response)
    assert vi("This time is more than a year ahead.") in seen(response)
    assert typed(response, "plan-0-headline") == "Đủ cả"
    assert typed(response, "plan-1-photo_order") == "ảnh chân dung"
    assert typed(response, "plan-1-brief") == "Có <b>ghi chú</b>"
    assert typed(response, "plan-2-due_at_0") == "31/02/2027"
    # Every row that was filled in has its own errors beside it.
    assert response.content.decode().count("errorlist") >= 5


@pytest.mark.parametrize(
    "post", [{}, {"plan-TOTAL_FORMS": "x"}, {"plan-TOTAL_FORMS": "9999", "plan-INITIAL_FORMS": 0}]
)
def test_nonsense_is_answered_and_plans_nothing(login, managing_editor, post):
    assert login(managing_editor).post(url("plan"), post).status_code == 422
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("date", "time", "meant"),
    [
        ("26/11", "17h30", (2026, 11, 26, 17, 30)),
        ("26-11", "17h", (2026, 11, 26, 17, 0)),
        ("26.11", "9", (2026, 11, 26, 9, 0)),
        ("3/1", "8g15", (2027, 1, 3, 8, 15)),
        ("", "17:00", (2026, 11, 25, 17, 0)),
        ("26/11/2026", "17:00", (2026, 11, 26, 17, 0)),
        ("2026-11-26", "17:00", (2026, 11, 26, 17, 0)),
        ("24/11", "17h", None),
        ("31/11", "17h", None),
        ("26/11", "25h", None),
        ("26/11", "", None),
        ("mai", "17h", None),
    ],
)
def test_times_are_written_as_newsrooms_write_them(
    login, managing_editor, monkeypatch, date, time, meant
):
    now = timezone.make_aware(datetime(2026, 11, 25, 8, 0))
    monkeypatch.setattr(timezone, "now", lambda: now)
    client = login(managing_editor)
    client.post(url("plan"), rows({"headline": "Tin", "due_at_0": date, "due_at_1": time}))
    found = [timezone.localtime(plan.due_at) for plan in Plan.objects.all()]
    wanted = [timezone.make_aware(datetime(*meant))] if meant else []
    assert found == wanted


def test_nothing_filled_in_says_so(login, managing_editor):
    response = login(managing_editor).post(url("plan"), rows())
    assert vi("Write at least one working title.") in seen(response)


def test_reporters_plan_for_themselves_and_for_nobody_else(login, reporter):
    other = factories.reporter()
    page = login(reporter).get(url("plan"))
    assert str(other) not in seen(page)
    login(reporter).post(url("plan"), rows({"headline": "Của tôi", "reporter": other.pk}))
    assert Article.objects.get().reporter == reporter
    with pytest.raises(workflow.Refused):
        workflow.plan(planning.Words(headline="Của bạn", reporter=other), reporter)


def test_people_bound_to_sections_plan_for_these(login):
    mine, other = factories.section("Của tôi"), factories.section("Ban khác")
    editor = factories.managing_editor(desks=[mine])
    client = login(editor)
    assert "Ban khác" not in seen(client.get(url("plan")))
    response = client.post(url("plan"), rows({"headline": "Lạc", "section": other.pk}))
    assert response.status_code == 422
    with pytest.raises(workflow.Refused):
        workflow.plan(planning.Words(headline="Lạc", section=other), editor)
    foreign = factories.plan(section=other, headline="Việc của ban khác")
    assert "Việc của ban khác" not in seen(client.get(url("plan")))
    assert client.get(url("step", foreign.pk, "plan")).status_code == 403


def test_the_first_save_of_the_form_begins_the_story(login, reporter, managing_editor):
    story = factories.plan(by=reporter, planner=managing_editor)
    client = login(reporter)
    client.post(url("change", story.pk), form_data(story, body="<p>Sáng nay.</p>"))
    assert (fresh(story).stage, fresh(story).body) == (Stage.WRITING, "<p>Sáng nay.</p>")
    untouched = factories.plan(by=reporter, planner=managing_editor)
    client.post(url("change", untouched.pk), form_data(untouched))
    assert fresh(untouched).stage == Stage.WRITING


def test_a_planned_story_is_written_and_handed_in_with_one_button(login, reporter, managing_editor):
    story = factories.plan(by=reporter, planner=managing_editor)
    client = login(reporter)
    assert 'value="submit"' in client.get(url("change", story.pk)).content.decode()
    client.post(url("change", story.pk), form_data(story, body="<p>Xong.</p>", _verb="submit"))
    assert fresh(story).stage == Stage.SUBMITTED


def test_a_plan_cannot_be_published_however_it_is_tried(login, managing_editor):
    story = factories.plan(section=factories.section(), by=managing_editor)
    client = login(managing_editor)
    assert 'value="publish"' not in client.get(url("change", story.pk)).content.decode()
    client.post(url("step", story.pk, "publish"), {"seen": story.latest_revision_id})
    client.post(url("changelist"), {"action": "bulk_publish", "_selected_action": [story.pk]})
    assert fresh(story).publication == Publication.UNPUBLISHED
    assert fresh(story).stage == Stage.PLANNED


def test_the_margin_shows_the_plan_and_marks_what_is_overdue(login, reporter, managing_editor):
    due = in_hours(-1)
    story = factories.plan(
        by=reporter, planner=managing_editor, due_at=due, photo_order="Ảnh <i>bến cảng</i>",
        brief="Gọi ban quản lý",
    )  # fmt: skip
    response = login(reporter).get(url("change", story.pk))
    text = seen(response)
    assert "Ảnh <i>bến cảng</i>" in text
    assert "Gọi ban quản lý" in text
    assert f"{timezone.localtime(due):%H:%M %d/%m/%Y}" in text
    assert vi("overdue") in text
    assert str(managing_editor) in text
    # What the desk planned, the reporter does not change; their own plan, they do.
    assert url("step", story.pk, "plan") not in response.content.decode()
    own = factories.plan(by=reporter)
    html = login(reporter).get(url("change", own.pk)).content.decode()
    assert url("step", own.pk, "plan") in html
    assert url("step", own.pk, "assign") not in html


def test_nothing_is_overdue_once_it_is_handed_in(reporter):
    story = factories.plan(by=reporter, due_at=in_hours(-1))
    assert Plan.objects.overdue().count() == 1
    revisions.save(
        story, revisions.working(story), reporter, base_id=story.latest_revision_id
    )  # taken up
    assert Plan.objects.overdue().count() == 1
    workflow.submit(story, reporter)
    assert not Plan.objects.overdue().exists()
    assert not fresh(story).plan.is_overdue()


def test_the_list_marks_what_is_overdue(login, managing_editor, reporter):
    factories.plan(by=reporter, due_at=in_hours(-1), headline="Muộn rồi")
    factories.plan(by=reporter, due_at=in_hours(1), headline="Còn giờ")
    client = login(managing_editor)
    text = seen(client.get(url("changelist"), {"status": "overdue"}))
    assert "Muộn rồi" in text
    assert "Còn giờ" not in text
    assert vi("overdue since %(due)s", due="").strip() in text


# --- Changing what was agreed -------------------------------------------------------------


def plan_data(page, **changes):
    return {**Page(page).form(""), **changes}


def test_an_editor_changes_the_plan_and_comes_back_to_the_page_of_plans(login, managing_editor):
    due = in_hours(5)
    story = factories.plan(
        headline="Tên cũ", due_at=in_hours(2), photo_order="Cũ", section=factories.section()
    )
    client = login(managing_editor)
    path = url("step", story.pk, "plan")
    data = plan_data(client.get(path), headline="Tên mới", photo_order="Mới")
    assert data["photo_order"] == "Mới"
    local = timezone.localtime(due)
    data |= {"due_at_0": f"{local:%d/%m/%Y}", "due_at_1": f"{local:%H:%M}"}
    response = client.post(f"{path}?from=plans", data)
    assert response.url == url("plan")
    story = fresh(story)
    assert (story.headline, story.stage) == ("Tên mới", Stage.PLANNED)
    assert (story.plan.due_at, story.plan.photo_order) == (due, "Mới")
    assert story.transitions.first().verb == "plan"


def test_a_plan_in_the_past_can_still_be_changed_in_its_other_parts(login, managing_editor):
    due = in_hours(-3)
    story = factories.plan(due_at=due, brief="Cũ")
    client = login(managing_editor)
    path = url("step", story.pk, "plan")
    client.post(path, plan_data(client.get(path), brief="Mới"))
    assert (fresh(story).plan.brief, fresh(story).plan.due_at) == ("Mới", due)


def test_of_two_editors_the_second_sees_what_the_first_agreed(login, managing_editor):
    story = factories.plan(photo_order="Ban đầu")
    client = login(managing_editor)
    path = url("step", story.pk, "plan")
    data = plan_data(client.get(path), photo_order="Của người sau")
    words = planning.of(story)
    workflow.replan(
        story, factories.managing_editor(),
        words=planning.Words(**{**vars(words), "photo_order": "Của người trước"}),
    )  # fmt: skip
    response = client.post(path, data)
    assert "Của người trước" in seen(response)
    assert typed(response, "photo_order") == "Của người sau"
    assert fresh(story).plan.photo_order == "Của người trước"
    client.post(path, plan_data(response))
    assert fresh(story).plan.photo_order == "Của người sau"


def test_the_check_and_the_write_are_one_step(managing_editor):
    story = factories.plan(photo_order="Một")
    state = planning.state(story)
    words = planning.Words(headline="x", photo_order="Hai")
    workflow.replan(story, managing_editor, words=words, state=state)
    with pytest.raises(workflow.Refused):
        workflow.replan(story, managing_editor, words=words, state=state)


def test_a_draft_that_was_never_planned_can_get_a_due_time(login, managing_editor, reporter):
    story = factories.draft(by=reporter, headline="Đang viết dở", body="<p>Một nửa</p>")
    client = login(managing_editor)
    path = url("step", story.pk, "plan")
    page = client.get(path)
    assert 'name="headline"' not in page.content.decode()  # the reporter's own by now
    client.post(path, plan_data(page, brief="Thêm số liệu"))
    story = fresh(story)
    assert (story.plan.brief, story.headline, story.stage) == (
        "Thêm số liệu", "Đang viết dở", Stage.WRITING,
    )  # fmt: skip


def test_a_story_is_given_to_somebody_else_with_its_byline(login, managing_editor, reporter):
    other = factories.reporter(full_name="Đỗ Quang")
    mine, theirs = factories.author(user=reporter), factories.author(user=other)
    story = workflow.plan(planning.Words(headline="Họp báo", reporter=reporter), managing_editor)
    assert list(story.authors.all()) == [mine]
    client = login(managing_editor)
    path = url("step", story.pk, "assign")
    assert str(reporter) not in seen(client.get(path)).partition("Đỗ Quang")[2]
    client.post(path, {"to": other.pk, "seen": fresh(story).latest_revision_id})
    story = fresh(story)
    assert (story.reporter, story.stage, list(story.authors.all())) == (
        other, Stage.PLANNED, [theirs],
    )  # fmt: skip
    assert story.transitions.first().reason == f"{reporter} → Đỗ Quang"
    assert login(reporter).get(url("change", story.pk)).status_code == 302
    assert login(other).get(url("change", story.pk)).status_code == 200


def test_what_a_reporter_has_begun_keeps_their_byline(managing_editor, reporter):
    other = factories.reporter()
    mine = factories.author(user=reporter)
    story = factories.draft(by=reporter, authors=[mine])
    workflow.assign(story, managing_editor, to=other)
    assert (fresh(story).reporter, list(fresh(story).authors.all())) == (other, [mine])


@pytest.mark.parametrize("to", ["", "0", "9" * 25, "abc"])
def test_nobody_is_no_one_to_give_a_story_to(login, managing_editor, reporter, to):
    story = factories.plan(by=reporter)
    response = login(managing_editor).post(url("step", story.pk, "assign"), {"to": to})
    assert response.status_code == 200
    assert fresh(story).reporter == reporter
    with pytest.raises(workflow.Refused):
        workflow.assign(story, managing_editor)


def test_a_plan_that_is_called_off_can_be_taken_up_again(managing_editor, reporter):
    story = factories.plan(by=reporter)
    workflow.discard(story, managing_editor)
    assert not Plan.objects.open().exists()
    workflow.restore(story, managing_editor)
    assert fresh(story).stage == Stage.PLANNED
    written = factories.draft(body="<p>Đã có chữ</p>")
    workflow.discard(written, managing_editor)
    workflow.restore(written, managing_editor)
    assert fresh(written).stage == Stage.WRITING


def test_the_page_of_plans_asks_the_same_however_many_there_are(login, managing_editor, reporter):
    client = login(managing_editor)

    def asked():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url("plan")).status_code == 200
        return len(captured)

    factories.plan(by=reporter, section=factories.section())
    few = asked()
    for number in range(12):
        factories.plan(
            by=factories.reporter(), section=factories.section(), due_at=in_hours(number)
        )
    assert asked() == few
    assert few <= 12


# --- Nobody to approve --------------------------------------------------------------------


def test_whoever_submits_is_told_before_that_nobody_may_approve(login, reporter):
    section = factories.section()
    factories.managing_editor(desks=[factories.section()])
    factories.managing_editor(is_active=False)
    story = factories.draft(by=reporter, section=section)
    warning = vi(
        "Nobody may approve stories of this section now. It can be submitted, but nobody waits "
        "for it: ask the publisher, or file it under another section."
    )
    client = login(reporter)
    assert warning in seen(client.get(url("change", story.pk)))
    assert warning in seen(client.get(url("step", story.pk, "submit")))
    # The button saves, and asks once more; saying yes submits.
    response = client.post(
        url("change", story.pk), form_data(story, headline="Mới", _verb="submit")
    )
    assert response.url == url("step", story.pk, "submit")
    assert (fresh(story).headline, fresh(story).stage) == ("Mới", Stage.WRITING)
    client.post(response.url, {"seen": fresh(story).latest_revision_id})
    assert fresh(story).stage == Stage.SUBMITTED


@pytest.mark.parametrize("bound", ["to no section", "to the section", "to the one above"])
def test_somebody_who_works_on_the_desk_is_somebody(login, reporter, bound):
    top = factories.section()
    section = factories.section(parent=top)
    desks = {"to no section": [], "to the section": [section], "to the one above": [top]}[bound]
    factories.user(Role.EDITOR, desks=desks)
    story = factories.draft(by=reporter, section=section)
    assert "nobody-decides" not in login(reporter).get(url("change", story.pk)).content.decode()


def test_where_one_step_is_set_a_publisher_is_enough(login, reporter):
    only_publishes = factories.user()
    only_publishes.user_permissions.add(Permission.objects.get(codename="publish_article"))
    story = factories.draft(by=reporter)
    client = login(reporter)
    for steps, warned in ((ApprovalSteps.TWO, True), (ApprovalSteps.ONE, False)):
        SiteSettings.objects.update_or_create(pk=1, defaults={"approval_steps": steps})
        html = client.get(url("change", story.pk)).content.decode()
        assert ("nobody-decides" in html) == warned, steps
