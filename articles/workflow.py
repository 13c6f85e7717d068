"""The steps of a story, one function per verb, used by every door.

A verb locks the story, checks that the person may and that the state allows it, writes the row
and its `Transition` in one transaction. `Refused` says why not, in words for the person.
"""

from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from . import gate, permissions, revisions
from .going_live import another_waits, drop_timed, go_live, timed_for, unschedule, was_live
from .models import Article, Publication, Section, Stage, Transition
from .models.revision import Verb


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


def available(user, article):
    """The verbs that ``user`` could take now, in the order of the buttons."""
    return [
        verb
        for verb in _STEPS
        if _state_allows(verb, article) and permissions.may(user, verb, article)
    ]


def take(verb, article, actor, **details):
    """Takes the step named ``verb``: what the buttons, the bulk actions and the demo call."""
    return _STEPS[Verb(verb)](article, actor, **details)


def objection(verb, story, actor):
    """Why ``actor`` cannot take this step with a story in this state; None if they can."""
    if not permissions.may(actor, verb, story):
        return _("You may not take this step with this story.")
    if not _state_allows(verb, story):
        return _("The story has moved on in the meantime. Look at it again.")
    return None


def needs_reason(verb, article):
    """Must this step say why? Taking back what no reader has seen need not."""
    return verb == Verb.SEND_BACK or (verb == Verb.WITHDRAW and was_live(article))


def submit(article, actor, **details):
    with _step(Verb.SUBMIT, article, actor, **details) as story:
        story.stage = Stage.SUBMITTED
    return story


def recall(article, actor, **details):
    with _step(Verb.RECALL, article, actor, **details) as story:
        story.stage = Stage.WRITING
    return story


def send_back(article, actor, **details):
    with _step(Verb.SEND_BACK, article, actor, **details) as story:
        story.stage = Stage.RETURNED
    return story


def approve(article, actor, **details):
    with _step(Verb.APPROVE, article, actor, **details) as story:
        story.stage = Stage.APPROVED
    return story


def publish(article, actor, *, minor=False, at=None, timed="", passed=(), revision=None, **details):
    """Gives readers the newest revision: now, or at the publication time written in it.

    A story that readers have stays with them until then: a later time, in the version or as
    ``at``, makes a timed update. ``timed`` says what becomes of another one that waits ("keep" or
    "replace"). ``minor`` is the claim that "updated" need not move, ``passed`` holds the keys of
    the warnings that were seen. ``revision`` is published instead of the newest, as a correction
    of what readers have.
    """
    log = {"minor": minor}
    with _step(Verb.PUBLISH, article, actor, log=log, **details) as story:
        version = revision or story.latest_revision
        log["revision_id"], log["minor"] = version.pk, minor and was_live(story)
        log["due_at"] = later = timed_for(story, version.snapshot, at)
        data = revisions.existing(version.snapshot)
        verdict = gate.look(data, story, at=later, minor=minor)
        if verdict.blocking:
            message = _("The story cannot be published yet.")
            raise Refused(message, verdict.blocking, verdict.left(passed))
        if unseen := verdict.left(passed):
            raise Refused(_("Something is worth a look before it is published."), (), unseen)
        log["passed"] = gate.for_the_log(verdict.warnings)
        _stay_on_desk(actor, version.snapshot)
        _settle_timed(story, version, later, timed)
        if later is None:
            go_live(story, version, data, minor=minor, keep_shots=revision is not None)
        else:
            story.due_revision, story.due_at = version, later
            story.stage = Stage.DONE
    return story


def cancel_timed(article, actor, **details):
    """The version that waited for its moment is one in preparation again."""
    log = {}
    with _step(Verb.CANCEL_TIMED, article, actor, log=log, **details) as story:
        log["due_at"], log["revision_id"] = story.due_at, story.due_revision_id
        drop_timed(story)
        if story.has_changes and story.stage == Stage.DONE:
            story.stage = Stage.APPROVED
    return story


def withdraw(article, actor, **details):
    """Takes the story from readers; one that was only scheduled goes back to the desk."""
    with _step(Verb.WITHDRAW, article, actor, **details) as story:
        drop_timed(story)  # no clock brings back what was withdrawn
        if was_live(story):
            story.publication = Publication.WITHDRAWN
        else:
            unschedule(story)
    return story


