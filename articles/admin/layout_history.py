"""Applying an arrangement, what comes of two people at once, and everything applied so far."""

from itertools import zip_longest

from django.contrib import messages
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from articles.layout import arrangement as arranging
from articles.layout import layouts, placing
from articles.models import Layout
from cms.forms import is_id

from .layout_board import known_stories
from .layout_forms import NoteForm
from .layout_places import address, name_of, number_in, overtaken

_SHOWN = 20


class LayoutHistory:
    """A part of `LayoutAdmin`."""

    def history_urls(self, page):
        return [
            page("apply/", self.apply_view, "apply"),
            page("conflict/", self.conflict_view, "conflict"),
            page("history/", self.history_view, "history"),
        ]

    def apply_view(self, request, place):
        """Gives readers the working copy; refused, with both, if a colleague was faster."""
        section = self.section_of(request, place)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        form = NoteForm(request.POST)
        if not form.is_valid():
            self.message_user(request, form.errors["note"][0], messages.ERROR)
            return self._back_with_note(request, section)
        try:
            layouts.apply_draft(request.user, section, note=form.cleaned_data["note"])
        except layouts.Stale:
            return self._both(request, section, status=409)
        except layouts.Refused as refused:
            self.message_user(request, str(refused), messages.WARNING)
        else:
            self.message_user(request, _("Applied: readers have it now."), messages.SUCCESS)
        return HttpResponseRedirect(address("desk", section))

    # --- Two people ----------------------------------------------------------------------

    def conflict_view(self, request, place):
        """Both arrangements, zone by zone, and the choice of which stands where."""
        section = self.section_of(request, place)
        draft, current = (
            layouts.draft_of(request.user, section),
            Layout.objects.current(section),
        )
        if draft is None or draft.base == layouts.number_of(current):
            return HttpResponseRedirect(address("desk", section))
        if request.method != "POST":
            return self._both(request, section)
        theirs = [
            zone.key
            for zone in layouts.zones(section)
            if request.POST.get(f"zone-{zone.key}") == "theirs"
        ]
        change = placing.merge(section, layouts.arrangement_of(current), theirs)
        try:
            said = layouts.rebase(request.user, section, change, base=number_in(request))
        except layouts.Stale as stale:
            self.message_user(request, overtaken(stale), messages.WARNING)
            return self._both(request, section, status=409)
        self.message_user(request, said, messages.SUCCESS)
        return self._back_with_note(request, section)

    def _both(self, request, section, status=200):
        draft = layouts.draft_of(request.user, section)
        current = Layout.objects.current(section)
        zones = layouts.zones(section)
        base = Layout.objects.of(section).filter(number=draft.base).first()
        base, theirs = layouts.arrangement_of(base), layouts.arrangement_of(current)
        mine = draft.arrangement
        stories = {
            entry.story
            for side in (mine, theirs)
            for _zone, _position, entry in arranging.entries(side, zones)
        }
        known = known_stories(request.user, stories)
        differing = []
        for zone in zones:
            if arranging.same(mine, theirs, [zone]):
                continue
            sides = [arranging.slots(side, zone) for side in (mine, theirs)]
            # Whoever left a zone as it was did not mean it: then the other's counts.
            untouched = arranging.same(mine, base, [zone])
            rows = [
                (zone.label(n), *(_in_words(entry, known) for entry in pair), pair[0] != pair[1])
                for n, pair in enumerate(zip(*sides, strict=True))
            ]
            differing.append((zone, rows, "theirs" if untouched else "mine"))
        return self.page(
            request,
            "conflict",
            section,
            _("Two arrangements: %(place)s") % {"place": name_of(section)},
            status=status,
            draft=draft,
            current=current,
            differing=differing,
            note=request.POST.get("note", ""),
        )

    def _back_with_note(self, request, section):
        note = request.POST.get("note", "")
        query = f"?{urlencode({'note': note})}" if note else ""
        return HttpResponseRedirect(address("desk", section) + query)

    # --- History -------------------------------------------------------------------------

    def history_view(self, request, place):
        """Everything that was applied here: who, when, what changed; and the way back to it."""
        section = self.section_of(request, place)
        if request.method == "POST":
            return self._bring_back(request, section)
        before = request.GET.get("before", "")
        rows = Layout.objects.of(section).order_by("-number")
        if is_id(before):
            rows = rows.filter(number__lt=int(before))
        found = list(rows[: _SHOWN + 1])
        zones = layouts.zones(section)
        pairs = [
            (row, arranging.compare(layouts.arrangement_of(older), row.arrangement, zones))
            for row, older in zip_longest(found, found[1:])
        ][:_SHOWN]
        known = known_stories(
            request.user, {change.story for _row, changes in pairs for change in changes}
        )
        entries = [
            (row, [(change, _headline(change.story, known)) for change in changes])
            for row, changes in pairs
        ]
        return self.page(
            request,
            "history",
            section,
            _("History: %(place)s") % {"place": name_of(section)},
            layouts=entries,
            current=Layout.objects.current(section),
            older=found[_SHOWN - 1].number if len(found) > _SHOWN else None,
        )

    def _bring_back(self, request, section):
        """Applies an old arrangement again ("reapply 3"), or opens it as working copy."""
        verb, number = [*request.POST.get("do", "").split(), "", ""][:2]
        back = address("history", section)
        try:
            if verb not in ("reapply", "open") or not is_id(number):
                raise layouts.Refused(_("There is no such arrangement."))
            if verb == "open":
                old = layouts.arrangement_of(layouts.numbered(section, int(number)))
                said = layouts.change(request.user, section, placing.replace_all(old))
                back = address("desk", section)
            else:
                said = layouts.reapply(request.user, section, int(number), base=number_in(request))
                said = f"{_('Applied: readers have it now.')} {said}."
        except layouts.Stale as stale:
            self.message_user(request, overtaken(stale), messages.ERROR)
        except layouts.Refused as refused:
            self.message_user(request, str(refused), messages.ERROR)
        else:
            self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(back)


def _headline(story, known):
    found = known.get(story)
    if found is None:
        return _("a story that was deleted")
    return found.row.headline if found.row else _("a story of another desk, not public now")


def _in_words(entry, known):
    """An entry of one of two arrangements, for reading: headline and what the slot says itself."""
    if entry is None:
        return None
    found = known.get(entry.story)
    may_read = found is not None and found.row is not None
    return {
        "headline": _headline(entry.story, known),
        "own": entry.headline if may_read else "",
        "standfirst": entry.standfirst if may_read else "",
        "crop": arranging.Crop(entry.crop).label if entry.crop else "",
        "until": entry.pinned_until,
        "by": entry.by,
    }
