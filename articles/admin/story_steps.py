"""The steps of a story in the admin: buttons, the page that asks for a reason."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import deciders, going_live, permissions, workflow
from articles.models import Article, Publication, Stage
from articles.models.revision import Verb
from cms.forms import is_id

from .step_forms import form_for
from .story_page import story_for

# How the buttons are labelled, and which of them stands out.
BUTTONS = {
    Verb.PUBLISH: gettext_lazy("Publish"),
    Verb.APPROVE: gettext_lazy("Approve"),
    Verb.SUBMIT: gettext_lazy("Submit"),
    Verb.RECALL: gettext_lazy("Recall"),
    Verb.SEND_BACK: gettext_lazy("Send back"),
    Verb.PUT_BACK: gettext_lazy("Put back"),
    Verb.CANCEL_TIMED: gettext_lazy("Cancel the timed update"),
    Verb.WITHDRAW: gettext_lazy("Withdraw"),
    Verb.RESTORE: gettext_lazy("Restore"),
    Verb.DISCARD: gettext_lazy("Discard"),
    Verb.PLAN: gettext_lazy("Change the plan"),
    Verb.ASSIGN: gettext_lazy("Give to somebody else"),
}
# ``?from=`` of a step that began on the page of plans: it leads back there.
FROM_PLANS = "plans"
# Taken at once from the form's buttons; the others ask on a page of their own.
AT_ONCE = {Verb.PUBLISH, Verb.APPROVE, Verb.SUBMIT, Verb.RECALL}
# What is done with the stories that wait at the desk, one after the other.
_DECISIONS = {Verb.PUBLISH, Verb.APPROVE, Verb.SEND_BACK}


def button(verb, article):
    """The label of the button for this step with this story."""
    if verb == Verb.PUBLISH and article.publication == Publication.PUBLISHED:
        return _("Publish the changes")
    if verb == Verb.WITHDRAW and not going_live.was_live(article):
        return _("Cancel the schedule")
    if verb == Verb.WITHDRAW and article.publication == Publication.WITHDRAWN:
        return _("Withdraw otherwise")
    return BUTTONS[verb]


class StorySteps:
    """A part of `ArticleAdmin`."""

    def get_urls(self):
        view = self.admin_site.admin_view
        name = "articles_article_{}".format
        return [
            path("<int:pk>/step/<slug:verb>/", view(self.step_view), name=name("step")),
            *super().get_urls(),
        ]

    def step_view(self, request, pk, verb):
        """Asks what the step's form asks, at least whether it is meant; then takes it."""
        article = story_for(request, pk)
        if verb not in BUTTONS:
            raise PermissionDenied
        verb = Verb(verb)
        if not permissions.may(request.user, verb, article):
            raise PermissionDenied
        form = self._step_form(request, verb, article)
        if form.is_valid():
            seen = seen_revision(request, "seen")
            if self.take(request, verb, article, seen=seen, **form.details()):
                return HttpResponseRedirect(self._after_step(request, pk))
            # Why not shows on the page, which may ask something else by now.
            article = story_for(request, pk)
            form = self._step_form(request, verb, article)
        context = {
            **self.admin_site.each_context(request),
            "title": button(verb, article),
            "opts": self.opts,
            "story": article,
            "verb": verb,
            "form": form,
            "nobody_decides": verb == Verb.SUBMIT and deciders.nobody_decides(article.section),
        }
        return TemplateResponse(request, form.page, context)

    def _step_form(self, request, verb, article):
        posted = request.POST if request.method == "POST" else None
        details = {"verb": verb, "story": article, "user": request.user}
        if verb == Verb.PUBLISH:  # what was answered beside the form already
            asked = ("claim", "at")
            details["initial"] = {name: request.GET[name] for name in asked if name in request.GET}
        return form_for(verb)(posted, **details)

    def _after_step(self, request, pk):
        if request.GET.get("from") == FROM_PLANS:
            return reverse("admin:articles_article_plan")
        if self.get_queryset(request).filter(pk=pk).exists():
            return reverse("admin:articles_article_change", args=[pk])
        return reverse("admin:articles_article_changelist")

    def take(self, request, verb, article, **details):
        """Takes a step and says what came of it; returns whether it was taken."""
        return self.attempt(request, verb, article, **details) is None

    def attempt(self, request, verb, article, **details):
        """As `take`; returns the refusal, which goes untold where a page of its own tells it."""
        try:
            story = workflow.take(verb, article, request.user, **details)
        except workflow.Refused as refused:
            if verb != Verb.PUBLISH or not refused.asks:
                self.tell_refusal(request, article, refused)
            return refused
        told = _outcome(verb, story)
        if following := _next_of(request.user, verb, article):
            form = reverse("admin:articles_article_change", args=[following.pk])
            words = _("Next: %(story)s") % {"story": following}
            told = format_html('{} <a class="next-story" href="{}">{}</a>', told, form, words)
        self.message_user(request, told, messages.SUCCESS)
        if verb == Verb.WITHDRAW:
            self.tell_of_withdrawal(request, story)
        return None

    def tell_refusal(self, request, article, refused):
        form = reverse("admin:articles_article_change", args=[article.pk])
        reasons = format_html_join(
            "",
            '<li><a href="{}#{}">{}</a></li>',
            (
                (form, reason.anchor, reason.message)
                for reason in (*refused.reasons, *refused.warnings)
            ),
        )
        self.message_user(
            request,
            format_html("<b>{}</b>: {}<ul>{}</ul>", article, refused.message, reasons),
            messages.ERROR,
        )