def put_back(article, actor, **details):
    """Gives readers again what they had, at its address and with its time.

    What was written since is published as always: by the step `publish`.
    """
    with _step(Verb.PUT_BACK, article, actor, **details) as story:
        data = revisions.existing(story.live_revision.snapshot)
        if reasons := gate.reasons_against(data, story):
            raise Refused(_("The story cannot be published yet."), reasons)
        _stay_on_desk(actor, data)
        go_live(story, story.live_revision, data)
    return story


def discard(article, actor, **details):
    with _step(Verb.DISCARD, article, actor, **details) as story:
        story.publication = Publication.DISCARDED
        story.stage = Stage.WRITING  # nobody waits for it any more
    return story


def restore(article, actor, **details):
    with _step(Verb.RESTORE, article, actor, **details) as story:
        story.publication = Publication.UNPUBLISHED
        story.stage = Stage.WRITING
    return story


@transaction.atomic
def hand_over(leaver, heir, actor):
    """Gives the unpublished stories that ``leaver`` holds to ``heir``; returns how many."""
    stories = list(
        Article.objects.select_for_update().filter(
            reporter=leaver, publication=Publication.UNPUBLISHED
        )
    )
    for story in stories:
        story.reporter = heir
        story.save(update_fields=["reporter", "modified_at"])
        log_step(Verb.HAND_OVER, story, actor, f"{leaver} → {heir}")
    return len(stories)


@contextmanager
def _step(verb, article, actor, *, reason="", seen=None, log=None):
    """The frame of every step. ``seen`` is the revision that was decided on, if it is known.

    ``log`` is filled by the step with what else its row of the log should say.
    """
    with transaction.atomic():
        story = Article.objects.select_for_update().get(pk=article.pk)
        if message := objection(verb, story, actor):
            raise Refused(message)
        if seen is not None and seen != story.latest_revision_id:
            raise Refused(_("The story was changed in the meantime. Look at it again."))
        if needs_reason(verb, story) and not reason.strip():
            raise Refused(_("Please write a reason."))
        yield story
        story.save()
        log_step(verb, story, actor, reason, **(log or {}))


def log_step(verb, story, actor, reason, **more):
    Transition.objects.create(
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


def _stay_on_desk(actor, data):
    if permissions.works_on_all_desks(actor):
        return
    if not permissions.on_desk(actor, Section.objects.filter(pk=data["section"]).first()):
        raise Refused(_("The story is filed under a section of another desk."))


def _settle_timed(story, version, later, timed):
    """Nobody loses a version that waits for its moment without having said so."""
    if timed == "keep" and later is None and story.due_revision_id != version.pk:
        return
    if another_waits(story, version) and timed != "replace":
        raise Refused(_("Another version waits for its moment: say what becomes of it."), asks=True)
    drop_timed(story)


def _is_mended(story):
    """Was a next version written for a withdrawn story?"""
    withdrawn = story.publication == Publication.WITHDRAWN
    return withdrawn and story.latest_revision_id != story.live_revision_id


def _state_allows(verb, story):
    unpublished = story.publication == Publication.UNPUBLISHED
    if verb == Verb.RESTORE:
        return story.publication == Publication.DISCARDED
    if story.publication == Publication.DISCARDED:
        return False
    if verb == Verb.SUBMIT:
        return story.stage in (Stage.WRITING, Stage.RETURNED)
    if verb == Verb.RECALL:
        return story.stage == Stage.SUBMITTED
    if verb == Verb.SEND_BACK:
        return story.stage in (Stage.SUBMITTED, Stage.APPROVED)
    if verb == Verb.APPROVE:
        return story.stage == Stage.SUBMITTED
    if verb == Verb.PUBLISH:
        return unpublished or story.has_changes or _is_mended(story)
    if verb == Verb.WITHDRAW:
        return story.is_published
    if verb == Verb.CANCEL_TIMED:
        return story.is_published and story.due_at is not None
    if verb == Verb.PUT_BACK:
        return story.publication == Publication.WITHDRAWN
    return verb == Verb.DISCARD and unpublished and story.first_published_at is None


_STEPS = {
    Verb.PUBLISH: publish,
    Verb.APPROVE: approve,
    Verb.SUBMIT: submit,
    Verb.RECALL: recall,
    Verb.SEND_BACK: send_back,
    Verb.PUT_BACK: put_back,
    Verb.CANCEL_TIMED: cancel_timed,
    Verb.WITHDRAW: withdraw,
    Verb.RESTORE: restore,
    Verb.DISCARD: discard,
}
