"""The story form: a snapshot goes in, a snapshot comes out."""

import copy

from django.contrib import admin, messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import IntegrityError
from django.db.models import prefetch_related_objects
from django.forms import Script
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import deciders, going_live, permissions
from articles.body import markup
from articles.forms import RowChoiceField, RowSelect, StoryForm
from articles.models import Article, Photo
from articles.models.revision import Verb
from articles.photos import places
from articles.versions import drafts, history, people, revisions

from .base import NewsroomAdmin
from .filters import marks_of
from .photo_picker import PhotoPicker
from .planning import PlanningPage, beside_the_form, form_verbs
from .publish_many import PublishMany
from .publishing import Publishing
from .quick_edit import QuickEdit
from .story_conflicts import Stale, StoryConflicts, with_values
from .story_copy import StoryCopy
from .story_drafts import StoryDrafts, is_someone_elses, posted_key, posted_serial, posted_tab
from .story_fields import FIELDSETS, TO_READ
from .story_history import StoryHistory
from .story_list import StoryList
from .story_notes import StoryNotes
from .story_placing import placings
from .story_preview import StoryPreview
from .story_steps import AT_ONCE, BUTTONS, StorySteps, button
from .withdrawal import StoryWithdrawal
from .word_import import WordImport

_STEPS_SHOWN = 8


