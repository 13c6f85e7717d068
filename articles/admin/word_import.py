"""A story from a Word file: the page that takes the file, and what it says afterwards."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import word_draft
from articles.body import word


class WordForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Word file"),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={"empty": gettext_lazy("The file is empty.")},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        self.story = word.read(file)
        return file


class WordImport:
    """A part of `ArticleAdmin`."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.word_view)
        return [path("word/", view, name="articles_article_word"), *super().get_urls()]

    def word_view(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = WordForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            name = form.cleaned_data["file"].name
            proposed = self.get_changeform_initial_data(request)
            made = word_draft.create(form.story, request.user, file_name=name, **proposed)
            self._tell_what_to_check(request, form.story, made)
            change = reverse("admin:articles_article_change", args=[made.article.pk])
            return HttpResponseRedirect(change)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Story from a Word file"),
            "opts": self.opts,
            "form": form,
        }
        template = "admin/articles/article/word_import.html"
        return TemplateResponse(
            request, template, context, status=422 if form.is_bound and form.errors else 200
        )

    def _tell_what_to_check(self, request, story, made):
        found = [_("The draft is made. Check the headline, the standfirst and the body.")]
        if not story.headline:
            found.append(_("No headline was found: the name of the file stands in its place."))
        if not story.standfirst:
            found.append(_("No standfirst was found."))
        self.message_user(request, " ".join(found), messages.SUCCESS)
        if made.article.lead_shot:
            told = _("The picture above the text is the lead photo.")
            self.message_user(request, told, messages.INFO)
        if made.new_photos:
            told = ngettext(
                "%(count)s picture came into the library. Check its caption and credit.",
                "%(count)s pictures came into the library. Check their captions and credits.",
                made.new_photos,
            )
            self.message_user(request, told % {"count": made.new_photos}, messages.WARNING)
        if made.known_photos:
            told = ngettext(
                "%(count)s picture was in the library already and is used from there.",
                "%(count)s pictures were in the library already and are used from there.",
                made.known_photos,
            )
            self.message_user(request, told % {"count": made.known_photos}, messages.INFO)
        if made.unreadable:
            told = ngettext(
                "%(count)s picture could not be read; its place is marked in the text:",
                "%(count)s pictures could not be read; their places are marked in the text:",
                len(made.unreadable),
            ) % {"count": len(made.unreadable)}
            reasons = format_html_join("", "<li>{}</li>", ((r,) for r in made.unreadable))
            self.message_user(
                request, format_html("{}<ul>{}</ul>", told, reasons), messages.WARNING
            )
