"""What is typed and not saved yet: kept while somebody writes, and offered when they come back.

Three addresses that the story form speaks with (``static/js/autosave.js``), and a page on which a
person looks at what was left. Who else has the story open is told on the way.
"""

import uuid

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import permissions
from articles.models import Article, Draft
from articles.versions import difference, drafts, presence, revisions
from cms.forms import is_id


class StoryDrafts:
    """A part of `ArticleAdmin`."""

    def get_urls(self):
        view = self.admin_site.admin_view
        name = "articles_article_{}".format
        return [
            path("autosave/", view(require_POST(self.autosave_view)), name=name("autosave")),
            path("<int:pk>/here/", view(require_POST(self.here_view)), name=name("here")),
            path("unsaved/<int:pk>/", view(self.unsaved_view), name=name("unsaved")),
            *super().get_urls(),
        ]

    def autosave_view(self, request):
        """Keeps what is typed. Answers in JSON: 200 kept, 409 another form has text too, 403."""
        data = request.POST
        if is_someone_elses(request):
            return _refusal("somebody", 403, name=str(request.user))
        tab, key = _uuid(data.get("tab")), _uuid(data.get("key"))
        serial = data.get("_serial", "")
        if tab is None or not is_id(serial):
            return HttpResponse(status=400)
        article, allowed = self._written(request, data.get("_story", ""), key)
        serial = int(serial)
        # Before the story was handed in, with the text that comes late on a bad line.
        if not allowed and article and drafts.is_saved(article, tab, serial):
            return _stored(request, article, tab, serial)
        if article and "_left" in data and self._is_stored(request, article, aside=not allowed):
            return _stored(request, article, tab, serial)
        if not allowed:
            return _refusal("closed", 403)
        try:
            draft = drafts.keep(
                request.user, data, article=article, key=key, tab=tab, serial=serial,
                over=data.get("_over", ""),
            )  # fmt: skip
        except drafts.Elsewhere as elsewhere:
            return _refusal("elsewhere", 409, **_told(elsewhere.draft))
        except IntegrityError:  # Somebody else's key: made by hand.
            return _refusal("closed", 403)
        if draft is None:
            return _stored(request, article, tab, serial)
        answer = {"over": drafts.mark(draft), **_told(draft)}
        if article and "_left" not in data:
            presence.see(article, request.user)
            answer |= _around(request, article)
        return JsonResponse(answer)

    def here_view(self, request, pk):
        """A sign of life of the form of a story, or (``leave``) its end."""
        article = get_object_or_404(Article.objects.select_related("latest_revision"), pk=pk)
        if not permissions.may_see(request.user, article):
            raise PermissionDenied
        if "leave" in request.POST:
            presence.leave(article, request.user)
            return HttpResponse(status=204)
        presence.see(article, request.user)
        return JsonResponse(_around(request, article))

    def unsaved_view(self, request, pk):
        """What one left unsaved, beside what the story says; to go on with, or to drop."""
        draft = get_object_or_404(Draft.objects.select_related("article"), pk=pk, user=request.user)
        article = draft.article
        if request.method == "POST":
            # Only what was looked at: an open form may have written more since.
            if request.POST.get("over") == drafts.mark(draft):
                draft.delete()
                self.message_user(request, _("The unsaved text is dropped."))
            return HttpResponseRedirect(_form_address(article))
        open_to_me = self.has_change_permission(request, article) if article else True
        form = self.get_form(request, article, left=draft.fields)(instance=article)
        before = revisions.working(article) if article else revisions.empty()
        context = {
            **self.admin_site.each_context(request),
            "title": _("Unsaved text"),
            "opts": self.opts,
            "draft": draft,
            "story": article,
            "over": drafts.mark(draft),
            "go_on": going_on_address(draft) if open_to_me else "",
            "differences": difference.compare(before, form.readable()),
            # What is no value of its field yet, like half a date, as it was typed.
            "unread": [form[name] for name in form.errors if name in form.fields],
        }
        return TemplateResponse(request, "admin/articles/article/unsaved.html", context)

    # --- For the form -------------------------------------------------------------------

    def taken_up(self, request, article):
        """The `Draft` that this form goes on with (``?draft=``), or None."""
        number = request.GET.get("draft", "")
        if request.method != "GET" or not is_id(number):
            return None
        return Draft.objects.filter(pk=number, user=request.user, article=article).first()

    def typing(self, request, article):
        """What the template tells the autosave: which form this is, and what was left before."""
        taken = self.taken_up(request, article)
        tab = _uuid(request.POST.get("tab")) or uuid.uuid4()
        key = _uuid(request.POST.get("key")) or (taken and taken.key) or uuid.uuid4()
        rows = Draft.objects.filter(user=request.user, article=article).exclude(tab=tab)
        return {
            "tab": tab,
            "key": "" if article else key,
            "over": drafts.mark(taken) if taken else request.POST.get("_over", ""),
            "serial": posted_serial(request) or "",
            "taken": taken,
            "left": [] if taken or request.method == "POST" else list(rows[:5]),
        }

    def _written(self, request, number, key):
        """The story that is being written, None for a new one; and whether this person may."""
        if number:
            found = Article.objects.filter(pk=number if is_id(number) else 0)
        else:
            # A form that was saved meanwhile, and whose answer got lost on the way.
            found = Article.objects.filter(key=key, reporter=request.user)
        article = found.select_related("latest_revision").first()
        if article:
            return article, self.has_change_permission(request, article)
        return None, not number and key is not None and self.has_add_permission(request)

    def _is_stored(self, request, article, *, aside):
        """Does the story say already what a form left behind that was closed?

        With ``aside`` the story is closed to this person as well, and goes on without the text: it
        is kept as a version of its own.
        """
        if not permissions.may_see(request.user, article):
            return False
        # As for a new story: the form of one that may only be read has no fields.
        form = self.get_form(request)(request.POST, instance=article)
        if not form.is_valid():
            return False
        data = form.snapshot()
        same = revisions.says_the_same(article, data)
        if aside and not same:
            revisions.keep_aside(article, data, request.user, base_id=article.latest_revision_id)
        return same or aside


