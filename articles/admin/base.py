"""What the admins of this newsroom share."""

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import SEARCH_VAR
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse

from articles import search
from cms.forms import PossibleIdsModelForm, is_id
from cms.paging import CappedPaginator

# What Django's own filters beside a list put into an address.
_FILTER_LOOKUPS = ("", "exact", "gte", "lt", "isnull")


class Guarded:
    """Takes from addresses and posts only what the pages of this newsroom send.

    Deleting is reserved to superusers; everybody else withdraws, discards, hides.
    """

    form = PossibleIdsModelForm

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser

    def lookup_allowed(self, lookup, value, request):
        """Only what the filters beside the list ask.

        Django answers any question about a row's own columns and about what refers to it, and so
        tells what stands in rows that this person may not see, or computes for minutes.
        """
        name, _, kind = lookup.partition("__")
        asked = {getattr(each, "parameter_name", each) for each in self.get_list_filter(request)}
        return name in asked and kind in _FILTER_LOOKUPS

    def changelist_view(self, request, extra_context=None):
        try:
            return super().changelist_view(request, extra_context)
        except OverflowError:  # A moment that is in no calendar of ours: as other wrong ones.
            return HttpResponseRedirect(f"{request.path}?e=1")

    def response_action(self, request, queryset):
        request.POST = request.POST.copy()
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        request.POST.setlist(ACTION_CHECKBOX_NAME, [pk for pk in chosen if is_id(pk)])
        return super().response_action(request, queryset)

    def get_changeform_initial_data(self, request):
        """Django takes proposals from the address; here nothing makes such links."""
        return {}

    def get_object(self, request, object_id, from_field=None):
        return super().get_object(request, object_id, from_field or None)


class FoldedSearchMixin:
    """Searches the model's ``folded`` text: with or without diacritics, words in any order."""

    search_fields = ["folded"]
    show_full_result_count = False
    list_per_page = 50
    # Nothing that reads a whole table: no count of it, no count beside each filter, no "show all".
    paginator = CappedPaginator
    show_facets = admin.ShowFacets.NEVER
    list_max_show_all = 0
    # Of what words find, nobody pages further: they write another word.
    most_found = 200

    def get_search_results(self, request, queryset, search_term):
        return search.words(queryset, search_term, self.most_found), False

    def get_paginator(self, request, *args, **kwargs):
        paginator = super().get_paginator(request, *args, **kwargs)
        if request.GET.get(SEARCH_VAR) or request.GET.get("term"):
            paginator.most = self.most_found
        return paginator

    def response_action(self, request, queryset):
        if request.POST.get("select_across") == "1":
            # "All 200" are those that the list has, not all that stand behind them.
            most = self.get_paginator(request, queryset, self.list_per_page).most
            listed = list(queryset.values_list("pk", flat=True)[:most])
            queryset = queryset.filter(pk__in=listed)
        return super().response_action(request, queryset)


class NewsroomAdmin(Guarded, FoldedSearchMixin, admin.ModelAdmin):
    pass


class OneRowAdmin(Guarded, admin.ModelAdmin):
    """Settings with one row: the list is its form."""

    def has_add_permission(self, request):
        return False

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        self.model.objects.get_or_create(pk=1)
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return HttpResponseRedirect(reverse(name, args=[1]))
