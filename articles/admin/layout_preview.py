"""The page as readers would get it: with the working copy, at any moment."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin

from articles.layout import front_page, layouts
from articles.listing import listing
from articles.models import Article, Layout
from articles.navigation import sections
from cms.forms import is_id

from .layout_board import board
from .layout_forms import AsOfForm
from .layout_places import name_of


class LayoutPreview:
    """A part of `LayoutAdmin`."""

    def preview_urls(self, page):
        return [
            page("preview/", self.preview_view, "preview"),
            page("preview/page/", xframe_options_sameorigin(self.preview_page_view), "page"),
        ]

    def preview_view(self, request, place):
        """The preview in a frame as wide as a phone or a screen, with the choice of a moment."""
        section = self.section_of(request, place)
        _arrangement, applied = self._previewed(request, section)
        form = AsOfForm(request.GET or None)
        moment = form.moment()
        return self.page(
            request,
            "preview",
            section,
            _("Preview: %(place)s") % {"place": name_of(section)},
            form=form,
            moment=moment,
            frame_query=_query(moment, applied),
            applied=applied,
            board=board(request.user, section),
            status=422 if form.is_bound and not form.is_valid() else 200,
        )

    def preview_page_view(self, request, place):
        """Exactly what the public template makes of it, in the language of the paper."""
        section = self.section_of(request, place)
        arrangement, _applied = self._previewed(request, section)
        form = AsOfForm(request.GET)
        at = form.moment() or timezone.now()
        with translation.override(settings.LANGUAGE_CODE):
            if section is None:
                context = front_page.zones(sections(request), arrangement, at)
                return render(request, "articles/front_page.html", {**context, "preview": at})
            spots = front_page.pins(section, arrangement, at)
            pinned = [spot.story for spot in spots if spot.story]
            stories = listing(Article.objects.live(at).in_section(section), first=pinned)
            # The section as the pages know it: with its sub-sections.
            family = [row for top in sections(request) for row in (top, *top.subsections)]
            context = {
                "section": next(row for row in family if row.pk == section.pk),
                "parent": section.parent,
                "listing": stories,
                "preview": at,
            }
            return render(request, "articles/section.html", context)

    def _previewed(self, request, section):
        """The arrangement to show and, if it was applied once, its `Layout`."""
        number = request.GET.get("number", "")
        if number:
            rows = Layout.objects.of(section)
            applied = rows.filter(number=int(number) if is_id(number) else 0).first()
            if applied is None:
                raise Http404("no such layout")
            return applied.arrangement, applied
        draft = layouts.draft_of(request.user, section)
        current = Layout.objects.current(section)
        return draft.arrangement if draft else layouts.arrangement_of(current), None


def _query(moment, applied):
    parts = [f"at={timezone.localtime(moment):%Y-%m-%dT%H:%M}"] if moment else []
    parts += [f"number={applied.number}"] if applied else []
    return "&".join(parts)
