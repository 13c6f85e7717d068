"""Senders whose comments are marked."""

from django.contrib import admin

from articles.admin.base import Guarded

from ..models import Block
from .access import KeptByModerators, SignsNew


@admin.register(Block)
class BlockAdmin(SignsNew, KeptByModerators, Guarded, admin.ModelAdmin):
    list_display = ["value", "kind", "expires_on", "note", "actor_name", "at"]
    list_filter = ["kind"]
    list_per_page = 100
    show_full_result_count = False
    search_fields = ["value", "note"]
    fields = ["kind", "value", "note", "expires_on"]

    # The list names addresses: it is for those who may see them.
    def has_module_permission(self, request):
        return super().has_module_permission(request) and request.user.has_perm(
            "comments.view_contact"
        )

    # A block that is over is taken off the list; what it marked stays marked.
    def has_delete_permission(self, request, obj=None):
        return self.has_module_permission(request)
