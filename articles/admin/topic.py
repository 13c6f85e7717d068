"""Topics: their other names, and two that become one."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import search, topic_merge
from articles.models import Article, Topic, TopicAlias
from cms.fields import ProseField
from cms.forms import PossibleIds, PossibleIdsModelForm
from cms.text import fold, line

from .base import NewsroomAdmin

_LONGEST = Topic._meta.get_field("name").max_length


class TopicForm(PossibleIdsModelForm):
    other_names = ProseField(blank=True).formfield(
        label=gettext_lazy("Other names"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One on each line. Whoever looks for one of them finds this topic."),
    )

    class Meta:
        model = Topic
        fields = ["name", "slug", "description"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["other_names"] = "\n".join(row.name for row in self.instance.aliases.all())

    def clean_other_names(self):
        """The names as a list, each once, whatever its marks."""
        names = {}
        for name in map(line, self.cleaned_data["other_names"].split("\n")):
            if not name:
                continue
            if len(name) > _LONGEST:
                message = _("A name has at most %(limit)s characters: %(name)s")
                raise ValidationError(message % {"limit": _LONGEST, "name": name})
            if not fold(name):
                message = _("“%(name)s” has no letter and no number.")
                raise ValidationError(message % {"name": name})
            other = Topic.objects.named(name)
            if other and other.pk != self.instance.pk:
                message = _("“%(name)s” is a name of the topic “%(topic)s”. Merge the two.")
                raise ValidationError(message % {"name": name, "topic": other})
            names.setdefault(fold(name), name)
        names.pop(fold(self.cleaned_data.get("name", "")), None)
        merged = TopicAlias.objects.filter(topic=self.instance.pk).exclude(merged_id=None)
        for alias in merged:
            if alias.folded not in names:
                message = _("“%(name)s” stays: a topic of this name was merged into this one.")
                raise ValidationError(message % {"name": alias})
        return names


class MergeForm(PossibleIds, forms.Form):
    into = forms.ModelChoiceField(
        Topic.objects.all(),
        label=gettext_lazy("Into the topic"),
        widget=AutocompleteSelect(Article._meta.get_field("topics"), admin.site),
    )

    def __init__(self, *args, topic, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = Topic.objects.exclude(pk=topic.pk)


@admin.register(Topic)
class TopicAdmin(NewsroomAdmin):
    form = TopicForm
    list_display = ["name", "other_names", "slug", "description"]
    fields = ["name", "other_names", "slug", "description"]

    def get_urls(self):
        view = self.admin_site.admin_view(self.merge_view)
        return [path("<int:pk>/merge/", view, name="articles_topic_merge"), *super().get_urls()]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("aliases")

    def get_search_results(self, request, queryset, search_term):
        others = search.words(TopicAlias.objects.all(), search_term).values("topic")
        own = search.words(Topic.objects.all(), search_term).values("pk")
        return queryset.filter(Q(pk__in=own) | Q(pk__in=others)), False

    @admin.display(description=gettext_lazy("other names"))
    def other_names(self, topic):
        return ", ".join(alias.name for alias in topic.aliases.all())

    def add_view(self, request, form_url="", extra_context=None):
        """A name that a topic has already, perhaps with other marks, gives that topic."""
        if request.method == "POST" and self.has_add_permission(request):
            same = Topic.objects.named(line(request.POST.get("name", "")))
            if same:
                return self._give(request, same)
        return super().add_view(request, form_url, extra_context)

    def _give(self, request, topic):
        if IS_POPUP_VAR in request.POST:
            return self.response_add(request, topic)
        message = _("There is a topic of this name already: this one.")
        self.message_user(request, message, messages.WARNING)
        return HttpResponseRedirect(reverse("admin:articles_topic_change", args=[topic.pk]))

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        names = form.cleaned_data["other_names"]
        for alias in obj.aliases.all():
            if alias.folded in names:
                alias.name = names.pop(alias.folded)
                alias.save()
            else:
                alias.delete()
        for name in names.values():
            TopicAlias.objects.create(topic=obj, name=name)

    def merge_view(self, request, pk):
        """Asks into which topic, then with the numbers whether it is meant, then does it."""
        topic = get_object_or_404(Topic, pk=min(pk, 2**63 - 1))
        if not self.has_change_permission(request, topic):
            raise PermissionDenied
        form = MergeForm(request.POST if request.method == "POST" else None, topic=topic)
        into = form.cleaned_data["into"] if form.is_valid() else None
        if into and "sure" in request.POST:
            return self._merge(request, topic, into)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge with another topic"),
            "opts": self.opts,
            "media": self.media + form.media,
            "topic": topic,
            "form": form,
            "into": into,
            "extent": topic_merge.extent(topic),
        }
        return TemplateResponse(request, "admin/articles/topic/merge.html", context)

    def _merge(self, request, topic, into):
        try:
            topic_merge.merge(topic, into, request.user)
        except Topic.DoesNotExist:
            message = _("One of the two topics is gone: somebody merged it meanwhile.")
            self.message_user(request, message, messages.ERROR)
            return HttpResponseRedirect(reverse("admin:articles_topic_changelist"))
        self.log_change(request, into, _("Merged with “%(topic)s”.") % {"topic": topic})
        message = _("“%(topic)s” is now a part of “%(into)s”, and leads there.")
        self.message_user(request, message % {"topic": topic, "into": into}, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:articles_topic_change", args=[into.pk]))
