"""What an arrangement is, and what can be done with one. Pure: no row is read or written here.

An arrangement is JSON: zone -> a list of slots, each an entry or null. An entry holds the id of a
story, its own headline and standfirst (empty: the story's), its own crop, the moment until which
it is pinned, and who placed it when. An empty slot shows the newest.

Slots have places: an entry whose story is hidden leaves its slot to the newest and is back in it
when the story is.
"""

import copy
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from django.db import models
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ..models import Section

TOP = "top"
# The lead and what stands beside it are one run: what is pushed out of the lead goes beside it.
TOP_OF_FRONT = 5
IN_BLOCK = 4
TOP_OF_SECTION = 3
# Longer numbers overflow the database's integers.
_LARGEST = 2**63


class Crop(models.TextChoices):
    """How a slot shows the photo of its story: one of `renditions.CROPS`, or not at all."""

    DEFAULT = "", gettext_lazy("as the page cuts it (16:9)")
    CLASSIC = "classic", gettext_lazy("4:3")
    SQUARE = "square", gettext_lazy("square")
    FREE = "free", gettext_lazy("uncut")
    NONE = "none", pgettext_lazy("slot", "no photo")


@dataclass(frozen=True)
class Zone:
    """A run of slots. ``section`` is the one whose block or page it is."""

    key: str
    size: int
    section: Section | None = None

    def label(self, position):
        """What the desk calls a slot of it."""
        if self.key != TOP:
            return f"{self.section.name} {position + 1}"
        if self.section:
            return _("Pinned %(number)s") % {"number": position + 1}
        return _("Beside %(number)s") % {"number": position} if position else _("Lead")

    @property
    def title(self):
        if self.key != TOP:
            return self.section.name
        return _("Pinned on top") if self.section else _("Top of the page")


def zones_of(section, tops=()):
    """The zones of a section's page; with None those of the front page.

    ``tops`` are the sections of the top level, in order: each has a block there.
    """
    if section:
        return [Zone(TOP, TOP_OF_SECTION, section)]
    blocks = [Zone(f"section-{top.pk}", IN_BLOCK, top) for top in tops]
    return [Zone(TOP, TOP_OF_FRONT), *blocks]


@dataclass(frozen=True)
class Entry:
    """A story that was placed by hand."""

    story: int
    headline: str = ""
    standfirst: str = ""
    crop: str = ""
    until: str | None = None
    by: str = ""
    at: str | None = None

    @classmethod
    def read(cls, data):
        """``data`` of the JSON as an entry, or None: also for what no desk of ours wrote."""
        story = data.get("story") if isinstance(data, dict) else None
        if type(story) is not int or not 0 < story < _LARGEST:
            return None
        words = {
            name: data[name]
            for name in ("headline", "standfirst", "crop", "until", "by", "at")
            if isinstance(data.get(name), str)
        }
        if words.get("crop") not in Crop.values:
            words.pop("crop", None)
        return cls(story, **words)

    def stands(self, at):
        """Is it still pinned at that moment?"""
        until = self.pinned_until
        return until is None or until > at

    @property
    def pinned_until(self):
        return _moment(self.until)

    @property
    def placed_at(self):
        return _moment(self.at)


def _moment(text) -> datetime | None:
    try:
        moment = parse_datetime(text or "")
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


def slots(arrangement, zone):
    """The entries of ``zone``, one for each slot, None where it is empty."""
    found = arrangement.get(zone.key) if isinstance(arrangement, dict) else None
    found = found if isinstance(found, list) else []
    entries = [Entry.read(data) for data in found[: zone.size]]
    return entries + [None] * (zone.size - len(entries))


def entries(arrangement, zones):
    """``(zone, position, entry)`` of every entry, in the order of the page."""
    return [
        (zone, position, entry)
        for zone in zones
        for position, entry in enumerate(slots(arrangement, zone))
        if entry
    ]


