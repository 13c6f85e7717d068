from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.fields import FoldedField, LineField
from cms.text import fold

from .slugs import SlugFromName


class Topic(SlugFromName):
    """A subject or running story (chủ đề) that stories of several sections share."""

    name = LineField(_("name"), max_length=80)
    description = LineField(_("description"), max_length=300, blank=True)
    folded = FoldedField("name")

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
        twins = Topic.objects.filter(folded=fold(self.name)).exclude(pk=self.pk)
        if twins.exists():
            raise ValidationError({"name": self._meta.constraints[0].violation_error_message})

    def get_absolute_url(self):
        return reverse("articles:topic", args=[self.slug])
