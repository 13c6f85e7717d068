from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.fields import LineField, ProseField


class HandoverQuerySet(models.QuerySet):
    def current(self):
        """The note that stands, or None."""
        return self.exclude(number=None).order_by("-number").first()


class HandoverNote(models.Model):
    """What one shift tells the next. Append-only: each save is a row of its own.

    The number is unique, so of two people who write on top of the same note one is the second:
    their row has no number and stands beside, and they are shown both.
    """

    number = models.PositiveIntegerField(null=True, unique=True)
    text = ProseField(_("handover note"), max_length=5000, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    # The name outlives the login.
    author_name = LineField(max_length=120)
    written_at = models.DateTimeField(auto_now_add=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("handover note")
        verbose_name_plural = _("handover notes")
        default_permissions = ()
        ordering = ["-id"]
