from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.fields import FoldedField, LineField, ProseField

from .article import Article
from .redirect import LONGEST_ADDRESS
from .section import desks_of
from .signed import Signed
from .states import Withdrawal


class Deadline(models.IntegerChoices):
    """Hours that a request leaves, by who asks: see the laws named in the house's manual."""

    URGENT = 6, _("6 hours (urgent, by an authority)")
    DAY = 24, _("24 hours (by an authority)")
    COMPLAINT = 48, _("48 hours (by a complaint)")


class Outcome(models.TextChoices):
    OPEN = "", pgettext_lazy("takedown", "open")
    DONE = "done", pgettext_lazy("takedown", "done")
    REFUSED = "refused", pgettext_lazy("takedown", "refused")
    TAKEN_BACK = "taken_back", pgettext_lazy("takedown", "request taken back")


class TakedownQuerySet(models.QuerySet):
    def open(self):
        """Requests that nobody has answered, the most pressing first."""
        return self.filter(outcome=Outcome.OPEN).order_by("due_at", "pk")

    def overdue(self, at=None):
        return self.open().filter(due_at__lt=at or timezone.now())

    def for_desk(self, user):
        """What ``user`` may read of the register: of other desks' stories, nothing."""
        if user.is_superuser or not desks_of(user):
            return self
        return self.filter(Q(article=None) | Q(article__in=Article.objects.for_desk(user)))


class Takedown(Signed):
    """An entry of the takedown register: who asked for what, until when, what came of it.

    It may be there before the act, and be completed after it; every change is kept.
    """

    article = models.ForeignKey(
        Article,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="takedowns",
        verbose_name=_("story"),
    )
    # Stays when the story is gone: the register does not forget what it was about.
    address = models.CharField(
        _("address"),
        max_length=LONGEST_ADDRESS,
        help_text=_("The public address, as it was sent or as it stands in the browser."),
    )
    received_at = models.DateTimeField(_("received at"), default=timezone.now)
    requester = LineField(
        _("requested by"),
        max_length=200,
        help_text=_("A person, a court, an authority; the editorial board where it is our own."),
    )
    document_number = LineField(
        _("number of the document"),
        max_length=120,
        blank=True,
        help_text=_("May follow when the document has arrived."),
    )
    document_date = models.DateField(_("date of the document"), null=True, blank=True)
    reason = ProseField(_("reason"))
    kind = models.CharField(
        _("kind of withdrawal"),
        max_length=12,
        choices=Withdrawal.choices,
        default=Withdrawal.TEMPORARY,
    )
    hours = models.PositiveSmallIntegerField(
        _("deadline"), choices=Deadline.choices, default=Deadline.DAY
    )
    due_at = models.DateTimeField(_("due at"), editable=False)
    outcome = models.CharField(
        _("outcome"), max_length=12, choices=Outcome.choices, blank=True, default=Outcome.OPEN
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, editable=False)
    closed_by = LineField(_("closed by"), max_length=120, blank=True, editable=False)
    note = ProseField(_("note"), blank=True)
    folded = FoldedField("address", "requester", "document_number", "reason", "note")

    objects = TakedownQuerySet.as_manager()

    class Meta:
        verbose_name = _("takedown")
        verbose_name_plural = _("takedown register")
        ordering = ["-received_at", "-pk"]
        indexes = [models.Index("outcome", "due_at", name="takedown_due")]

    def __str__(self):
        return f"№ {self.pk} – {self.requester}"

    def save(self, **options):
        self.due_at = self.received_at + timedelta(hours=self.hours)
        super().save(**options)

    @property
    def is_open(self):
        return self.outcome == Outcome.OPEN

    @property
    def is_overdue(self):
        return self.is_open and self.due_at < timezone.now()

    @property
    def was_late(self):
        return bool(self.closed_at and self.closed_at > self.due_at)


class TakedownChange(Signed):
    """A change of an entry: append-only. ``what`` is a list of [field, before, after]."""

    takedown = models.ForeignKey(Takedown, models.CASCADE, related_name="changes")
    what = models.JSONField()

    class Meta:
        ordering = ["-pk"]
