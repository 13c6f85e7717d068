from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Digest(models.TextChoices):
    NONE = "none", _("none")
    HOURLY = "hourly", _("every hour, while something waits")
    MORNING = "morning", _("in the morning")


class ModeratorMail(models.Model):
    """What a moderator wants mailed: their own choice, and when it was last done."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+"
    )
    digest = models.CharField(
        _("digest of the queue"), max_length=8, choices=Digest.choices, default=Digest.NONE
    )
    floods = models.BooleanField(_("alarm me when comments flood in"), default=True)
    sent_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("mail about comments")
        verbose_name_plural = _("mail about comments")
        default_permissions = ()

    def __str__(self):
        return str(self.person)


class FloodAlarm(models.Model):
    """An alarm went out: the next one about the same waits. ``place``: "site", or a story's key."""

    place = models.CharField(max_length=30, unique=True)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
