"""The frame of every step of a story: who may, what its state allows, the lock, and the log."""

from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from . import notices, permissions
from .going_live import was_live
from .models import Article, Publication, Stage, Transition
from .models.revision import Verb
from .models.states import IN_HAND


class Refused(Exception):
    """The step was not taken.

    ``reasons`` holds `gate.Reason` where fields are to blame, ``warnings`` those that nobody has
    passed yet; ``asks`` says that the step needs an answer first.
    """

    def __init__(self, message, reasons=(), warnings=(), asks=False):
        self.message = str(message)
        self.reasons, self.warnings = list(reasons), list(warnings)
        self.asks = asks or bool(reasons or warnings)
        super().__init__(self.message)


def objection(verb, story, actor):
    """Why ``actor`` cannot take this step with a story in this state; None if they can."""
    if not permissions.may(actor, verb, story):
        return _("You may not take this step with this story.")
    if not state_allows(verb, story):
        return _("The story has moved on in the meantime. Look at it again.")
    return None


def needs_reason(verb, article):
    """Must this step say why? Taking back what no reader has seen need not."""
    return verb == Verb.SEND_BACK or (verb == Verb.WITHDRAW and was_live(article))


@contextmanager
def step_of(verb, article, actor, *, reason="", seen=None, log=None):
    """The frame of every step. ``seen`` is the revision that was decided on, if it is known.

    ``log`` is filled by the step with what else its row of the log should say.
    """
    with transaction.atomic():
        story = _locked(article)
        if message := objection(verb, story, actor):
            raise Refused(message)
        if seen is not None and seen != story.latest_revision_id:
            raise Refused(_("The story was changed in the meantime. Look at it again."))
        if needs_reason(verb, story) and not reason.strip():
            raise Refused(_("Please write a reason."))
        held_by = story.reporter_id
        yield story
        story.save()
        log_step(verb, story, actor, reason, held_by=held_by, **(log or {}))


def _locked(article):
    """The story's row in our hands, with what ``article`` knew already and is still true."""
    story = Article.objects.select_for_update().get(pk=article.pk)
    for name in ("section", "latest_revision", "live_revision", "reporter"):
        at_hand = article._state.fields_cache.get(name)
        if at_hand and at_hand.pk == getattr(story, f"{name}_id"):
            setattr(story, name, at_hand)
    return story


def log_step(verb, story, actor, reason, *, held_by=None, **more):
    """The row of a step, and the notices to whom it concerns. ``actor`` None is the clock."""
    step = Transition.objects.create(
        **{
            "article": story,
            "verb": verb,
            "revision_id": story.latest_revision_id,
            "actor": actor,
            "actor_name": str(actor or ""),
            "own": actor is not None and permissions.owns(actor, story),
            "reason": reason,
            **more,
        }
    )
    notices.leave(step, story, actor, held_by=held_by)


def _is_mended(story):
    """Was a next version written for a withdrawn story?"""
    withdrawn = story.publication == Publication.WITHDRAWN
    return withdrawn and story.latest_revision_id != story.live_revision_id


def state_allows(verb, story):
    """Does the state of ``story`` allow the step, whoever takes it?"""
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
    if verb == Verb.CANCEL_TIMED:
        return story.is_published and story.due_at is not None
    if verb == Verb.PUT_BACK:
        return story.publication == Publication.WITHDRAWN
    return verb == Verb.DISCARD and unpublished and story.first_published_at is None
