"""The rows of what is still to go out: see ``cms/outbox.py``."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .fields import LineField


class Channel(models.TextChoices):
    MAIL = "mail", _("mail")
    WEBHOOK = "webhook", _("webhook")


class Unreachable(Exception):
    """Nobody can be served there now: the channel rests, and no single row is to blame."""


class DeliveryQuerySet(models.QuerySet):
    def waiting(self):
        """Not sent yet, and not given up."""
        return self.filter(due_at__isnull=False)

    def due(self, channel):
        return self.waiting().filter(channel=channel, due_at__lte=timezone.now()).order_by("id")

    def failed(self):
        """What went wrong at least once and is not mended, the latest first."""
        return self.exclude(failed_at=None).order_by("-failed_at")


class Delivery(models.Model):
    """A mail or a call of the webhook that was not made yet. Once it is, the row goes."""

    channel = models.CharField(_("way"), max_length=8, choices=Channel.choices)
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    to = models.CharField(_("to"), max_length=300)
    subject = LineField(_("about"), max_length=300)
    payload = models.JSONField()
    created_at = models.DateTimeField(_("since"), auto_now_add=True)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    # NULL: given up.
    due_at = models.DateTimeField(_("next try"), null=True, default=timezone.now)
    failed_at = models.DateTimeField(_("last failure"), null=True)
    error = LineField(_("what went wrong"), max_length=300, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail or call of the webhook")
        verbose_name_plural = _("mails and calls of the webhook")
        default_permissions = ("view",)
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["channel", "due_at"],
                name="deliveries_waiting",
                condition=Q(due_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.get_channel_display()}: {self.to}"
