"""The desk: the story list and the story form."""

import copy

from django.contrib import admin, messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import permissions, preview, revisions, richtext, search, workflow
from articles.forms import StoryForm
from articles.models import Article, Byline, Publication
from articles.models.revision import Verb

from .base import NewsroomAdmin
from .filters import AuthorFilter, MineFilter, SectionFilter, StatusFilter, status_of
from .photo import thumbnail

# How the buttons are labelled, and which of them stands out.
BUTTONS = {
    Verb.PUBLISH: gettext_lazy("Publish"),
    Verb.APPROVE: gettext_lazy("Approve"),
    Verb.SUBMIT: gettext_lazy("Submit"),
    Verb.RECALL: gettext_lazy("Recall"),
    Verb.SEND_BACK: gettext_lazy("Send back"),
    Verb.PUT_BACK: gettext_lazy("Put back"),
    Verb.WITHDRAW: gettext_lazy("Withdraw"),
    Verb.RESTORE: gettext_lazy("Restore"),
    Verb.DISCARD: gettext_lazy("Discard"),
}
# Taken at once from the form's buttons; the others ask on a page of their own.
_AT_ONCE = {Verb.PUBLISH, Verb.APPROVE, Verb.SUBMIT, Verb.RECALL}
_STEPS_SHOWN = 8


# Where the fields stand: the writing in the middle, the rest ("side") in the margin.
FIELDSETS = [
    (None, {"fields": ["headline", "kicker", "mark", "standfirst", "body", "base_revision"]}),
    (
        gettext_lazy("Lead photo"),
        {"fields": ["lead_photo", "lead_caption", "lead_credit", "lead_alt", "lead_decorative"]},
    ),
    (
        gettext_lazy("Filed under"),
        {"classes": ["side"], "fields": ["section", "topics", "authors", "source"]},
    ),
    (
        gettext_lazy("Time"),
        {"classes": ["side"], "fields": ["published_at", "embargo_until", "expires_at"]},
    ),
    (
        gettext_lazy("Around the story"),
        {
            "classes": ["side", "collapse"],
            "fields": [
                "related",
                "further_sections",
                "comment_policy",
                "seo_title",
                "seo_description",
            ],
        },
    ),
]

# What stands in place of form fields for those who may only read.
_TO_READ = {"body": "text", "authors": "byline", "base_revision": "changed"}


def _bulk(verb):
    # Put together when it is shown, in the language of whoever looks.
    description = lazy(lambda: _("%(verb)s the selected stories") % {"verb": verb.label}, str)

    @admin.action(description=description())
    def action(model_admin, request, queryset):
        model_admin.take_for_many(request, verb, queryset)

    action.__name__ = f"bulk_{verb.value}"
    return action


