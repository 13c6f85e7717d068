"""Staff, and the paper's own face."""

import base64
import hashlib
import secrets

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator, RegexValidator
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from . import colour, icons, webhook
from .delivery import Delivery
from .events import Event  # noqa: F401  a model with a module of its own
from .fields import FoldedField, LineField, ProseField
from .one_row import OneRow
from .page_cache.purges import PagePurge
from .sessions import StaffSession  # noqa: F401
from .text import line

__all__ = [
    "ApprovalSteps", "Delivery", "FeedText", "MailAbout", "PagePurge", "SiteSettings", "User",
]  # fmt: skip


class MailAbout(models.TextChoices):
    """What a person of the newsroom can have mailed to them."""

    WAITING = "waiting", _("a story waits for my approval or publication")
    RETURNED = "returned", _("a story of mine was sent back")
    ASSIGNED = "assigned", _("a story was planned for me, or given to me")
    PUBLISHED = "published", _("a story of mine was approved, published or put back")
    WITHDRAWN = "withdrawn", _("a story of mine was withdrawn or discarded")


def what_nobody_should_miss():
    return [MailAbout.RETURNED.value, MailAbout.ASSIGNED.value]


class User(AbstractUser):
    """A person of the newsroom. Readers have no accounts."""

    first_name = None
    last_name = None
    full_name = LineField(_("full name"), max_length=120)
    language = models.CharField(
        _("language of the admin"),
        max_length=5,
        default="vi",
        choices=[("vi", "Tiếng Việt"), ("en", "English")],
    )
    mail_about = models.JSONField(
        _("mail me when"), default=what_nobody_should_miss, blank=True, editable=False
    )
    session_epoch = models.PositiveIntegerField(
        _("times logged out everywhere"), default=0, editable=False
    )
    folded = FoldedField("full_name", "username")

    REQUIRED_FIELDS = ["full_name", "email"]

    class Meta:
        verbose_name = _("staff member")
        verbose_name_plural = _("staff")
        ordering = ["full_name", "username"]

    def __str__(self):
        return self.full_name or self.username

    def get_full_name(self):
        return self.full_name

    def get_short_name(self):
        return self.full_name.rpartition(" ")[2] or self.username

    def _get_session_auth_hash(self, secret=None):
        # A new epoch changes the hash, so every session of this person ends at once.
        return salted_hmac(
            "cms.User.session", f"{self.password}:{self.session_epoch}", secret=secret,
            algorithm="sha256",
        ).hexdigest()  # fmt: skip

    def end_sessions(self):
        """Logs this person out everywhere, at their next request."""
        self.session_epoch += 1
        self.save(update_fields=["session_epoch"])


def _logo_name(instance, filename):
    return f"logo/{secrets.token_urlsafe(12)}.webp"


def _icon_name(instance, filename):
    return f"icon/{secrets.token_urlsafe(12)}.png"


class FeedText(models.TextChoices):
    """How much of a story goes out in the feeds."""

    SUMMARY = "summary", _("summary: headline, standfirst and photo")
    FULL = "full", _("full text with all photos")


class ApprovalSteps(models.IntegerChoices):
    ONE = 1, _("one: editors publish")
    TWO = 2, _("two: editors approve, managing editors publish")


