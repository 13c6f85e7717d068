"""What happened around logins and rights: written once, read on the log page."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .client_ip import client_ip, network_of
from .fields import LineField

# A guessing machine fills no table: so many equal rows from one network within the hour.
NOTED_EACH_HOUR = 10


class Kind(models.TextChoices):
    LOGIN = "login", _("logged in")
    PASSWORD_RIGHT = "half", _("right password; the code is awaited")
    FAILED = "failed", _("wrong password")
    CODE_FAILED = "code_failed", _("wrong code of the second factor")
    LOCKED = "locked", _("too many attempts: the login rests")
    LOGOUT = "logout", _("logged out")
    SESSION_ENDED = "session_end", _("ended a login on a device")
    SESSIONS_ENDED = "sessions_end", _("logged out everywhere")
    PASSWORD = "password", _("changed the password")
    FACTOR_ON = "factor_on", _("switched on the second factor")
    FACTOR_REPLACED = "factor_new", _("replaced the device of the second factor")
    FACTOR_OFF = "factor_off", _("switched off the second factor")
    FACTOR_RESET = "factor_reset", _("reset the second factor")
    CODES_NEW = "codes_new", _("made new recovery codes")
    LET_IN = "let_in", _("let back in by the operator")
    RIGHTS = "rights", _("changed rights")
    EXPORT = "export", _("exported the log")
    READER_EXPORT = "reader_out", _("exported what is kept of a reader")
    READER_ERASED = "reader_gone", _("erased what was kept of a reader")
    EDIT = "edit", _("changed something")


class Event(models.Model):
    """Somebody logged in, or could not; a right was given: append-only."""

    at = models.DateTimeField(_("at"), default=timezone.now)
    kind = models.CharField(_("what"), max_length=14, choices=Kind.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    # Whose login it is about. Names outlive the login.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    actor_name = LineField(max_length=120, blank=True)
    person_name = LineField(max_length=120, blank=True)
    network = models.CharField(_("network"), max_length=50, blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("log")
        verbose_name_plural = _("log")
        default_permissions = ("view",)
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(models.F("at").desc(), models.F("id").desc(), name="log_by_time"),
            models.Index("kind", models.F("at").desc(), name="log_by_kind"),
        ]

    def __str__(self):
        return f"{self.actor_name} {self.get_kind_display()}"


def record(kind, *, request=None, actor=None, person=None, **detail):
    """Notes an event. Without a request it came from the shell; a stranger is no actor."""
    return Event.objects.create(
        kind=kind,
        actor=actor,
        actor_name=str(actor or "")[:120],
        person=person,
        person_name=str(person or "")[:120],
        network=network_of(client_ip(request)) if request else "",
        detail=detail,
    )


def record_failure(kind, request, person=None):
    """Notes a failed attempt, unless this network has failed enough within the hour."""
    network = network_of(client_ip(request)) if request else ""
    hour_ago = timezone.now() - timedelta(hours=1)
    alike = Event.objects.filter(kind=kind, at__gt=hour_ago, person=person, network=network)
    if len(alike.values_list("pk")[:NOTED_EACH_HOUR]) < NOTED_EACH_HOUR:
        record(kind, request=request, person=person)
