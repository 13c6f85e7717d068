"""The paper's own face."""

from io import BytesIO

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.admin.base import OneRowAdmin
from cms import colour, icons, outbox
from cms.forms import SavedByOneAtATime
from cms.images import open_image
from cms.models import Delivery, SiteSettings

# As large as any masthead shows it, on the sharpest screens.
LOGO_SIZE = (1200, 400)
PICTURES = ("logo_light", "logo_dark", "icon")
# It stands on every page: half of what it weighs as PNG, and the same to the last pixel.
_AS_LOGO = {"format": "WEBP", "lossless": True, "quality": 100, "method": 6}


class SiteSettingsForm(SavedByOneAtATime):
    """Pictures are drawn anew as they come in: smaller, without what the file carried along."""

    class Meta:
        model = SiteSettings
        fields = ["name", "accent"]  # the admin adds the rest from its fieldsets
        widgets = {
            "accent": forms.TextInput(attrs={"type": "color"}),
            "consent_text": forms.Textarea(attrs={"rows": 3}),
        }

    def clean_logo_light(self):
        return self._redrawn("logo_light", _logo, **_AS_LOGO)

    def clean_logo_dark(self):
        return self._redrawn("logo_dark", _logo, **_AS_LOGO)

    def clean_icon(self):
        return self._redrawn("icon", icons.square, format="PNG")

    def _get_validation_exclusions(self):
        # Validating a stored logo opens it as well.
        return super()._get_validation_exclusions() | (set(PICTURES) - set(self.changed_data))

    def _redrawn(self, name, draw, **as_file):
        file = self.cleaned_data[name]
        if name not in self.changed_data:
            # To Django this means "as it is"; given the file, it would open it, to measure what
            # is measured already, and fail where the file is lost.
            return None
        if not file:
            return file
        out = BytesIO()
        draw(open_image(file, min(LOGO_SIZE)).image).save(out, **as_file)
        return ContentFile(out.getvalue(), name="picture")


def _logo(image):
    image = image.convert("RGBA")
    image.thumbnail(LOGO_SIZE)
    image.info.clear()
    return image


@admin.register(SiteSettings)
class SiteSettingsAdmin(OneRowAdmin):
    form = SiteSettingsForm
    readonly_fields = ["contrast", "consent_version", "going_out"]
    fieldsets = [
        (
            gettext_lazy("Face"),
            {
                "fields": [
                    *("name", "tagline", "logo_light", "logo_dark", "icon", "accent", "contrast")
                ]
            },
        ),
        (gettext_lazy("Contacts"), {"fields": ["email", "phone", "advertising"]}),
        (
            gettext_lazy("Legal footer"),
            {"fields": ["governing_body", "licence", "editor_in_chief", "address", "copyright"]},
        ),
        (gettext_lazy("Newsroom"), {"fields": ["approval_steps", "seen"]}),
        (gettext_lazy("Feeds"), {"fields": ["feed_text"]}),
        (
            gettext_lazy("Mail and webhook"),
            {"fields": ["webhook_url", "webhook_secret", "going_out"]},
        ),
        (
            gettext_lazy("Comments"),
            {"fields": ["comments_open", "comment_policy", "consent_text", "consent_version"]},
        ),
    ]

    @admin.display(description=gettext_lazy("contrast"))
    def contrast(self, site):
        on_white = colour.contrast(site.accent, colour.LIGHT_PAPER)
        return _("%(ratio)s : 1 on white; readers need %(needed)s : 1") % {
            "ratio": number_format(on_white, 1),
            "needed": number_format(colour.AA_TEXT, 1),
        }

    @admin.display(description=gettext_lazy("what did not go out"))
    def going_out(self, site):
        """Mail and webhook never disturb the newsroom: here it shows when they fail."""
        lines = [] if settings.MAIL_IS_ON else [_("Mail is off: the operator has set no server.")]
        failed = outbox.last_failure()
        if failed:
            when = f"{timezone.localtime(failed.failed_at):%H:%M %d/%m/%Y}"
            params = {"when": when, "what": failed, "error": failed.error}
            lines.append(_("Last failure at %(when)s: %(what)s (%(error)s)") % params)
        waiting = Delivery.objects.order_by()[:1000].count()
        if waiting:
            told = ngettext("%(count)s is waiting.", "%(count)s are waiting.", waiting)
            lines.append(told % {"count": waiting})
        lines = lines or [_("Everything went out.")]
        return format_html(
            '{}<br><a href="{}">{}</a>',
            format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines)),
            reverse("admin:cms_delivery_changelist"),
            _("Mails and calls of the webhook"),
        )
