"""What the desk shows of an arrangement: each slot, what stands in it, and what readers get."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.utils import timezone

from articles.layout import arrangement as arranging
from articles.layout import front_page, layouts
from articles.layout.arrangement import Crop, Entry, Zone
from articles.models import Article, LayoutDraft, Section
from articles.reads import lately
from articles.reads.lately import Reads

from .filters import status_of
from .thumbnail import thumbnail

# Whoever changed something within this time is still at it.
_PRESENT = timedelta(minutes=15)
_MOMENTS = 6


@dataclass(frozen=True)
class Known:
    """A story as far as a person may know of it: ``row`` is None where they may not, or it is
    gone."""

    row: Article | None = None
    appears: datetime | None = None
    status: tuple = ()

    @property
    def is_live(self):
        return self.row is not None and self.row.is_live()


@dataclass(frozen=True)
class Slot:
    """One slot of the desk. ``shown`` is the story that readers get in it now."""

    zone: Zone
    position: int
    entry: Entry | None
    known: Known
    shown: Article | None
    by_hand: bool
    # Of the story that this person sees here.
    reads: Reads | None = None

    @property
    def address(self):
        return f"{self.zone.key}:{self.position}"

    @property
    def label(self):
        return self.zone.label(self.position)

    @property
    def headline(self):
        """What the slot says; nothing of a story that this person may not see."""
        if self.entry is None or self.known.row is None:
            return ""
        return self.entry.headline or self.known.row.headline

    @property
    def row(self):
        """The story that stands here for this person: the one that was placed, or the newest."""
        return self.known.row if self.entry else self.shown

    @property
    def shot(self):
        hidden = self.entry and self.entry.crop == Crop.NONE
        return None if self.row is None or hidden else self.row.lead_shot

    @property
    def picture(self):
        return thumbnail(self.shot)

    @property
    def crop(self):
        return Crop(self.entry.crop).label if self.entry and self.entry.crop else ""

    @property
    def pin_ended(self):
        return self.entry is not None and not self.entry.stands(timezone.now())

    @property
    def is_first(self):
        return self.position == 0

    @property
    def is_last(self):
        return self.position == self.zone.size - 1


@dataclass(frozen=True)
class Board:
    """A place at work: zones with their slots, whose copy it is, and what it began from."""

    section: Section | None
    arrangement: dict
    zones: list
    current: object
    draft: LayoutDraft | None
    rows: list = field(default_factory=list)
    others: list = field(default_factory=list)

    @property
    def is_changed(self):
        now = layouts.arrangement_of(self.current)
        return self.draft is not None and not arranging.same(self.arrangement, now, self.zones)

    @property
    def is_stale(self):
        return self.draft is not None and self.draft.base != layouts.number_of(self.current)

    def slot_of(self, story):
        """The slot in which a story was placed, or None."""
        slots = (slot for _zone, row in self.rows for slot in row if slot.entry)
        return next((slot for slot in slots if slot.entry.story == story), None)

    def choices(self):
        """The slots as choices of a field, grouped by zone."""
        return [
            (zone.title, [(slot.address, slot.label) for slot in row]) for zone, row in self.rows
        ]

    @property
    def moments(self):
        """When the page changes by itself: stories that appear, pins that end."""
        now, found = timezone.now(), set()
        for _zone, slots in self.rows:
            for slot in slots:
                found |= {slot.known.appears, slot.entry and slot.entry.pinned_until}
                found.add(slot.known.row and slot.known.row.expires_at)
        return sorted(moment for moment in found if moment and moment > now)[:_MOMENTS]

    @property
    def where(self):
        """Story -> the label of the slot in which it was placed."""
        return {
            entry.story: zone.label(position)
            for zone, position, entry in arranging.entries(self.arrangement, self.zones)
        }


def board(user, section):
    """The `Board` of a place for ``user``: their working copy, or what readers get."""
    tops = [] if section else list(Section.objects.filter(parent=None))
    zones = arranging.zones_of(section, tops)
    current, draft = layouts.Layout.objects.current(section), layouts.draft_of(user, section)
    arrangement = draft.arrangement if draft else layouts.arrangement_of(current)
    if section:
        filled = [(zones[0], front_page.pins(section, arrangement))]
    else:
        filled, _latest = front_page.fill(tops, arrangement)
    stories = {entry.story for _zone, _position, entry in arranging.entries(arrangement, zones)}
    known = known_stories(user, stories)
    rows = _with_reads(
        (zone, [_slot(zone, position, spot, known) for position, spot in enumerate(spots)])
        for zone, spots in filled
    )
    since = timezone.now() - _PRESENT
    others = LayoutDraft.objects.of(section).exclude(user=user).filter(changed_at__gt=since)
    return replace(
        Board(section, arrangement, zones, current, draft),
        rows=rows,
        others=list(others.select_related("user").defer("arrangement", "undo")),
    )


def known_stories(user, ids):
    """Id -> `Known`: all of what is public, of the rest what stands on a desk of ``user``."""
    rows = Article.objects.filter(pk__in=ids).select_related("section").defer("body", "folded")
    found = {row.pk: row for row in rows} if ids else {}
    hidden = {pk for pk, row in found.items() if not row.is_live()}
    seen = (
        Article.objects.for_desk(user).filter(pk__in=hidden) if hidden else Article.objects.none()
    )
    unseen = hidden - set(seen.values_list("pk", flat=True))
    return {
        pk: Known()
        if pk in unseen
        else Known(row, layouts.appears_at(row), () if row.is_live() else status_of(row))
        for pk, row in found.items()
    }


def _with_reads(rows):
    """The slots with how often their stories are read, in one query."""
    rows = list(rows)
    reads = lately.of({slot.row.pk for _zone, slots in rows for slot in slots if slot.row})
    return [
        (zone, [replace(slot, reads=slot.row and reads.get(slot.row.pk)) for slot in slots])
        for zone, slots in rows
    ]


def _slot(zone, position, spot, known):
    story = known.get(spot.entry.story, Known()) if spot.entry else Known()
    return Slot(zone, position, spot.entry, story, spot.story, spot.by_hand)
