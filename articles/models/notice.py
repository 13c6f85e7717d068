from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .revision import Transition

# A badge says no more than this.
MOST_COUNTED = 99


class NoticeQuerySet(models.QuerySet):
    def unread(self):
        return self.filter(read_at=None)

    def about(self, article):
        return self.filter(step__article=article)

    def badge(self, user):
        """How many wait unread, as the badge shows it: "" for none, "99+" for many."""
        found = self.unread().filter(recipient=user).order_by()[: MOST_COUNTED + 1].count()
        if found > MOST_COUNTED:
            return f"{MOST_COUNTED}+"
        return str(found or "")


class Notice(models.Model):
    """That a step was taken, for one of the people concerned. What it says is the step's."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", db_index=False
    )
    step = models.ForeignKey(Transition, models.CASCADE, related_name="notices")
    # Does it ask for the next step? Then it is settled by whoever takes that first.
    asks = models.BooleanField(default=False)
    read_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        default_permissions = ()
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["step", "recipient"], name="one_notice_of_a_step"),
        ]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notices_of_person"),
            models.Index(
                fields=["recipient"], name="notices_unread", condition=Q(read_at__isnull=True)
            ),
        ]
