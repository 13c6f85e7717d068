"""What a change made untrue, as rows: written in its transaction, read by every process.

So a page is purged exactly when the change is there, whatever is killed in between. Nothing is
deleted from any cache: a kept page names the rows that it was made after, and each process sees by
itself whether a later one concerns it (``tail.py``).
"""

from datetime import timedelta

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

# Longer than any page is kept.
KEPT = timedelta(hours=25)


class PagePurge(models.Model):
    """Pages with one of these tags are to be made anew: now, or once at ``due_at``.

    ``everything``: a withdrawal, which depends on no tag. Their number is the generation of all
    pages, so these rows stay; the others go after a day.
    """

    tags = models.JSONField(default=list)
    everything = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index("at", name="page_purges_by_time"),
            models.Index("due_at", name="page_purges_due", condition=Q(due_at__isnull=False)),
            models.Index("id", name="page_generations", condition=Q(everything=True)),
        ]

    def __str__(self):
        return "*" if self.everything else " ".join(self.tags)


def purge(*tags, due_at=None):
    """Makes the pages with one of ``tags`` anew, once this transaction is there.

    ``due_at``: the pages are true until then.
    """
    if due_at is not None and due_at <= timezone.now():
        due_at = None
    if tags:
        _write(tags=sorted(set(tags)), due_at=due_at)


def purge_everything():
    """For what has to be gone from every page at once: no table of tags has to be right for it."""
    _write(everything=True)


def _write(**row):
    from .tail import tail

    PagePurge.objects.create(**row)
    # robust: the row is there, and whoever reads them next finds it.
    transaction.on_commit(tail.read_on, robust=True)


def forget_old(now):
    """Deletes the rows that no kept page can be older than."""
    old = PagePurge.objects.filter(at__lt=now - KEPT, everything=False)
    old.exclude(due_at__gte=now - KEPT).delete()
