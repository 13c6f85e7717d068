"""The takedown register: what was asked, until when, what came of it; for paper and for tables."""

import csv

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import takedowns, workflow
from articles.forms import refuse_impossible_times
from articles.models import Outcome, RetiredAddress, Takedown
from articles.models.revision import Verb
from articles.photos import photo_addresses
from cms.forms import PossibleIdsModelForm
from cms.spreadsheet import BOM, harmless

from .base import NewsroomAdmin
from .filters import status_of

_MOST_PRINTED = 2000
_COLUMNS = (
    "pk", "received_at", "requester", "document_number", "document_date", "address", "reason",
    "kind", "hours", "due_at", "outcome", "closed_at", "closed_by", "note",
)  # fmt: skip


class TakedownForm(PossibleIdsModelForm):
    class Meta:
        model = Takedown
        fields = list(takedowns.FIELDS)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "address" in self.fields:
            self.fields["reason"].widget.attrs["rows"] = 4
            self.fields["note"].widget.attrs["rows"] = 3

    def clean(self):
        data = super().clean()
        refuse_impossible_times(self, ["received_at"])
        if data.get("received_at") and data["received_at"] > timezone.now():
            self.add_error("received_at", _("This moment is still to come."))
        outcome, before = data.get("outcome"), self.initial.get("outcome", Outcome.OPEN)
        if outcome == Outcome.DONE != before and takedowns.story_at(data.get("address", "")):
            message = _("It is done by withdrawing the story, and then says so by itself.")
            self.add_error("outcome", message)
        if outcome == Outcome.REFUSED and not data.get("note"):
            self.add_error("note", _("Why it was refused belongs into the register."))
        return data


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            ("open", gettext_lazy("open")),
            ("overdue", gettext_lazy("overdue")),
            ("without", gettext_lazy("done, without a document yet")),
            *[(value, label) for value, label in Outcome.choices if value],
        ]

    def queryset(self, request, queryset):
        wanted = self.value()
        if wanted == "open":
            return queryset.open()
        if wanted == "overdue":
            return queryset.overdue()
        if wanted == "without":
            return queryset.filter(outcome=Outcome.DONE, document_number="")
        return queryset.filter(outcome=wanted) if wanted in Outcome.values else queryset


