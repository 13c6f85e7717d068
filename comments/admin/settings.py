"""How this paper takes comments."""

from django import forms
from django.contrib import admin

from articles.admin.base import OneRowAdmin
from cms.forms import SavedByOneAtATime

from ..models import CommentSettings

# The browser's own, which needs no script.
_CLOCK = forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class CommentSettingsForm(SavedByOneAtATime):
    class Meta:
        model = CommentSettings
        fields = [
            "close_after_days",
            "stays_while_revised",
            "desk_opens",
            "desk_closes",
            "reserved_names",
            "contact_months",
            "refused_months",
        ]
        widgets = dict.fromkeys(("desk_opens", "desk_closes"), _CLOCK)


@admin.register(CommentSettings)
class CommentSettingsAdmin(OneRowAdmin):
    form = CommentSettingsForm
    fields = [*CommentSettingsForm.Meta.fields, "seen"]

    # Whoever keeps the paper's own settings.
    def has_module_permission(self, request):
        return request.user.has_perm("cms.change_sitesettings")

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_change_permission(self, request, obj=None):
        return self.has_module_permission(request)
