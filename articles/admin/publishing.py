"""Publishing in the admin from the story form, and what stands beside the form."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import gate, going_live, permissions, workflow
from articles.models.revision import Verb

from .step_forms import form_for


class Publishing:
    """A part of `ArticleAdmin`."""

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
