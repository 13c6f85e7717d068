"""The house list: how this paper writes names, titles and places."""

from django.contrib import admin
from django.db.models import Q

from articles.models import HouseWord
from cms.forms import PossibleIdsModelForm
from cms.text import nfc

from .base import Guarded


@admin.register(HouseWord)
class HouseWordAdmin(Guarded, admin.ModelAdmin):
    form = PossibleIdsModelForm
    list_display = ["wrong", "right", "kind", "note", "active"]
    list_filter = ["kind", "active"]
    fields = ["wrong", "right", "kind", "note", "active"]
    search_fields = ["wrong"]
    list_per_page = 100
    show_full_result_count = False

    def get_search_results(self, request, queryset, search_term):
        # With its marks: they are what this list is about.
        for word in nfc(search_term).split()[:10]:
            queryset = queryset.filter(Q(wrong__icontains=word) | Q(right__icontains=word))
        return queryset, False
