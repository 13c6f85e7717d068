from django.db import models

from .comment import Comment


class Like(models.Model):
    """A browser likes a comment. Which one it is, nobody knows: see ``liking.py``."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="likers")
    browser = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint("comment", "browser", name="one_like_of_a_browser"),
        ]

    def __str__(self):
        return f"{self.comment_id}"
