"""The front page desk: the front page and the section pages, arranged by hand."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _

from articles import permissions, search
from articles.layout import layouts, placing
from articles.models import Layout, Section
from cms.forms import is_id

from .base import Guarded
from .layout_board import board
from .layout_forms import NoteForm, SlotForm, crops
from .layout_history import LayoutHistory
from .layout_places import FRONT, address, name_of, number_in, overtaken, place_of, route_name
from .layout_preview import LayoutPreview
from .thumbnail import thumbnail

_STORIES_SHOWN = 20


@admin.register(Layout)
class LayoutAdmin(LayoutPreview, LayoutHistory, Guarded, admin.ModelAdmin):
    """Nothing of Django's own pages is used: rows are made by `layouts` alone."""

    def has_view_permission(self, request, obj=None):
        return permissions.may_arrange_at_all(request.user)

    def has_module_permission(self, request):
        return permissions.may_arrange_at_all(request.user)

    def _denied(self, request, obj=None):
        return False

    has_add_permission = has_change_permission = _denied

    def get_urls(self):
        def page(route, view, name):
            return path(
                f"<slug:place>/{route}", self.admin_site.admin_view(view), name=route_name(name)
            )

        return [
            path("", self.admin_site.admin_view(self.first_view), name=route_name("changelist")),
            page("", self.desk_view, "desk"),
            page("slot/<int:pk>/", self.slot_view, "slot"),
            page("place/<int:pk>/", self.place_view, "place"),
            *self.preview_urls(page),
            *self.history_urls(page),
        ]

    # --- Places --------------------------------------------------------------------------

    def section_of(self, request, place):
        """The section whose page is arranged, None for the front page; or nothing at all."""
        if not permissions.may_arrange_at_all(request.user):
            raise PermissionDenied
        section = None
        if place != FRONT:
            if not is_id(place):
                raise Http404("no such place")
            section = get_object_or_404(Section.objects.select_related("parent"), pk=place)
        if not permissions.may_arrange(request.user, section):
            raise PermissionDenied
        return section

    def page(self, request, template, section, title, status=200, **context):
        """A page of this desk, in what all of them stand in."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "section": section,
            "place": place_of(section),
            "place_name": name_of(section),
            "title": title,
            **context,
        }
        template = f"admin/articles/layout/{template}.html"
        return TemplateResponse(request, template, context, status=status)

    def first_view(self, request):
        places = _places(request.user)
        if not permissions.may_arrange_at_all(request.user) or not places:
            raise PermissionDenied
        return HttpResponseRedirect(places[0][1])

    # --- The desk ------------------------------------------------------------------------

    def desk_view(self, request, place):
        section = self.section_of(request, place)
        if request.method == "POST":
            return self._change(request, section)
        if "stories" in request.GET:
            context = self._stories(request, board(request.user, section))
            return TemplateResponse(request, "admin/articles/layout/stories.html", context)
        here = board(request.user, section)
        return self.page(
            request,
            "desk",
            section,
            name_of(section),
            places=_places(request.user),
            board=here,
            note=NoteForm(initial={"note": request.GET.get("note", "")[:200]}),
            **self._stories(request, here),
        )

    def _stories(self, request, here):
        """The stories beside the slots: by words, or the newest; scheduled ones come first."""
        target = request.GET.get("slot", "")
        zone = next((zone for zone in here.zones if target.startswith(f"{zone.key}:")), None)
        query = request.GET.get("q", "")[:200].replace("\x00", "")
        rows = layouts.placeable(request.user)
        # Whoever fills a block wants its section, unless they ask for something else.
        of_section = zone.section if zone else here.section
        if of_section and not query.strip():
            rows = rows.in_section(of_section)
        rows = search.stories(rows, query).for_list()
        where = here.where
        found = [
            (
                story,
                thumbnail(story.lead_shot),
                layouts.appears_at(story),
                where.get(story.pk, ""),
            )
            for story in rows.defer("body", "folded")[:_STORIES_SHOWN]
        ]
        return {
            "stories": found,
            "query": query,
            "of_section": "" if query.strip() else of_section,
            "slots": here.choices(),
            "target": target,
            "place": place_of(here.section),
        }

    def _change(self, request, section):
        """One change of the working copy. A script gets the board alone, others the page."""
        user = request.user
        try:
            said, level = _do(user, section, request.POST), messages.SUCCESS
        except layouts.Refused as refused:
            said, level = str(refused), messages.ERROR
        if "X-Desk" in request.headers:
            context = {"board": board(user, section), "said": said, "place": place_of(section)}
            status = 200 if level == messages.SUCCESS else 422
            template = "admin/articles/layout/board.html"
            return TemplateResponse(request, template, context, status=status)
        self.message_user(request, said, level)
        return HttpResponseRedirect(address("desk", section))

    # --- One slot ------------------------------------------------------------------------

    def slot_view(self, request, place, pk):
        """The slot's own headline, standfirst, photo and pin, and where it stands."""
        section = self.section_of(request, place)
        here = board(request.user, section)
        slot = here.slot_of(pk)
        if slot is None or slot.known.row is None:
            message = _("This story does not stand here any more.")
            self.message_user(request, message, messages.WARNING)
            return HttpResponseRedirect(address("desk", section))
        posted = request.POST if request.method == "POST" else None
        form = SlotForm(posted, slot=slot, slots=here.choices())
        if form.is_valid():
            change = placing.write(
                request.user, section, pk, form.words(), form.cleaned_data["slot"]
            )
            said = layouts.change(request.user, section, change)
            self.message_user(request, said, messages.SUCCESS)
            return HttpResponseRedirect(f"{address('desk', section)}#story-{pk}")
        status = 422 if form.is_bound else 200
        pictures = crops(slot.known.row.lead_shot, form)
        return self.page(
            request,
            "slot",
            section,
            slot.label,
            status=status,
            slot=slot,
            form=form,
            crops=pictures,
        )

    # --- From a story --------------------------------------------------------------------

    def place_view(self, request, place, pk):
        """Where a story is to go: from its form or the list, in two taps."""
        section = self.section_of(request, place)
        rows = layouts.placeable(request.user).select_related("section")
        story = get_object_or_404(rows, pk=pk if is_id(str(pk)) else 0)
        if request.method == "POST":
            try:
                return self._place(request, section, story)
            except layouts.Refused as refused:
                self.message_user(request, str(refused), messages.ERROR)
        here = board(request.user, section)
        return self.page(
            request,
            "place",
            section,
            _("Put on: %(place)s") % {"place": name_of(section)},
            story=story,
            board=here,
            appears=layouts.appears_at(story),
            stands=here.where.get(story.pk, ""),
            chosen=request.POST.get("slot") or here.rows[0][1][0].address,
        )

    def _place(self, request, section, story):
        slot = request.POST.get("slot", "")
        change = placing.put(request.user, section, story.pk, slot, move=True)
        if "_apply" not in request.POST:
            said = layouts.change(request.user, section, change)
            self.message_user(request, said, messages.SUCCESS)
            return HttpResponseRedirect(f"{address('desk', section)}#story-{story.pk}")
        try:
            said = layouts.apply_at_once(request.user, section, change, base=number_in(request))
        except layouts.Stale as stale:
            raise layouts.Refused(overtaken(stale)) from None
        said = f"{said} {_('Applied: readers have it now.')}"
        self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(address("desk", section))


