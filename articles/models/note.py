from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.fields import LineField, ProseField

# A comment of a reader fits in, with a sentence about it.
LONGEST_NOTE = 2500


class Note(models.Model):
    """What colleagues write each other about a story. Readers never see it."""

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="notes", verbose_name=_("story")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    # The names outlive the logins.
    author_name = LineField(max_length=120, blank=True)
    text = ProseField(_("note to colleagues"), max_length=LONGEST_NOTE)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    done_at = models.DateTimeField(_("done"), null=True)
    done_by_name = LineField(max_length=120, blank=True)

    class Meta:
        verbose_name = _("note to colleagues")
        verbose_name_plural = _("notes to colleagues")
        ordering = ["id"]
        default_permissions = ()
        indexes = [
            models.Index("article", condition=Q(done_at=None), name="open_notes"),
        ]

    def __str__(self):
        return self.text
