import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Draft(models.Model):
    """What somebody typed into the story form and has not saved: rewritten, never history.

    One row for each person and story; for a story that is not there yet, one for each ``key``.
    """

    # PROTECT: deleting a person never deletes work. `articles.drafts.hand_over` moves it.
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="drafts")
    article = models.ForeignKey(
        "articles.Article",
        models.CASCADE,
        null=True,
        related_name="drafts",
        verbose_name=_("story"),
    )
    # The name of a new story until it has a number: `Article.key` of what it becomes.
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    # The open form that writes here, and the number of its last edit: a later one is larger.
    tab = models.UUIDField()
    serial = models.BigIntegerField()
    # The form as a browser posts it, lists of values by name: kept even where it is not valid.
    fields = models.JSONField()
    saved_at = models.DateTimeField(_("kept at"), auto_now=True)

    class Meta:
        verbose_name = _("unsaved text")
        verbose_name_plural = _("unsaved texts")
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(fields=["user", "article"], name="one_draft_for_each_story")
        ]

    def __str__(self):
        return (self.fields.get("headline") or [""])[0].strip() or str(self.article or "")


class PresenceQuerySet(models.QuerySet):
    def present(self, at=None):
        return self.filter(seen_at__gt=(at or timezone.now()) - Presence.PATIENCE)


class Presence(models.Model):
    """Somebody has the form of a story open. It informs; it locks nothing."""

    # Three missed signs of life.
    PATIENCE = timedelta(seconds=60)

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(fields=["article", "user"], name="present_once"),
            models.CheckConstraint(
                condition=Q(seen_at__gte=models.F("since")), name="seen_since_it_came"
            ),
        ]

    def __str__(self):
        return f"{self.user} – {self.article}"
