"""Which steps the state of a story allows, whoever takes them."""

from .models import Publication, Stage
from .models.revision import Verb
from .models.states import IN_HAND


def _is_mended(story):
    """Was a next version written for a withdrawn story?"""
    withdrawn = story.publication == Publication.WITHDRAWN
    return withdrawn and story.latest_revision_id != story.live_revision_id


def state_allows(verb, story):
    """Does the state of ``story`` allow this step?"""
    unpublished = story.publication == Publication.UNPUBLISHED
    if verb == Verb.RESTORE:
        return story.publication == Publication.DISCARDED
    if story.publication == Publication.DISCARDED:
        return False
    if verb == Verb.SUBMIT:
        return story.stage in (Stage.WRITING, Stage.RETURNED)
    if verb in (Verb.PLAN, Verb.ASSIGN):
        return unpublished and story.stage in IN_HAND
    if verb == Verb.RECALL:
        return story.stage == Stage.SUBMITTED
    if verb == Verb.SEND_BACK:
        return story.stage in (Stage.SUBMITTED, Stage.APPROVED)
    if verb == Verb.APPROVE:
        return story.stage == Stage.SUBMITTED
    if verb == Verb.PUBLISH:
        # A plan has no text yet: the first save of the form makes it a story.
        written = unpublished and story.stage != Stage.PLANNED
        return written or story.has_changes or _is_mended(story)
    if verb == Verb.WITHDRAW:
        return story.is_published or story.publication == Publication.WITHDRAWN
    if verb == Verb.PUT_BACK:
        return story.publication == Publication.WITHDRAWN
    return verb == Verb.DISCARD and unpublished and story.first_published_at is None
