from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.addresses import path
from cms.fields import FoldedField, LineField
from cms.text import fold

from .slugs import SlugFromName


class TopicQuerySet(models.QuerySet):
    def named(self, name):
        """The topic that has this name, or has it as another name; None where there is none."""
        folded = fold(name)
        other = TopicAlias.objects.filter(folded=folded).values("topic")
        return self.filter(Q(folded=folded) | Q(pk__in=other)).first() if folded else None

    def current_ids(self, ids):
        """``ids`` in their order; for a topic that was merged, the one it was merged into."""
        merged = TopicAlias.objects.filter(merged_id__in=ids) if ids else TopicAlias.objects.none()
        now = dict(merged.values_list("merged_id", "topic_id"))
        return list(dict.fromkeys(now.get(pk, pk) for pk in ids))


class Topic(SlugFromName):
    """A subject or running story (chủ đề) that stories of several sections share."""

    name = LineField(_("name"), max_length=80)
    description = LineField(_("description"), max_length=300, blank=True)
    folded = FoldedField("name")

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["folded"],
                name="topic_equal_regardless_of_marks",
                violation_error_message=_(
                    "There is a topic of this name, perhaps with other marks."
                ),
            )
        ]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        twin = Topic.objects.named(self.name)
        if twin and twin.pk != self.pk:
            raise ValidationError({"name": self._meta.constraints[0].violation_error_message})

    def get_absolute_url(self):
        return path("articles:topic", self.slug)


class TopicAlias(models.Model):
    """Another name of a topic: found under it, and never a second topic."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="aliases")
    name = LineField(_("name"), max_length=80)
    # The number of a topic that was merged into this one: versions of stories still say it.
    merged_id = models.BigIntegerField(null=True, unique=True, editable=False)
    folded = FoldedField("name")

    class Meta:
        verbose_name = _("other name of a topic")
        verbose_name_plural = _("other names of topics")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["folded"], name="alias_equal_regardless_of_marks")
        ]

    def __str__(self):
        return self.name
