from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.fields import LineField


class HouseWord(models.Model):
    """How this paper writes a word, and a way of writing it that should not get into print."""

    class Kind(models.TextChoices):
        NAME = "name", pgettext_lazy("house list", "name of a person or body")
        TITLE = "title", pgettext_lazy("house list", "title or office")
        PLACE = "place", pgettext_lazy("house list", "place")
        SPELLING = "spelling", pgettext_lazy("house list", "spelling")

    wrong = LineField(
        _("not like this"),
        max_length=100,
        unique=True,
        help_text=_(
            "Found as whole words, with exactly these marks. Written in small letters, it is found "
            "in capitals as well."
        ),
    )
    right = LineField(_("but like this"), max_length=100)
    kind = models.CharField(
        pgettext_lazy("house list", "kind"),
        max_length=8,
        choices=Kind.choices,
        default=Kind.SPELLING,
    )
    note = LineField(
        _("note"),
        max_length=200,
        blank=True,
        help_text=_("Why, since when; shown beside each hit."),
    )
    active = models.BooleanField(pgettext_lazy("house list", "in use"), default=True)

    class Meta:
        verbose_name = _("entry of the house list")
        verbose_name_plural = _("house list")
        ordering = ["wrong"]

    def __str__(self):
        return f"{self.wrong} → {self.right}"

    def clean(self):
        if self.wrong and not (self.wrong[0].isalnum() and self.wrong[-1].isalnum()):
            raise ValidationError({"wrong": _("Begin and end with a letter or a digit.")})
        if self.wrong and self.wrong == self.right:
            raise ValidationError({"right": _("Both are the same.")})
