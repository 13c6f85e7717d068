from django.db import models
from django.db.models import F

from articles.models import Article
from cms.lexemes import LexemesField

from .comment import Comment


class CommentEntryQuerySet(models.QuerySet):
    def visible(self, at, *, moment="published_at"):
        """What may be looked through at ``at``: public comments of stories that are live then."""
        public = Comment.objects.public().filter(article__in=Article.objects.live(at))
        return self.filter(comment__in=public, **{f"{moment}__lte": at})


class CommentEntry(models.Model):
    """What the readers' search knows of an approved comment: its words, not who wrote them.

    Written by ``comments/search.py`` alone.
    """

    comment = models.OneToOneField(Comment, models.CASCADE, primary_key=True, related_name="+")
    published_at = models.DateTimeField()  # when it was sent, as readers see it
    lexemes = LexemesField()
    form = models.PositiveSmallIntegerField()  # see articles/search/index.py

    objects = CommentEntryQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(F("published_at").desc(), F("comment").desc(), name="comments_newest"),
        ]

    def __str__(self):
        return str(self.comment_id)
