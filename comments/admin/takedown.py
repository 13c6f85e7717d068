"""The page that takes one comment off at somebody's demand."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Takedown

from .. import register, taking_down
from ..models import Comment, Reason


def _field(name, **options):
    return Takedown._meta.get_field(name).formfield(**options)


class TakedownForm(forms.Form):
    """What the register has to know, and what the writer is told."""

    requester = _field("requester")
    reason = _field("reason")
    hours = _field("hours")
    received_at = _field("received_at", required=False)
    document_number = _field("document_number")
    document_date = _field("document_date")
    told = forms.ChoiceField(
        label=gettext_lazy("What the writer is told"), choices=[("", "–"), *Reason.choices]
    )
    hold = forms.BooleanField(
        label=gettext_lazy("Keep its text for the case: nobody may erase it"), required=False
    )

    use_required_attribute = False

    def __init__(self, *args, may_hold, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].widget.attrs["rows"] = 4
        if not may_hold:
            del self.fields["hold"]

    def clean_received_at(self):
        received = self.cleaned_data["received_at"]
        if received and received > timezone.now():
            raise forms.ValidationError(_("This moment is still to come."))
        return received


class TakesDown:
    """A part of the comments' admin."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.take_down_view)
        return [path("<int:pk>/take-down/", view, name="comments_take_down"), *super().get_urls()]

    def take_down_view(self, request, pk):
        if not taking_down.may(request.user):
            raise PermissionDenied
        comment = get_object_or_404(Comment.objects.select_related("article__section"), pk=pk)
        form = TakedownForm(
            request.POST if request.method == "POST" else None,
            may_hold=request.user.has_perm("comments.add_hold"),
        )
        if form.is_bound and form.is_valid():
            entry = taking_down.take_down(comment, request.user, **form.cleaned_data)
            text = _("Comment %(pk)s is off the page; it is entry № %(number)s of the register.")
            params = {"pk": comment.pk, "number": entry.pk}
            self.message_user(request, text % params, messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:comments_comment_change", args=[pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Take the comment down"),
            "opts": self.opts,
            "comment": comment,
            "entries": register.entries_of(comment),
            "form": form,
        }
        page = "admin/comments/comment/take_down.html"
        return TemplateResponse(request, page, context, status=422 if form.errors else 200)
