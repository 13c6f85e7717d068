from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .photo import Photo

KEY_LENGTH = 40


class PhotoArrival(models.Model):
    """The photo that came for a place: what a reporter's device sent under the key of the place."""

    key = models.CharField(max_length=KEY_LENGTH, unique=True)
    # NULL when somebody deleted the photo since: the place is empty again.
    photo = models.ForeignKey(Photo, models.SET_NULL, null=True, related_name="arrivals")
    uploader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("arrival of a photo")
        verbose_name_plural = _("arrivals of photos")

    def __str__(self):
        return f"{self.key} → {self.photo_id}"


class PhotoPlace(models.Model):
    """That a version of a story had a place whose photo was still on its way.

    Rows stay behind when the place is filled or taken out: whoever reads them looks at the story.
    """

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="photo_places")
    key = models.CharField(max_length=KEY_LENGTH, db_index=True)

    class Meta:
        verbose_name = _("place of a photo")
        verbose_name_plural = _("places of photos")
        constraints = [models.UniqueConstraint(fields=["article", "key"], name="place_noted_once")]

    def __str__(self):
        return f"{self.article} – {self.key}"
