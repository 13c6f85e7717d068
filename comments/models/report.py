from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.fields import ProseField

from .comment import Comment
from .moderation import Decision

LONGEST_REPORT = 500


class ReportReason(models.TextChoices):
    INSULT = "insult", _("It insults or threatens somebody")
    FALSE = "false", _("It is not true")
    ADVERTISING = "advertising", _("It advertises, or lures elsewhere")
    PERSONAL = "personal", _("It tells of somebody’s private matters")
    OTHER = "other", _("Something else")


class Report(models.Model):
    """A reader thinks that moderators should look at a public comment again."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="reports")
    reason = models.CharField(_("reason"), max_length=12, choices=ReportReason.choices)
    text = ProseField(_("what is wrong"), max_length=LONGEST_REPORT, blank=True)
    # The form key of the ticket: sent twice it is one report.
    nonce = models.CharField(max_length=64, unique=True, editable=False)
    at = models.DateTimeField(auto_now_add=True)
    # The next step of the staff with the comment closes it.
    closed_by = models.ForeignKey(Decision, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("report of a comment")
        verbose_name_plural = _("reports of comments")
        default_permissions = ()
        ordering = ["id"]
        indexes = [
            models.Index("comment", name="open_reports", condition=Q(closed_by=None)),
        ]

    def __str__(self):
        return self.get_reason_display()
