from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.addresses import path
from cms.fields import FoldedField, LineField, ProseField
from cms.text import person_sort_key

from .slugs import SlugFromName


class Author(SlugFromName):
    """A byline (bút danh). It may belong to a login, and outlives it."""

    slug_from = "pen_name"

    pen_name = LineField(_("pen name"), max_length=80)
    bio = ProseField(_("about"), blank=True)
    portrait = models.ForeignKey(
        "articles.Photo",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("portrait"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="pen_names",
        verbose_name=_("login"),
        help_text=_("Whoever logs in so may see and edit the stories of this byline."),
    )
    sort_key = models.CharField(max_length=100, editable=False, db_index=True)
    folded = FoldedField("pen_name")

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["sort_key"]

    def __str__(self):
        return self.pen_name

    def save(self, *args, **kwargs):
        # Cut, because a fold can be longer than the name.
        self.sort_key = person_sort_key(self.pen_name)[:100]
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return path("articles:author", self.slug)
