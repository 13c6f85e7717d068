"""Timed updates of live stories: visible at their second, whether or not a job runs.

A next version for which a time is set is a write that has to happen at that moment. Whoever comes
first after it makes it: a reader's request, a page of the newsroom, or ``manage.py apply_due`` from
a timer. All others find nothing to do, which costs one look into a small index.
"""

import logging

from django.db import OperationalError, transaction
from django.utils import timezone

from . import workflow
from .models import Article

log = logging.getLogger(__name__)

# So many at once; the next request takes the others.
_AT_ONCE = 50
# Pages that show no story, and those that have to answer when the database does not.
_WITHOUT_STORIES = {"health", "media", "robots", "admin:jsi18n"}


def apply_due(now=None):
    """Brings every version whose moment has come to the readers; returns how many were due.

    Each in a transaction of its own: one that fails stops no other, and is not tried again.
    """
    now = now or timezone.now()
    due = list(Article.objects.due(now).order_by("due_at").only("pk")[:_AT_ONCE])
    for story in due:
        try:
            workflow.bring_timed(story, now)
        except OperationalError:
            log.warning("timed update of story %s: the database is busy", story.pk)
        except Exception:
            log.exception("timed update of story %s failed", story.pk)
            _fail(story, now)
    return len(due)


@transaction.atomic
def _fail(story, now):
    story = Article.objects.select_for_update().get(pk=story.pk)
    if story.due_at and story.due_failed_at is None:
        workflow.fail_timed(story, now, "", revision_id=story.due_revision_id, due_at=story.due_at)


class DueBeforeEachPage:
    """Middleware: no page is made from a version whose time is over."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.resolver_match.view_name not in _WITHOUT_STORIES:
            apply_due()
