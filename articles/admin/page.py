from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles import richtext
from articles.models import Page
from cms.forms import SavedByOneAtATime

from .base import Guarded


class PageForm(SavedByOneAtATime):
    body = richtext.RichTextField(label=_("Text"))

    class Meta:
        model = Page
        fields = ["title", "slug", "body", "in_footer", "order"]


@admin.register(Page)
class PageAdmin(Guarded, admin.ModelAdmin):
    form = PageForm
    list_display = ["title", "slug", "order", "in_footer", "updated_at"]
