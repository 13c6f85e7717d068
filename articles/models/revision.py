from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from cms.fields import LineField, ProseField


class Verb(models.TextChoices):
    """The steps of a story, in the words of the newsroom."""

    PLAN = "plan", _("plan")
    ASSIGN = "assign", _("assign")
    SUBMIT = "submit", _("submit")
    RECALL = "recall", _("recall")
    SEND_BACK = "send_back", _("send back")
    APPROVE = "approve", _("approve")
    PUBLISH = "publish", _("publish")
    WITHDRAW = "withdraw", _("withdraw")
    PUT_BACK = "put_back", _("put back")
    DISCARD = "discard", _("discard")
    RESTORE = "restore", _("restore")
    HAND_OVER = "hand_over", _("hand over")
    CANCEL_TIMED = "cancel_timed", _("cancel the timed update")
    # What the clock does; nobody takes these steps.
    TIMED = "timed", _("timed update")
    TIMED_FAILED = "timed_failed", _("timed update failed")


class Revision(models.Model):
    """A complete snapshot of a story: who saved it, when, on top of what."""

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="revisions", verbose_name=_("story")
    )
    snapshot = models.JSONField()
    base = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    aside = models.BooleanField(
        _("kept aside"),
        default=False,
        help_text=_("Typed on top of an older version and refused; nothing follows from it."),
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    # The name outlives the login.
    author_name = LineField(max_length=120, blank=True)
    note = LineField(_("note"), max_length=200, blank=True)
    # The open form that it was saved from: its next save follows this one, and is no conflict.
    tab = models.UUIDField(null=True, editable=False)
    # The last edit of that form which is in here: an autosave of it that comes late is no news.
    serial = models.BigIntegerField(null=True, editable=False)
    created_at = models.DateTimeField(_("saved at"), auto_now_add=True)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-id"]


class Transition(models.Model):
    """A step that was taken: append-only."""

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="transitions", verbose_name=_("story")
    )
    verb = models.CharField(_("step"), max_length=12, choices=Verb.choices)
    revision = models.ForeignKey(Revision, models.SET_NULL, null=True, related_name="+")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    actor_name = LineField(max_length=120, blank=True)
    own = models.BooleanField(_("own story"), default=False)
    reason = ProseField(_("reason"), blank=True)
    # Of publishing: the warnings of the gate that were passed (rule, field, message), the claim
    # that the update is a minor one, and for when, where it was not for at once.
    passed = models.JSONField(_("warnings passed"), default=list)
    minor = models.BooleanField(_("minor update"), default=False)
    due_at = models.DateTimeField(_("for"), null=True)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["-id"]
        indexes = [models.Index(F("at").desc(), F("id").desc(), name="steps_by_time")]

    @property
    def self_approved(self):
        """Was this the approval of one's own story (tự duyệt)?"""
        return self.own and self.verb in (Verb.APPROVE, Verb.PUBLISH, Verb.PUT_BACK)
