import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core.files.storage import storages
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.photos.credit import with_credit
from cms.fields import FoldedField, LineField


def originals():
    return storages["originals"]


def original_name(file, filename):
    """Names on disk are ours: nothing of what the sender called the file survives."""
    return f"{timezone.localdate():%Y/%m}/{file.token}"


def new_token():
    return secrets.token_urlsafe(12)


class Kind(models.TextChoices):
    """What a picture is. Readers are told wherever it is not simply the news."""

    NEWS = "news", _("news photo")
    ARCHIVE = "archive", _("archive photo")
    ILLUSTRATION = "illustration", _("illustration")
    GRAPHIC = "graphic", _("graphic (never cropped)")
    AI = "ai", _("made with AI")


_NOTICES = {
    Kind.ARCHIVE: _("Archive photo"),
    Kind.ILLUSTRATION: _("Illustration"),
    Kind.AI: _("Picture made with AI"),
}


class PhotoFile(models.Model):
    """A picture as it came from the camera. It never changes: another picture is another file."""

    original = models.FileField(storage=originals, upload_to=original_name)
    # The first part of every public address of the picture: nobody can guess it.
    token = models.CharField(max_length=24, default=new_token, unique=True)
    checksum = models.CharField(max_length=64, unique=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    stored_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("picture file")
        verbose_name_plural = _("picture files")

    def __str__(self):
        return f"{self.token} ({self.width} × {self.height})"


class RetiredAddress(models.Model):
    """A token that a file had: what is stored under it has still to go. A note to do, no log.

    Written with the withdrawal, taken away when the last picture is: a storage that fails for a
    moment leaves nothing behind.
    """

    token = models.CharField(max_length=24, unique=True)
    file = models.ForeignKey(PhotoFile, models.SET_NULL, null=True, related_name="+")
    since = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return self.token


@dataclass(frozen=True)
class Shot:
    """How a picture looks: its file, where its centre of interest is (in %), what it is.

    The row of a story keeps one for each of its photos, so that no page has to ask for them.
    """

    token: str
    width: int
    height: int
    focal_x: int = 50
    focal_y: int = 50
    kind: str = Kind.NEWS

    @property
    def notice(self):
        """What readers are told of the kind; empty for what is simply the news."""
        return _NOTICES.get(self.kind, "")

    @property
    def is_upright(self):
        return self.height > self.width


@dataclass(frozen=True)
class LeadPhoto:
    """The lead photo and what a story says of it. ``alt`` is empty for a decorative one."""

    shot: Shot
    caption: str
    credit: str
    alt: str


_NEWEST = F("uploaded_at").desc(), F("id").desc()


class PhotoQuerySet(models.QuerySet):
    def rights_expired(self, today=None):
        return self.filter(rights_expire__lt=today or timezone.localdate())

    def shown_by(self, stories):
        """Those that one of ``stories`` shows as readers have it."""
        used = stories.filter(photo_uses__photo=OuterRef("pk"), photo_uses__current=True)
        return self.filter(Exists(used))


class Photo(models.Model):
    """A picture of the library. Stories copy its words and keep their own."""

    file = models.ForeignKey(PhotoFile, models.PROTECT, related_name="photos", editable=False)
    focal_x = models.PositiveSmallIntegerField(
        _("focal point, percent from the left"), default=50, validators=[MaxValueValidator(100)]
    )
    focal_y = models.PositiveSmallIntegerField(
        _("focal point, percent from the top"), default=50, validators=[MaxValueValidator(100)]
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.NEWS)

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
        indexes = [
            models.Index(*_NEWEST, name="library_newest"),
            models.Index("uploader", *_NEWEST, name="library_by_uploader"),
            models.Index("kind", *_NEWEST, name="library_by_kind"),
            models.Index(*_NEWEST, name="library_uncredited", condition=Q(credit="")),
            models.Index(
                *_NEWEST, name="library_undescribed", condition=Q(alt="", decorative=False)
            ),
            models.Index(
                "rights_expire", name="library_rights", condition=Q(rights_expire__isnull=False)
            ),
        ]

    def __str__(self):
        return self.caption or str(_("Photo %(id)s") % {"id": self.pk})

    def save(self, **options):
        # Typed into the caption, the credit would be printed twice, or without its place.
        self.caption, self.credit = with_credit(self.caption, self.credit)
        super().save(**options)

    @property
    def shot(self):
        """How the picture looks by what the library says now."""
        file = self.file
        return Shot(file.token, file.width, file.height, self.focal_x, self.focal_y, self.kind)

    @property
    def rights_expired(self):
        return bool(self.rights_expire and self.rights_expire < timezone.localdate())


class PhotoUse(models.Model):
    """That a story shows a photo: the index behind its snapshot.

    ``current`` uses belong to the story's row, the others to a next version in preparation.
    """

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="photo_uses")
    photo = models.ForeignKey(Photo, models.PROTECT, related_name="uses")
    # Kept as long as readers see it, also when the library has another one by now.
    file = models.ForeignKey(PhotoFile, models.PROTECT, related_name="uses")
    current = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("use of a photo")
        verbose_name_plural = _("uses of photos")
        constraints = [
            models.UniqueConstraint(fields=["article", "current", "photo"], name="photo_used_once")
        ]

    def __str__(self):
        return f"{self.photo} – {self.article}"
