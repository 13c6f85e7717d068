"""The changes of an arrangement, as people make them: what comes out, and that in words.

Each function answers with a change for `layouts.change`: it takes an arrangement and returns a new
one and a sentence, or raises `Refused`.
"""

from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import Article
from . import arrangement as arranging
from . import layouts
from .arrangement import Entry
from .layouts import Refused


def put(user, section, story, slot, *, move=False):
    """Places the story with id ``story`` into ``slot`` (like "top:0").

    One that stands here already is only moved when that is meant: ``move``.
    """
    zones = layouts.zones(section)

    def change(now):
        found = arranging.where(now, zones, story)
        if found and not move:
            message = _("This story stands here already, as %(slot)s. No story stands twice.")
            raise Refused(message % {"slot": found[0].label(found[1])})
        if found is None and not layouts.placeable(user).filter(pk=story).exists():
            raise Refused(_("Only what is published or scheduled can be placed."))
        entry = found[2] if found else Entry(story)
        entry = replace(entry, by=str(user), at=timezone.now().isoformat())
        return _put(user, now, zones, entry, slot)

    return change


def shift(section, story, step):
    """Moves a story up or down within its zone."""
    zones = layouts.zones(section)

    def change(now):
        zone, position, entry = _standing(now, zones, story)
        target = position + step
        if not 0 <= target < zone.size:
            message = _("It cannot go further: %(slot)s.")
            return now, message % {"slot": zone.label(position)}
        after, _fallen = arranging.place(now, zones, entry, zone, target)
        return after, _("Now: %(slot)s.") % {"slot": zone.label(target)}

    return change


def take_out(section, story):
    zones = layouts.zones(section)

    def change(now):
        _standing(now, zones, story)
        after = arranging.take_out(now, zones, story)
        return after, _("Taken out: the slot is automatic again.")

    return change


def write(user, section, story, words, slot):
    """Gives the slot of a story its own ``words``, and moves it to ``slot`` if that is another.

    If it was taken out in another window meanwhile it comes back: what was typed is not lost.
    """
    zones = layouts.zones(section)

    def change(now):
        found = arranging.where(now, zones, story)
        by = {"by": str(user), "at": timezone.now().isoformat()}
        entry = replace(found[2] if found else Entry(story, **by), **words)
        if found and f"{found[0].key}:{found[1]}" == slot:
            return arranging.write(now, zones, entry), _("Kept in the working copy.")
        after, said = _put(user, now, zones, entry, slot)
        return after, f"{_('Kept in the working copy.')} {said}"

    return change


def replace_all(arrangement):
    """Takes over another arrangement as a whole."""
    return lambda now: (arrangement, _("It stands in your working copy now."))


def merge(section, theirs, take_theirs):
    """Puts an arrangement together with a colleague's: see `arrangement.merge`."""
    zones = layouts.zones(section)

    def change(now):
        after, doubles = arranging.merge(now, theirs, zones, take_theirs)
        said = [_("Both arrangements are put together. Look at it, then apply it.")]
        if doubles:
            said.append(
                ngettext(
                    "%(count)s story would have stood twice: its first place counts.",
                    "%(count)s stories would have stood twice: the first place of each counts.",
                    len(doubles),
                )
                % {"count": len(doubles)}
            )
        return after, " ".join(said)

    return change


def _standing(now, zones, story):
    found = arranging.where(now, zones, story)
    if found is None:
        raise Refused(_("This story does not stand here any more."))
    return found


def _put(user, now, zones, entry, slot):
    key, _colon, position = slot.partition(":")
    zone = next((zone for zone in zones if zone.key == key), None)
    if zone is None or position not in map(str, range(zone.size)):
        raise Refused(_("There is no such slot."))
    after, fallen = arranging.place(now, zones, entry, zone, int(position))
    said = _("Now: %(slot)s.") % {"slot": zone.label(int(position))}
    if fallen:
        readable = Article.objects.live() | Article.objects.for_desk(user)
        row = readable.filter(pk=fallen.story).first()
        name = (fallen.headline or row.headline) if row else f"№ {fallen.story}"
        said += " " + _("“%(headline)s” has no place any more.") % {"headline": name}
    return after, said
