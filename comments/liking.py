"""Likes: no login, one of each browser.

A browser proves once that it is worth counting, as who comments does: the nonce of the ticket it
was checked with is its name from then on, kept in a signed cookie that only the addresses of
comments are sent. So a thousand likes of one comment cost a thousand proofs of work, or answers to
the question, whatever network they come from, and readers who share a network are not in each
other's way. No network is stored.
"""

from django.db import transaction
from django.db.models import F

from .models import Comment, Like


@transaction.atomic
def like(comment, browser):
    """Counts the browser's like, once; returns how many there are."""
    _row, is_new = Like.objects.get_or_create(comment=comment, browser=browser)
    return _counted(comment, 1 if is_new else 0)


@transaction.atomic
def unlike(comment, browser):
    gone, _rows = Like.objects.filter(comment=comment, browser=browser).delete()
    return _counted(comment, -gone)


def _counted(comment, more):
    row = Comment.objects.filter(pk=comment.pk)
    if more:
        # No purge: a number may be a minute old on a page, and a like makes no page anew.
        row.update(likes=F("likes") + more)
    return row.values_list("likes", flat=True).get()
