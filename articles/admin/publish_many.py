"""Many stories published at once: what needs no look goes out, a page shows the others."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import gate, going_live, permissions, steps
from articles.house_list import HouseList
from articles.models import Article
from articles.models.revision import Verb
from articles.versions import since
from cms.forms import is_id

from .story_steps import seen_revision

# Nobody reads the reasons of more stories in one go.
_MOST = 100
# What the page offers for each story: publish, send back, neither.
_DEEDS = (Verb.PUBLISH, Verb.SEND_BACK)


@dataclass(frozen=True)
class Candidate:
    """One of many stories: what stands against it, and what changed since it was handed in."""

    story: Article
    verdict: gate.Verdict
    objection: str
    change: since.Change | None
    is_stale: bool
    may_send_back: bool

    @property
    def is_stopped(self):
        return bool(self.objection or self.verdict.blocking)

    @property
    def needs_a_look(self):
        """Is there anything that whoever chose it in the list could not know?"""
        by_others = self.change and self.change.others
        return bool(self.objection or self.verdict or by_others or self.is_stale)

    @property
    def reason(self):
        """What the reporter is told, until somebody writes it better."""
        return "\n".join(each.message for each in self.verdict.blocking)


class PublishMany:
    """A part of `ArticleAdmin`."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.publish_many_view)
        name = "articles_article_publish_many"
        return [path("publish/", view, name=name), *super().get_urls()]

    def publish_many(self, request, queryset):
        """At once those that nothing stands against; a page shows what does against the others."""
        stories = list(queryset.select_related("latest_revision", "live_revision")[: _MOST + 1])
        if len(stories) > _MOST:
            message = _("Choose up to %(most)s stories: each of them should be looked at.")
            self.message_user(request, message % {"most": _MOST}, messages.ERROR)
            return None
        candidates = _candidates(request, stories)
        clean = [each.story for each in candidates if not each.needs_a_look]
        self.take_for_many(request, Verb.PUBLISH, clean)
        shown = [each for each in candidates if each.needs_a_look]
        if not shown:
            return None
        ready = [each for each in shown if not each.is_stopped]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Publish the selected stories"),
            "opts": self.opts,
            "stopped": [each for each in shown if each.is_stopped],
            "ready": ready,
            "button": _button(shown, ready),
        }
        return TemplateResponse(request, "admin/articles/article/publish_many.html", context)

    def publish_many_view(self, request):
        """The one click of that page: each story as it was chosen there, and back to the list."""
        if not permissions.may_publish_at_all(request.user):
            raise PermissionDenied
        if request.method == "POST":
            ids = [pk for pk in request.POST.getlist("story") if is_id(pk)][:_MOST]
            for verb in _DEEDS:
                chosen = [pk for pk in ids if _deed(request, pk) == verb]
                details = {pk: _details(request, verb, pk) for pk in chosen}
                stories = self.get_queryset(request).filter(pk__in=chosen).order_by("pk")
                self.take_for_many(request, verb, stories, details)
        changelist = reverse("admin:articles_article_changelist")
        query = request.GET.urlencode()
        return HttpResponseRedirect(f"{changelist}?{query}" if query else changelist)


def _candidates(request, stories):
    seen = {story.pk: seen_revision(request, f"seen-{story.pk}") for story in stories}
    changes = since.changes(stories, request.user, {pk: at for pk, at in seen.items() if at})
    house = HouseList.load()
    return [
        _candidate(request.user, story, house, changes.get(story.pk), seen[story.pk])
        for story in stories
    ]


def _candidate(user, story, house, change, seen):
    objection = steps.objection(Verb.PUBLISH, story, user) or ""
    if not objection and going_live.another_waits(story):
        objection = _("Another version waits for its moment: say what becomes of it.")
    return Candidate(
        story,
        verdict=gate.Verdict([], []) if objection else going_live.look(story, house=house),
        objection=objection,
        change=change,
        is_stale=seen not in (None, story.latest_revision_id),
        may_send_back=steps.objection(Verb.SEND_BACK, story, user) is None,
    )


def _button(shown, ready):
    if any(each.may_send_back for each in shown):
        return _("Do what is chosen")
    count = len(ready)
    words = ngettext("Publish %(count)s story", "Publish %(count)s stories", count)
    return words % {"count": count} if ready else ""


def _deed(request, pk):
    return request.POST.get(f"deed-{pk}", Verb.PUBLISH)


def _details(request, verb, pk):
    if verb == Verb.SEND_BACK:
        return {"reason": request.POST.get(f"reason-{pk}", "")}
    return {"passed": request.POST.getlist(f"passed-{pk}")}
