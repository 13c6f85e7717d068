from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.addresses import path
from cms.fields import LineField

from .slugs import SlugFromName


class Page(SlugFromName):
    """A static page of the paper: about, contact, privacy, comment rules."""

    slug_from = "title"

    title = LineField(_("title"), max_length=120)
    body = models.TextField(_("text"), blank=True)
    order = models.PositiveSmallIntegerField(_("order in the footer"), default=0)
    in_footer = models.BooleanField(_("link in the footer"), default=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("static page")
        verbose_name_plural = _("static pages")
        ordering = ["order", "title"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return path("articles:page", self.slug)
