"""The history of a story in the admin: its versions, two of them compared, one restored."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from articles import permissions
from articles.versions import difference, history, restoring, revisions
from cms.forms import is_id

from .story_page import revision_of, story_for


class StoryHistory:
    """A part of `ArticleAdmin`."""

    def get_urls(self):
        view = self.admin_site.admin_view
        name = "articles_article_{}".format
        return [
            path("<int:pk>/compare/", view(self.compare_view), name=name("compare")),
            path("<int:pk>/restore/<int:number>/", view(self.restore_view), name=name("restore")),
            *super().get_urls(),
        ]

    def history_view(self, request, object_id, extra_context=None):
        article = self.get_object(request, object_id)
        if article is None or not permissions.may_see(request.user, article):
            raise PermissionDenied
        before = request.GET.get("before", "")
        shown = history.page(article, int(before) if is_id(before) else None)
        context = {
            **self.admin_site.each_context(request),
            "title": _("History"),
            "opts": self.opts,
            "story": article,
            "page": shown,
            # What the radio buttons begin with: the last change.
            "chosen": [version.revision.pk for version in shown.versions[:2]],
            "is_newest_page": not is_id(before),
            "looks": history.looks(article, request.user),
            "may_edit": permissions.may_edit(request.user, article),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/articles/article/history.html", context)

    def compare_view(self, request, pk):
        """Two versions, the older on the left: ``?one=`` and ``?other=`` in any order.

        Without ``other`` the newest; without ``one`` the version that the other was made from.
        """
        article = story_for(request, pk)
        later = revision_of(article, request.GET.get("other"), article.latest_revision)
        earlier = revision_of(article, request.GET.get("one"), later.base or later)
        earlier, later = sorted((earlier, later), key=lambda revision: revision.pk)
        context = {
            **self._of_two(request, article, earlier, later),
            "title": _("Compare versions"),
            "may_restore": permissions.may_edit(request.user, article),
        }
        return TemplateResponse(request, "admin/articles/article/compare.html", context)

    def restore_view(self, request, pk, number):
        """Shows what would change, and restores the version when that is confirmed."""
        article = story_for(request, pk, permissions.may_edit)
        revision = revision_of(article, str(number))
        if request.method == "POST":
            return self._restore(request, article, revision)
        context = {
            **self._of_two(request, article, article.latest_revision, revision),
            "title": _("Restore a version"),
            "is_live": article.is_published,
        }
        return TemplateResponse(request, "admin/articles/article/restore.html", context)

    def _of_two(self, request, article, before, after):
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "story": article,
            "versions": [(each, revisions.number(each)) for each in (before, after)],
            "differences": difference.compare(before.snapshot, after.snapshot),
        }

    def _restore(self, request, article, revision):
        base = request.POST.get("base", "")
        try:
            restored = restoring.restore(
                article, revision, request.user, base_id=int(base) if is_id(base) else None
            )
        except revisions.StaleSave as stale:
            told = _(
                "%(name)s saved this story in the meantime. Nothing was restored: look at what "
                "changed, and restore again if it is still meant."
            )
            params = {"name": stale.current.author_name or "–"}
            self.message_user(request, told % params, messages.ERROR)
            return HttpResponseRedirect(request.path)
        told = _("Restored as the newest version.")
        if article.is_published:
            told += " " + _("Readers keep what they have until it is published.")
        self.message_user(request, told, messages.SUCCESS)
        if restored.left_out:
            told = _(
                "Could not come back, since it was deleted or is not yours to change: %(what)s"
            )
            what = ", ".join(restored.left_out)
            self.message_user(request, told % {"what": what}, messages.WARNING)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
