"""Getting from a pasted address to the step that takes the story off the site, also by thumb.

And what the newsroom does around a story that readers have or had: corrections, and the versions
they read.
"""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import corrections, permissions, search, workflow
from articles.models import Article, Correction, Publication, RetiredAddress, Takedown
from articles.models.revision import Verb
from articles.versions import past, preview

from .filters import status_of
from .takedown import still_served

_SHOWN = 10


class CorrectionForm(forms.ModelForm):
    class Meta:
        model = Correction
        fields = ["kind", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "text": gettext_lazy("What was wrong, and what is right. Readers see it at once.")
        }


class StoryWithdrawal:
    """A part of `ArticleAdmin`."""

    def get_urls(self):
        view = self.admin_site.admin_view
        name = "articles_article_{}".format
        return [
            path("withdraw/", view(self.withdraw_view), name=name("withdraw")),
            path("<int:pk>/as-read/", view(self.as_read_view), name=name("as_read")),
            path("<int:pk>/as-read/<int:step>/", view(self.read_view), name=name("read")),
            path("<int:pk>/corrections/", view(self.corrections_view), name=name("corrections")),
            path(
                "<int:pk>/corrections/<int:number>/",
                view(self.corrections_view),
                name=name("correction"),
            ),
            *super().get_urls(),
        ]

    # --- Withdrawing ---------------------------------------------------------------------

    def withdraw_view(self, request):
        """Finds the story of a pasted address, or stories by words, and goes on to the step."""
        if not permissions.may_publish_at_all(request.user):
            raise PermissionDenied
        asked = request.GET.get("q", "").replace("\x00", "").strip()[:2000]
        mine = Article.objects.for_desk(request.user).select_related("section")
        number = search.number_in(asked)
        story = mine.filter(pk=number).first() if number is not None else None
        if story and story.is_published and permissions.may(request.user, Verb.WITHDRAW, story):
            return HttpResponseRedirect(_step(story, Verb.WITHDRAW))
        found = []
        if story:
            found = [story]
        elif asked and number is None:
            rows = search.stories(mine.filter(publication=Publication.PUBLISHED), asked)
            found = rows.order_by("-published_at", "-pk")[:_SHOWN]
        may_register = request.user.has_perm("articles.add_takedown")
        context = {
            **self.admin_site.each_context(request),
            "title": _("Withdraw a story"),
            "opts": self.opts,
            "media": self.media,
            "asked": asked,
            "is_address": number is not None or "://" in asked or asked.startswith("/"),
            "found": [self._found(request, row) for row in found],
            "waiting": self._waiting(request) if may_register else [],
            "withdrawn": self._withdrawn(request, mine),
            "may_register": may_register,
        }
        return TemplateResponse(request, "admin/articles/article/withdraw_find.html", context)

    def _found(self, request, story):
        verbs = workflow.available(request.user, story)
        step = Verb.PUT_BACK if story.publication == Publication.WITHDRAWN else Verb.WITHDRAW
        return story, status_of(story), step if step in verbs else None

    def _withdrawn(self, request, stories):
        rows = stories.filter(publication=Publication.WITHDRAWN).order_by("-modified_at")[:_SHOWN]
        return [row for row in rows if permissions.on_desk(request.user, row.section)]

    def _waiting(self, request):
        entries = Takedown.objects.open().for_desk(request.user).select_related("article")
        return list(entries[:_SHOWN])

    def tell_of_withdrawal(self, request, story):
        """What became of it beyond the step itself: said by `take`, after the commit."""
        if left := RetiredAddress.objects.count():
            self.message_user(request, still_served(left), messages.WARNING)
        entry = story.takedowns.order_by("-closed_at").first()
        if (
            entry
            and not entry.document_number
            and request.user.has_perm("articles.change_takedown")
        ):
            message = _("It stands in the register as № %(number)s; the document may follow there.")
            self.message_user(request, message % {"number": entry.pk})

    # --- What readers had ----------------------------------------------------------------

    def as_read_view(self, request, pk):
        """Every version that readers had, from when to when."""
        story = self._visible(request, pk)
        context = self._story_page(request, story, _("As readers had it"))
        context["periods"] = past.periods(story)[::-1]
        return TemplateResponse(request, "admin/articles/article/as_read.html", context)

    def read_view(self, request, pk, step):
        """One of them, for paper: with address, period, version and the moment of printing."""
        story = self._visible(request, pk)
        period = next((each for each in past.periods(story) if each.step == step), None)
        if period is None:
            raise Http404("readers never had this")
        context = preview.context(story, period.revision)
        shown = context["article"]
        # As they looked, not as the library would show them now.
        shown.shots = {**shown.shots, **{k: v for k, v in story.shots.items() if k in shown.shots}}
        shown.__dict__.pop("lead", None)
        shown.updated_at = None
        context |= {
            "period": period,
            "printed_at": timezone.now(),
            "address": shown.get_absolute_url() if shown.section else "",
        }
        return render(request, "admin/articles/article/read.html", context)

    def _visible(self, request, pk):
        story = get_object_or_404(Article, pk=min(pk, 2**63 - 1))
        if not permissions.may_see(request.user, story):
            raise PermissionDenied
        return story

    def _story_page(self, request, story, title):
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "media": self.media,
            "story": story,
            "story_status": status_of(story),
        }

    # --- Corrections ---------------------------------------------------------------------

    def corrections_view(self, request, pk, number=None):
        """The corrections of a story, a form for the next, or for other words of one."""
        story = self._visible(request, pk)
        if not permissions.may_correct(request.user, story):
            raise PermissionDenied
        if story.first_published_at is None:
            raise Http404("readers never had this story")
        row = get_object_or_404(story.corrections, pk=min(number, 2**63 - 1)) if number else None
        form = CorrectionForm(request.POST if request.method == "POST" else None, instance=row)
        if form.is_valid():
            data = form.cleaned_data
            if row:
                corrections.change(row, request.user, **data)
                self.message_user(request, _("Changed. The words before are kept."))
            else:
                corrections.add(story, request.user, **data)
                self.message_user(request, _("Readers of the story see it now."))
            return HttpResponseRedirect(reverse("admin:articles_article_corrections", args=[pk]))
        context = self._story_page(request, story, _("Corrections"))
        context |= {
            "form": form,
            "correction": row,
            "corrections": story.corrections.prefetch_related("changes"),
        }
        return TemplateResponse(request, "admin/articles/article/corrections.html", context)


def _step(story, verb):
    return reverse("admin:articles_article_step", args=[story.pk, verb])