@admin.register(Takedown)
class TakedownAdmin(NewsroomAdmin):
    form = TakedownForm
    list_display = ["number", "state", "requester", "document", "what", "received", "due"]
    list_display_links = ["number", "requester"]
    list_filter = [StateFilter, "kind", "received_at"]
    list_select_related = ["article"]
    ordering = ["-received_at", "-pk"]
    search_help_text = gettext_lazy("Words of requester, document, address, reason or note")
    fieldsets = [
        (None, {"fields": ["address", "requester", "reason", "kind"]}),
        (gettext_lazy("Time"), {"fields": ["received_at", "hours"]}),
        (gettext_lazy("Document"), {"fields": ["document_number", "document_date"]}),
        (gettext_lazy("Outcome"), {"fields": ["outcome", "note"]}),
    ]

    class Media:
        css = {"all": ["css/admin-withdrawal.css"]}

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("csv/", view(self.csv_view), name="articles_takedown_csv"),
            path("print/", view(self.print_view), name="articles_takedown_print"),
            *super().get_urls(),
        ]

    def get_queryset(self, request):
        return super().get_queryset(request).for_desk(request.user)

    def get_fieldsets(self, request, obj=None):
        return self.fieldsets

    def get_changeform_initial_data(self, request):
        """The page of withdrawing hands over what was pasted there."""
        return {"address": request.GET.get("address", "")[:2000]}

    def changelist_view(self, request, extra_context=None):
        if RetiredAddress.objects.exists() and (left := photo_addresses.clear()):
            self.message_user(request, still_served(left), messages.WARNING)
        return super().changelist_view(request, extra_context)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            story = obj.article
            context.update(
                entry=obj,
                story=story,
                story_status=story and status_of(story),
                story_can_go=story
                and obj.is_open
                and Verb.WITHDRAW in workflow.available(request.user, story),
                changes=[_told(change) for change in obj.changes.all()],
            )
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_model(self, request, obj, form, change):
        values = {name: form.cleaned_data[name] for name in takedowns.FIELDS}
        if change:
            changed = {name: values[name] for name in form.changed_data if name in values}
            row = takedowns.amend(obj, request.user, **changed)
        else:
            row = takedowns.enter(request.user, **values)
        obj.__dict__.update(row.__dict__)

    # --- The list ------------------------------------------------------------------------

    @admin.display(description="№", ordering="pk")
    def number(self, entry):
        return entry.pk

    @admin.display(description=gettext_lazy("state"), ordering="outcome")
    def state(self, entry):
        return format_html('<span class="status status-{}">{}</span>', *state_of(entry))

    @admin.display(description=gettext_lazy("document"), ordering="document_number")
    def document(self, entry):
        day = f"{entry.document_date:%d/%m/%Y}" if entry.document_date else ""
        return " · ".join(part for part in (entry.document_number, day) if part)

    @admin.display(description=gettext_lazy("what"))
    def what(self, entry):
        return entry.article.headline if entry.article else entry.address

    @admin.display(description=gettext_lazy("received at"), ordering="received_at")
    def received(self, entry):
        return _named(_("received at"), entry.received_at)

    @admin.display(description=gettext_lazy("due at"), ordering="due_at")
    def due(self, entry):
        return _named(_("due at"), entry.due_at)

    # --- On paper, in a table ------------------------------------------------------------

    def csv_view(self, request):
        """The entries of the list as it is filtered, for a spreadsheet."""
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        day = timezone.localdate()
        response["Content-Disposition"] = f'attachment; filename="takedowns-{day:%Y-%m-%d}.csv"'
        response.write(BOM)
        table = csv.writer(response)
        table.writerow([_label(name) for name in _COLUMNS])
        for entry in self._listed(request).iterator(chunk_size=500):
            table.writerow([harmless(_cell(entry, name)) for name in _COLUMNS])
        return response

    def print_view(self, request):
        entries = list(self._listed(request)[: _MOST_PRINTED + 1])
        context = {
            **self.admin_site.each_context(request),
            "title": capfirst(self.opts.verbose_name_plural),
            "opts": self.opts,
            "entries": [(entry, state_of(entry)[1]) for entry in entries[:_MOST_PRINTED]],
            "more": len(entries) > _MOST_PRINTED,
            "most": _MOST_PRINTED,
            "printed_at": timezone.now(),
        }
        return TemplateResponse(request, "admin/articles/takedown/print.html", context)

    def _listed(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            return self.get_changelist_instance(request).get_queryset(request)
        except (IncorrectLookupParameters, OverflowError):
            raise Http404("no such list") from None


def state_of(entry):
    """``(key, label)`` of an entry's state, as people say it."""
    if entry.is_overdue:
        return "withdrawn", _("overdue")
    if entry.is_open:
        return "submitted", _("open")
    if entry.outcome == Outcome.DONE:
        if entry.was_late:
            return "changes", _("done, too late")
        return "live", entry.get_outcome_display()
    return "writing", entry.get_outcome_display()


def still_served(left):
    return ngettext(
        "The picture files of %(count)s photo could not be removed yet. It is tried again with "
        "each visit of the register; tell the operator.",
        "The picture files of %(count)s photos could not be removed yet. It is tried again with "
        "each visit of the register; tell the operator.",
        left,
    ) % {"count": left}


def _told(change):
    """A change as ``(change, [(label, before, after)])``, in words."""
    rows = []
    for name, before, after in change.what:
        choices = {str(value): label for value, label in _field(name).flatchoices}
        rows.append((_label(name), choices.get(before, before), choices.get(after, after)))
    return change, rows


def _field(name):
    return Takedown._meta.get_field(name)


def _label(name):
    return "№" if name == "pk" else str(_field(name).verbose_name)


def _cell(entry, name):
    if hasattr(entry, f"get_{name}_display"):
        return str(getattr(entry, f"get_{name}_display")())
    value = getattr(entry, name)
    if name.endswith("_at"):
        return _moment(value)
    return f"{value:%d/%m/%Y}" if name == "document_date" and value else value


def _named(name, moment):
    """A moment; on a phone, where the list has no head, with its name."""
    return format_html('<span class="on-phone">{} </span>{}', name, _moment(moment))


def _moment(moment):
    return f"{timezone.localtime(moment):%H:%M %d/%m/%Y}" if moment else ""
