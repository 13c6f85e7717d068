"""The takedown register: before the act, after it, on paper; and nothing in it is ever lost."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import takedowns, workflow
from articles.models import Outcome, Takedown, TakedownChange
from tests import factories

from .desk import seen, typed, vi

pytestmark = pytest.mark.django_db

LIST = reverse("admin:articles_takedown_changelist")
ADD = reverse("admin:articles_takedown_add")
CSV = reverse("admin:articles_takedown_csv")
PAPER = reverse("admin:articles_takedown_print")


@pytest.fixture
def editor():
    return factories.managing_editor()


def change(entry):
    return reverse("admin:articles_takedown_change", args=[entry.pk])


def request_of(hours_ago=1, **fields):
    return takedowns.enter(
        None,
        **{
            "address": "/x/",
            "requester": "Sở Thông tin",
            "reason": "Sai sự thật",
            "received_at": timezone.now() - timedelta(hours=hours_ago),
            **fields,
        },
    )


def form(entry=None, **changes):
    """The form as a browser posts it."""
    received = timezone.localtime(entry.received_at if entry else timezone.now())
    data = {name: getattr(entry, name, "") or "" for name in takedowns.FIELDS}
    data.pop("received_at")
    data |= {"received_at_0": f"{received:%d/%m/%Y}", "received_at_1": f"{received:%H:%M:%S}"}
    data |= {"kind": data["kind"] or "temporary", "hours": data["hours"] or 24}
    return {**data, **changes}


def test_a_request_can_stand_in_the_register_before_the_act(login, editor):
    story = factories.story()
    data = form(
        address=f"https://bao.vn{story.get_absolute_url()}", requester="Công an tỉnh",
        reason="Lộ danh tính", hours="6", kind="final",
    )  # fmt: skip
    login(editor).post(ADD, data)
    entry = Takedown.objects.get()
    assert (entry.article, entry.outcome, entry.actor) == (story, Outcome.OPEN, editor)
    assert entry.due_at - entry.received_at == timedelta(hours=6)
    assert factories.story().is_live()  # nothing was withdrawn by entering
    page = login(editor).get(change(entry))
    assert reverse("admin:articles_article_step", args=[story.pk, "withdraw"]) in page.text


def test_open_and_overdue_are_asked_of_the_rows():
    late, soon, done = request_of(30), request_of(1, hours=6), request_of(60)
    takedowns.amend(done, None, outcome=Outcome.REFUSED, note="Không có căn cứ")
    assert list(Takedown.objects.open()) == [late, soon]
    assert list(Takedown.objects.overdue()) == [late]
    assert list(Takedown.objects.overdue(timezone.now() + timedelta(hours=6))) == [late, soon]


def test_what_waits_stands_on_the_index_of_those_who_keep_the_register(login, staff, editor):
    request_of(30, requester="Tòa án quận")
    panel = "Tòa án quận"
    assert panel in seen(login(editor).get("/admin/"))
    title = vi("Takedown requests, %(count)s overdue", count=1)
    assert title in seen(login(editor).get("/admin/"))
    for role, person in staff.items():
        told = panel in seen(login(person).get("/admin/"))
        assert told == (role in ("Managing editor", "Publisher")), role


def test_the_document_may_follow_and_every_change_is_kept(login, editor):
    story = factories.story()
    workflow.withdraw(story, editor, reason="Sai", facts={"requester": "Sở"})
    entry = Takedown.objects.get()
    client = login(editor)
    assert entry in client.get(LIST, {"state": "without"}).context["cl"].result_list
    client.post(change(entry), form(entry, document_number="12/CV", document_date="20/11/2026"))
    entry.refresh_from_db()
    assert (entry.document_number, entry.outcome) == ("12/CV", Outcome.DONE)
    assert entry not in client.get(LIST, {"state": "without"}).context["cl"].result_list
    client.post(change(entry), form(entry, document_number="13/CV", document_date="20/11/2026"))
    page = seen(client.get(change(entry)))
    assert "12/CV → 13/CV" in page
    assert str(editor) in page
    assert TakedownChange.objects.count() == 2
    client.post(change(entry), form(entry, document_number="13/CV", document_date="20/11/2026"))
    assert TakedownChange.objects.count() == 2


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.TAKEN_BACK])
def test_a_request_can_be_refused_or_taken_back(login, editor, outcome):
    entry = request_of()
    client = login(editor)
    client.post(change(entry), form(entry, outcome=outcome, note="Đã trả lời bằng văn bản"))
    entry.refresh_from_db()
    assert (entry.outcome, entry.closed_by) == (outcome, str(editor))
    assert not Takedown.objects.open().exists()
    client.post(change(entry), form(entry, outcome=""))
    entry.refresh_from_db()
    assert entry.is_open
    assert entry.closed_at is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"address": ""}, "address"),
        ({"requester": " "}, "requester"),
        ({"reason": ""}, "reason"),
        ({"hours": "7"}, "hours"),
        ({"outcome": "refused", "note": ""}, "note"),
        ({"received_at_0": "01/01/0001"}, "received_at"),
        ({"received_at_0": "01/01/2999"}, "received_at"),
        ({"address": "/" + "x" * 2000}, "address"),
    ],
)
def test_what_is_wrong_is_said_and_stays_in_the_form(login, editor, changes, field):
    data = form(**{"address": "/x/", "requester": "Sở", "reason": "Sai", **changes})
    page = login(editor).post(ADD, data)
    assert field in page.context["adminform"].form.errors
    assert typed(page, "reason") == data["reason"]
    assert not Takedown.objects.exists()


def test_done_is_said_by_the_act_alone_where_a_story_is_meant(login, editor):
    story = factories.story()
    entry = request_of(address=story.get_absolute_url())
    page = login(editor).post(change(entry), form(entry, outcome="done"))
    assert "outcome" in page.context["adminform"].form.errors
    assert story.is_live()
    other = request_of(address="/trang/gioi-thieu.html")
    login(editor).post(change(other), form(other, outcome="done"))
    other.refresh_from_db()
    assert other.outcome == Outcome.DONE


def test_an_answer_after_the_deadline_stays_marked(login, editor):
    story = factories.story()
    request_of(30, address=story.get_absolute_url())
    workflow.withdraw(story, editor, reason="Sai")
    assert Takedown.objects.get().was_late
    assert vi("done, too late") in seen(login(editor).get(LIST))


def test_the_register_outlives_the_story_and_the_login(editor):
    story = factories.story()
    workflow.withdraw(story, editor, reason="Sai", facts={"requester": "Sở"})
    name = str(editor)
    editor.delete()
    story.delete()
    entry = Takedown.objects.get()
    assert (entry.article, entry.closed_by, entry.actor_name) == (None, name, name)
    assert "-" in entry.address


def test_it_is_found_and_filtered(login, editor):
    one = request_of(requester="Công an Hà Nội")
    two = request_of(30, document_number="45/TB-TA")
    client = login(editor)

    def found(**query):
        return list(client.get(LIST, query).context["cl"].result_list)

    assert found(q="cong an") == [one]
    assert found(q="45/TB") == [two]
    assert found(state="overdue") == [two]
    assert set(found(state="open")) == {one, two}
    assert found(state="done") == []
    assert set(found(state="nonsense")) == {one, two}


def test_for_a_spreadsheet_and_for_paper(login, editor):
    request_of(requester="=HYPERLINK(1)", reason='Dòng "một"\nDòng hai', document_number="@x")
    request_of(30, requester="Tòa án")
    client = login(editor)
    response = client.get(CSV)
    text = response.content.decode("utf-8-sig")
    header, *rows = csv.reader(StringIO(text))
    assert len(rows) == 2
    assert len(header) == len(rows[0]) == 14
    cells = {cell for row in rows for cell in row}
    assert {"'=HYPERLINK(1)", "'@x", 'Dòng "một"\nDòng hai'} <= cells
    assert "attachment" in response["Content-Disposition"]
    filtered = client.get(CSV, {"state": "overdue"}).content.decode("utf-8-sig")
    assert "Tòa án" in filtered
    assert "HYPERLINK" not in filtered
    page = seen(client.get(PAPER, {"state": "overdue"}))
    assert "Tòa án" in page
    assert "HYPERLINK" not in page
    assert client.get(CSV, {"received_at__gte": "x"}).status_code == 404


def test_people_bound_to_sections_read_of_their_stories_and_of_what_is_no_story(login):
    mine, other = factories.section(), factories.section()
    bound = factories.managing_editor(desks=[mine])
    chief = factories.superuser()
    ours = factories.story(section=mine, publisher=chief)
    theirs = factories.story(section=other, publisher=chief, headline="Của ban khác")
    entries = [request_of(address=each.get_absolute_url()) for each in (ours, theirs)]
    loose = request_of(address="/trang/x.html")
    client = login(bound)
    page = client.get(LIST)
    assert set(page.context["cl"].result_list) == {entries[0], loose}
    for address in (LIST, CSV, PAPER, "/admin/", reverse("admin:articles_article_withdraw")):
        assert theirs.slug not in client.get(address).content.decode()
        assert "Của ban khác" not in client.get(address).content.decode()
    assert client.get(change(entries[1])).status_code == 302
    assert client.post(change(entries[1]), form(entries[1], note="x")).status_code == 302
    entries[1].refresh_from_db()
    assert entries[1].note == ""


def test_two_who_complete_one_entry_lose_nothing(editor):
    entry = request_of()
    takedowns.amend(entry, editor, document_number="12/CV")
    takedowns.amend(entry, editor, note="Đã gọi điện")  # from a form that was opened before
    entry.refresh_from_db()
    assert (entry.document_number, entry.note) == ("12/CV", "Đã gọi điện")


def test_the_list_costs_the_same_for_any_number_of_entries(
    login, editor, django_assert_num_queries, django_assert_max_num_queries
):
    request_of(address=factories.story().get_absolute_url())
    client = login(editor)
    client.get(LIST)
    with django_assert_max_num_queries(12) as few:
        client.get(LIST)
    for _ in range(5):
        request_of(address=factories.story().get_absolute_url())
    with django_assert_num_queries(len(few)):
        client.get(LIST)
