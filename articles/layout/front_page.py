"""What stands where on the front page: a lead, four beside it, then a block for each section.

What somebody placed by hand (``articles/layout/arrangement.py``) stands in its slot while readers
may see the story; every other slot shows the newest. No story stands twice among the lead, its
neighbours and the blocks, whatever the arrangement says; the latest list may repeat.
"""

import copy
from dataclasses import dataclass

from django.db.models import F, Window
from django.db.models.functions import Coalesce, RowNumber
from django.utils import timezone

from ..models import Article, Layout
from . import arrangement as arranging
from .arrangement import IN_BLOCK, TOP_OF_FRONT, Crop, Entry

BESIDE = TOP_OF_FRONT - 1
LATEST = 8


@dataclass(frozen=True)
class Spot:
    """A slot as it is at a moment: the entry somebody placed, and the story that readers get.

    ``by_hand``: it is the entry's story; otherwise the newest stands in.
    """

    entry: Entry | None
    story: Article | None
    by_hand: bool = False


def zones(sections, arrangement=None, at=None):
    """``lead``, ``beside``, ``latest`` and ``blocks`` (pairs of section and stories).

    ``sections`` are the top-level ones in order. Without ``arrangement`` it is the one that
    readers get; ``at`` is the moment that is asked about (now). Four queries, however many
    sections and slots.
    """
    if arrangement is None:
        arrangement = _arranged(None)
    page, latest = fill(sections, arrangement, at)
    (_top, spots), *blocks = page
    lead, *beside = [spot.story for spot in spots if spot.story] or [None]
    blocks = [(zone.section, [spot.story for spot in row if spot.story]) for zone, row in blocks]
    return {
        "lead": lead,
        "beside": beside,
        "latest": latest,
        "blocks": [(section, stories) for section, stories in blocks if stories],
    }


def fill(sections, arrangement, at=None):
    """``(zone, spots)`` for each zone of the front page, and the latest stories."""
    at = at or timezone.now()
    page = arranging.zones_of(None, sections)
    standing = _standing(arrangement, page, at)
    picked = {entry.story for entry in standing.values()}
    newest = list(_rows(at)[: max(TOP_OF_FRONT + LATEST, TOP_OF_FRONT + len(picked))])
    free = [story for story in newest if story.pk not in picked]
    # Of these five some come to stand on top; the blocks begin with those that do not.
    first, ranked = free[:TOP_OF_FRONT], _ranked(at, picked | {s.pk for s in free[:TOP_OF_FRONT]})
    rows = {story.pk: story for story in _rows(at).filter(pk__in={*picked, *ranked})}

    spots = {}
    for zone in page:
        of_section = list(first)
        if zone.section:
            of_section += [rows[pk] for pk in ranked if pk in rows]
            of_section = sorted(
                (story for story in of_section if _top_of(story) == zone.section.pk),
                key=lambda story: (story.published_at, story.pk),
                reverse=True,
            )
        row = [
            _by_hand(entry, standing.get((zone.key, position)), rows)
            for position, entry in enumerate(arranging.slots(arrangement, zone))
        ]
        spots[zone.key] = row = _with_newest(row, of_section, opens=zone.key == arranging.TOP)
        used = {spot.story.pk for spot in row if spot.story}
        first = [story for story in first if story.pk not in used]
    on_top = {spot.story.pk for spot in spots[arranging.TOP] if spot.story}
    latest = [story for story in newest if story.pk not in on_top][:LATEST]
    return [(zone, spots[zone.key]) for zone in page], latest


def pins(section, arrangement=None, at=None):
    """The slots of a section's page. Empty ones are no hole: the list below is the newest.

    Without ``arrangement`` it is the one that readers get.
    """
    if arrangement is None:
        arrangement = _arranged(section)
    at = at or timezone.now()
    (zone,) = arranging.zones_of(section)
    standing = _standing(arrangement, [zone], at)
    ids = {entry.story for entry in standing.values()}
    rows = {story.pk: story for story in _rows(at).filter(pk__in=ids)} if ids else {}
    return [
        _by_hand(entry, standing.get((zone.key, position)), rows)
        for position, entry in enumerate(arranging.slots(arrangement, zone))
    ]


def _arranged(section):
    layout = Layout.objects.current(section)
    return layout.arrangement if layout else {}


def _rows(at):
    return Article.objects.live(at).for_list().as_teasers()


def _standing(arrangement, page, at):
    """``(zone key, position)`` -> the entries that count at ``at``, each story at most once."""
    standing, seen = {}, set()
    for zone, position, entry in arranging.entries(arrangement, page):
        if entry.stands(at) and entry.story not in seen:
            seen.add(entry.story)
            standing[zone.key, position] = entry
    return standing


def _ranked(at, others):
    """Ids of the newest of each section that are not among ``others``."""
    rows = (
        Article.objects.live(at)
        .exclude(pk__in=others)
        .annotate(top=Coalesce("section__parent_id", "section_id"))
        .annotate(
            place=Window(
                RowNumber(),
                partition_by=F("top"),
                order_by=[F("published_at").desc(), F("pk").desc()],
            )
        )
        .filter(place__lte=IN_BLOCK)
    )
    return list(rows.values_list("pk", flat=True))


def _top_of(story):
    return story.section.parent_id or story.section_id


def _by_hand(entry, standing, rows):
    story = standing and rows.get(standing.story)
    return Spot(entry, _as_placed(story, entry), by_hand=True) if story else Spot(entry, None)


def _with_newest(row, newest, opens=False):
    """``row`` with its empty spots filled from ``newest``, in order.

    The page ``opens`` with a picture where there is one among them.
    """
    newest = list(newest)
    if opens and row[0].story is None:
        pictured = next((story for story in newest if story.lead_photo_id), None)
        if pictured:
            newest.remove(pictured)
            newest.insert(0, pictured)
    return [spot if spot.story or not newest else Spot(spot.entry, newest.pop(0)) for spot in row]


def _as_placed(story, entry):
    """``story`` with the words of its slot: a copy, since lists show the story's own."""
    shown = copy.copy(story)
    shown.headline = entry.headline or story.headline
    shown.standfirst = entry.standfirst or story.standfirst
    if entry.crop == Crop.NONE:
        shown.lead_photo_id = None
    else:
        shown.crop = entry.crop
    return shown
