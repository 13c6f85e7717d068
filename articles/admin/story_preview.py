"""A story as its readers will see it: on a phone and on a desk, and for somebody outside."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin

from articles import permissions
from articles.body import embeds
from articles.models import PreviewLink
from articles.versions import preview, preview_links, revisions
from cms.forms import is_id

from .story_page import revision_of, story_for


def _days(count):
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": count}


class PreviewLinkForm(forms.ModelForm):
    """For whom, for how long, and whether it follows what is written from now on."""

    days = forms.TypedChoiceField(label=gettext_lazy("Works for"), coerce=int, initial=3)
    fixed = forms.BooleanField(
        label=gettext_lazy("Always show this one version, not what is written later"),
        required=False,
    )

    class Meta:
        model = PreviewLink
        fields = ["for_whom"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["days"].choices = [(days, _days(days)) for days in preview_links.DAYS]
        self.fields["for_whom"].help_text = _("Only the newsroom and this person read it.")


class StoryPreview:
    """A part of `ArticleAdmin`."""

    def get_urls(self):
        view = self.admin_site.admin_view
        name = "articles_article_{}".format
        return [
            path("<int:pk>/preview/", view(self.preview_view), name=name("preview")),
            path("<int:pk>/look/", view(self.look_view), name=name("look")),
            path("<int:pk>/links/", view(self.preview_links_view), name=name("preview_links")),
            *super().get_urls(),
        ]

    @method_decorator(xframe_options_sameorigin)
    def preview_view(self, request, pk):
        """The newest version, or that of ``?revision=``, exactly as readers would get it."""
        article = story_for(request, pk)
        revision = revision_of(article, request.GET.get("revision"), article.latest_revision)
        # In the language of the paper, whatever that of this person is.
        with translation.override(settings.LANGUAGE_CODE):
            context = preview.context(article, revision)
            response = render(request, "articles/article.html", context)
        return embeds.let_frames_in(response, context["article"].body)

    def look_view(self, request, pk):
        """The same in a frame, as wide as a phone or as the window."""
        article = story_for(request, pk)
        revision = revision_of(article, request.GET.get("revision"), article.latest_revision)
        context = {
            **self._page(request, article, _("Preview")),
            "revision": revision,
            "number": revisions.number(revision),
            "may_edit": permissions.may_edit(request.user, article),
        }
        return TemplateResponse(request, "admin/articles/article/look.html", context)

    def preview_links_view(self, request, pk):
        """The links of a story for people outside: made, shown to be sent, revoked."""
        article = story_for(request, pk, permissions.may_edit)
        posted = request.POST if request.method == "POST" else None
        if posted is not None and "revoke" in posted:
            return self._revoke(request, article, posted["revoke"])
        # The version on the screen of whoever fixes the link to it, not one saved since.
        asked = (request.GET if posted is None else posted).get("revision")
        revision = revision_of(article, asked, article.latest_revision)
        form = PreviewLinkForm(posted)
        if form.is_valid():
            with transaction.atomic():
                link = preview_links.make(
                    article,
                    request.user,
                    for_whom=form.cleaned_data["for_whom"],
                    days=form.cleaned_data["days"],
                    revision=revision if form.cleaned_data["fixed"] else None,
                )
                told = _("Preview link made for %(whom)s") % {"whom": link.for_whom}
                self.log_change(request, article, told)
            told = _("The link is made. Copy it and send it to this person only.")
            self.message_user(request, told, messages.SUCCESS)
            return HttpResponseRedirect(request.path)
        context = {
            **self._page(request, article, _("Preview for somebody outside")),
            "form": form,
            "revision": revision,
            "number": revisions.number(revision),
            "links": article.preview_links.defer("revision__snapshot").select_related("revision"),
        }
        status = 422 if form.errors else 200
        template = "admin/articles/article/preview_links.html"
        return TemplateResponse(request, template, context, status=status)

    def _revoke(self, request, article, number):
        link = get_object_or_404(article.preview_links, pk=number if is_id(number) else 0)
        with transaction.atomic():
            if preview_links.revoke(link, request.user):
                told = _("Preview link for %(whom)s revoked") % {"whom": link.for_whom}
                self.log_change(request, article, told)
        told = _("The link for %(whom)s shows nothing any more.") % {"whom": link.for_whom}
        self.message_user(request, told, messages.SUCCESS)
        return HttpResponseRedirect(request.path)

    def _page(self, request, article, title):
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "story": article,
        }
