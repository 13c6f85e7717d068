"""Arranging the front page and section pages: the working copy, and what brings it to readers.

Each person has one working copy for each place. Every change of it is stored at once and can be
undone; no reader gets it before `apply`. Each function checks that the person may.
"""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import permissions
from ..models import Article, Layout, LayoutDraft, Publication, Section
from . import arrangement as arranging

# Changes of a working copy that can be taken back.
_UNDO = 15


class Refused(Exception):
    """It was not done; why, in words for the person."""


class Stale(Exception):
    """Somebody applied an arrangement since this one was begun."""

    def __init__(self, current):
        self.current = current
        super().__init__(f"layout {current.number} is newer")


def zones(section):
    tops = () if section else Section.objects.filter(parent=None)
    return arranging.zones_of(section, tops)


def coming(user, at=None):
    """Stories on a desk of ``user`` that readers get later, by themselves."""
    at = at or timezone.now()
    waits = Q(published_at__gt=at) | Q(embargo_until__gt=at)
    stays = Q(expires_at=None) | Q(expires_at__gt=at)
    rows = Article.objects.for_desk(user)
    return rows.filter(waits, stays, publication=Publication.PUBLISHED)


def placeable(user, at=None):
    """What ``user`` can place: what is live, and what is scheduled on a desk of theirs."""
    rows = Article.objects.live(at) | coming(user, at)
    # Said once more for the index of lists: a database does not take it out of the two halves.
    return rows.filter(publication=Publication.PUBLISHED)


def appears_at(story):
    """When readers get a story that they do not have yet, or None: never by itself."""
    now = timezone.now()
    if story.publication != Publication.PUBLISHED or story.is_live(now):
        return None
    moment = max(filter(None, [story.published_at, story.embargo_until]))
    gone = story.expires_at and story.expires_at <= max(moment, now)
    return None if gone else moment


# --- The working copy -----------------------------------------------------------------------


def draft_of(user, section):
    return LayoutDraft.objects.of(section).filter(user=user).first()


def number_of(layout):
    return layout.number if layout else 0


def arrangement_of(layout):
    return layout.arrangement if layout else {}


@transaction.atomic
def change(user, section, changed):
    """Takes ``changed`` (see ``placing.py``) into the working copy; returns its words."""
    draft = _locked(user, section)
    after, said = changed(draft.arrangement)
    if after != draft.arrangement:
        draft.undo = [*draft.undo, draft.arrangement][-_UNDO:]
        draft.arrangement = after
        draft.save()
    return said


@transaction.atomic
def undo_change(user, section):
    draft = _locked(user, section)
    if not draft.undo:
        raise Refused(_("There is nothing to take back."))
    draft.arrangement = draft.undo.pop()
    draft.save()


def discard(user, section):
    _demand(user, section)
    LayoutDraft.objects.of(section).filter(user=user).delete()


@transaction.atomic
def rebase(user, section, changed, *, base):
    """`change`, after which the working copy counts as begun from the layout ``base``.

    Raises `Stale` when that is not the newest any more.
    """
    current = Layout.objects.current(section)
    if number_of(current) != base:
        raise Stale(current)
    said = change(user, section, changed)
    LayoutDraft.objects.of(section).filter(user=user).update(base=base)
    return said


def _locked(user, section):
    """The working copy of ``user`` under a lock; begun from what readers get, if there is none."""
    _demand(user, section)
    current = Layout.objects.current(section)
    begun = {"base": number_of(current), "arrangement": arrangement_of(current)}
    LayoutDraft.objects.get_or_create(user=user, section=section, defaults=begun)
    return LayoutDraft.objects.select_for_update(of=("self",)).get(user=user, section=section)


# --- What readers get -----------------------------------------------------------------------


@transaction.atomic
def apply_draft(user, section, *, note=""):
    """Gives readers the working copy of ``user``, which ends with that."""
    _demand(user, section)
    draft = LayoutDraft.objects.select_for_update().of(section).filter(user=user).first()
    if draft is None:
        raise Refused(_("Nothing was changed that could be applied."))
    layout = _add(user, section, draft.arrangement, draft.base, note)
    draft.delete()
    return layout


@transaction.atomic
def apply_at_once(user, section, changed, *, base, note=""):
    """Takes ``changed`` into what readers have, past any working copy; returns its words.

    ``base`` is the number of the layout that the person saw.
    """
    _demand(user, section)
    before = arrangement_of(Layout.objects.current(section))
    after, said = changed(before)
    _add(user, section, after, base, note)
    draft = draft_of(user, section)
    if draft and arranging.same(draft.arrangement, before, zones(section)):
        # A working copy without a change would take this back; one with changes is compared.
        draft.delete()
    return said


def reapply(user, section, number, *, base):
    """Gives readers again what was applied as ``number``; 0 is the page without any hand."""
    before = numbered(section, number)
    note = (
        _("Again the arrangement of %(moment)s, by %(name)s")
        % {"moment": f"{timezone.localtime(before.at):%H:%M %d/%m/%Y}", "name": before.author_name}
        if before
        else _("Everything automatic again")
    )
    old = arrangement_of(before)
    return apply_at_once(user, section, lambda now: (old, note), base=base, note=note[:200])


def numbered(section, number):
    """The layout of that number; None for 0, the page before anybody arranged it."""
    found = Layout.objects.of(section).filter(number=number).first()
    if number and found is None:
        raise Refused(_("There is no such arrangement."))
    return found


def _add(user, section, arrangement, base, note):
    current = Layout.objects.current(section)
    if number_of(current) != base:
        raise Stale(current)
    arrangement, _doubles = arranging.tidy(arrangement, zones(section))
    try:
        with transaction.atomic():
            return Layout.objects.create(
                section=section,
                number=base + 1,
                arrangement=arrangement,
                author=user,
                author_name=str(user),
                note=note,
            )
    except IntegrityError:  # A colleague applied at this very moment.
        raise Stale(Layout.objects.current(section)) from None


def _demand(user, section):
    if not permissions.may_arrange(user, section):
        raise PermissionDenied
