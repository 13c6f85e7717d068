"""The steps of a story, one function per verb, used by every door.

A verb locks the story, checks that the person may and that the state allows it, writes the row
and its `Transition` in one transaction. `Refused` says why not, in words for the person.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from . import corrections, gate, page_tags, permissions, planning, redirects, takedowns
from .going_live import (
    another_waits,
    drop_timed,
    go_live,
    leave_readers,
    timed_for,
    unschedule,
    was_live,
)  # fmt: skip
from .models import Article, Publication, Section, Stage, Withdrawal
from .models.revision import Verb
from .photos import photo_addresses
from .steps import Refused, log_step, state_allows, step_of
from .versions import drafts, revisions


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


@transaction.atomic
def plan(words, actor):
    """A story as a row before there is a text: a new one, from `planning.Words`."""
    if message := planning.against(words, actor):
        raise Refused(message)
    story = planning.create(words, actor)
    log_step(Verb.PLAN, story, actor, "")
    return story


def replan(article, actor, *, words=None, state=None, **details):
    """Changes what was agreed. ``state`` is `planning.state` of when the form was loaded."""
    with step_of(Verb.PLAN, article, actor, **details) as story:
        words = words or planning.of(story)
        if message := planning.against_change(story, words, actor, state):
            raise Refused(message)
        planning.change(story, words, actor)
    return story


def assign(article, actor, *, to=None, **details):
    """Gives an unpublished story to somebody else to write."""
    details["reason"] = f"{article.reporter or '–'} → {to}"
    with step_of(Verb.ASSIGN, article, actor, **details) as story:
        if to is None or to == story.reporter:
            raise Refused(_("Choose who is to write it instead."))
        planning.give(story, to, actor)
    return story


def submit(article, actor, **details):
    with step_of(Verb.SUBMIT, article, actor, **details) as story:
        story.stage = Stage.SUBMITTED
    return story


def recall(article, actor, **details):
    with step_of(Verb.RECALL, article, actor, **details) as story:
        story.stage = Stage.WRITING
    return story


def send_back(article, actor, **details):
    with step_of(Verb.SEND_BACK, article, actor, **details) as story:
        story.stage = Stage.RETURNED
    return story


def approve(article, actor, **details):
    with step_of(Verb.APPROVE, article, actor, **details) as story:
        story.stage = Stage.APPROVED
    return story


def publish(
    article, actor, *, minor=False, at=None, timed="", passed=(), revision=None, correction=None,
    **details,
):  # fmt: skip
    """Gives readers the newest revision: now, or at the publication time written in it.

    A story that readers have stays with them until then: a later time, in the version or as
    ``at``, makes a timed update. ``timed`` says what becomes of another one that waits ("keep" or
    "replace"). ``minor`` is the claim that "updated" need not move, ``passed`` holds the keys of
    the warnings that were seen. ``revision`` is published instead of the newest, to put right
    what readers have. ``correction`` (kind and text) goes with it to readers who had the story
    before.
    """
    log = {"minor": minor}
    with step_of(Verb.PUBLISH, article, actor, log=log, **details) as story:
        version = revision or story.latest_revision
        log["revision_id"], log["minor"] = version.pk, minor and was_live(story)
        log["due_at"] = later = timed_for(story, version.snapshot, at)
        data = revisions.existing(version.snapshot)
        if correction and not was_live(story):
            raise Refused(_("A correction belongs to a story that readers have had."))
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
            page_tags.comes_at(story, data, later)
            story.stage = Stage.DONE
        if correction:
            corrections.add(story, actor, **correction)
    return story


def cancel_timed(article, actor, **details):
    """The version that waited for its moment is one in preparation again."""
    log = {}
    with step_of(Verb.CANCEL_TIMED, article, actor, log=log, **details) as story:
        log["due_at"], log["revision_id"] = story.due_at, story.due_revision_id
        drop_timed(story)
        if story.has_changes and story.stage == Stage.DONE:
            story.stage = Stage.APPROVED
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
        with step_of(Verb.WITHDRAW, article, actor, **details) as story:
            drop_timed(story)  # no clock brings back what was withdrawn
            if not was_live(story):
                unschedule(story)
                return story
            if was and was != story.publication:
                raise Refused(_("The story is withdrawn already."))
            if to == story:
                raise Refused(_("The address would lead to the story itself."))
            if story.is_published:
                leave_readers(story)
            redirects.withdrawn(story, kind, actor, to=to, path=path)
            reason = details.get("reason", "")
            takedowns.close(story, actor, kind=kind, reason=reason, entry=entry, **(facts or {}))
            page_tags.withdrawn()
    return story


def put_back(article, actor, **details):
    """Gives readers again what they had, at its address and with its time.

    What was written since is published as always: by the step `publish`.
    """
    with step_of(Verb.PUT_BACK, article, actor, **details) as story:
        data = revisions.existing(story.live_revision.snapshot)
        if reasons := gate.reasons_against(data, story):
            raise Refused(_("The story cannot be published yet."), reasons)
        _stay_on_desk(actor, data)
        go_live(story, story.live_revision, data)
    return story


def discard(article, actor, **details):
    with step_of(Verb.DISCARD, article, actor, **details) as story:
        story.publication = Publication.DISCARDED
        story.stage = Stage.WRITING  # nobody waits for it any more
    return story


def restore(article, actor, **details):
    with step_of(Verb.RESTORE, article, actor, **details) as story:
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
        log_step(Verb.HAND_OVER, story, actor, f"{leaver} → {heir}")
    return len(stories)


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
    Verb.PLAN: replan,
    Verb.ASSIGN: assign,
}
