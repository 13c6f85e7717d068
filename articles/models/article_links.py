from django.db import models

from .author import Author


class Byline(models.Model):
    """An author of a story, in the order of printing."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, models.PROTECT, related_name="bylines")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["article", "author"], name="author_named_once"),
        ]


class RelatedStory(models.Model):
    """A story an editor chose to show below another, in order."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="related_links")
    to = models.ForeignKey("articles.Article", models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["article", "to"], name="related_once"),
        ]
