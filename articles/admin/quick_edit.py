"""Sửa nhanh in the admin: from the list or a pasted address, on a phone as well."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from articles import gate, permissions, quick_edit, search, workflow
from articles.models import Article
from articles.models.revision import Verb

from .step_forms import PublishForm


class QuickForm(forms.Form):
    """The words that can be corrected, as readers have them."""

    claim = forms.ChoiceField(
        label=PublishForm.base_fields["claim"].label,
        choices=PublishForm.CLAIMS[::-1],
        initial="minor",
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, story, **kwargs):
        super().__init__(*args, **kwargs)
        claim = self.fields.pop("claim")
        for place in quick_edit.places(story.live_revision.snapshot):
            rows = {"headline": 2, "standfirst": 5}.get(place.name, 3)
            field = quick_edit.form_field(place, widget=forms.Textarea(attrs={"rows": rows}))
            field.label, field.initial = _label(place), place.text
            field.widget.attrs.pop("maxlength", None)
            if place.photo_id:
                field.shot = story.shot(place.photo_id)
            self.fields[place.name] = field
        self.fields["claim"] = claim

    def typed(self):
        return {name: text for name, text in self.cleaned_data.items() if name != "claim"}


class QuickEdit:
    """A part of `ArticleAdmin`."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("quick/", view(self.quick_find_view), name="articles_article_quick_find"),
            path("<int:pk>/quick/", view(self.quick_view), name="articles_article_quick"),
            *super().get_urls(),
        ]

    def quick_find_view(self, request):
        """Takes the address of a public page (or a story's number) and leads to its corrections."""
        if not permissions.may_publish_at_all(request.user):
            raise PermissionDenied
        asked = request.GET.get("address", "").strip()
        error = ""
        if asked:
            pk = search.pasted(asked)
            stories = Article.objects.for_desk(request.user).filter(pk=pk) if pk else ()
            if pk and stories.exists():
                return HttpResponseRedirect(reverse("admin:articles_article_quick", args=[pk]))
            error = _("No story on your desk has this address.")
        context = {
            **self.admin_site.each_context(request),
            "title": _("Quick edit"),
            "opts": self.opts,
            "asked": asked,
            "error": error,
        }
        return TemplateResponse(request, "admin/articles/article/quick_find.html", context)

    def quick_view(self, request, pk):
        rows = Article.objects.select_related("live_revision", "latest_revision", "section")
        story = get_object_or_404(rows, pk=pk)
        if not permissions.may_see(request.user, story):
            raise PermissionDenied
        if not permissions.may(request.user, Verb.PUBLISH, story):
            raise PermissionDenied
        if not story.is_published:
            message = _("The story is not published: change it in its form.")
            self.message_user(request, message, messages.WARNING)
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))
        form = QuickForm(request.POST if request.method == "POST" else None, story=story)
        context, status = {"stale": False, "refused": None}, 200
        if form.is_valid():
            try:
                fixed = quick_edit.fix(
                    story,
                    request.user,
                    form.typed(),
                    seen_versions=request.POST.get("seen", ""),
                    minor=form.cleaned_data["claim"] != "material",
                    passed=request.POST.getlist("passed"),
                )
            except quick_edit.Stale:
                context["stale"], status = True, 409
            except workflow.Refused as refused:
                context["refused"] = refused
                context["verdict"] = gate.Verdict(refused.reasons, refused.warnings)
            else:
                self._tell_fixed(request, fixed)
                return HttpResponseRedirect(request.path)
        context |= {
            **self.admin_site.each_context(request),
            "title": _("Quick edit"),
            "opts": self.opts,
            "story": story,
            "form": form,
            "seen": quick_edit.seen(story),
        }
        page = "admin/articles/article/quick.html"
        return TemplateResponse(request, page, context, status=status)

    def _tell_fixed(self, request, fixed):
        story = fixed.story
        message = _("Corrected: readers have it now.")
        if story.is_live():
            message = format_html(
                '{} <a href="{}">{}</a>', message, story.get_absolute_url(), _("View on site")
            )
        else:
            message = _("Corrected: readers get the story with it.")
        self.message_user(request, message, messages.SUCCESS)
        if fixed.left:
            names = ", ".join(str(_label(place)).lower() for place in fixed.left)
            text = _(
                "The version in preparation has words of its own here and was left as it is: "
                "%(names)s"
            )
            self.message_user(request, text % {"names": names}, messages.WARNING)


def _label(place):
    if place.number:
        return _("Caption of photo %(number)s in the text") % {"number": place.number}
    if place.name == "lead_caption":
        return _("Caption of the lead photo")
    return str(Article._meta.get_field(place.field).verbose_name).capitalize()
