from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.addresses import path
from cms.fields import FoldedField, LineField

from .slugs import SlugFromName, validate_not_reserved


class Section(SlugFromName):
    """A section of the paper (chuyên mục), in at most two levels."""

    name = LineField(_("name"), max_length=60)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent section"),
        limit_choices_to={"parent": None},
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    description = LineField(_("description"), max_length=300, blank=True)
    comments_open = models.BooleanField(
        _("readers may comment"),
        default=True,
        help_text=_(
            "Also for the sections below. A story whose comments are set to “open” is exempt."
        ),
    )
    desk = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="desks",
        verbose_name=_("bound staff"),
        help_text=_(
            "People bound to a section work on its stories only. Who is bound to none works on all."
        ),
    )
    folded = FoldedField("name", "slug")

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["order", "name"]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        try:
            validate_not_reserved(self.slug)
        except ValidationError as error:
            raise ValidationError({"slug": error}) from None
        if self.parent_id is None:
            return
        if self.parent_id == self.pk:
            raise ValidationError({"parent": _("A section cannot be its own parent.")})
        if self.parent.parent_id or (self.pk and self.children.exists()):
            raise ValidationError({"parent": _("Sections have two levels, not three.")})

    def get_absolute_url(self):
        return path("articles:section", self.slug)


def desks_of(user):
    """Ids of the sections that ``user`` is bound to: asked once for each request."""
    if not hasattr(user, "_desk_ids"):
        user._desk_ids = set(user.desks.values_list("pk", flat=True))
    return user._desk_ids
