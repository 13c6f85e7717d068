import secrets

from django.conf import settings
from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.fields import LineField

from .states import Publication


def new_secret():
    return secrets.token_urlsafe(32)


class PreviewLinkQuerySet(models.QuerySet):
    def usable(self, at=None):
        """Links that still show their story: not revoked, not run out, not of a discarded one."""
        return self.filter(revoked_at=None, expires_at__gt=at or timezone.now()).exclude(
            article__publication=Publication.DISCARDED
        )


class PreviewLink(models.Model):
    """A secret address that shows a story to somebody outside before readers have it.

    The token is kept as it is, so that the address can be sent again: whoever reads this table
    reads the draft in the table beside it.
    """

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="preview_links", verbose_name=_("story")
    )
    # None: whatever is the newest version when the link is opened.
    revision = models.ForeignKey(
        "articles.Revision", models.CASCADE, null=True, related_name="+", verbose_name=_("version")
    )
    token = models.CharField(max_length=64, unique=True, default=new_secret)
    for_whom = LineField(_("for whom"), max_length=120)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    # The names outlive the logins.
    created_by_name = LineField(max_length=120, blank=True)
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)
    expires_at = models.DateTimeField(_("runs out"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)
    revoked_by_name = LineField(max_length=120, blank=True)
    opened = models.PositiveIntegerField(_("opened"), default=0)
    last_opened_at = models.DateTimeField(null=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-id"]
        default_permissions = ()

    def __str__(self):
        return self.for_whom

    def get_absolute_url(self):
        return reverse("articles:shared_preview", args=[self.token])

    @property
    def is_usable(self):
        """The twin of `PreviewLinkQuerySet.usable`, but for the state of the story."""
        return self.revoked_at is None and self.expires_at > timezone.now()

    def count_opening(self):
        """Somebody opened it. No ``save()``: two at once count as two."""
        PreviewLink.objects.filter(pk=self.pk).update(
            opened=F("opened") + 1, last_opened_at=timezone.now()
        )
