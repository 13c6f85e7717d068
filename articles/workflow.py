"""The steps of a story, one function per verb, used by every door.

A verb locks the story, checks that the person may and that the state allows it, writes the row
and its `Transition` in one transaction. `Refused` says why not, in words for the person.
"""

from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import (
    corrections,
    drafts,
    gate,
    notices,
    permissions,
    photo_addresses,
    photo_uses,
    planning,
    redirects,
    revisions,
    takedowns,
)
from .models import Article, Publication, Stage, Transition, Withdrawal
from .models.revision import Verb
from .steps import state_allows


class Refused(Exception):
    """The step was not taken. ``reasons`` holds `gate.Reason` where fields are to blame."""

    def __init__(self, message, reasons=()):
        self.message = str(message)
        self.reasons = list(reasons)
        super().__init__(self.message)


def available(user, article):
    """The verbs that ``user`` could take now, in the order of the buttons."""
    return [
        verb
        for verb in _STEPS
        if state_allows(verb, article) and permissions.may(user, verb, article)
    ]


def take(verb, article, actor, **details):
    """Takes the step named ``verb``: what the buttons, the bulk actions and the demo call."""
    return _STEPS[Verb(verb)](article, actor, **details)


def needs_reason(verb, article):
    """Must this step say why? Taking back what no reader has seen need not."""
    return verb == Verb.SEND_BACK or (verb == Verb.WITHDRAW and was_live(article))


@transaction.atomic
def plan(words, actor):
    """A story as a row before there is a text: a new one, from `planning.Words`."""
    if message := planning.against(words, actor):
        raise Refused(message)
    story = planning.create(words, actor)
    _log(Verb.PLAN, story, actor, "")
    return story


def replan(article, actor, *, words=None, state=None, **details):
    """Changes what was agreed. ``state`` is `planning.state` of when the form was loaded."""
    with _step(Verb.PLAN, article, actor, **details) as story:
        words = words or planning.of(story)
        if message := planning.against_change(story, words, actor, state):
            raise Refused(message)
        planning.change(story, words, actor)
    return story


def assign(article, actor, *, to=None, **details):
    """Gives an unpublished story to somebody else to write."""
    details["reason"] = f"{article.reporter or '–'} → {to}"
    with _step(Verb.ASSIGN, article, actor, **details) as story:
        if to is None or to == story.reporter:
            raise Refused(_("Choose who is to write it instead."))
        planning.give(story, to, actor)
    return story


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


def publish(article, actor, *, correction=None, **details):
    """Gives readers the newest revision: now, or at the publication time written in it.

    ``correction`` (kind and text) goes with it to readers who had the story before.
    """
    with _step(Verb.PUBLISH, article, actor, **details) as story:
        if correction and not was_live(story):
            raise Refused(_("A correction belongs to a story that readers have had."))
        _go_live(story, actor, story.latest_revision)
        if correction:
            corrections.add(story, actor, **correction)
    return story


def withdraw(
    article, actor, *, was=None, kind=Withdrawal.TEMPORARY, to=None, path="", entry=None,
    facts=None, **details,
):  # fmt: skip
    """Takes the story from readers; one that was only scheduled goes back to the desk.

    For the time being its address answers 404; for good 410, or it leads ``to`` another story or
    to a ``path``. Its pictures go with it, and the takedown register has its ``entry``, made of
    ``facts`` where there is none. A withdrawn story can be withdrawn otherwise; ``was`` is the
    publication that the person saw: two taps of one thumb are one withdrawal.
    """
    # Readers have what they had, whatever a colleague saved meanwhile: that stops no withdrawal.
    details.pop("seen", None)
    with transaction.atomic():
        photo_addresses.lock_sharers(article)
        with _step(Verb.WITHDRAW, article, actor, **details) as story:
            if not was_live(story):
                _unschedule(story)
                return story
            if was and was != story.publication:
                raise Refused(_("The story is withdrawn already."))
            if to == story:
                raise Refused(_("The address would lead to the story itself."))
            if story.publication == Publication.PUBLISHED:
                photo_addresses.retire(story)
            story.publication = Publication.WITHDRAWN
            redirects.withdrawn(story, kind, actor, to=to, path=path)
            reason = details.get("reason", "")
            takedowns.close(story, actor, kind=kind, reason=reason, entry=entry, **(facts or {}))
    return story


