from django.db import models

from articles.models import Article


class Discussion(models.Model):
    """How many comments readers see under a story; kept by ``counting.py``, for lists of stories.

    A row of its own: a story is saved by people who do not know that readers comment on it.
    """

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True)
    comments = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.article_id}: {self.comments}"
