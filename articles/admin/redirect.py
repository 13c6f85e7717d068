"""Redirects written by hand: addresses of an old system, of pages that are no more."""

import re

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import redirects
from articles.models import Redirect
from articles.models.redirect import Loop, normal
from cms.fields import digest
from cms.forms import PossibleIdsModelForm

from .base import NewsroomAdmin

_HOST = re.compile(r"^https?://[^/?]+")
_WIDE = forms.Textarea(attrs={"rows": 2, "class": "address-input", "spellcheck": "false"})


class RedirectForm(PossibleIdsModelForm):
    old_path = forms.CharField(
        label=gettext_lazy("Old address"),
        widget=_WIDE,
        help_text=Redirect._meta.get_field("old_path").help_text,
    )
    to = forms.CharField(
        label=gettext_lazy("Leads to"),
        required=False,
        widget=_WIDE,
        help_text=gettext_lazy(
            "A story or another page of this paper: paste its address. Left empty, readers are "
            "told that the page is gone for good (410)."
        ),
    )

    class Meta:
        model = Redirect
        fields = ["old_path"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        row = self.instance
        if row.pk:
            self.initial["to"] = _address(row.story) if row.story else row.path

    def clean_old_path(self):
        address = redirects.old_address(self.cleaned_data["old_path"])
        others = Redirect.objects.from_address(address).exclude(pk=self.instance.pk)
        if others.exists():
            raise ValidationError(_("This address leads somewhere already. Change that redirect."))
        return address

    def clean_to(self):
        text = self.cleaned_data["to"]
        if text and text == self.initial.get("to"):
            return self.instance.story, self.instance.path
        return redirects.target(text) if text else (None, "")

    def clean(self):
        data = super().clean()
        old, (_story, path) = data.get("old_path"), data.get("to") or (None, "")
        if old and path:
            after = Redirect.objects.from_address(path).exclude(pk=self.instance.pk).first()
            if path == old or (after and after.path == old):
                self.add_error("to", _("The address would lead back to itself."))
        return data


def _address(story):
    """By its number alone, where readers do not have it."""
    return story.get_absolute_url() if story.is_live() else f"/admin/articles/article/{story.pk}/"


@admin.register(Redirect)
class RedirectAdmin(NewsroomAdmin):
    form = RedirectForm
    fields = ["old_path", "to"]
    list_display = ["old_path", "leads_to", "automatic", "actor_name", "at"]
    list_filter = ["automatic"]
    list_select_related = ["story__section"]
    ordering = ["-at", "-pk"]
    search_help_text = gettext_lazy("A part of an old address, or the whole as it was")

    class Media:
        css = {"all": ["css/admin-withdrawal.css"]}

    def has_delete_permission(self, request, obj=None):
        """It holds nobody's work: whoever writes redirects may take one away."""
        return self.has_change_permission(request, obj)

    def get_queryset(self, request):
        return super().get_queryset(request).of_addresses()

    def get_search_results(self, request, queryset, search_term):
        term = _HOST.sub("", search_term.strip())
        if not term:
            return queryset, False
        exact = Q(old_digest=digest(normal(term)))
        return queryset.filter(exact | Q(old_path__contains=normal(term))), False

    @admin.display(description=gettext_lazy("leads to"))
    def leads_to(self, row):
        if row.story:
            return format_html("№ {} {}", row.story_id, row.story.headline)
        return row.path or _("gone for good (410)")

    def changeform_view(self, request, *args, **kwargs):
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Loop:  # A colleague wrote the other half of the circle just now: the form says so.
            return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request, obj, form, change):
        story, path = form.cleaned_data["to"]
        if change and obj.old_path != form.initial["old_path"]:
            Redirect.objects.filter(pk=obj.pk).delete()
        row = Redirect.objects.lead(obj.old_path, story=story, path=path, actor=request.user)
        obj.__dict__.update(row.__dict__)
