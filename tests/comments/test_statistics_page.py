"""The statistics of the moderators: who may see them, what the page and its files hold."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import Comment, Status
from comments.statistics import PERIODS
from tests import factories

from .desk import decided

PAGE = "/admin/comments/comment/statistics/"


@pytest.fixture
def story(db):
    return factories.story()


@pytest.fixture
def at_work(login, moderator):
    return login(moderator)


def now(story, **fields):
    return factories.comment(story, Status.PENDING, **fields)


def table(client, **asked):
    answer = client.get(PAGE, {"format": "csv", **asked})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = answer.content.decode()
    assert text.startswith("\ufeff")
    return answer, list(csv.reader(StringIO(text[1:])))


def test_a_reporter_has_no_statistics_and_the_desk_leads_a_moderator_there(login, reporter):
    assert login(reporter).get(PAGE).status_code == 403
    desk = login(factories.moderator()).get("/admin/comments/comment/")
    assert f'href="{PAGE}"' in desk.text


def test_nothing_to_count_is_said_in_a_sentence(at_work, db):
    for period in PERIODS:
        answer = at_work.get(PAGE, {"period": period})
        assert "Trong những ngày này" in answer.text
        assert 'class="chart"' not in answer.text


def test_the_page_shows_figures_charts_and_tables(at_work, moderator, story):
    for verb in ("approve", "approve", "reject"):
        decided(now(story), 0, verb, moderator, "insult")
    for period in PERIODS:
        text = at_work.get(PAGE, {"period": period}).text
        assert "67%" in text
        assert text.count('role="img"') == 2
        assert text.count("<caption>") == text.count('scope="row">Xúc phạm') + 4 == 5
        assert "style=" not in text.partition('class="figures"')[2].partition("</main>")[0]
        assert str(moderator) in text


def test_comments_that_only_wait_have_a_chart_of_volume_alone(at_work, story):
    now(story)
    answer = at_work.get(PAGE)
    assert answer.text.count('role="img"') == 1


@pytest.mark.parametrize(
    "query",
    [
        "period=31", "period=", "period=%00", "section=0", "section=abc", "section=99999999",
        "section=9999999999999999999999", "section=-1", "table=users&format=csv", "format=pdf",
    ],
)  # fmt: skip
def test_what_is_not_understood_is_left_out(at_work, story, query):
    assert at_work.get(f"{PAGE}?{query}").status_code == 200
    context = at_work.get(f"{PAGE}?{query.partition('&')[0]}").context
    assert (context["asked"].period.key, context["asked"].section) == ("30", None)


def test_nothing_is_posted_to_the_statistics(at_work):
    assert at_work.post(PAGE).status_code == 405


def test_the_cost_does_not_grow_with_sections_moderators_or_days(at_work, moderator, story):
    def cost(**asked):
        with CaptureQueriesContext(connection) as captured:
            assert at_work.get(PAGE, asked).status_code == 200
        return len(captured)

    decided(now(story), 0, "approve", moderator)
    cost()
    few = cost(period="7")
    for number in range(4):
        section = factories.section(parent=factories.section())
        row = now(factories.story(section=section))
        moment = timezone.now() - timedelta(days=number)
        Comment.objects.filter(pk=row.pk).update(submitted_at=moment)
        decided(row, 0, "reject", factories.moderator(), "insult")
    assert cost(period="7") == few
    assert cost(period="12-months") == few
    assert few <= 13


# --- The files -------------------------------------------------------------------------------


def test_the_days_as_a_file_for_a_spreadsheet(at_work, moderator, story):
    decided(now(story), 0, "approve", moderator)
    today = timezone.localdate()
    answer, (head, *rows) = table(at_work, period="7")
    first = today - timedelta(days=6)
    name = f"comments-days-{first:%Y-%m-%d}-{today:%Y-%m-%d}.csv"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert head[:3] == ["Ngày", "Đã gửi", "Đã duyệt"]
    assert len(rows) == 7
    assert rows[-1] == [today.isoformat(), "1", "1", "0", "0", "0", "0", "100%"]
    assert rows[0][1:] == ["0"] * 6 + [""]


def test_a_year_as_a_file_still_has_its_days(at_work, db):
    _answer, (_head, *rows) = table(at_work, period="12-months", table="days")
    assert 334 <= len(rows) <= 366


def test_a_name_that_looks_like_a_formula_is_none(login, db):
    story = factories.story(section=factories.section("=SUM(A1)"))
    person = factories.moderator(full_name="@Người duyệt")
    decided(now(story), 0, "approve", person)
    client = login(person)
    assert table(client, table="sections")[1][1][:3] == ["'=SUM(A1)", "1", "100%"]
    assert table(client, table="moderators")[1][1][:3] == ["'@Người duyệt", "1", "1"]


def test_waits_in_files_are_hours_minutes_and_seconds(at_work, moderator, story):
    row = now(story)
    Comment.objects.filter(pk=row.pk).update(submitted_at=timezone.now() - timedelta(hours=26))
    row.refresh_from_db()
    decided(row, 26 * 60, "approve", moderator)
    _answer, (_head, line) = table(at_work, table="moderators")
    assert line[-1] == "26:00:00"
