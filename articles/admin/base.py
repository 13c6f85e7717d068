"""What the lists of this newsroom share."""

from django.contrib import admin

from articles import search


class FoldedSearchMixin:
    """Searches the model's ``folded`` text: with or without diacritics, words in any order."""

    search_fields = ["folded"]
    show_full_result_count = False
    list_per_page = 50

    def get_search_results(self, request, queryset, search_term):
        return search.words(queryset, search_term), False


class NoDeletion:
    """Deleting is reserved to superusers; everybody else withdraws, discards, hides."""

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser


class NewsroomAdmin(FoldedSearchMixin, NoDeletion, admin.ModelAdmin):
    pass
