"""The queues of the moderators: which comments, in which order. Each count is a query."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import search
from articles.listing import after, write_key

from .models import BY_WRITER, Comment, Contact, Decision, Report, Status

PAGE_SIZE = 50
MINE_WITHIN = timedelta(hours=24)
# What words find, at most; nobody looks further.
_MOST_FOUND = 500


@dataclass(frozen=True)
class Queue:
    key: str
    label: str
    rows: Callable
    # Who has waited longest comes first; what is decided, the other way round.
    oldest_first: bool = False
    # Shown with its count, among the first.
    counted: bool = True
    # Since when its comments are in it: they are in this order.
    moment: str = "submitted_at"


def _of(status):
    # Of what is erased there is nothing to look at.
    return lambda user: Comment.objects.filter(status=status, erased_at=None)


def _waiting(user):
    return Comment.objects.waiting()


def _flagged(user):
    return Comment.objects.flagged()


def _reported(user):
    open_ = Report.objects.filter(comment=OuterRef("pk"), closed_by=None).order_by("at")
    return Comment.objects.reported().annotate(reported_at=Subquery(open_.values("at")[:1]))


def _mine(user):
    since = timezone.now() - MINE_WITHIN
    steps = Decision.objects.standing().filter(comment=OuterRef("pk"), actor=user, at__gte=since)
    return Comment.objects.filter(Exists(steps.exclude(verb__in=BY_WRITER)))


QUEUES = {
    queue.key: queue
    for queue in (
        Queue("pending", _("Waiting"), _waiting, oldest_first=True),
        Queue("flagged", _("Flagged"), _flagged, oldest_first=True),
        Queue("reported", _("Reported"), _reported, oldest_first=True, moment="reported_at"),
        Queue("spam", _("Spam"), _of(Status.SPAM)),
        Queue("forwarded", _("Passed on"), _of(Status.FORWARDED)),
        Queue("mine", _("Decided by me, last 24 hours"), _mine),
        Queue("approved", Status.APPROVED.label, _of(Status.APPROVED), counted=False),
        Queue("rejected", Status.REJECTED.label, _of(Status.REJECTED), counted=False),
        Queue("withdrawn", Status.WITHDRAWN.label, _of(Status.WITHDRAWN), counted=False),
        Queue("unconfirmed", Status.UNCONFIRMED.label, _of(Status.UNCONFIRMED), counted=False),
        Queue("all", _("All"), lambda user: Comment.objects.all(), counted=False),
    )
}  # fmt: skip


def counts(user):
    """Key of a queue -> how many are in it."""
    return {key: queue.rows(user).count() for key, queue in QUEUES.items() if queue.counted}


@dataclass(frozen=True)
class QueueFilter:
    """A queue, narrowed: by words, to a story, a section, a cluster, or the sender of a comment.

    ``alike`` and ``sender`` are keys of a comment, so that no address stands in an address.
    """

    queue: Queue
    words: str = ""
    story: int | None = None
    section: int | None = None
    alike: int | None = None
    sender: int | None = None

    @property
    def is_narrowed(self):
        return bool(self.words or self.story or self.section or self.alike or self.sender)

    def rows(self, user):
        rows = self.queue.rows(user)
        if self.story:
            rows = rows.filter(article=self.story)
        if self.section:
            rows = rows.filter(
                Q(article__section=self.section) | Q(article__section__parent=self.section)
            )
        if self.alike:
            comment = Comment.objects.filter(pk=self.alike).only("alike").first()
            rows = rows.alike_to(comment) if comment else rows.none()
        if self.sender:
            email = Contact.objects.filter(comment=self.sender).exclude(email="")
            email = email.values_list("email", flat=True)
            rows = rows.sent_from(email[0]) if email else rows.none()
        way = "" if self.queue.oldest_first else "-"
        rows = rows.order_by(f"{way}{self.queue.moment}", f"{way}id")
        return search.words(rows, self.words, _MOST_FOUND) if self.words else rows

    def page(self, user, key=""):
        """``(rows, key)``: a page of them behind ``key``, and the key of the next or ""."""
        moment, oldest_first = self.queue.moment, self.queue.oldest_first
        rows = after(self.rows(user), key, moment, oldest_first=oldest_first)
        rows = list(rows.select_related("article__section", "parent")[: PAGE_SIZE + 1])
        more = len(rows) > PAGE_SIZE
        rows = rows[:PAGE_SIZE]
        return rows, write_key(getattr(rows[-1], moment), rows[-1].pk) if more else ""
