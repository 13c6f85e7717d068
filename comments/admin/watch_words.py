"""Watch words, each rehearsed on past comments before it counts."""

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base import Guarded

from ..marking import marked
from ..models import WatchWord
from ..rehearsal import rehearse
from .access import KeptByModerators


@admin.register(WatchWord)
class WatchWordAdmin(KeptByModerators, Guarded, admin.ModelAdmin):
    list_display = ["text", "any_marks", "in_use", "expires_on", "note"]
    list_filter = ["in_use", "any_marks"]
    list_per_page = 100
    show_full_result_count = False
    search_fields = ["text", "note"]

    class Media:
        css = {"all": ["css/admin-comments.css"]}

    def get_fields(self, request, obj=None):
        told = ["text", "any_marks", "note", "expires_on"]
        return [*told, "rehearsal", "in_use"] if obj else told

    def get_readonly_fields(self, request, obj=None):
        return ["rehearsal"] if obj else []

    def save_model(self, request, obj, form, change):
        if change and obj.in_use and {"text", "any_marks"} & set(form.changed_data):
            obj.in_use = False
            text = _("The word is another one now: look at what it finds, then put it in use.")
            self.message_user(request, text, messages.WARNING)
        super().save_model(request, obj, form, change)

    def response_add(self, request, obj, post_url_continue=None):
        text = _("Kept, and not in use yet. Look below at what it would have found.")
        self.message_user(request, text, messages.SUCCESS)
        return self._to(obj)

    def response_change(self, request, obj):
        return super().response_change(request, obj) if obj.in_use else self._to(obj)

    def _to(self, obj):
        return HttpResponseRedirect(reverse("admin:comments_watchword_change", args=[obj.pk]))

    @admin.display(description=gettext_lazy("it would have found"))
    def rehearsal(self, word):
        found = rehearse(word.text, word.any_marks)
        shown = [(comment, marked(comment.body, places)) for comment, places in found.shown]
        context = {"found": found, "shown": shown}
        return render_to_string("admin/comments/watchword/rehearsal.html", context)
