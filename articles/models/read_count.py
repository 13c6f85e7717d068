from django.db import models


class ReadCount(models.Model):
    """How often a story was read within an hour.

    A row for each story and hour, written in batches by ``articles/reads/writing.py`` alone, and
    forgotten when no list looks back so far.
    """

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="+", db_index=False
    )
    # Hours since 1970: the moment of the read, divided by an hour.
    hour = models.PositiveIntegerField()
    reads = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["article", "hour"], name="reads_of_story_once_an_hour")
        ]
        # All that a ranking asks for, without a look at the table.
        indexes = [models.Index("hour", "article", "reads", name="reads_by_hour")]

    def __str__(self):
        return f"{self.article_id}: {self.reads}"
