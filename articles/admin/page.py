from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles import richtext
from articles.models import Page

from .base import NoDeletion


class PageForm(forms.ModelForm):
    body = richtext.RichTextField(label=_("Text"))

    class Meta:
        model = Page
        fields = ["title", "slug", "body", "in_footer", "order"]


@admin.register(Page)
class PageAdmin(NoDeletion, admin.ModelAdmin):
    form = PageForm
    list_display = ["title", "slug", "order", "in_footer", "updated_at"]
