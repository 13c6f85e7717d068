"""Copies of stories in the admin: from the form, and of several at once from the list."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import permissions
from articles.versions import copies

from .story_page import story_for

# A slip of the finger in a full list makes no hundred drafts.
_MOST = 20


class StoryCopy:
    """A part of `ArticleAdmin`."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.copy_view)
        return [path("<int:pk>/copy/", view, name="articles_article_copy"), *super().get_urls()]

    def copy_view(self, request, pk):
        """Asks whether it is meant; a POST, as from the button of the form, makes the copy."""
        article = story_for(request, pk)
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return HttpResponseRedirect(_form_of(self._copy(request, article)))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Copy the story"),
            "opts": self.opts,
            "story": article,
        }
        return TemplateResponse(request, "admin/articles/article/copy.html", context)

    @admin.action(description=gettext_lazy("Copy the selected stories"))
    def bulk_copy(self, request, queryset):
        if not self.has_add_permission(request):
            raise PermissionDenied
        stories = list(queryset[: _MOST + 1])
        if len(stories) > _MOST:
            told = ngettext(
                "At most %(count)s story can be copied at once.",
                "At most %(count)s stories can be copied at once.",
                _MOST,
            )
            self.message_user(request, told % {"count": _MOST}, messages.ERROR)
            return None
        made = [
            self._copy(request, article)
            for article in stories
            if permissions.may_see(request.user, article)
        ]
        # To the only one at once: it is copied in order to be written.
        return HttpResponseRedirect(_form_of(made[0])) if len(made) == 1 else None

    def get_actions(self, request):
        actions = super().get_actions(request)
        if self.has_add_permission(request):
            name = "bulk_copy"
            actions[name] = (type(self).bulk_copy, name, type(self).bulk_copy.short_description)
        return actions

    def _copy(self, request, article):
        copy = copies.make(article, request.user)
        told = _("Copied: a new draft of yours, without the times of “%(headline)s”.")
        self.message_user(request, told % {"headline": copy.headline}, messages.SUCCESS)
        return copy


def _form_of(article):
    return reverse("admin:articles_article_change", args=[article.pk])