def seen_revision(request, name):
    """The id of the revision that the page showed, from the hidden field ``name``."""
    value = request.POST.get(name, "")
    return int(value) if is_id(value) else None


def _next_of(user, verb, article):
    """The story that waits longest for what was just done with ``article``, as it stood before."""
    if verb not in _DECISIONS or article.stage not in (Stage.SUBMITTED, Stage.APPROVED):
        return None
    waiting = Article.objects.for_desk(user).filter(stage=article.stage).exclude(pk=article.pk)
    following = waiting.order_by("modified_at", "pk").first()
    return following if following and permissions.may(user, verb, following) else None


def _outcome(verb, story):
    if verb == Verb.WITHDRAW and not going_live.was_live(story):
        return _("The schedule is cancelled. The story is with the desk again.")
    if verb == Verb.PUBLISH and story.due_at and story.has_changes:
        moment = timezone.localtime(story.due_at)
        return _(
            "Timed: readers get this version on %(moment)s (Vietnam time) and keep the present one "
            "until then."
        ) % {"moment": f"{moment:%d/%m/%Y %H:%M}"}
    if verb in (Verb.PUBLISH, Verb.PUT_BACK) and not story.is_live():
        if story.published_at > timezone.now():
            moment = timezone.localtime(story.published_at)
            return _("Scheduled: readers get the story on %(moment)s (Vietnam time).") % {
                "moment": f"{moment:%d/%m/%Y %H:%M}"
            }
        return _("Published, and still hidden by its embargo or expiry.")
    return {
        Verb.PUBLISH: _("Published: readers have the story now."),
        Verb.PUT_BACK: _("Put back: readers have the story again."),
        Verb.SUBMIT: _("Submitted. The desk can see it now."),
        Verb.RECALL: _("Recalled: you can go on writing."),
        Verb.APPROVE: _("Approved."),
        Verb.SEND_BACK: _("Sent back, with your reason."),
        Verb.CANCEL_TIMED: _(
            "The timed update is cancelled: this version is in preparation again."
        ),
        Verb.WITHDRAW: _("Withdrawn: readers no longer get it."),
        Verb.DISCARD: _("Discarded. It can be restored."),
        Verb.RESTORE: _("Restored."),
        Verb.PLAN: _("The plan is changed."),
        Verb.ASSIGN: _("Given to %(name)s.") % {"name": story.reporter},
    }[verb]
