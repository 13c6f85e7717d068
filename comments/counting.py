"""Numbers that are kept beside what they count: comments of a story, and likes of a comment.

Each is written in the transaction of what changes it, and can be counted anew.
"""

from django.db import transaction
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from .models import Comment, Discussion, Like

_AT_ONCE = 500


@transaction.atomic
def recount(*articles):
    """Counts what readers see under the stories with these keys.

    The row is locked first and the counting comes after: of two steps at the same moment the later
    one counts what the first has done.
    """
    # Always in the same order: two of these never wait for each other.
    for pk in sorted(set(articles)):
        row = Discussion.objects.filter(pk=pk)
        if not row.update(comments=F("comments")):
            Discussion.objects.get_or_create(pk=pk)
            row.update(comments=F("comments"))
        row.update(comments=Comment.objects.readable().filter(article=pk).count())


def of_story(article):
    """How many comments readers see; told by ``article``, if it was asked for with that."""
    if hasattr(article, "comment_count"):
        return article.comment_count or 0
    row = Discussion.objects.filter(pk=article.pk).values_list("comments", flat=True).first()
    return row or 0


def recount_everything():
    """Every number, anew; returns how many were wrong."""
    wrong, last = 0, 0
    stories = Comment.objects.order_by("article").values_list("article", flat=True).distinct()
    while keys := list(stories.filter(article__gt=last)[:_AT_ONCE]):
        before = dict(Discussion.objects.filter(pk__in=keys).values_list("pk", "comments"))
        recount(*keys)
        after = dict(Discussion.objects.filter(pk__in=keys).values_list("pk", "comments"))
        wrong += sum(before.get(pk, 0) != number for pk, number in after.items())
        last = keys[-1]
    likes = Like.objects.filter(comment=OuterRef("pk")).order_by().values("comment")
    number = Coalesce(Subquery(likes.annotate(number=Count("pk")).values("number")), 0)
    return wrong + Comment.objects.exclude(likes=number).update(likes=number)
