"""The story form: a snapshot goes in, a snapshot comes out."""

import copy

from django.contrib import admin, messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.forms import Script
from django.http import HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import markup, permissions, revisions
from articles.forms import StoryForm
from articles.models import Article, Photo
from articles.models.revision import Verb

from .base import NewsroomAdmin
from .filters import marks_of
from .photo_picker import PhotoPicker
from .publishing import Publishing
from .quick_edit import QuickEdit
from .story_list import StoryList
from .story_steps import AT_ONCE, BUTTONS, StorySteps, button
from .word_import import WordImport

_STEPS_SHOWN = 8
# What a person types, as far as it is not done again in a moment.
_WORDS = [
    "headline", "kicker", "standfirst", "body", "lead_caption", "lead_credit", "lead_alt",
    "source", "seo_title", "seo_description",
]  # fmt: skip


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
        {
            "classes": ["side"],
            "description": gettext_lazy("Vietnam time (UTC+7)."),
            "fields": ["published_at", "embargo_until", "expires_at", "breaking_until"],
        },
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


@admin.register(Article)
class ArticleAdmin(
    PhotoPicker, Publishing, QuickEdit, StoryList, StorySteps, WordImport, NewsroomAdmin
):
    """The form; what the list shows and which steps there are stand in modules of their own."""

    form = StoryForm
    autocomplete_fields = ["section", "lead_photo"]

    class Media:
        css = {"all": ["css/admin-story.css", "css/admin-gate.css", "css/photo-picker.css"]}
        js = [
            Script("js/admin-story.js", type="module"),
            Script("js/admin-times.js", type="module"),
            Script("js/admin-gate.js", type="module"),
        ]

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
        return mark_safe(markup.render(article.body))  # noqa: S308  the sanitizer's output

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
        own = request.user.pen_names.values_list("pk", flat=True)[:1]
        desks = request.user.desks.values_list("pk", flat=True)[:1]
        return {"authors": list(own), "section": next(iter(desks), None)}

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        context = extra_context or {}
        if request.method == "POST" and object_id and not self._may_save(request, object_id):
            return self._give_back(request, object_id)
        try:
            return super().changeform_view(request, object_id, form_url, context)
        except _Stale as stale:
            return self._offer_both(request, stale, form_url, context)

    def render_change_form(self, request, context, *args, **kwargs):
        # What was typed and refused stands in the form's own object.
        untouched = request.method != "POST" and context.get("original")
        context.update(self._beside_the_form(request, context["object_id"], untouched))
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request, obj, form, change):
        for notice in markup.left_out(form.data.get("body", "")):
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
        self.warn_of_timed(request, article)
        if verb not in BUTTONS:
            return None
        if verb == Verb.PUBLISH:
            return self.publish_from_form(request, article)
        if verb not in AT_ONCE:
            return HttpResponseRedirect(
                reverse("admin:articles_article_step", args=[article.pk, verb])
            )
        self.take(request, Verb(verb), article)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))

    def _beside_the_form(self, request, object_id, article=None):
        """Status, steps and people of the story: what stands in the margin."""
        article = article or (object_id and self.get_object(request, object_id))
        if not article:
            return {"verbs": [(Verb.SUBMIT, BUTTONS[Verb.SUBMIT])], "at_once": AT_ONCE}
        verbs = self.offered_verbs(request, article)
        expired = Photo.objects.rights_expired().filter(uses__article=article).distinct()
        return {
            "story": article,
            "story_marks": marks_of(article),
            "verbs": [(verb, button(verb, article)) for verb in verbs],
            "at_once": AT_ONCE,
            "people": revisions.people(article),
            "steps": list(article.transitions.all()[:_STEPS_SHOWN]),
            "expired_photos": expired,
            "public_address": article.get_absolute_url() if article.is_live() else "",
            **self.gate_beside_the_form(request, article, verbs),
        }

    def _may_save(self, request, object_id):
        article = self.get_object(request, object_id)
        return article is not None and self.has_change_permission(request, article)

    def _give_back(self, request, object_id):
        """The story was handed in, discarded or filed elsewhere meanwhile: the text comes back.

        Who still sees the story finds it in the history too. To everybody else the page is the
        same as for a story that never was.
        """
        article = self.get_object(request, object_id)
        # As for a new story: that of one which may only be read has no fields.
        form = self.get_form(request)(request.POST)
        stored = False
        if article and permissions.may_see(request.user, article) and form.is_valid():
            base = article.revisions.filter(pk=form.cleaned_data["base_revision"]).first()
            revisions.keep_aside(article, form.snapshot(), request.user, base_id=base and base.pk)
            stored = True
        context = {
            **self.admin_site.each_context(request),
            "title": _("You can no longer change this story"),
            "opts": self.opts,
            "typed": [form[name] for name in _WORDS if form[name].data],
            "story": article if stored else None,
        }
        return TemplateResponse(request, "admin/articles/article/kept.html", context, status=403)

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


class _Stale(Exception):
    """Leaves the transaction of the form, so that the refused text can be stored in another."""

    def __init__(self, pk, data, base_id, current):
        self.pk, self.data, self.base_id, self.current = pk, data, base_id, current
        super().__init__()


def _with(post, **values):
    data = QueryDict(mutable=True)
    data.update(post)
    for name, value in values.items():
        data[name] = value
    return data
