"""Addresses of what has a name: made on the server, never in the browser."""

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from cms.text import slugify

# First words of addresses that the site itself uses, or will: no section may take one.
RESERVED = frozenset(
    "chu-de tac-gia tim-kiem luu-tru rss rss.xml sitemap sitemap.xml sitemap-news.xml robots "
    "robots.txt health binh-luan luot-doc trang dinh-chinh xem-truoc gop-y rieng-tu api media "
    "static admin".split()
)


def validate_not_reserved(slug):
    if slug in RESERVED:
        raise ValidationError(
            _("“%(slug)s” is an address that the site itself uses. Choose another."),
            code="reserved",
            params={"slug": slug},
        )


class SlugFromName(models.Model):
    """A unique slug, made from the field ``slug_from`` where nobody wrote one."""

    slug_from = "name"

    slug = models.SlugField(
        _("slug"),
        max_length=80,
        unique=True,
        blank=True,
        help_text=_("The word in the address. Left empty, it is made from the name."),
    )

    class Meta:
        abstract = True

    def clean(self):
        # Before validate_unique(), so that a collision is said beside the field.
        super().clean()
        if self.slug:
            return
        slug = self._made_slug()
        if not slug:
            raise ValidationError({"slug": _("No address can be made from this name. Write one.")})
        twin = type(self).objects.filter(slug=slug).exclude(pk=self.pk).first()
        if twin:
            # Beside the name, which was written; the address was not.
            message = _("“%(twin)s” has this name, or one that differs in marks only.")
            problem = ValidationError(message, code="unique", params={"twin": twin})
            raise ValidationError({self.slug_from: problem})
        self.slug = slug

    def save(self, *args, **kwargs):
        """The old address goes on leading here when the slug changes."""
        self.slug = self.slug or self._made_slug()
        before = self.pk and type(self).objects.filter(pk=self.pk).first()
        if before and before.slug == self.slug:
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            super().save(*args, **kwargs)
            redirects = apps.get_model("articles", "Redirect").objects
            redirects.moved(before and before.get_absolute_url(), self.get_absolute_url())

    def _made_slug(self):
        return slugify(getattr(self, self.slug_from))
