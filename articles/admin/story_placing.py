"""From a story to the front page: the way there from its form and from the list."""

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import permissions
from articles.layout import layouts

from .layout_places import address, name_of


def placings(user, article):
    """``(label, address)`` of the pages on which ``user`` may place this story."""
    if not (article.is_live() or layouts.appears_at(article)):
        return []
    pages = [
        (_("Put on the front page"), None),
        (_("Pin on: %(place)s") % {"place": name_of(article.section)}, article.section),
    ]
    return [
        (label, address("place", section, article.pk))
        for label, section in pages
        if permissions.may_arrange(user, section)
    ]


@admin.action(description=gettext_lazy("Put on the front page (one story)"))
def to_front_page(model_admin, request, queryset):
    chosen = list(queryset[:2])
    if len(chosen) != 1:
        message = _("Choose one story: each gets a slot of its own.")
        model_admin.message_user(request, message, messages.WARNING)
        return None
    story = chosen[0]
    if not (story.is_live() or layouts.appears_at(story)):
        message = _("Only what is published or scheduled can be placed.")
        model_admin.message_user(request, message, messages.WARNING)
        return None
    return HttpResponseRedirect(address("place", None, story.pk))