def _stored(request, article, tab, serial):
    drafts.forget(request.user, article, tab, serial=serial)
    return JsonResponse({"saved": True, "at": _clock(article.latest_revision.created_at)})


def is_someone_elses(request):
    """Was this typed under another login, that ended meanwhile in the same browser?"""
    writer = request.POST.get("writer")
    return bool(writer) and writer != str(request.user.pk)


def posted_tab(request):
    return _uuid(request.POST.get("tab"))


def posted_serial(request):
    """Of the last edit in the form that is posted; None without the autosave."""
    serial = request.POST.get("_serial", "")
    return int(serial) if is_id(serial) else None


def posted_key(request):
    return _uuid(request.POST.get("key"))


def going_on_address(draft):
    return f"{_form_address(draft.article)}?draft={draft.pk}"


def _form_address(article):
    if article:
        return reverse("admin:articles_article_change", args=[article.pk])
    return reverse("admin:articles_article_add")


def _around(request, article):
    """Who else is there, and whether somebody saved since this form was loaded."""
    newest = article.latest_revision
    is_news = str(newest.pk) != request.POST.get("base_revision") and newest.tab != posted_tab(
        request
    )
    return {
        "others": [str(row.user) for row in presence.others(article, request.user)],
        "newer": {"name": newest.author_name, "at": _clock(newest.created_at)} if is_news else None,
    }


def _told(draft):
    look = reverse("admin:articles_article_unsaved", args=[draft.pk])
    return {"at": _clock(draft.saved_at), "look": look}


def _refusal(problem, status, **details):
    return JsonResponse({"problem": problem, **details}, status=status)


def _clock(moment):
    local = timezone.localtime(moment)
    today = local.date() == timezone.localdate()
    return f"{local:%H:%M}" if today else f"{local:%H:%M %d/%m/%Y}"


def _uuid(text):
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None