def where(arrangement, zones, story):
    """``(zone, position, entry)`` of a story, or None."""
    found = entries(arrangement, zones)
    return next((each for each in found if each[2].story == story), None)


# --- Changes: each returns a new arrangement ------------------------------------------------


def place(arrangement, zones, entry, zone, position):
    """Puts ``entry`` into a slot, wherever it stood before; returns what it is now and who fell.

    What stood there moves down, up to the next empty slot. Where there is none the last entry
    of the zone falls off: it is the second thing returned, else None.
    """
    before = where(arrangement, zones, entry.story)
    result = take_out(arrangement, zones, entry.story)
    row = slots(result, zone)
    if before and before[0] == zone:
        # Within a zone the others close up: it is a change of order, nothing falls off.
        row.pop(before[1])
        row.insert(position, entry)
        return _with(result, zone, row), None
    empty = next((n for n in range(position, zone.size) if row[n] is None), None)
    fallen = row.pop(zone.size - 1 if empty is None else empty)
    row.insert(position, entry)
    return _with(result, zone, row), fallen


def take_out(arrangement, zones, story):
    """Empties the slot of a story."""
    found = where(arrangement, zones, story)
    if found is None:
        return arrangement
    zone, position, _entry = found
    row = slots(arrangement, zone)
    row[position] = None
    return _with(arrangement, zone, row)


def write(arrangement, zones, entry):
    """Puts ``entry`` in the place of the one of the same story."""
    found = where(arrangement, zones, entry.story)
    if found is None:
        return arrangement
    zone, position, _before = found
    row = slots(arrangement, zone)
    row[position] = entry
    return _with(arrangement, zone, row)


def tidy(arrangement, zones):
    """No story twice: the first place on the page wins. Returns it and what was taken out."""
    seen, doubles = set(), []
    for zone in zones:
        row = slots(arrangement, zone)
        for position, entry in enumerate(row):
            if entry and entry.story in seen:
                doubles.append(entry)
                row[position] = None
            elif entry:
                seen.add(entry.story)
        arrangement = _with(arrangement, zone, row)
    return arrangement, doubles


def merge(mine, theirs, zones, take_theirs):
    """``mine`` with the zones whose keys are in ``take_theirs`` as they stand in ``theirs``."""
    merged = mine
    for zone in zones:
        if zone.key in take_theirs:
            merged = _with(merged, zone, slots(theirs, zone))
    return tidy(merged, zones)


def same(one, other, zones):
    """Do readers get the same of both? Who placed what when is no difference."""
    return all(_seen(slots(one, zone)) == _seen(slots(other, zone)) for zone in zones)


def _seen(row):
    return [entry and replace(entry, by="", at=None) for entry in row]


def _with(arrangement, zone, row):
    # What stands in zones that are not on the page now is kept: a section may come back.
    result = copy.copy(arrangement)
    result[zone.key] = [entry and asdict(entry) for entry in row]
    return result


# --- What changed ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """One difference of two arrangements, about one story."""

    story: int
    before: str  # the label of its slot, empty if it stood nowhere
    after: str
    words: bool  # own headline, standfirst, photo or pin differ


def compare(before, after, zones):
    """The differences of two arrangements as `Change` rows, in the order of the page."""
    old = {entry.story: (zone, position, entry) for zone, position, entry in entries(before, zones)}
    new = {entry.story: (zone, position, entry) for zone, position, entry in entries(after, zones)}
    changes = []
    for story in dict.fromkeys([*new, *old]):
        labels = [
            found[story][0].label(found[story][1]) if story in found else "" for found in (old, new)
        ]
        words = story in old and story in new and _words(old[story]) != _words(new[story])
        if labels[0] != labels[1] or words:
            changes.append(Change(story, *labels, words))
    return changes


def _words(found):
    entry = found[2]
    return entry.headline, entry.standfirst, entry.crop, entry.until
