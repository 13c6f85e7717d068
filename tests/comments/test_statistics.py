"""The statistics of the moderators: figures computed by hand."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from comments import moderation, own, statistics
from comments.models import Comment, Decision, Status, Verb
from comments.statistics import PERIODS, Scope, Volume
from tests import factories

from .desk import decided, move, step

FRIDAY = date(2026, 11, 20)
WEEK = Scope(PERIODS["7"], FRIDAY)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def story(db):
    return factories.story()


def sent(story, day=20, hour=9, minute=0, **fields):
    """A comment of November 2026, by the clocks of the newsroom; it waits."""
    moment = timezone.make_aware(datetime(2026, 11, day, hour, minute))
    return factories.comment(story, Status.PENDING, submitted_at=moment, **fields)


def waits(*group, asked=WEEK):
    """`Waits` of all, or of one group; None where nothing was decided on."""
    return statistics.waits(asked).get(group or ("all",))


def medians(kind):
    """Minutes of each group of a kind."""
    found = statistics.waits(WEEK).items()
    return {key[1]: each.median / MINUTE for key, each in found if key[0] == kind}


# --- Volume ----------------------------------------------------------------------------------


def test_each_day_says_what_was_sent_and_what_became_of_it(story, moderator):
    sent(story, day=19)
    for verb, reason in (("approve", ""), ("reject", "insult"), ("spam", "")):
        decided(sent(story), 5, verb, moderator, reason)
    step(sent(story), 5, moderation.forward, by=moderator)
    days = statistics.by_day(WEEK)
    assert list(days) == [date(2026, 11, day) for day in range(14, 21)]
    assert days[date(2026, 11, 19)] == Volume(sent=1, waiting=1)
    assert days[FRIDAY] == Volume(sent=4, approved=1, refused=2, passed_on=1)
    assert days[FRIDAY].share_approved == 0.25
    assert days[date(2026, 11, 14)] == Volume()


def test_a_day_begins_at_midnight_in_viet_nam(story):
    sent(story, day=14, hour=0)
    sent(story, day=20, hour=23, minute=59)
    sent(story, day=13, hour=23, minute=59)
    sent(story, day=21, hour=0)
    days = statistics.by_day(WEEK)
    assert [volume.sent for volume in days.values()] == [1, 0, 0, 0, 0, 0, 1]


def test_the_papers_own_words_and_unconfirmed_comments_are_not_counted(story, moderator):
    sent(story, from_paper=True)
    Comment.objects.filter(pk=sent(story).pk).update(status=Status.UNCONFIRMED)
    assert sum(statistics.by_day(WEEK).values(), Volume()) == Volume()


def test_twelve_months_are_this_month_and_the_eleven_before_it(story):
    year = Scope(PERIODS["12-months"], FRIDAY)
    sent(story, day=1), sent(story, day=20)
    months = statistics.by_month(statistics.by_day(year))
    assert next(iter(months)) == date(2025, 12, 1)
    assert len(months) == 12
    assert months[date(2026, 11, 1)].sent == 2
    assert Scope(PERIODS["12-months"], date(2026, 12, 31)).first == date(2026, 1, 1)


# --- Waiting ---------------------------------------------------------------------------------


def test_percentiles_are_waits_that_somebody_really_had(story, moderator):
    for minutes in (1, 2, 3, 4, 5, 6, 7, 8, 9, 60):
        decided(sent(story), minutes, "approve", moderator)
    found = waits()
    # Of ten the fifth, and of ten 9.5: the tenth.
    assert (found.count, found.median, found.p95) == (10, 5 * MINUTE, 60 * MINUTE)


def test_one_wait_is_median_and_percentile_at_once(story, moderator):
    decided(sent(story), 7, "spam", moderator)
    assert waits() == statistics.Waits(1, 7 * MINUTE, 7 * MINUTE)


def test_of_twenty_one_in_a_hundred_is_the_twentieth(story, moderator):
    for minutes in range(1, 22):
        decided(sent(story), minutes, "approve", moderator)
    found = waits()
    assert (found.median, found.p95) == (11 * MINUTE, 20 * MINUTE)


def test_a_wait_ends_with_the_first_verdict(story, moderator):
    row = sent(story)
    step(row, 2, moderation.edit, "Chữ của tòa soạn", by=moderator)
    decided(row, 10, "approve", moderator)
    decided(row, 300, "spam", moderator)
    assert waits() == statistics.Waits(1, 10 * MINUTE, 10 * MINUTE)


def test_an_undone_verdict_is_none(story, moderator):
    row = sent(story)
    wrong = decided(row, 2, "spam", moderator)
    taken_back = moderation.undo(wrong, moderator).decision
    move(taken_back, row.submitted_at + 3 * MINUTE)
    assert waits() is None
    decided(row, 30, "approve", moderator)
    assert waits().median == 30 * MINUTE
    (line,) = statistics.by_moderator(WEEK)
    assert (line["verdicts"], line["approve"], line["spam"]) == (1, 1, 0)


def test_what_writers_did_themselves_ends_no_wait(story):
    row = sent(story)
    Comment.objects.filter(pk=row.pk).update(submitted_at=timezone.now())
    row.refresh_from_db()
    assert own.withdraw(row)
    today = Scope(PERIODS["7"], timezone.localdate())
    assert waits(asked=today) is None
    assert list(statistics.by_moderator(today)) == []
    volume = statistics.by_day(today)[today.last]
    assert volume == Volume(sent=1, withdrawn=1)
    assert volume.share_approved is None


def test_what_was_brought_along_from_another_system_ends_no_wait(story):
    row = sent(story)
    Decision.objects.create(
        comment=row, verb=Verb.IMPORT, before="pending", after="approved", at=row.submitted_at
    )
    assert waits() is None


def test_a_reply_of_the_paper_is_one_step_and_the_approval_another(story, moderator):
    row = sent(story)
    given = moderation.answer(row.pk, 1, "Cảm ơn bạn", moderator)
    for each in given:
        move(each.decision, row.submitted_at + 20 * MINUTE)
    Comment.objects.filter(from_paper=True).update(submitted_at=row.submitted_at)
    reply = Comment.objects.get(from_paper=True)
    decided(reply, 40, "reject", moderator, "off_topic")
    assert waits() == statistics.Waits(1, 20 * MINUTE, 20 * MINUTE)
    (line,) = statistics.by_moderator(WEEK)
    counts = {verb: line[verb] for verb in ("verdicts", "approve", "reject", "answer")}
    assert counts == {"verdicts": 1, "approve": 1, "reject": 0, "answer": 1}
    assert statistics.by_reason(WEEK) == {}
    assert sum(statistics.by_day(WEEK).values(), Volume()).sent == 1


def test_waits_are_told_by_the_hour_of_sending(story, moderator):
    for hour, minutes in ((6, 90), (6, 30), (6, 60), (22, 5)):
        decided(sent(story, hour=hour), minutes, "approve", moderator)
    assert medians("hour") == {6: 60, 22: 5}


def test_what_waits_now_and_since_when(story, moderator):
    assert statistics.waiting_now(WEEK) == (0, None)
    first = sent(story, day=2)
    sent(story, day=19), decided(sent(story, day=1), 5, "approve", moderator)
    assert statistics.waiting_now(WEEK) == (2, first.submitted_at)


# --- Who, where, why -------------------------------------------------------------------------


def test_reasons_of_rejections_the_most_frequent_first(story, moderator):
    for reason in ("insult", "off_topic", "insult"):
        decided(sent(story), 5, "reject", moderator, reason)
    undone = decided(sent(story), 5, "reject", moderator, "language")
    moderation.undo(undone, moderator)
    assert list(statistics.by_reason(WEEK).items()) == [("insult", 2), ("off_topic", 1)]


def test_a_section_is_asked_for_with_those_below_it(moderator):
    above = factories.section("Thể thao")
    below = factories.section("Bóng đá", parent=above)
    elsewhere = factories.section("Kinh tế")
    for section, minutes in ((above, 10), (below, 20), (elsewhere, 30)):
        row = sent(factories.story(section=section))
        decided(row, minutes, "reject" if section == below else "approve", moderator, "insult")
        sent(factories.story(section=section))
    asked = Scope(PERIODS["7"], FRIDAY, above.pk)
    assert statistics.by_day(asked)[FRIDAY] == Volume(sent=4, approved=1, refused=1, waiting=2)
    assert set(statistics.by_section(asked)) == {above.pk, below.pk}
    assert statistics.by_section(asked)[below.pk].share_approved == 0
    assert waits(asked=asked).p95 == 20 * MINUTE
    assert statistics.waiting_now(asked)[0] == 2
    assert statistics.by_reason(asked) == {"insult": 1}
    assert statistics.by_moderator(asked)[0]["verdicts"] == 2
    assert medians("section") == {above.pk: 10, below.pk: 20, elsewhere.pk: 30}


def test_each_moderator_with_their_own_steps_and_waits(story, moderator):
    busy = factories.moderator(full_name="Lê Thị Nhanh")
    for minutes in (4, 2, 6):
        decided(sent(story), minutes, "approve", busy)
    decided(sent(story), 50, "spam", moderator)
    first, second = statistics.by_moderator(WEEK)
    assert (first["actor_name"], first["verdicts"], first["approve"]) == ("Lê Thị Nhanh", 3, 3)
    assert (second["actor"], second["verdicts"], second["spam"]) == (moderator.pk, 1, 1)
    assert medians("moderator") == {busy.pk: 4, moderator.pk: 50}
