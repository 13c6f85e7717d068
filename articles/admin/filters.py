"""Filters of the story list, in the words of the newsroom."""

from django.contrib import admin
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models import Author, Plan, Publication, Section, Stage
from articles.models.states import status_key
from cms.forms import is_id

# Status as people say it -> the rows it means.
STATUSES = {
    "planned": (_("planned"), Q(stage=Stage.PLANNED, publication=Publication.UNPUBLISHED)),
    "overdue": (_("overdue"), None),
    "writing": (_("being written"), Q(stage=Stage.WRITING, publication=Publication.UNPUBLISHED)),
    "returned": (_("sent back"), Q(stage=Stage.RETURNED)),
    "submitted": (_("submitted"), Q(stage=Stage.SUBMITTED)),
    "approved": (_("approved"), Q(stage=Stage.APPROVED)),
    "scheduled": (_("scheduled"), None),
    "live": (_("published"), None),
    "changes": (
        _("published, changes in preparation"),
        Q(publication=Publication.PUBLISHED) & ~Q(latest_revision=F("live_revision")),
    ),
    "withdrawn": (pgettext_lazy("story", "withdrawn"), Q(publication=Publication.WITHDRAWN)),
    "discarded": (_("discarded"), Q(publication=Publication.DISCARDED)),
}


def status_of(article):
    """``(key, label)`` of a story's status as people say it."""
    key = status_key(article)
    return key, _HIDDEN if key == "hidden" else STATUSES[key][0]


_HIDDEN = _("published, hidden by embargo or expiry")


class StatusFilter(admin.SimpleListFilter):
    title = _("status")
    parameter_name = "status"

    def lookups(self, request, model_admin):
        return [(key, label) for key, (label, _rows) in STATUSES.items()]

    def queryset(self, request, queryset):
        if self.value() == "live":
            return queryset.live()
        if self.value() == "scheduled":
            now = timezone.now()
            return queryset.filter(publication=Publication.PUBLISHED, published_at__gt=now)
        if self.value() == "overdue":
            return queryset.filter(pk__in=Plan.objects.overdue().values("article_id"))
        rows = STATUSES.get(self.value())
        return queryset.filter(rows[1]) if rows else queryset


class SectionFilter(admin.SimpleListFilter):
    title = _("section")
    parameter_name = "section"

    def lookups(self, request, model_admin):
        rows = list(Section.objects.all())
        return [
            (row.pk, f"{'– ' if row.parent_id else ''}{row.name}")
            for top in rows
            if top.parent_id is None
            for row in (top, *(child for child in rows if child.parent_id == top.pk))
        ]

    def queryset(self, request, queryset):
        if not is_id(self.value()):
            return queryset
        return queryset.filter(Q(section=self.value()) | Q(section__parent=self.value()))


class AuthorFilter(admin.SimpleListFilter):
    title = _("author")
    parameter_name = "author"

    def lookups(self, request, model_admin):
        return list(Author.objects.values_list("pk", "pen_name")[:200])

    def queryset(self, request, queryset):
        if not is_id(self.value()):
            return queryset
        return queryset.filter(bylines__author=self.value())


class MineFilter(admin.SimpleListFilter):
    title = _("whose")
    parameter_name = "whose"

    def lookups(self, request, model_admin):
        return [("mine", _("mine"))]

    def queryset(self, request, queryset):
        return queryset.of(request.user) if self.value() == "mine" else queryset
