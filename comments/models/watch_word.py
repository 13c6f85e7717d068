from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.fields import LineField

from .lasting import LastingQuerySet


class WatchWordQuerySet(LastingQuerySet):
    def in_use(self):
        return self.lasting().filter(in_use=True)


class WatchWord(models.Model):
    """Words that moderators want to have their attention drawn to. What is found is only marked."""

    text = LineField(
        _("word or words"),
        max_length=80,
        help_text=_(
            "Found as whole words, in capitals too, and in disguise: letters set apart, look-alike "
            "letters, digits for letters. A * stands for any letters: “cá cược*”."
        ),
    )
    any_marks = models.BooleanField(
        _("with any marks"),
        default=False,
        help_text=_("Also without Vietnamese marks, or with others: “cho” then finds “chó”."),
    )
    note = LineField(
        _("note"), max_length=200, blank=True, help_text=_("Why; shown to moderators here.")
    )
    expires_on = models.DateField(_("last day"), null=True, blank=True)
    in_use = models.BooleanField(_("in use"), default=False)

    objects = WatchWordQuerySet.as_manager()

    class Meta:
        verbose_name = _("watch word")
        verbose_name_plural = _("watch words")
        ordering = ["text", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["text", "any_marks"],
                name="watch_words_once",
                violation_error_message=_("This is on the list already."),
            )
        ]

    def __str__(self):
        return self.text

    def clean(self):
        if sum(char.isalnum() for char in self.text) < 2:
            raise ValidationError({"text": _("Write at least two letters or digits.")})