def put_back(article, actor, **details):
    """Gives readers again what they had, at its address and with its time.

    What was written since is published as always: by the step `publish`.
    """
    with _step(Verb.PUT_BACK, article, actor, **details) as story:
        _go_live(story, actor, story.live_revision)
    return story


def discard(article, actor, **details):
    with _step(Verb.DISCARD, article, actor, **details) as story:
        story.publication = Publication.DISCARDED
        story.stage = Stage.WRITING  # nobody waits for it any more
    return story


def restore(article, actor, **details):
    with _step(Verb.RESTORE, article, actor, **details) as story:
        story.publication = Publication.UNPUBLISHED
        story.stage = planning.stage_to_write(story)
    return story


@transaction.atomic
def hand_over(leaver, heir, actor):
    """Gives the unpublished stories that ``leaver`` holds to ``heir``; returns how many.

    What the leaver typed and did not save goes along.
    """
    drafts.hand_over(leaver, heir)
    stories = list(
        Article.objects.select_for_update().filter(
            reporter=leaver, publication=Publication.UNPUBLISHED
        )
    )
    for story in stories:
        story.reporter = heir
        story.save(update_fields=["reporter", "modified_at"])
        _log(Verb.HAND_OVER, story, actor, f"{leaver} → {heir}")
    return len(stories)


@contextmanager
def _step(verb, article, actor, *, reason="", seen=None):
    """The frame of every step. ``seen`` is the revision that was decided on, if it is known."""
    with transaction.atomic():
        story = Article.objects.select_for_update().get(pk=article.pk)
        if not permissions.may(actor, verb, story):
            raise Refused(_("You may not take this step with this story."))
        if not state_allows(verb, story):
            raise Refused(_("The story has moved on in the meantime. Look at it again."))
        if seen is not None and seen != story.latest_revision_id:
            raise Refused(_("The story was changed in the meantime. Look at it again."))
        if needs_reason(verb, story) and not reason.strip():
            raise Refused(_("Please write a reason."))
        held_by = story.reporter_id
        yield story
        story.save()
        _log(verb, story, actor, reason, held_by=held_by)


def _log(verb, story, actor, reason, *, held_by=None):
    step = Transition.objects.create(
        article=story,
        verb=verb,
        revision_id=story.latest_revision_id,
        actor=actor,
        actor_name=str(actor),
        own=permissions.owns(actor, story),
        reason=reason,
    )
    notices.leave(step, story, actor, held_by=held_by)


def _go_live(story, actor, revision):
    data = revisions.existing(revision.snapshot)
    reasons = gate.reasons_against(data)
    if reasons:
        raise Refused(_("The story cannot be published yet."), reasons)
    already_live, published_at = was_live(story), story.published_at
    is_next = story.live_revision_id != revision.pk
    revisions.apply(story, data, keep_shots=not is_next)
    if story.publication == Publication.WITHDRAWN:
        redirects.returned(story)
        photo_addresses.bring_back(story)
    if not permissions.on_desk(actor, story.section):
        raise Refused(_("The story is filed under a section of another desk."))
    now = timezone.now()
    story.published_at = story.published_at or published_at or now
    if not already_live:
        story.first_published_at = story.published_at
    elif is_next:
        story.updated_at = now
    story.publication = Publication.PUBLISHED
    story.live_revision = revision
    if not story.has_changes:
        story.stage = Stage.DONE
    else:
        photo_uses.index(story, revisions.current(story.latest_revision.snapshot), current=False)


def _unschedule(story):
    """Back to the desk: the row follows the newest version again, and the address the headline."""
    if not story.has_changes:
        story.stage = Stage.APPROVED
    story.publication = Publication.UNPUBLISHED
    story.first_published_at = story.live_revision = None
    revisions.apply(story, revisions.existing(story.latest_revision.snapshot))


def was_live(story):
    """Has the story reached its readers at any time?"""
    return bool(story.first_published_at and story.first_published_at <= timezone.now())


_STEPS = {
    Verb.PUBLISH: publish,
    Verb.APPROVE: approve,
    Verb.SUBMIT: submit,
    Verb.RECALL: recall,
    Verb.SEND_BACK: send_back,
    Verb.PUT_BACK: put_back,
    Verb.WITHDRAW: withdraw,
    Verb.RESTORE: restore,
    Verb.DISCARD: discard,
    Verb.PLAN: replan,
    Verb.ASSIGN: assign,
}
