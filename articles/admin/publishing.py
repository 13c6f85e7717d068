"""Publishing in the admin: from the story form, many at once, and what stands beside the form."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import gate, going_live, permissions, steps, workflow
from articles.house_list import HouseList
from articles.models import Article
from articles.models.revision import Verb
from cms.forms import is_id

from .step_forms import form_for
from .story_steps import seen_revision

# Nobody reads the reasons of more stories in one go.
_MOST = 100


@dataclass(frozen=True)
class Candidate:
    """One of many stories to be published: what stands against it, or why it cannot be at all."""

    story: Article
    seen: int | None
    verdict: gate.Verdict
    objection: str = ""

    @property
    def is_stopped(self):
        return bool(self.objection or self.verdict.blocking)


class Publishing:
    """A part of `ArticleAdmin`."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.publish_many_view)
        name = "articles_article_publish_many"
        return [path("publish/", view, name=name), *super().get_urls()]

    def offered_verbs(self, request, article):
        """The steps beside the form. The next version of a live story is saved and published."""
        verbs = workflow.available(request.user, article)
        settled = article.is_published and not article.has_changes
        if settled and permissions.may(request.user, Verb.PUBLISH, article):
            return [Verb.PUBLISH, *verbs]
        return verbs

    def publish_from_form(self, request, article):
        """Publishes what was just saved; where something is to be asked, its page asks."""
        back = reverse("admin:articles_article_change", args=[article.pk])
        if article.is_published and not article.has_changes:
            self.message_user(request, _("Readers have exactly this version."), messages.INFO)
            return HttpResponseRedirect(back)
        asked = {name: request.POST.get(f"_{name}", "") for name in ("claim", "at")}
        data = QueryDict(urlencode(asked))
        form = form_for(Verb.PUBLISH)(data, verb=Verb.PUBLISH, story=article, user=request.user)
        ask = not form.is_valid()
        if not ask:
            seen = article.latest_revision_id
            refused = self.attempt(request, Verb.PUBLISH, article, seen=seen, **form.details())
            ask = refused is not None and refused.asks
        if not ask:
            return HttpResponseRedirect(back)
        page = reverse("admin:articles_article_step", args=[article.pk, Verb.PUBLISH])
        given = urlencode({name: value for name, value in asked.items() if value})
        return HttpResponseRedirect(f"{page}?{given}" if given else page)

    def warn_of_timed(self, request, article):
        """A version that waits for its moment knows nothing of what was saved after it."""
        if not going_live.another_waits(article):
            return
        self.message_user(
            request,
            _(
                "Another version of this story goes live at %(moment)s (Vietnam time), without "
                "what you saved now. It is kept: publishing asks what becomes of it."
            )
            % {"moment": f"{timezone.localtime(article.due_at):%H:%M %d/%m/%Y}"},
            messages.WARNING,
        )

    def gate_beside_the_form(self, request, article, verbs):
        """For the margin: the findings of the gate, and what the next publishing asks."""
        return {
            "verdict": gate.look(article.latest_revision.snapshot, article),
            "asks_claim": going_live.is_update(article) and Verb.PUBLISH in verbs,
            "another_waits": going_live.another_waits(article),
        }

    # --- Many at once ----------------------------------------------------------------------

    def publish_many(self, request, queryset):
        """At once those that nothing stands against; a page shows what does against the others."""
        stories = list(queryset.select_related("latest_revision", "live_revision")[: _MOST + 1])
        if len(stories) > _MOST:
            message = _("Choose up to %(most)s stories: each of them should be looked at.")
            self.message_user(request, message % {"most": _MOST}, messages.ERROR)
            return None
        house = HouseList.load()
        candidates = [_candidate(request, story, house) for story in stories]
        clean = [each.story for each in candidates if not (each.objection or each.verdict)]
        self.take_for_many(request, Verb.PUBLISH, clean)
        candidates = [each for each in candidates if each.objection or each.verdict]
        if not candidates:
            return None
        ready = [each for each in candidates if not each.is_stopped]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Publish the selected stories"),
            "opts": self.opts,
            "stopped": [each for each in candidates if each.is_stopped],
            "ready": ready,
            "button": ngettext("Publish %(count)s story", "Publish %(count)s stories", len(ready))
            % {"count": len(ready)},
        }
        return TemplateResponse(request, "admin/articles/article/publish_many.html", context)

    def publish_many_view(self, request):
        """The one click of that page: those that nothing stops, with the warnings shown there."""
        if not permissions.may_publish_at_all(request.user):
            raise PermissionDenied
        if request.method == "POST":
            ids = [pk for pk in request.POST.getlist("story") if is_id(pk)][:_MOST]
            passed = {pk: {"passed": request.POST.getlist(f"passed-{pk}")} for pk in ids}
            stories = self.get_queryset(request).filter(pk__in=ids).order_by("pk")
            self.take_for_many(request, Verb.PUBLISH, stories, passed)
        return HttpResponseRedirect(reverse("admin:articles_article_changelist"))


def _candidate(request, story, house):
    seen = seen_revision(request, f"seen-{story.pk}")
    objection = steps.objection(Verb.PUBLISH, story, request.user) or ""
    if not objection and seen not in (None, story.latest_revision_id):
        objection = _("The story was changed in the meantime. Look at it again.")
    if not objection and going_live.another_waits(story):
        objection = _("Another version waits for its moment: say what becomes of it.")
    verdict = gate.Verdict([], []) if objection else going_live.look(story, house=house)
    return Candidate(story, seen or story.latest_revision_id, verdict, objection)
