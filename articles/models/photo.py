import secrets

from django.conf import settings
from django.core.files.storage import storages
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.fields import FoldedField, LineField


def originals():
    return storages["originals"]


def original_name(photo, filename):
    """Names on disk are ours: nothing of what the sender called the file survives."""
    return f"{timezone.localdate():%Y/%m}/{photo.token}"


def new_token():
    return secrets.token_urlsafe(12)


class PhotoQuerySet(models.QuerySet):
    def rights_expired(self, today=None):
        return self.filter(rights_expire__lt=today or timezone.localdate())


class Photo(models.Model):
    """A picture of the library. Stories copy its words and keep their own."""

    original = models.FileField(
        _("picture"), storage=originals, upload_to=original_name, editable=False
    )
    token = models.CharField(max_length=24, default=new_token, unique=True, editable=False)
    checksum = models.CharField(max_length=64, unique=True, editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    focal_x = models.PositiveSmallIntegerField(
        _("focal point, % from the left"), default=50, validators=[MaxValueValidator(100)]
    )
    focal_y = models.PositiveSmallIntegerField(
        _("focal point, % from the top"), default=50, validators=[MaxValueValidator(100)]
    )

    caption = LineField(_("caption"), max_length=500, blank=True)
    credit = LineField(
        _("credit"), max_length=120, blank=True, help_text=_("As printed, for instance: Ảnh: Mỹ Lệ")
    )
    alt = LineField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What the picture shows, for those who cannot see it."),
    )
    decorative = models.BooleanField(
        _("decorative"), default=False, help_text=_("It tells nothing that the text does not.")
    )
    taken_at = models.DateTimeField(_("taken at"), null=True, blank=True)
    place = LineField(_("place"), max_length=120, blank=True)
    rights_note = LineField(_("rights"), max_length=200, blank=True)
    rights_expire = models.DateField(_("rights expire on"), null=True, blank=True)

    uploader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    folded = FoldedField("caption", "credit", "alt", "place")

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["-uploaded_at", "-id"]

    def __str__(self):
        return self.caption or str(_("Photo %(id)s") % {"id": self.pk})

    @property
    def rights_expired(self):
        return bool(self.rights_expire and self.rights_expire < timezone.localdate())
