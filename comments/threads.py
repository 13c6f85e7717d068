"""What readers see under a story, a page at a time: picks of the newsroom first, replies in place.

Pages go by key: the thousandth costs what the first does.
"""

from dataclasses import dataclass

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Window
from django.db.models.functions import RowNumber
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from articles.listing import after, read_key, write_key

from . import counting
from .models import Comment, Status

PAGE_SIZE = 20
# Under each comment of a page; all of them stand on the comment's own page.
REPLIES_SHOWN = 5
REPLIES_PAGE = 50
MOST_PICKS = 3
# With what a comment is drawn from; see ``templatetags/comments.py``.
TOLD = ("name", "body", "submitted_at", "from_paper", "house_edited_at", "likes", "picked_at")
_COLUMNS = ("article_id", "parent_id", "erased_at", *TOLD)


class Order(models.TextChoices):
    NEWEST = "moi", _("Newest")
    LIKED = "thich", _("Most liked")


@dataclass(frozen=True)
class Thread:
    """``picks`` and ``rows`` are comments with ``visible_replies`` and ``more_replies``.

    ``older`` is the key of the next page, or None; ``count`` is of all comments of the story.
    """

    picks: list
    rows: list
    older: str | None
    key: str
    order: str
    count: int

    @property
    def named_order(self):
        """As addresses name it: the usual one is not named."""
        return "" if self.order == Order.NEWEST else self.order


def page(article, order=Order.NEWEST, key=""):
    """A page of the comments of ``article``; a key that was never given out raises Http404."""
    first = _first_level(article)
    rows = list(_behind(first, order, key)[: PAGE_SIZE + 1 + MOST_PICKS])
    if not rows:
        return Thread([], [], None, key, order, 0)
    # Pinned on the first page, and on no later one, in whatever order.
    picks = list(first.exclude(picked_at=None).order_by("-picked_at", "-pk")[:MOST_PICKS])
    rows = [row for row in rows if row not in picks]
    older = _key(rows[PAGE_SIZE - 1], order) if len(rows) > PAGE_SIZE else None
    picks, rows = [] if key else picks, rows[:PAGE_SIZE]
    _with_replies([*picks, *rows])
    return Thread(picks, rows, older, key, order, counting.of_story(article))


def replies(comment, key=""):
    """``(rows, later)``: a page of what was replied to ``comment``, the oldest first."""
    rows = _replies().filter(parent=comment).order_by("submitted_at", "pk")
    rows = list(after(rows, key, "submitted_at", oldest_first=True)[: REPLIES_PAGE + 1])
    more = len(rows) > REPLIES_PAGE
    rows = rows[:REPLIES_PAGE]
    return rows, write_key(rows[-1].submitted_at, rows[-1].pk) if more else None


def _replies():
    return Comment.objects.filter(status=Status.APPROVED, erased_at=None).only(*_COLUMNS)


def _first_level(article):
    """Of an erased one only its place is left, and where nobody replied nothing is missing."""
    rows = Comment.objects.filter(article=article, parent=None, status=Status.APPROVED)
    answered = Exists(_replies().filter(parent=OuterRef("pk")))
    return rows.filter(Q(erased_at=None) | answered).only(*_COLUMNS)


def _behind(rows, order, key):
    if order == Order.NEWEST:
        return after(rows.order_by("-submitted_at", "-pk"), key, "submitted_at")
    rows = rows.order_by("-likes", "-submitted_at", "-pk")
    if not key:
        return rows
    likes, _dash, place = key.partition("-")
    # A key of its own form: as many digits as a number of likes has, and the key of a moment.
    if not (likes.isascii() and likes.isdecimal() and len(likes) < 10):
        raise Http404("no such page")
    moment, pk = read_key(place)
    alike = Q(likes=int(likes))
    earlier = Q(submitted_at__lt=moment) | Q(submitted_at=moment, pk__lt=pk)
    return rows.filter(likes__lte=int(likes)).filter(Q(likes__lt=int(likes)) | alike & earlier)


def _key(row, order):
    key = write_key(row.submitted_at, row.pk)
    return key if order == Order.NEWEST else f"{row.likes}-{key}"


def _with_replies(rows):
    found = {row.pk: [] for row in rows}
    in_order = {"partition_by": "parent", "order_by": ["submitted_at", "pk"]}
    replies = (
        _replies()
        .filter(parent__in=found)
        .annotate(
            place=Window(RowNumber(), **in_order), of=Window(Count("pk"), partition_by="parent")
        )
        .filter(place__lte=REPLIES_SHOWN)
        .order_by("submitted_at", "pk")
    )
    for reply in replies if found else ():
        found[reply.parent_id].append(reply)
    for row in rows:
        row.visible_replies = found[row.pk]
        row.more_replies = row.visible_replies[0].of - REPLIES_SHOWN if found[row.pk] else 0
