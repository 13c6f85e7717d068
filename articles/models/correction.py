from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from cms.fields import ProseField

from .article import Article
from .signed import Signed


class CorrectionKind(models.TextChoices):
    """In the words of the press law and of the trade."""

    ERRATUM = "erratum", _("erratum")
    RECTIFICATION = "rectification", _("rectification")
    APOLOGY = "apology", _("apology")
    CLARIFICATION = "clarification", _("clarification")


class CorrectionQuerySet(models.QuerySet):
    def public(self, at=None):
        """What readers may see: corrections of stories that they have. For lists and feeds."""
        return self.filter(article__in=Article.objects.live(at))

    def for_list(self):
        return self.select_related("article__section").order_by("-at", "-pk")


class Correction(Signed):
    """What the paper says it got wrong in a story. Its moment is when readers first got it."""

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="corrections", verbose_name=_("story")
    )
    kind = models.CharField(
        _("kind of correction"),
        max_length=16,
        choices=CorrectionKind.choices,
        default=CorrectionKind.ERRATUM,
    )
    text = ProseField(_("text"), max_length=4000)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["at", "pk"]
        indexes = [models.Index(F("at").desc(), F("id").desc(), name="correction_list")]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.article}"


class CorrectionChange(Signed):
    """What a correction said before somebody changed it."""

    correction = models.ForeignKey(Correction, models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=16, choices=CorrectionKind.choices)
    text = ProseField()

    class Meta:
        ordering = ["-pk"]
