from django.db import models
from django.utils import timezone

from .comment import Comment


class Likeness(models.Model):
    """A key that comments which say nearly the same have in common. Written by ``alike.py``."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="+")
    key = models.BigIntegerField(db_index=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.key:x}"
