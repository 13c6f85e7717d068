"""Whatever is done with comments in whatever order: the counts are true, and so is the log."""

import os
import random
from collections import Counter

import pytest

from comments import counting, liking, moderation, own, queues, reporting
from comments.models import (
    BY_WRITER,
    FLAGGED,
    Comment,
    Decision,
    Discussion,
    Like,
    Reason,
    Report,
    Status,
    Verb,
)
from comments.moderation import decide
from comments.verification import ticket
from tests import factories

STEPS = 10_000 if os.environ.get("DRILL") else 400
VERDICTS = [Verb.APPROVE, Verb.APPROVE, Verb.REJECT, Verb.SPAM, Verb.REOPEN]


class Newsroom:
    """Two moderators who often look at what is not true any more, and many writers."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.stories = [factories.story() for _ in range(3)]
        self.people = [factories.moderator(), factories.moderator()]
        self.seen, self.steps = {}, []
        self.done = Counter()

    def takes_a_step(self):
        deed = self.chance.choice(
            [
                *(self.sends, self.sends, *([self.rules] * 5), self.undoes, self.revises),
                *(self.withdraws, self.edits, self.masks, self.passes_on, self.answers),
                *(self.reports, self.keeps, self.picks, self.likes, self.likes),
            ]
        )
        answer = deed()
        self.done[deed.__name__] += 1
        if getattr(answer, "decision", None):
            self.steps.append(answer.decision)

    def one(self):
        """A comment, in the version that somebody saw: the present one or an earlier."""
        if not self.seen:
            self.sends()
        pk = self.chance.choice(list(self.seen))
        if self.chance.random() < 0.7:
            self.seen[pk] = Comment.objects.get(pk=pk).version
        return pk, self.seen[pk]

    def sends(self):
        row = factories.comment(
            self.chance.choice(self.stories),
            Status.PENDING,
            weight=self.chance.randint(0, 6),
            body=f"Gọi 0912345{self.chance.randint(100, 999)} số {len(self.seen)}",
        )
        self.seen[row.pk] = 1

    def by(self):
        return self.chance.choice(self.people)

    def rules(self):
        verb = self.chance.choice(VERDICTS)
        reason = self.chance.choice(Reason.values) if verb == Verb.REJECT else ""
        return decide([self.one()], verb, self.by(), reason)[0]

    def undoes(self):
        if self.steps:
            return moderation.undo(self.chance.choice(self.steps[-20:]), self.by())
        return None

    def revises(self):
        own.revise(Comment.objects.get(pk=self.one()[0]), f"Lời khác {self.chance.random()}")

    def withdraws(self):
        if self.chance.random() < 0.2:
            own.withdraw(Comment.objects.get(pk=self.one()[0]))

    def edits(self):
        return moderation.edit(*self.one(), f"Lời biên tập {self.chance.random()}", self.by())

    def masks(self):
        return moderation.mask(*self.one(), self.by())

    def passes_on(self):
        return moderation.forward(*self.one(), self.by())

    def answers(self):
        if self.chance.random() < 0.2:
            return moderation.answer(*self.one(), "Tòa soạn cảm ơn bạn.", self.by())[-1]
        return None

    def reports(self):
        row = Comment.objects.get(pk=self.one()[0])
        if row.status == Status.APPROVED:
            given = ticket.read(ticket.issue(row.article_id), row.article_id)
            reporting.report(row, given, "false", "")

    def picks(self):
        return moderation.pick(*self.one(), self.by(), on=self.chance.random() < 0.6)

    def likes(self):
        step = liking.like if self.chance.random() < 0.7 else liking.unlike
        step(Comment.objects.get(pk=self.one()[0]), f"browser-{self.chance.randint(1, 5)}")

    def keeps(self):
        return moderation.keep(*self.one(), self.by())


@pytest.mark.drill
@pytest.mark.django_db
def test_after_many_steps_the_counts_are_true_and_the_log_tells_how_it_came():
    newsroom = Newsroom(seed=26_11_2019)
    written = {}
    for step in range(STEPS):
        newsroom.takes_a_step()
        if step % 50 == 0:
            written |= {row["id"]: row for row in Decision.objects.order_by("-pk").values()[:30]}
    assert len(newsroom.done) > 10

    rows = list(Comment.objects.all())
    open_reports = set(Report.objects.filter(closed_by=None).values_list("comment", flat=True))
    waiting = [
        row
        for row in rows
        if row.status == Status.PENDING or (row.status == Status.APPROVED and row.proposed)
    ]
    somebody = newsroom.people[0]
    log = Decision.objects.exclude(verb__in=BY_WRITER)
    undone = {(step.comment_id, step.version - 1) for step in log.filter(verb=Verb.UNDO)}
    steps = log.filter(actor=somebody).exclude(verb=Verb.UNDO)
    mine = [step.comment_id for step in steps if (step.comment_id, step.version) not in undone]
    assert queues.counts(somebody) == {
        "pending": len(waiting),
        "flagged": sum(row.weight >= FLAGGED for row in waiting),
        "reported": sum(row.status == Status.APPROVED and row.pk in open_reports for row in rows),
        "spam": sum(row.status == Status.SPAM for row in rows),
        "forwarded": sum(row.status == Status.FORWARDED for row in rows),
        "mine": len(set(mine)),
    }
    public = {row.pk for row in rows if row.status == Status.APPROVED}
    shown = {row.pk for row in rows if row.pk in public and row.parent_id in {None, *public}}
    assert set(Comment.objects.public().values_list("pk", flat=True)) == shown

    for story in newsroom.stories:
        seen = sum(row.article_id == story.pk for row in rows if row.pk in shown)
        assert Discussion.objects.get(pk=story.pk).comments == seen
    liked = Counter(Like.objects.values_list("comment", flat=True))
    assert {row.pk: row.likes for row in rows if row.likes} == liked
    assert counting.recount_everything() == 0, "nothing is counted anew that was right"

    # The log, read from the start, leads to what is there now; nothing in it was changed.
    for row in rows:
        status, version = Status.WITHDRAWN if row.from_paper else Status.PENDING, 1
        for step in row.decisions.order_by("pk"):
            assert (step.before, step.version) == (status, version + 1)
            status, version = step.after, step.version
        assert (row.status, row.version) == (status, version)
    now = {row["id"]: row for row in Decision.objects.values()}
    assert all(now[pk] == row for pk, row in written.items())
