from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.fields import ProseField
from cms.one_row import OneRow


class CommentSettings(OneRow):
    """How this paper takes comments. One row, edited in the admin."""

    close_after_days = models.PositiveSmallIntegerField(
        _("close after so many days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_(
            "A story takes no comments any more so many days after its publication. Left empty, "
            "it takes them for ever. A story whose comments are set to “open” is exempt."
        ),
    )
    stays_while_revised = models.BooleanField(
        _("an approved comment stays while its new text waits"),
        default=True,
        help_text=_(
            "When a reader changes a comment that is approved already. Otherwise it is taken off "
            "the page until the new text is approved."
        ),
    )
    desk_opens = models.TimeField(
        _("comments are approved from"),
        null=True,
        blank=True,
        help_text=_("Readers are told that what they send at another hour waits until then."),
    )
    desk_closes = models.TimeField(_("until"), null=True, blank=True)
    reserved_names = ProseField(
        _("names readers may not take"),
        blank=True,
        default="",
        help_text=_(
            "One on each line. The name of the paper, “Tòa soạn”, “Ban biên tập”, “Admin” and "
            "the like are reserved anyway, in disguise too."
        ),
    )

    contact_months = models.PositiveSmallIntegerField(
        _("months until contacts are erased"),
        default=12,
        validators=[MinValueValidator(12)],
        help_text=_("E-mail, network and browser of a commenter. The law wants 12 or more."),
    )
    refused_months = models.PositiveSmallIntegerField(
        _("months until refused texts are erased"),
        default=12,
        validators=[MinValueValidator(1)],
        help_text=_(
            "Name and text of what readers do not see, so long after the last step; and earlier "
            "texts of what they see."
        ),
    )

    class Meta:
        verbose_name = _("settings of comments")
        verbose_name_plural = _("settings of comments")
        default_permissions = ()

    def __str__(self):
        return str(self._meta.verbose_name)

    def clean(self):
        if (self.desk_opens is None) != (self.desk_closes is None):
            raise ValidationError({"desk_closes": _("Give both hours, or none.")})
        if self.desk_opens is not None and self.desk_opens == self.desk_closes:
            raise ValidationError({"desk_closes": _("The two hours must differ.")})
