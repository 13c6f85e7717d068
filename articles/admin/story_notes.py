"""Notes between colleagues in the admin: beside the story form, and on a page of their own."""

from django import forms
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import notes
from articles.models import Note
from cms.forms import is_id

from .story_page import story_for

# Beside the form; the page of the notes shows all.
_BESIDE = 20


class NoteForm(forms.ModelForm):
    class Meta:
        model = Note
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}


class StoryNotes:
    """A part of `ArticleAdmin`."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.notes_view)
        return [path("<int:pk>/notes/", view, name="articles_article_notes"), *super().get_urls()]

    def notes_view(self, request, pk):
        """The thread: read, written to (``text``), settled (``done`` or ``open`` with an id).

        Posted by the script beside the form (``beside``) the answer is the thread alone.
        """
        article = story_for(request, pk)
        posted = request.POST if request.method == "POST" else None
        form = NoteForm(posted)
        beside = posted is not None and "beside" in posted
        if posted is not None and self._take(request, article, posted, form):
            if not beside:
                return HttpResponseRedirect(request.path)
            form = NoteForm()
        context = {
            **self.admin_site.each_context(request),
            "title": _("Notes to colleagues"),
            "opts": self.opts,
            "note_form": form,
            "story": article,
            "beside": beside,
            **self.thread(article, most=_BESIDE if beside else None),
        }
        name = "thread.html" if beside else "notes.html"
        template = f"admin/articles/article/{name}"
        return TemplateResponse(request, template, context, status=422 if form.errors else 200)

    def thread(self, article, most=_BESIDE):
        """What the template of the thread shows: the newest notes, the oldest of them first."""
        rows = article.notes.order_by("-pk")
        found = list(rows if most is None else rows[: most + 1])
        shown = found if most is None else found[:most]
        return {
            "notes": shown[::-1],
            "older_notes": len(found) > len(shown),
            "open_notes": sum(note.done_at is None for note in shown),
        }

    def _take(self, request, article, posted, form):
        for verb in ("done", "open"):
            if verb in posted:
                number = posted[verb]
                note = get_object_or_404(article.notes, pk=number if is_id(number) else 0)
                notes.settle(note, request.user, done=verb == "done")
                return True
        if not form.is_valid():
            return False
        notes.write(article, request.user, form.cleaned_data["text"])
        return True


def open_notes(article):
    """The mark in the list of stories: how many notes wait for somebody."""
    count = getattr(article, "open_notes", 0)
    if not count:
        return mark_safe("")
    label = ngettext("%(count)s open note", "%(count)s open notes", count) % {"count": count}
    address = reverse("admin:articles_article_notes", args=[article.pk])
    return format_html(' <a class="status status-notes" href="{}">{}</a>', address, label)
