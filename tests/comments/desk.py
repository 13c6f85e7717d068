"""What the tests of the moderators' desk share: rows that wait, and what the page says."""

from datetime import timedelta

from django.utils import timezone

from comments import moderation
from comments.models import Comment, Decision, Status
from tests import factories

QUEUE = "/admin/comments/comment/"
DECIDE = f"{QUEUE}decide/"


def waiting(story, body, minutes_ago=0, **fields):
    sent = timezone.now() - timedelta(minutes=minutes_ago)
    return factories.comment(story, Status.PENDING, body=body, submitted_at=sent, **fields)


def said(response):
    """What the messages of the next page say."""
    return [str(message) for message in response.context["messages"]]


def status(row):
    return Comment.objects.get(pk=row.pk).status


def bulk(client, verb, rows, versions=None, **extra):
    versions = versions or {row.pk: row.version for row in rows}
    ticked = [f"{row.pk}:{versions[row.pk]}" for row in rows]
    return client.post(DECIDE, {"decide": verb, "item": ticked, **extra}, follow=True)


def step(row, minutes, act, *words, by):
    """Does ``act`` so many minutes after the comment was sent; returns the step's key."""
    row.refresh_from_db()
    given = act(row.pk, row.version, *words, by)
    answer = given[-1] if isinstance(given, list) else given
    move(answer.decision, row.submitted_at + timedelta(minutes=minutes))
    return answer.decision


def decided(row, minutes, verb, by, reason=""):
    def act(pk, version, actor):
        return moderation.decide([(pk, version)], verb, actor, reason)

    return step(row, minutes, act, by=by)


def move(pk, moment):
    Decision.objects.filter(pk=pk).update(at=moment)
