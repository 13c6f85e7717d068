from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.fields import LineField


class Signed(models.Model):
    """Somebody did this, at this moment. The name outlives the login."""

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    actor_name = LineField(_("by"), max_length=120, blank=True, editable=False)
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    class Meta:
        abstract = True

    @staticmethod
    def by(actor):
        """The fields that say who it was."""
        return {"actor": actor, "actor_name": str(actor or "")}