class SiteSettings(OneRow):
    """What makes the site this paper's. One row, edited in the admin."""

    name = LineField(_("name of the paper"), max_length=80, default="Báo Mới Lập")
    tagline = LineField(_("tagline"), max_length=160, blank=True)
    logo_light = models.ImageField(
        _("logo on light ground"),
        upload_to=_logo_name,
        blank=True,
        width_field="logo_light_width",
        height_field="logo_light_height",
    )
    logo_dark = models.ImageField(
        _("logo on dark ground"),
        upload_to=_logo_name,
        blank=True,
        width_field="logo_dark_width",
        height_field="logo_dark_height",
        help_text=_("Left empty, the logo for light ground is shown on both."),
    )
    # Kept, so that a page reserves the logo's place without opening the file.
    logo_light_width = models.PositiveIntegerField(null=True, editable=False)
    logo_light_height = models.PositiveIntegerField(null=True, editable=False)
    logo_dark_width = models.PositiveIntegerField(null=True, editable=False)
    logo_dark_height = models.PositiveIntegerField(null=True, editable=False)
    icon = models.ImageField(
        _("icon"),
        upload_to=_icon_name,
        blank=True,
        help_text=_(
            "A square picture of 512 pixels or more, for tabs and home screens. Left empty, one is "
            "drawn in the accent colour."
        ),
    )
    accent = models.CharField(
        _("accent colour"),
        max_length=7,
        default="#a3131a",
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Write it as #rrggbb."))],
        help_text=_("Links, section names and buttons. Must be readable on white."),
    )

    email = models.EmailField(_("e-mail of the newsroom"), blank=True)
    phone = LineField(_("hotline"), max_length=40, blank=True)
    advertising = LineField(_("advertising contact"), max_length=120, blank=True)

    governing_body = LineField(_("governing body"), max_length=200, blank=True)
    licence = LineField(_("press licence"), max_length=200, blank=True)
    editor_in_chief = LineField(_("editor-in-chief"), max_length=120, blank=True)
    address = LineField(_("head office"), max_length=200, blank=True)
    copyright = LineField(_("copyright line"), max_length=200, blank=True)

    approval_steps = models.PositiveSmallIntegerField(
        _("approving steps"), choices=ApprovalSteps.choices, default=ApprovalSteps.TWO
    )
    feed_text = models.CharField(
        _("text in feeds"),
        max_length=8,
        choices=FeedText.choices,
        default=FeedText.SUMMARY,
        help_text=_(
            "What feed readers and other sites get. What went out in a feed cannot be called back."
        ),
    )
    webhook_url = models.CharField(
        _("webhook"),
        max_length=300,
        blank=True,
        help_text=_(
            "An https address that is told of every step of a story, for instance to post what "
            "was published elsewhere."
        ),
    )
    webhook_secret = models.CharField(
        _("secret of the webhook"),
        max_length=100,
        blank=True,
        validators=[MinLengthValidator(16)],
        help_text=_(
            "What is sent is signed with it, so that the receiver knows it is from you. Left "
            "empty, one is made."
        ),
    )
    comments_open = models.BooleanField(_("readers may comment"), default=True)
    comment_policy = ProseField(
        _("comment policy"),
        blank=True,
        help_text=_("Two or three sentences, shown above the comment form."),
    )
    consent_text = LineField(
        _("consent line"),
        max_length=400,
        default=(
            "Tôi đồng ý để tòa soạn lưu họ tên và email của tôi nhằm xử lý bình luận này. "
            "Email không được hiển thị."
        ),
        help_text=_("What a reader ticks before sending a comment."),
    )
    consent_version = models.PositiveIntegerField(
        _("version of the consent line"), default=1, editable=False
    )

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")

    def __str__(self):
        return self.name

    def clean(self):
        self._clean_webhook()
        if not RegexValidator(r"^#[0-9a-fA-F]{6}$").regex.match(self.accent):
            return
        ratio = colour.contrast(self.accent, colour.LIGHT_PAPER)
        if ratio < colour.AA_TEXT:
            message = _(
                "Text in this colour has a contrast of %(ratio)s : 1 on white; "
                "readers need %(needed)s : 1. Choose a darker one."
            )
            params = {
                "ratio": number_format(ratio, 1),
                "needed": number_format(colour.AA_TEXT, 1),
            }
            raise ValidationError({"accent": ValidationError(message, params=params)})

    def _clean_webhook(self):
        if not self.webhook_url:
            return
        try:
            webhook.refuse_unsafe(self.webhook_url)
        except webhook.Unsafe as unsafe:
            raise ValidationError({"webhook_url": str(unsafe)}) from None
        self.webhook_secret = self.webhook_secret or secrets.token_urlsafe(32)

    def save(self, *args, **kwargs):
        stored = type(self).objects.filter(pk=1).values("consent_text", "consent_version").first()
        if stored:
            # Counted from the row: two people with an old form each still make two versions.
            moved = stored["consent_text"] != line(self.consent_text)
            self.consent_version = stored["consent_version"] + moved
        super().save(*args, **kwargs)

    @cached_property
    def icon_version(self):
        return icons.version(self)

    @cached_property
    def accent_css(self):
        """The accent for both themes, as the one inline style of a page."""
        return (
            f":root{{--accent:{self.accent};--accent-dark:{colour.readable_on_dark(self.accent)}}}"
        )

    @property
    def accent_css_source(self):
        """How the content security policy names `accent_css`."""
        digest = hashlib.sha256(self.accent_css.encode()).digest()
        return f"'sha256-{base64.b64encode(digest).decode()}'"
