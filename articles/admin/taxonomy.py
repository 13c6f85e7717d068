"""Sections and authors."""

from django.contrib import admin
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from articles import permissions
from articles.models import Author, Section

from .base import NewsroomAdmin


@admin.register(Section)
class SectionAdmin(NewsroomAdmin):
    list_display = ["name", "parent", "slug", "order"]
    list_select_related = ["parent"]
    # Sub-sections under their parents, as in the navigation.
    ordering = [
        Coalesce("parent__order", "order"),
        Coalesce("parent__name", "name"),
        F("parent").asc(nulls_first=True),
        "order",
        "name",
    ]
    fields = ["name", "slug", "parent", "order", "description", "comments_open"]

    def get_readonly_fields(self, request, obj=None):
        # A section brings its stories along to the desk it is moved under.
        return () if obj is None or permissions.works_on_all_desks(request.user) else ("parent",)

    def view_on_site(self, obj):
        return obj.get_absolute_url()


@admin.register(Author)
class AuthorAdmin(NewsroomAdmin):
    list_display = ["pen_name", "user", "slug"]
    list_select_related = ["user"]
    ordering = ["sort_key"]
    fields = ["pen_name", "slug", "user", "portrait", "bio"]
    autocomplete_fields = ["portrait"]

    def get_readonly_fields(self, request, obj=None):
        return () if permissions.may_bind_bylines(request.user) else ("user",)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "user":
            field.empty_label = str(_("nobody: a guest"))
        return field
