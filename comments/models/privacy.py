"""What readers may ask for about themselves, and what must be kept all the same."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.signed import Signed
from cms.fields import LineField, ProseField

from .comment import Comment
from .lasting import LastingQuerySet

# What the law leaves: working days to answer, days until it is done.
ANSWER_WITHIN, DONE_WITHIN = 2, timedelta(days=20)


class RequestKind(models.TextChoices):
    """What a person may ask for."""

    SEE = "see", _("see what is kept")
    CORRECT = "correct", _("correct it")
    ERASE = "erase", _("erase it")
    CONSENT = "consent", _("withdraw the consent")


class RequestOutcome(models.TextChoices):
    OPEN = "", pgettext_lazy("request of a reader", "open")
    DONE = "done", pgettext_lazy("request of a reader", "done")
    HELD = "held", _("held back by law")
    REFUSED = "refused", pgettext_lazy("request of a reader", "refused")


class PrivacyRequestQuerySet(models.QuerySet):
    def open(self):
        """Those that wait for the staff, the most pressing first."""
        return self.filter(outcome=RequestOutcome.OPEN).order_by("due_at", "pk")

    def of(self, email):
        """Every request of an address, also where only its fingerprint is known any more."""
        return self.filter(fingerprint=fingerprint_of(email))


class PrivacyRequest(models.Model):
    """An entry of the register: what a reader asked for, until when, and what was done."""

    kind = models.CharField(
        pgettext_lazy("request of a reader", "what"), max_length=8, choices=RequestKind.choices
    )
    # Emptied when it is closed: then `shown` and `fingerprint` are enough as a proof.
    email = models.EmailField(_("e-mail"), blank=True)
    shown = models.CharField(_("e-mail, shortened"), max_length=120, editable=False)
    fingerprint = models.CharField(max_length=64, db_index=True, editable=False)
    words = ProseField(_("in the reader’s words"), blank=True, default="")
    received_at = models.DateTimeField(_("received at"), default=timezone.now)
    answer_by = models.DateTimeField(_("answer by"), editable=False)
    due_at = models.DateTimeField(_("done by"), editable=False)
    outcome = models.CharField(
        _("outcome"),
        max_length=8,
        choices=RequestOutcome.choices,
        blank=True,
        default=RequestOutcome.OPEN,
    )
    note = ProseField(_("what was done"), blank=True, default="")
    closed_at = models.DateTimeField(_("closed at"), null=True, editable=False)
    closed_by = LineField(_("closed by"), max_length=120, blank=True, editable=False)

    objects = PrivacyRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request about personal data")
        verbose_name_plural = _("requests about personal data")
        default_permissions = ("view", "add", "change")
        ordering = ["-received_at", "-pk"]
        indexes = [models.Index("outcome", "due_at", name="privacy_due")]

    def __str__(self):
        return f"№ {self.pk} – {self.get_kind_display()}"

    def save(self, **options):
        self.answer_by = after_working_days(self.received_at, ANSWER_WITHIN)
        self.due_at = self.received_at + DONE_WITHIN
        if self.email:
            self.shown, self.fingerprint = shortened(self.email), fingerprint_of(self.email)
        super().save(**options)

    @property
    def is_open(self):
        return self.closed_at is None

    @property
    def is_overdue(self):
        return self.is_open and self.due_at < timezone.now()

    @property
    def is_unanswered(self):
        """Open for longer than a first answer may take."""
        return self.is_open and self.answer_by < timezone.now()

    @property
    def next_clock(self):
        """Until when something has to be done: the answer first, then all of it."""
        return self.due_at if self.is_unanswered else self.answer_by

    @property
    def next_clock_label(self):
        if self.is_overdue:
            return _("overdue")
        return _("no answer yet, done by") if self.is_unanswered else _("answer by")


class HoldQuerySet(LastingQuerySet):
    def on(self, comment, email=""):
        """Those that keep ``comment`` from being erased, or all of an address."""
        about = Q(comment=comment)
        if email:
            about |= Q(email=email.casefold())
        return self.lasting().filter(about)


class Hold(Signed):
    """What has to be kept for now, whoever asks for its erasure: a case, an inspection."""

    comment = models.ForeignKey(
        Comment,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="holds",
        verbose_name=_("number of the comment"),
    )
    email = models.EmailField(
        _("e-mail"), blank=True, help_text=_("All that was written from this address.")
    )
    reason = ProseField(
        _("reason"), help_text=_("Who wants it to be kept, for what, with which document.")
    )
    expires_on = models.DateField(_("last day"), null=True, blank=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        default_permissions = ("view", "add", "change")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"№ {self.pk}"

    def clean(self):
        self.email = self.email.casefold()
        if bool(self.comment_id) == bool(self.email):
            raise ValidationError(_("Give the number of a comment, or an address: one of them."))


class ReaderAddress(models.Model):
    """An address that mail may go to, or may not: see ``reader_mail.py``."""

    email = models.EmailField(unique=True)  # casefolded
    made_at = models.DateTimeField(default=timezone.now)
    # When it was last asked whether it wants mail at all.
    asked_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    # Mails of one day, for the cap.
    counted_on = models.DateField(null=True)
    counted = models.PositiveSmallIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.email

    @property
    def wants_mail(self):
        return self.confirmed_at is not None and self.stopped_at is None


class About(models.TextChoices):
    APPROVED = "approved", _("the comment was approved")
    DECLINED = "declined", _("the comment was declined")
    PASSED_ON = "passed", _("the comment was passed to the newsroom")
    REPLY = "reply", _("somebody replied")


class ReaderNotice(models.Model):
    """Something that a writer wanted to be told: said once, and only if it still is so then."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="notices")
    about = models.CharField(max_length=8, choices=About.choices)
    # The reply; or the comment itself.
    cause = models.ForeignKey(Comment, models.CASCADE, related_name="+")
    # None: said, or not needed any more.
    due_at = models.DateTimeField(null=True, db_index=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["comment", "about", "cause"], name="told_once"),
        ]


def fingerprint_of(email):
    """Says whether a closed request was of this address; the address cannot be read from it."""
    return salted_hmac("comments.privacy", email.casefold(), algorithm="sha256").hexdigest()


def shortened(email):
    """``h***@example.org``"""
    name, _at, domain = email.rpartition("@")
    return f"{name[:1]}***@{domain}"[:120]


def after_working_days(moment, days):
    """The same hour so many days of Monday to Friday later."""
    while days:
        moment += timedelta(days=1)
        days -= timezone.localtime(moment).weekday() < 5
    return moment
