"""The log page: who did what when, to read, to filter and to take along as a file."""

import csv
from datetime import date, datetime, time, timedelta

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import Http404, HttpResponseRedirect, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from articles.admin.base import Guarded
from cms.events import Event, Kind, record
from cms.forms import PossibleIds
from cms.models import User
from cms.spreadsheet import BOM, harmless

from .log_sources import KINDS, Wanted, page, story_in

_ROWS_AT_ONCE = 500
_DAY = {
    "required": False,
    "widget": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    # Further away no database and no calendar follows.
    "validators": [MinValueValidator(date(1900, 1, 1)), MaxValueValidator(date(2900, 1, 1))],
}


class LogForm(PossibleIds, forms.Form):
    """What of the log is wanted."""

    person = forms.ModelChoiceField(
        User.objects.all(), label=gettext_lazy("Person"), required=False,
        empty_label=gettext_lazy("everybody"),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=gettext_lazy("Deed"),
        required=False,
        choices=[("", gettext_lazy("everything")), *KINDS],
    )
    since = forms.DateField(label=gettext_lazy("From"), **_DAY)
    until = forms.DateField(label=gettext_lazy("To"), **_DAY)
    story = forms.CharField(
        label=gettext_lazy("Story: number or pasted address"), required=False, max_length=500
    )

    def clean_story(self):
        typed = self.cleaned_data["story"]
        if not typed:
            return None
        found = story_in(typed)
        if found is None:
            raise forms.ValidationError(_("No number of a story stands in this."))
        return found

    def wanted(self):
        """Only where the form is valid: a filter that is not understood is not left out."""
        data = self.cleaned_data
        until = data["until"] and data["until"] + timedelta(days=1)
        return Wanted(
            data["person"], data["kind"], _midnight(data["since"]), _midnight(until), data["story"]
        )


def _midnight(day):
    return day and timezone.make_aware(datetime.combine(day, time()))


@admin.register(Event)
class LogAdmin(Guarded, admin.ModelAdmin):
    """Nothing here adds, changes or deletes: there are two addresses, and both only read."""

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("", view(require_safe(self.log_view)), name="cms_event_changelist"),
            path("csv/", view(require_safe(self.csv_view)), name="cms_event_csv"),
        ]

    def log_view(self, request):
        form = self._form(request)
        lines, older = [], None
        if form.is_valid():
            try:
                lines, older = page(form.wanted(), request.GET.get("before", ""))
            except ValueError:
                raise Http404("no such page") from None
        query = request.GET.copy()
        query.pop("before", None)
        context = {
            **self.admin_site.each_context(request),
            "title": self.opts.verbose_name_plural.capitalize(),
            "opts": self.opts,
            "form": form,
            "lines": lines,
            "older": older,
            "first": "before" not in request.GET,
            "query": query.urlencode(),
        }
        return TemplateResponse(request, "admin/cms/event/log.html", context)

    def csv_view(self, request):
        """The whole of what was asked for, written while it is read; that is noted as well."""
        form = self._form(request)
        if not form.is_valid():
            messages.error(
                request, _("Something in the filter is not understood; no file was made.")
            )
            return HttpResponseRedirect(
                f"{reverse('admin:cms_event_changelist')}?{request.GET.urlencode()}"
            )
        asked = [
            f"{form.fields[name].label}: {request.GET[name][:100]}"
            for name in form.fields
            if request.GET.get(name)
        ]
        record(Kind.EXPORT, request=request, actor=request.user, person=request.user, asked=asked)
        rows = _rows(form.wanted(), translation.get_language())
        name = f"nhat-ky-{timezone.localtime():%Y%m%d-%H%M}.csv"
        return StreamingHttpResponse(
            rows,
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    def _form(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        return LogForm(request.GET)


class _Echo:
    def write(self, text):
        return text


def _rows(wanted, language):
    """The file, part by part."""
    writer = csv.writer(_Echo())
    with translation.override(language):
        heads = [_("When"), _("Who"), _("Deed"), _("About"), _("Detail"), _("Network")]
    yield BOM + writer.writerow(heads)
    key = ""
    while key is not None:
        # Only while reading: between two parts this thread may serve somebody else.
        with translation.override(language):
            lines, key = page(wanted, key, size=_ROWS_AT_ONCE)
        for line in lines:
            moment = f"{timezone.localtime(line.at):%Y-%m-%d %H:%M:%S}"
            cells = [line.who, line.what, line.about, line.detail, line.network]
            yield writer.writerow([moment, *map(harmless, map(str, cells))])
