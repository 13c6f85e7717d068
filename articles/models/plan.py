from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.fields import LineField, ProseField

from .article import Article
from .states import IN_HAND, Publication


class PlanQuerySet(models.QuerySet):
    def open(self):
        """What somebody still has to write: from the plan until it is handed in."""
        return self.filter(article__publication=Publication.UNPUBLISHED, article__stage__in=IN_HAND)

    def overdue(self, at=None):
        return self.open().filter(due_at__lt=at or timezone.now())

    def for_desk(self, user):
        return self.filter(article__in=Article.objects.for_desk(user))

    def for_list(self):
        """With what a list shows; what is due first stands first, what has no time last."""
        return self.select_related("article__section", "article__reporter").order_by(
            F("due_at").asc(nulls_last=True), "pk"
        )


class Plan(models.Model):
    """What was agreed before there was a text. Who writes it is the story's reporter."""

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="plan", verbose_name=_("story")
    )
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    photo_order = LineField(
        _("photo ordered"),
        max_length=200,
        blank=True,
        help_text=_("What photo, and from whom."),
    )
    brief = ProseField(_("brief"), max_length=2000, blank=True)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="plans_made"
    )
    # The name outlives the login.
    planned_by_name = LineField(_("planned by"), max_length=120, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("story", "plan")
        verbose_name_plural = pgettext_lazy("story", "plans")
        default_permissions = ()
        indexes = [
            models.Index("due_at", name="plan_by_due", condition=Q(due_at__isnull=False)),
        ]

    def is_overdue(self, at=None):
        """The twin of `PlanQuerySet.overdue` for a row that is at hand."""
        return (
            self.due_at is not None
            and self.due_at < (at or timezone.now())
            and self.article.publication == Publication.UNPUBLISHED
            and self.article.stage in IN_HAND
        )
