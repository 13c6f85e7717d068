from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Timing(models.Model):
    """What happens to a story at a second of its own while readers have it."""

    breaking_until = models.DateTimeField(
        _("breaking until"),
        null=True,
        blank=True,
        help_text=_("Until then the story carries the mark of breaking news."),
    )
    # The timed update: this version goes to the readers at that moment. After a failure both stay,
    # for a person to decide.
    due_revision = models.ForeignKey(
        "articles.Revision", models.RESTRICT, null=True, editable=False, related_name="+"
    )
    due_at = models.DateTimeField(_("timed update"), null=True, editable=False)
    due_failed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_breaking(self):
        """Does it carry the mark of breaking news at this second?"""
        return self.breaking_until is not None and self.breaking_until > timezone.now()

    @property
    def last_told_at(self):
        """When readers were last told something new: the material update, or the publication."""
        return self.updated_at or self.published_at
