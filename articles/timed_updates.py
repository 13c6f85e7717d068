"""Timed updates of live stories: visible at their second, whether or not a job runs.

A next version for which a time is set is a write that has to happen at that moment. Whoever comes
first after it makes it: a reader's request, a page of the newsroom, or ``manage.py apply_due`` from
a timer. All others find nothing to do, which costs one look into a small index.
"""

import logging

from django.db import OperationalError, transaction
from django.utils import timezone

from cms.page_cache.tail import tail

from . import gate
from .going_live import drop_timed, go_live
from .models import Article
from .models.revision import Verb
from .versions import revisions
from .workflow import log_step

log = logging.getLogger(__name__)

# So many at once; the next request takes the others.
_AT_ONCE = 50
# Pages that show no story, and those that have to answer when the database does not.
_WITHOUT_STORIES = {
    "health", "media", "robots", "favicon", "icon", "manifest", "admin:jsi18n",
    "articles:count_read",
}  # fmt: skip


def apply_due(now=None):
    """Brings every version whose moment has come to the readers; returns how many were due.

    Each in a transaction of its own: one that fails stops no other, and is not tried again.
    """
    now = now or timezone.now()
    due = list(Article.objects.due(now).order_by("due_at").only("pk")[:_AT_ONCE])
    for story in due:
        try:
            bring(story, now)
        except OperationalError:
            log.warning("timed update of story %s: the database is busy", story.pk)
        except Exception:
            log.exception("timed update of story %s failed", story.pk)
            _give_up(story, now)
    return len(due)


@transaction.atomic
def bring(article, now):
    """What the clock does: the version that waited until ``now`` goes to the readers.

    Idempotent: whoever comes second finds nothing to do. What the gate says against it at that
    moment leaves the story as it is, and stands in the log once.
    """
    story = Article.objects.select_for_update().get(pk=article.pk)
    if not story.is_published or story.due_failed_at or not story.due_at or story.due_at > now:
        return
    decision = story.transitions.filter(verb=Verb.PUBLISH, due_at=story.due_at).first()
    actor = decision and decision.actor
    facts = {
        "actor_name": decision.actor_name if decision else "",
        "revision_id": story.due_revision_id,
        "due_at": story.due_at,
        "minor": bool(decision and decision.minor),
    }
    data = revisions.existing(story.due_revision.snapshot)
    if against := gate.reasons_against(data, story):
        reasons = [reason["message"] for reason in gate.for_the_log(against)]
        fail(story, now, "\n".join(reasons), actor=actor, **facts)
        return
    go_live(story, story.due_revision, data, minor=facts["minor"], at=story.due_at)
    drop_timed(story)
    story.save()
    log_step(Verb.TIMED, story, actor, "", **facts)


def fail(story, now, reason, actor=None, **facts):
    """The moment has come and the version could not go out: a person has to decide."""
    story.due_failed_at = now
    story.save(update_fields=["due_failed_at"])
    log_step(Verb.TIMED_FAILED, story, actor, reason, **facts)


@transaction.atomic
def _give_up(article, now):
    story = Article.objects.select_for_update().get(pk=article.pk)
    if story.due_at and story.due_failed_at is None:
        fail(story, now, "", revision_id=story.due_revision_id, due_at=story.due_at)


class DueBeforeEachPage:
    """Middleware: no page is made from a version whose time is over.

    Each is announced to the page cache, as a purge with a moment (``page_tags.comes_at``): a
    process that reads those asks again when there is a new one, or when a moment has come.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self._nothing_due = None

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.resolver_match.view_name in _WITHOUT_STORIES:
            return
        if self._nothing_due is None or tail.tells_more_than(self._nothing_due):
            known = tail.known()  # first: what happens from here on is asked for the next time
            # Where one failed for a moment, or there were too many, the next request goes on.
            self._nothing_due = None if apply_due() else known
