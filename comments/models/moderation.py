from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.fields import LineField

from .comment import Comment, Contact, Status


class Reason(models.TextChoices):
    """Why a comment was not published, in words that a reader may be told."""

    OFF_TOPIC = "off_topic", _("off topic")
    INSULT = "insult", _("insults somebody")
    ADVERTISING = "advertising", _("advertising or links")
    UNVERIFIED = "unverified", _("claims that cannot be verified")
    PERSONAL_DATA = "personal_data", _("personal data")
    DUPLICATE = "duplicate", _("sent before")
    LANGUAGE = "language", _("hard to read, or without diacritics")
    DEMAND = "demand", _("taken down on demand")


class Verb(models.TextChoices):
    """What is done with a stored comment: by the staff, and the last five by its writer."""

    APPROVE = "approve", _("approved")
    REJECT = "reject", pgettext_lazy("somebody did", "rejected")
    SPAM = "spam", _("marked as spam")
    FORWARD = "forward", _("passed to the newsroom")
    # What readers reported stays as it is.
    KEEP = "keep", _("kept what was reported")
    REOPEN = "reopen", _("put back into the queue")
    EDIT = "edit", _("edited")
    MASK = "mask", _("masked numbers")
    UNDO = "undo", _("undid the last step")
    PICK = "pick", _("picked")
    UNPICK = "unpick", _("picked no more")
    ANSWER = "answer", _("answered in the name of the paper")
    IMPORT = "import", _("brought from another system")
    CONFIRM = "confirm", _("confirmed the e-mail address")
    REVISE = "revise", _("changed the text")
    WITHDRAW = "withdraw", _("withdrew the comment")
    ANONYMISE = "anonymise", _("took the name off")
    ERASE = "erase", _("erased")


# The last two also by the staff or the clock on behalf of the writer: nobody undoes them.
BY_WRITER = (Verb.CONFIRM, Verb.REVISE, Verb.WITHDRAW, Verb.ANONYMISE, Verb.ERASE)


class Finding(models.Model):
    """What screening saw in a comment. It advises; a person decides."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="findings")
    rule = models.CharField(max_length=40)
    field = models.CharField(max_length=20, default="body")
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    weight = models.PositiveSmallIntegerField(default=1)
    detail = LineField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["-weight", "id"]


class DecisionQuerySet(models.QuerySet):
    def standing(self):
        """Steps that nobody took back; taking one back is none of them."""
        undone = Decision.objects.filter(
            comment=OuterRef("comment"), version=OuterRef("version") + 1, verb=Verb.UNDO
        )
        return self.filter(~Exists(undone)).exclude(verb=Verb.UNDO)


class Decision(models.Model):
    """One step in the life of a comment: append-only."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="decisions")
    verb = models.CharField(_("step"), max_length=10, choices=Verb.choices)
    before = models.CharField(_("before"), max_length=12, choices=Status.choices)
    after = models.CharField(_("after"), max_length=12, choices=Status.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    actor_name = LineField(_("moderator"), max_length=120)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason.choices, blank=True)
    note = LineField(_("note"), max_length=200, blank=True)
    # The version of the comment that this step made. While it is the comment's, it can be undone.
    version = models.PositiveIntegerField(null=True)
    # Field -> what stood there before, of those that changed. Emptied with the writer or by time.
    replaced = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    # Proves which text was decided on, even after the text is erased.
    text_hash = models.CharField(max_length=64)
    at = models.DateTimeField(_("at"), default=timezone.now)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-id"]
        indexes = [
            models.Index(F("at").desc(), F("id").desc(), name="decisions_by_time"),
            models.Index("actor", F("at").desc(), name="decisions_by_actor"),
        ]

    def save(self, **options):
        # What stood there before may go with its writer; see ``erasing.py``.
        if not self._state.adding and options.get("update_fields") != ["replaced"]:
            raise TypeError("A decision is never changed.")
        super().save(**options)

    def delete(self, **options):
        raise TypeError("A decision is never deleted.")

    @property
    def by_writer(self):
        return self.verb in BY_WRITER


class ContactView(models.Model):
    """Somebody of the staff looked at a commenter's e-mail and network: append-only."""

    # Erased before the log of who looked at it.
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, related_name="views")
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="+", editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    actor_name = LineField(max_length=120)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("view of a contact")
        verbose_name_plural = _("views of contacts")
        ordering = ["-id"]
        indexes = [models.Index(F("at").desc(), F("id").desc(), name="looks_by_time")]

    def save(self, **options):
        self.comment_id = self.comment_id or self.contact.comment_id
        super().save(**options)