def _do(user, section, posted):
    """Does what a button says ("up 12", "place 12 top:0" …); returns what came of it."""
    words = posted.get("do", "").split()
    if words == ["list"]:
        # From the list of stories: the slot is chosen once, above all of them.
        verb = "move" if posted.get("move") else "place"
        words = [verb, posted.get("move") or posted.get("story", ""), posted.get("slot", "")]
    verb, story, slot = [*words, "", "", ""][:3]
    if verb == "undo":
        layouts.undo_change(user, section)
        return _("The last change is taken back.")
    if verb == "discard":
        layouts.discard(user, section)
        return _("Your working copy is gone: this is what readers get.")
    if not is_id(story):
        raise layouts.Refused(_("There is no such story."))
    story = int(story)
    changes = {
        "place": lambda: placing.put(user, section, story, slot),
        "move": lambda: placing.put(user, section, story, slot, move=True),
        "up": lambda: placing.shift(section, story, -1),
        "down": lambda: placing.shift(section, story, 1),
        "remove": lambda: placing.take_out(section, story),
    }
    if verb not in changes:
        raise layouts.Refused(_("There is no such step."))
    return layouts.change(user, section, changes[verb]())


def _places(user):
    """``(name, address, section)`` of every place that ``user`` arranges."""
    sections = sorted(
        Section.objects.select_related("parent"),
        key=lambda row: (
            (row.parent or row).order, (row.parent or row).name, row.parent_id is not None,
            row.order, row.name,
        ),
    )  # fmt: skip
    return [
        (name_of(row), address("desk", row), row)
        for row in [None, *sections]
        if permissions.may_arrange(user, row)
    ]