@admin.register(Article)
class ArticleAdmin(NewsroomAdmin):
    form = StoryForm
    list_display = ["picture", "title", "status", "section", "byline", "when", "changed"]
    list_display_links = ["picture", "title"]
    list_filter = [StatusFilter, MineFilter, SectionFilter, AuthorFilter, "published_at"]
    autocomplete_fields = ["section", "lead_photo"]
    ordering = ["-modified_at"]
    actions = [_bulk(verb) for verb in (Verb.SUBMIT, Verb.APPROVE, Verb.PUBLISH, Verb.DISCARD)]
    search_help_text = gettext_lazy(
        "Words with or without diacritics, a number, or a pasted public address"
    )

    class Media:
        css = {"all": ["css/admin-story.css"]}
        js = ["js/admin-story.js"]

    # --- List ----------------------------------------------------------------------------

    def get_queryset(self, request):
        match = request.resolver_match
        if match and match.url_name == "autocomplete":
            return Article.objects.live()  # what a story may be related to
        stories = Article.objects.for_desk(request.user).select_related("section")
        if match and match.url_name == "articles_article_changelist":
            bylines = Byline.objects.select_related("author")
            stories = stories.select_related("section", "lead_photo").prefetch_related(
                Prefetch("bylines", queryset=bylines)
            )
        return stories

    def get_search_results(self, request, queryset, search_term):
        return search.stories(queryset, search_term), False

    @admin.display(description="")
    def picture(self, article):
        return thumbnail(article.lead_photo)

    @admin.display(description=gettext_lazy("headline"), ordering="headline")
    def title(self, article):
        return article.headline

    @admin.display(description=gettext_lazy("status"))
    def status(self, article):
        key, label = status_of(article)
        mark = format_html('<span class="status status-{}">{}</span>', key, label)
        if not article.has_changes:
            return mark
        return format_html(
            '{} <span class="status status-changes">{}</span>', mark, _("changes in preparation")
        )

    @admin.display(description=gettext_lazy("byline"))
    def byline(self, article):
        return ", ".join(line.author.pen_name for line in article.bylines.all()) or article.source

    @admin.display(description=gettext_lazy("publication time"), ordering="published_at")
    def when(self, article):
        return _short(article.published_at)

    @admin.display(description=gettext_lazy("changed"), ordering="modified_at")
    def changed(self, article):
        return _short(article.modified_at)

    def take_for_many(self, request, verb, queryset):
        """Takes one step with many stories; says which it could not be taken with, and why."""
        done = 0
        for article in queryset:
            try:
                workflow.take(verb, article, request.user)
            except workflow.Refused as refused:
                self._tell_refusal(request, article, refused)
            else:
                done += 1
        if done:
            self.message_user(
                request,
                ngettext("%(verb)s: %(count)s story.", "%(verb)s: %(count)s stories.", done)
                % {"verb": verb.label, "count": done},
                messages.SUCCESS,
            )

    def get_actions(self, request):
        actions = super().get_actions(request)
        allowed = {
            "bulk_approve": request.user.has_perm("articles.approve_article"),
            "bulk_publish": permissions.may_publish_at_all(request.user),
            "delete_selected": request.user.is_superuser,
        }
        return {name: action for name, action in actions.items() if allowed.get(name, True)}

    # --- Who may what --------------------------------------------------------------------

    def has_view_permission(self, request, obj=None):
        if obj is None:
            return super().has_view_permission(request)
        return permissions.may_see(request.user, obj)

    def has_change_permission(self, request, obj=None):
        if obj is None:
            return super().has_change_permission(request)
        return permissions.may_edit(request.user, obj)

    # --- Form ----------------------------------------------------------------------------

    def get_fieldsets(self, request, obj=None):
        # Not as an attribute: Django's check knows no ordered fields over a relation of our own.
        if obj is None or self.has_change_permission(request, obj):
            return FIELDSETS
        return [
            (title, {**options, "fields": [_TO_READ.get(name, name) for name in options["fields"]]})
            for title, options in FIELDSETS
        ]

    @admin.display(description=gettext_lazy("Body"))
    def text(self, article):
        return mark_safe(richtext.render(article.body))  # noqa: S308  the sanitizer's output

    def get_form(self, request, obj=None, change=False, **kwargs):
        # The relations are fields of the form alone: nothing reads them from the row.
        kwargs["fields"] = self.form.Meta.fields
        form = super().get_form(request, obj, change=change, **kwargs)
        conflict = getattr(request, "_stale_on", None)
        form = type("StoryForm", (form,), {"user": request.user, "conflict": conflict})
        for name in ("authors", "topics"):
            if name in form.base_fields:
                # A copy: the declared field is shared by all forms of this process.
                field = form.base_fields[name] = copy.copy(form.base_fields[name])
                field.widget = self._with_add_link(request, field.widget, name)
        return form

    def _with_add_link(self, request, widget, name):
        """The "+" that Django gives to its own fields, for those who may add such rows."""
        relation = Article._meta.get_field(name).remote_field
        related_admin = self.admin_site.get_model_admin(relation.model)
        may_add = related_admin.has_add_permission(request)
        return RelatedFieldWidgetWrapper(widget, relation, self.admin_site, can_add_related=may_add)

    def get_changeform_initial_data(self, request):
        initial = super().get_changeform_initial_data(request)
        own = request.user.pen_names.values_list("pk", flat=True)[:1]
        desks = request.user.desks.values_list("pk", flat=True)[:1]
        return {"authors": list(own), "section": next(iter(desks), None), **initial}

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        context = extra_context or {}
        try:
            return super().changeform_view(request, object_id, form_url, context)
        except _Stale as stale:
            return self._offer_both(request, stale, form_url, context)

    def render_change_form(self, request, context, *args, **kwargs):
        context.update(self._beside_the_form(request, context["object_id"]))
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request, obj, form, change):
        for notice in richtext.left_out(form.data.get("body", "")):
            self.message_user(request, notice, messages.WARNING)
        data = form.snapshot()
        if not change:
            obj.__dict__.update(revisions.create(data, request.user).__dict__)
            return
        base_id = form.cleaned_data["base_revision"]
        try:
            revisions.save(obj, data, request.user, base_id=base_id)
        except revisions.StaleSave as stale:
            raise _Stale(obj.pk, data, base_id, stale.current) from None
        obj.refresh_from_db()

    def save_related(self, request, form, formsets, change):
        """Relations are part of the snapshot."""

    def response_add(self, request, obj, post_url_continue=None):
        return self._after_save(request, obj) or super().response_add(
            request, obj, post_url_continue
        )

    def response_change(self, request, obj):
        return self._after_save(request, obj) or super().response_change(request, obj)

    def _after_save(self, request, article):
        """The step whose button saved the form, if it was one of those."""
        if "_preview" in request.POST:
            return HttpResponseRedirect(
                reverse("admin:articles_article_preview", args=[article.pk])
            )
        verb = request.POST.get("_verb", "")
        if verb not in BUTTONS:
            return None
        if verb not in _AT_ONCE:
            return HttpResponseRedirect(
                reverse("admin:articles_article_step", args=[article.pk, verb])
            )
        self._take(request, Verb(verb), article)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))

    def _beside_the_form(self, request, object_id):
        """Status, steps and people of the story: what stands in the margin."""
        article = object_id and self.get_object(request, object_id)
        if not article:
            return {"verbs": [(Verb.SUBMIT, BUTTONS[Verb.SUBMIT])], "at_once": _AT_ONCE}
        verbs = workflow.available(request.user, article)
        return {
            "story": article,
            "story_status": status_of(article),
            "verbs": [(verb, self._button(verb, article)) for verb in verbs],
            "at_once": _AT_ONCE,
            "people": revisions.people(article),
            "steps": article.transitions.all()[:_STEPS_SHOWN],
            "public_address": article.get_absolute_url() if article.is_live() else "",
        }

    def _button(self, verb, article):
        if verb == Verb.PUBLISH and article.publication == Publication.PUBLISHED:
            return _("Publish the changes")
        return BUTTONS[verb]

    def _offer_both(self, request, stale, form_url, context):
        """The refused form again, with what the colleague changed, as 409."""
        article = get_object_or_404(Article, pk=stale.pk)
        base = article.revisions.filter(pk=stale.base_id).first()
        aside = revisions.keep_aside(article, stale.data, request.user, base_id=base and base.pk)
        request.POST = _with(request.POST, base_revision=stale.current.pk)
        request._stale_on = stale.current
        context["differences"] = revisions.compare(aside.snapshot, stale.current.snapshot)
        context["conflict"] = stale.current
        response = super().changeform_view(request, str(stale.pk), form_url, context)
        response.status_code = 409
        return response

    # --- Views of their own --------------------------------------------------------------

    def get_urls(self):
        view = self.admin_site.admin_view
        name = "articles_article_{}".format
        return [
            path("<int:pk>/preview/", view(self.preview_view), name=name("preview")),
            path("<int:pk>/step/<slug:verb>/", view(self.step_view), name=name("step")),
            *super().get_urls(),
        ]

    def preview_view(self, request, pk):
        """The newest version exactly as readers would get it."""
        article = get_object_or_404(Article, pk=pk)
        if not permissions.may_see(request.user, article):
            raise PermissionDenied
        return render(request, "articles/article.html", preview.context(article))

    def step_view(self, request, pk, verb):
        """Asks for the reason of a step, or just whether it is meant; then takes it."""
        article = get_object_or_404(Article, pk=pk)
        if verb not in BUTTONS or not permissions.may_see(request.user, article):
            raise PermissionDenied
        verb = Verb(verb)
        if not permissions.may(request.user, verb, article):
            raise PermissionDenied
        if request.method == "POST":
            reason = request.POST.get("reason", "")
            if self._take(request, verb, article, reason=reason):
                return HttpResponseRedirect(self._after_step(request, pk))
        context = {
            **self.admin_site.each_context(request),
            "title": BUTTONS[verb],
            "opts": self.opts,
            "story": article,
            "verb": verb,
            "needs_reason": verb in workflow.NEEDS_REASON,
            "reason": request.POST.get("reason", ""),
        }
        return TemplateResponse(request, "admin/articles/article/step.html", context)

    def history_view(self, request, object_id, extra_context=None):
        article = self.get_object(request, object_id)
        if article is None or not permissions.may_see(request.user, article):
            raise PermissionDenied
        context = {
            **(extra_context or {}),
            "steps": article.transitions.all(),
            "story_revisions": article.revisions.defer("snapshot")[:200],
            "people": revisions.people(article),
        }
        return super().history_view(request, object_id, context)

    def _after_step(self, request, pk):
        if self.get_queryset(request).filter(pk=pk).exists():
            return reverse("admin:articles_article_change", args=[pk])
        return reverse("admin:articles_article_changelist")

    def _take(self, request, verb, article, reason=""):
        try:
            story = workflow.take(verb, article, request.user, reason=reason)
        except workflow.Refused as refused:
            self._tell_refusal(request, article, refused)
            return False
        self.message_user(request, _outcome(verb, story), messages.SUCCESS)
        return True

    def _tell_refusal(self, request, article, refused):
        form = reverse("admin:articles_article_change", args=[article.pk])
        reasons = format_html_join(
            "",
            '<li><a href="{}#id_{}">{}</a></li>',
            ((form, reason.field, reason.message) for reason in refused.reasons),
        )
        self.message_user(
            request,
            format_html("<b>{}</b>: {}<ul>{}</ul>", article.headline, refused.message, reasons),
            messages.ERROR,
        )


class _Stale(Exception):
    """Leaves the transaction of the form, so that the refused text can be stored in another."""

    def __init__(self, pk, data, base_id, current):
        self.pk, self.data, self.base_id, self.current = pk, data, base_id, current
        super().__init__()


def _short(moment):
    return f"{timezone.localtime(moment):%H:%M %d/%m/%Y}" if moment else ""


def _with(post, **values):
    data = QueryDict(mutable=True)
    data.update(post)
    for name, value in values.items():
        data[name] = value
    return data


def _outcome(verb, story):
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
        Verb.WITHDRAW: _("Withdrawn: readers no longer get it."),
        Verb.DISCARD: _("Discarded. It can be restored."),
        Verb.RESTORE: _("Restored."),
    }[verb]
