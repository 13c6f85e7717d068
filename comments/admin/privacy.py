"""Requests about personal data, with their clocks; and what has to be kept all the same."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles.admin.base import Guarded
from cms.forms import PossibleIdsModelForm, is_id
from cms.paging import CappedPaginator

from .. import erasing, privacy
from ..models import Comment, Hold, PrivacyRequest, RequestOutcome
from .access import SignsNew

# Of the comments of an address, on the page of a request.
_SHOWN = 50


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("open", gettext_lazy("open")), ("overdue", gettext_lazy("overdue"))]

    def queryset(self, request, queryset):
        wanted = self.value()
        if wanted == "open":
            return queryset.filter(outcome=RequestOutcome.OPEN)
        if wanted == "overdue":
            return queryset.filter(outcome=RequestOutcome.OPEN, due_at__lt=timezone.now())
        return queryset


class PrivacyRequestForm(PossibleIdsModelForm):
    class Meta:
        model = PrivacyRequest
        fields = ["kind", "email", "words", "received_at", "outcome", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("words", "note"):
            if name in self.fields:
                self.fields[name].widget.attrs["rows"] = 3
        if "email" in self.fields:
            self.fields["email"].required = True

    def clean(self):
        data = super().clean()
        received = data.get("received_at")
        if received and received > timezone.now():
            self.add_error("received_at", _("This moment is still to come."))
        if data.get("outcome") and not data.get("note"):
            self.add_error("note", _("What was done, or why not, belongs into the register."))
        return data


@admin.register(PrivacyRequest)
class PrivacyRequestAdmin(Guarded, admin.ModelAdmin):
    form = PrivacyRequestForm
    list_display = ["number", "state", "kind", "shown", "received_at", "answer_by", "due_at"]
    list_filter = [StateFilter, "kind"]
    list_per_page = 50
    show_full_result_count = False
    paginator = CappedPaginator
    change_form_template = "admin/comments/privacyrequest/change_form.html"

    class Media:
        css = {"all": ["css/admin-comments.css"]}

    def get_fields(self, request, obj=None):
        if obj is None:
            return ["kind", "email", "words", "received_at"]
        if obj.is_open:
            return ["kind", "email", "words", "received_at", "clocks", "outcome", "note"]
        return ["kind", "shown", "words", "received_at", "clocks", "outcome", "note", "closed"]

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return []
        fields = ["kind", "received_at", "words", "clocks"]
        return (
            [*fields, "email"] if obj.is_open else [*fields, "shown", "outcome", "note", "closed"]
        )

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/export/", view(require_POST(self.export_view)), name="comments_export"),
            path("<int:pk>/erase/", view(require_POST(self.erase_view)), name="comments_erase"),
            *super().get_urls(),
        ]

    def response_add(self, request, obj, post_url_continue=None):
        """To what is to be done about it."""
        return HttpResponseRedirect(reverse("admin:comments_privacyrequest_change", args=[obj.pk]))

    def save_model(self, request, obj, form, change):
        if change and obj.outcome:
            privacy.close(obj, "", outcome=obj.outcome, actor=request.user)
        else:
            obj.save()

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None and obj.is_open:
            comments = privacy.comments_of(obj.email)
            context.update(
                entry=obj,
                comments=comments[:_SHOWN],
                count=Comment.objects.sent_from(obj.email).count(),
                holds=privacy.holds_on(obj.email),
                may_act=self.has_change_permission(request, obj),
            )
        elif obj is not None:  # the register is closed: nothing is left to be saved
            names = ("show_save", "show_save_and_continue", "show_save_and_add_another")
            context.update(dict.fromkeys(names, False))
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    # --- What is done for the reader -------------------------------------------------------

    def export_view(self, request, pk):
        """Everything of the address, as a file; that it was taken out is written down."""
        row = self._open(request, pk)
        privacy.exported_by(request.user, request, row)
        response = HttpResponse(privacy.as_json(row.email), content_type="application/json")
        response["Content-Disposition"] = f'attachment; filename="yeu-cau-{row.pk}.json"'
        return response

    def erase_view(self, request, pk):
        """Erases everything of the address, or one comment by its number; or takes names off."""
        row = self._open(request, pk)
        back = HttpResponseRedirect(reverse("admin:comments_privacyrequest_change", args=[pk]))
        step = request.POST.get("step", "")
        if step == "one":
            return self._erase_one(request, row) or back
        if not request.POST.get("sure"):
            message = _("Tick the box beside the button first; nothing was changed.")
            self.message_user(request, message, messages.ERROR)
            return back
        verb = {"erase": privacy.erase, "consent": privacy.withdraw_consent}.get(step)
        if verb is None:
            raise Http404("no such step")
        done = verb(row.email, request.user, row)
        privacy.erased_by(request.user, request, done)
        if done.outcome == RequestOutcome.HELD:
            text, level = _("Closed, and not all of it was done. %(note)s"), messages.WARNING
        else:
            text, level = _("Done and closed: %(note)s"), messages.SUCCESS
        self.message_user(request, text % {"note": done.note}, level)
        return back

    def _erase_one(self, request, row):
        """Erases one comment; returns a page that shows it first, until somebody is ``sure``."""
        number = request.POST.get("number", "").strip("# ")
        rows = Comment.objects.select_related("article", "contact")
        comment = rows.filter(pk=number).first() if is_id(number) else None
        if comment is None:
            self.message_user(request, _("No comment has this number."), messages.ERROR)
        elif not request.POST.get("sure"):
            return self._shown_first(request, row, comment)
        elif not erasing.erase(comment, request.user):
            text = _("Comment %(pk)s is under a legal hold; it was not erased.")
            self.message_user(request, text % {"pk": comment.pk}, messages.WARNING)
        else:
            privacy.erased_by(request.user, request, row, comment)
            text = _("Comment %(pk)s is erased. The request stays open.")
            self.message_user(request, text % {"pk": comment.pk}, messages.SUCCESS)

    def _shown_first(self, request, row, comment):
        contact = getattr(comment, "contact", None)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Erase comment #%(pk)s?") % {"pk": comment.pk},
            "opts": self.opts,
            "media": self.media,
            "entry": row,
            "comment": comment,
            "is_theirs": bool(contact) and contact.email.casefold() == row.email.casefold(),
        }
        return render(request, "admin/comments/privacyrequest/erase_one.html", context)

    def _open(self, request, pk):
        row = get_object_or_404(PrivacyRequest, pk=pk)
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        if not row.is_open or not row.email:
            raise Http404("closed")
        return row

    # --- The list ----------------------------------------------------------------------------

    @admin.display(description="№", ordering="pk")
    def number(self, row):
        return row.pk

    @admin.display(description=gettext_lazy("state"), ordering="outcome")
    def state(self, row):
        return format_html('<span class="status status-{}">{}</span>', *state_of(row))

    @admin.display(description=gettext_lazy("clocks"))
    def clocks(self, row):
        return _("answer by %(answer)s, done by %(done)s") % {
            "answer": _moment(row.answer_by),
            "done": _moment(row.due_at),
        }

    @admin.display(description=gettext_lazy("closed"))
    def closed(self, row):
        return f"{_moment(row.closed_at)} {row.closed_by}"


@admin.register(Hold)
class HoldAdmin(SignsNew, Guarded, admin.ModelAdmin):
    list_display = ["what", "reason", "actor_name", "at", "expires_on"]
    list_display_links = ["what", "reason"]
    list_per_page = 50
    show_full_result_count = False
    fields = ["comment", "email", "reason", "expires_on"]

    def formfield_for_foreignkey(self, db_field, request, **options):
        # Its number: the queue is no list to choose from.
        return super().formfield_for_foreignkey(
            db_field, request, widget=forms.NumberInput(attrs={"min": 1}), **options
        )

    def get_readonly_fields(self, request, obj=None):
        # What is kept is another hold; this one only ends.
        return ["comment", "email"] if obj else []

    @admin.display(description=gettext_lazy("what"))
    def what(self, hold):
        return f"#{hold.comment_id}" if hold.comment_id else hold.email


def state_of(row):
    """``(key, label)`` of a request's state, as people say it."""
    if row.is_overdue:
        return "withdrawn", _("overdue")
    if row.is_unanswered:
        return "changes", _("open, no answer yet")
    if row.is_open:
        return "submitted", _("open")
    return "live", row.get_outcome_display()


def _moment(moment):
    return f"{timezone.localtime(moment):%H:%M %d/%m/%Y}" if moment else ""
