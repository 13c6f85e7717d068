"""Mails and calls of the webhook that did not go out yet, and why not."""

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_tasks_db import admin as queue_admin

from articles.admin.base import Guarded
from cms import outbox
from cms.models import Delivery

# The rows of the queue itself say nothing that this list does not say better.
admin.site.unregister(queue_admin.DBTaskResult)


@admin.action(description=gettext_lazy("Try the selected ones again now"))
def try_again(model_admin, request, queryset):
    count = outbox.try_again(queryset)
    told = ngettext("%(count)s is tried again.", "%(count)s are tried again.", count)
    model_admin.message_user(request, told % {"count": count}, messages.SUCCESS)


@admin.register(Delivery)
class DeliveryAdmin(Guarded, admin.ModelAdmin):
    """A list to look at and one action. Reached from the settings of the paper."""

    list_display = ["subject", "to", "channel", "state", "attempts", "last_failure", "error"]
    list_display_links = None
    list_filter = ["channel"]
    list_per_page = 50
    show_full_result_count = False
    actions = [try_again]

    @admin.display(description=gettext_lazy("status"))
    def state(self, row):
        if row.due_at is None:
            return format_html('<span class="status status-rejected">{}</span>', _("given up"))
        when = f"{timezone.localtime(row.due_at):%H:%M %d/%m}"
        return _("next try %(when)s") % {"when": when} if row.attempts else _("waiting")

    @admin.display(description=gettext_lazy("last failure"), ordering="failed_at")
    def last_failure(self, row):
        return f"{timezone.localtime(row.failed_at):%H:%M %d/%m}" if row.failed_at else ""

    def has_module_permission(self, request):
        return False  # no place of its own in the navigation

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
