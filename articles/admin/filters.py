"""Filters of the story list, in the words of the newsroom."""

from django.contrib import admin
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

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
    "timed": (
        _("published, timed update"),
        Q(publication=Publication.PUBLISHED, due_at__isnull=False),
    ),
    "withdrawn": (pgettext_lazy("story", "withdrawn"), Q(publication=Publication.WITHDRAWN)),
    "discarded": (_("discarded"), Q(publication=Publication.DISCARDED)),
}


def status_of(article):
    """``(key, label)`` of a story's status as people say it."""
    key = status_key(article)
    return key, _HIDDEN if key == "hidden" else STATUSES[key][0]


def marks_of(article):
    """``(key, label)`` of all that is to be known of a story at a glance, its status first."""
    marks = [status_of(article)]
    plan = getattr(article, "plan", None)
    if plan is not None and plan.is_overdue():
        due = f"{timezone.localtime(plan.due_at):%H:%M %d/%m}"
        marks.append(("overdue", gettext("overdue since %(due)s") % {"due": due}))
    if article.is_published and article.is_breaking:
        marks.append(("breaking", gettext("BREAKING")))
    if article.has_changes and article.latest_revision_id != article.due_revision_id:
        marks.append(("changes", gettext("changes in preparation")))
    if article.due_failed_at:
        marks.append(("failed", gettext("timed update failed")))
    elif article.due_at:
        moment = f"{timezone.localtime(article.due_at):%H:%M %d/%m}"
        marks.append(("timed", gettext("update at %(moment)s") % {"moment": moment}))
    return marks


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
        self.sections = rows = list(Section.objects.all())
        return [
            (row.pk, f"{'– ' if row.parent_id else ''}{row.name}")
            for top in rows
            if top.parent_id is None
            for row in (top, *(child for child in rows if child.parent_id == top.pk))
        ]

    def queryset(self, request, queryset):
        if not is_id(self.value()):
            return queryset
        # By their numbers: through the parent of each story's section no index leads.
        pk = int(self.value())
        children = [row.pk for row in self.sections if row.parent_id == pk]
        return queryset.filter(section_id__in=[pk, *children])


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
        return queryset.of(request.user, listed=True) if self.value() == "mine" else queryset
