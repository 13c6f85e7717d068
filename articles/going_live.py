"""What going live does to a story's row, and what is asked about it beforehand.

No step is taken here: who may, in which state, and the log are matters of ``workflow.py``.
"""

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from . import gate, page_tags, redirects
from .gate.claims import readers_notice
from .models import Publication, Stage
from .photos import photo_addresses, photo_uses
from .search import index as search_index
from .versions import revisions


def was_live(story):
    """Has the story reached its readers at any time?"""
    return bool(story.first_published_at and story.first_published_at <= timezone.now())


def look(story, revision=None, *, minor=None, at=None, house=None):
    """The `gate.Verdict` on publishing ``revision`` (the newest) of ``story`` like this."""
    data = revisions.existing((revision or story.latest_revision).snapshot)
    return gate.look(data, story, at=timed_for(story, data, at), minor=minor, house=house)


def timed_for(story, data, at=None):
    """The moment of a timed update with snapshot ``data``; None where it goes live by itself."""
    if not is_update(story):
        return None
    moment = at or (data["published_at"] and parse_datetime(data["published_at"]))
    return moment if moment and moment > timezone.now() else None


def is_update(story):
    """Would publishing give readers another version of what they have?"""
    return story.is_published and was_live(story)


def another_waits(story, revision=None):
    """Does another version than this one (the newest) wait for its moment?"""
    version_id = revision.pk if revision else story.latest_revision_id
    waits = story.due_at is not None and story.due_failed_at is None
    return waits and story.due_revision_id != version_id


def go_live(story, revision, data, *, minor=False, at=None, keep_shots=False):
    """Makes ``story`` what its readers get; the caller stores the row.

    ``data`` is the revision's snapshot without what has been deleted since.

    ``at`` is the moment that a timed update was meant for, however late the clock was asked.
    """
    had = story.live_revision and story.live_revision.snapshot
    already_live, published_at = was_live(story), story.published_at
    readers_have = had if story.is_live() else None
    is_next = story.live_revision_id != revision.pk
    if at or (already_live and had and data["published_at"] == had["published_at"]):
        # Says nothing new: the story keeps the time that readers know.
        data = {**data, "published_at": None}
    # What the row follows so far: its relations need not be compared with the database.
    before = had if story.publication == Publication.PUBLISHED else None
    if story.publication == Publication.UNPUBLISHED:
        before = story.latest_revision.snapshot
    revisions.fill_in(story, data, keep_shots=keep_shots or not is_next, before=before)
    if story.publication == Publication.WITHDRAWN:
        redirects.returned(story)
        photo_addresses.bring_back(story)
    now = timezone.now()
    story.published_at = story.published_at or published_at or now
    if not already_live:
        story.first_published_at = story.published_at
    elif is_next and not minor and readers_notice(had, data):
        story.updated_at = at or now
    story.publication = Publication.PUBLISHED
    story.live_revision = revision
    page_tags.went_live(story, data, readers_have, published_at)
    if not story.has_changes:
        story.stage = Stage.DONE
    if story.has_changes or story.due_revision_id not in (None, revision.pk):
        photo_uses.index_next(story)
    search_index.put(story, data)


def unschedule(story):
    """Back to the desk: the row follows the newest version again, and the address the headline."""
    if not story.has_changes:
        story.stage = Stage.APPROVED
    story.publication = Publication.UNPUBLISHED
    story.first_published_at = story.live_revision = None
    revisions.apply(story, revisions.existing(story.latest_revision.snapshot))
    search_index.remove(story)


def leave_readers(story):
    """The row of a story that is withdrawn: it keeps what readers had, and no search finds it."""
    photo_addresses.retire(story)
    story.publication = Publication.WITHDRAWN
    search_index.remove(story)


def drop_timed(story):
    story.due_revision = story.due_at = story.due_failed_at = None