@admin.register(Article)
class ArticleAdmin(
    PhotoPicker, PlanningPage, PublishMany, Publishing, QuickEdit, StoryConflicts, StoryDrafts,
    StoryHistory, StoryPreview, StoryNotes, StoryCopy, StoryList, StorySteps, StoryWithdrawal,
    WordImport, NewsroomAdmin,
):  # fmt: skip
    """The form; what the list shows and which steps there are stand in modules of their own."""

    form = StoryForm
    autocomplete_fields = ["section", "lead_photo"]

    class Media:
        css = {
            "all": [
                "css/admin-story.css", "css/photo-picker.css", "css/admin-versions.css",
                "css/admin-notes.css", "css/admin-withdrawal.css", "css/admin-gate.css",
            ]
        }  # fmt: skip
        js = [
            Script("js/admin-story.js", type="module"),
            Script("js/autosave.js", type="module"),
            Script("js/admin-notes.js", type="module"),
            Script("js/admin-times.js", type="module"),
            Script("js/admin-ends.js", type="module"),
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

    def get_object(self, request, object_id, from_field=None):
        """Asked for by several parts of a request, and answered once."""
        known = request.__dict__.setdefault("_stories_at_hand", {})
        if object_id not in known:
            known[object_id] = super().get_object(request, object_id, from_field)
        return known[object_id]

    # --- Form ----------------------------------------------------------------------------

    def get_fieldsets(self, request, obj=None):
        # Not as an attribute: Django's check knows no ordered fields over a relation of our own.
        if obj is None or self.has_change_permission(request, obj):
            return FIELDSETS
        return [
            (title, {**options, "fields": [TO_READ.get(name, name) for name in options["fields"]]})
            for title, options in FIELDSETS
        ]

    @admin.display(description=gettext_lazy("Body"))
    def text(self, article):
        return mark_safe(markup.render(article.body))  # noqa: S308  the sanitizer's output

    @admin.display(description=gettext_lazy("Photos on their way"))
    def photos_to_come(self, article):
        count = len(places.keys(revisions.working(article)))
        return count and ngettext(
            "%(count)s photo is waiting to be sent from the reporter's device.",
            "%(count)s photos are waiting to be sent from the reporter's device.",
            count,
        ) % {"count": count}

    def get_form(self, request, obj=None, change=False, left=None, **kwargs):
        taken = self.taken_up(request, obj)
        # The relations are fields of the form alone: nothing reads them from the row.
        kwargs["fields"] = self.form.Meta.fields
        form = super().get_form(request, obj, change=change, **kwargs)
        told = {
            "user": request.user,
            "conflict": getattr(request, "_stale_on", None),
            "left": taken.fields if taken else left,
        }
        form = type("StoryForm", (form,), told)
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

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs = {"form_class": RowChoiceField, **kwargs}
        if db_field.name in self.autocomplete_fields:
            kwargs.setdefault("widget", RowSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request):
        own = request.user.pen_names.values_list("pk", flat=True)[:1]
        desks = request.user.desks.values_list("pk", flat=True)[:1]
        return {"authors": list(own), "section": next(iter(desks), None)}

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        context = extra_context or {}
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, context)
        # What was gone on with is posted now: the page that follows is not about it.
        request.GET = request.GET.copy()
        request.GET.pop("draft", None)
        object_id = object_id or self._made_by(request)
        if is_someone_elses(request) or (object_id and not self._may_save(request, object_id)):
            return self.give_back(request, object_id)
        if object_id and "_take" in request.POST:
            return self.take_over(request, object_id, form_url, context)
        try:
            return super().changeform_view(request, object_id, form_url, context)
        except Stale as stale:
            return self.offer_both(request, stale, form_url, context)
        except IntegrityError:
            if object_id or not (object_id := self._made_by(request)):
                raise
            return self.changeform_view(request, object_id, form_url, extra_context)

    def _made_by(self, request):
        """The story that this add form made already: sent twice, it makes one."""
        rows = Article.objects.filter(key=posted_key(request), reporter=request.user)
        made = rows.values_list("pk", flat=True).first()
        if made is None:
            return None
        if not request.POST.get("base_revision"):
            first = Article.objects.get(pk=made).revisions.order_by("pk").first()
            request.POST = with_values(request.POST, base_revision=[first.pk])
        return str(made)

    def render_change_form(self, request, context, *args, **kwargs):
        context.update(self._beside_the_form(request, context["object_id"]))
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request, obj, form, change):
        for notice in markup.left_out(form.data.get("body", "")):
            self.message_user(request, notice, messages.WARNING)
        data, note = form.snapshot(), form.cleaned_data["note"]
        tab, serial = posted_tab(request), posted_serial(request)
        details = {"note": note, "tab": tab, "serial": serial}
        if not change:
            key = posted_key(request)
            made = revisions.create(data, request.user, key=key, **details)
            obj.__dict__.update(made.__dict__)
            drafts.adopt(request.user, key, made)
        else:
            base_id = form.cleaned_data["base_revision"]
            try:
                saved = revisions.save(obj, data, request.user, base_id=base_id, **details)
            except revisions.StaleSave as stale:
                raise Stale(obj.pk, data, base_id, stale.current) from None
            if note and note != saved.note:
                told = _("Nothing was changed, so there is no new version for your note: %(note)s")
                self.message_user(request, told % {"note": note}, messages.WARNING)
            reporter, section = obj.reporter, form.cleaned_data["section"]
            obj.__dict__.update(saved.article.__dict__)
            obj.reporter = reporter  # what the next step need not ask for again
            if section and section.pk == obj.section_id:
                obj.section = section
        over = request.POST.get("_over", "")
        drafts.forget(request.user, obj, tab, serial=serial, over=over)

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
            return HttpResponseRedirect(reverse("admin:articles_article_look", args=[article.pk]))
        asking = request.POST.get("_ask", "")
        verb = asking or request.POST.get("_verb", "")
        self.warn_of_timed(request, article)
        if verb not in BUTTONS:
            return None
        if verb == Verb.PUBLISH and not asking:
            return self.publish_from_form(request, article)
        unheard = verb == Verb.SUBMIT and deciders.nobody_decides(article.section)
        if asking or verb not in AT_ONCE or unheard:  # that page says so first
            return HttpResponseRedirect(
                reverse("admin:articles_article_step", args=[article.pk, verb])
            )
        self.take(request, Verb(verb), article)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))

    def _beside_the_form(self, request, object_id):
        """Status, steps and people of the story: what stands in the margin."""
        if request.method == "POST":
            # A refused form has put what was typed into the story at hand.
            request.__dict__.pop("_stories_at_hand", None)
        article = object_id and self.get_object(request, object_id)
        typing = self.typing(request, article or None)
        if not article:
            verbs = [(Verb.SUBMIT, BUTTONS[Verb.SUBMIT])]
            return {"verbs": verbs, "at_once": AT_ONCE, "typing": typing}
        available = self.offered_verbs(request, article)
        verbs = form_verbs(request.user, article, available)
        prefetch_related_objects([article], "transitions", people.with_saved())
        gate = self.gate_beside_the_form(request, article, verbs)
        return {
            "typing": typing,
            "story": article,
            "story_marks": marks_of(article),
            "verbs": [(verb, button(verb, article)) for verb in verbs],
            **beside_the_form(request, article, available),
            "at_once": AT_ONCE,
            "people": people.of(article),
            "steps": list(article.transitions.all())[:_STEPS_SHOWN],
            "looks": history.looks(article, request.user),
            **self.thread(article),
            "expired_photos": _expired_photos(article, gate["verdict"]),
            "public_address": article.get_absolute_url() if article.is_live() else "",
            "placings": placings(request.user, article),
            "was_live": going_live.was_live(article),
            "may_correct": permissions.may_correct(request.user, article),
            **gate,
        }

    def _may_save(self, request, object_id):
        article = self.get_object(request, object_id)
        return article is not None and self.has_change_permission(request, article)


def _expired_photos(article, verdict):
    """The photos of the story whose rights ran out: of any of its versions."""
    told = any(reason.rule == "photo_rights_hold" for reason in verdict.blocking)
    if not (told or article.has_changes):
        return []
    return Photo.objects.rights_expired().filter(uses__article=article).distinct()
