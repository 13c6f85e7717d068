"""The steps of a story: every verb in every state by every role, and what each leaves behind."""

import pytest

from articles import workflow
from articles.models import Article, Publication, Stage, Transition
from articles.models.revision import Verb
from articles.versions import revisions
from cms.models import ApprovalSteps, SiteSettings
from cms.roles import Role
from tests import factories

from .desk import fresh, in_state, take

pytestmark = pytest.mark.django_db

VERBS = set(Verb) - {Verb.HAND_OVER, Verb.TIMED, Verb.TIMED_FAILED}


# Which steps a state allows, whoever takes them.
STATES = {
    "planned": {"plan", "assign", "discard"},
    "writing": {"submit", "publish", "discard", "plan", "assign"},
    "submitted": {"recall", "send_back", "approve", "publish", "discard"},
    "returned": {"submit", "publish", "discard", "plan", "assign"},
    "approved": {"send_back", "publish", "discard"},
    "live": {"withdraw"},
    "changed": {"submit", "publish", "withdraw"},
    "timed": {"publish", "withdraw", "cancel_timed"},
    "scheduled": {"withdraw"},
    "withdrawn": {"put_back", "withdraw"},
    "mended": {"submit", "publish", "put_back", "withdraw"},
    "discarded": {"restore"},
}
HANDING_IN = {"submit", "recall"}
EDITING = {"submit", "send_back", "approve", "discard", "restore", "plan", "assign"}
PUBLISHING = {*EDITING, "publish", "withdraw", "put_back", "cancel_timed"}
# Which steps a role may take with the story of somebody else, and with one's own.
OTHERS = {
    None: set(),
    Role.REPORTER: set(),
    Role.MODERATOR: set(),
    Role.EDITOR: EDITING,
    Role.MANAGING_EDITOR: PUBLISHING,
    Role.PUBLISHER: PUBLISHING,
}
WRITERS = (Role.REPORTER, Role.EDITOR, Role.MANAGING_EDITOR, Role.PUBLISHER)
OWN = {role: OTHERS[role] | (HANDING_IN if role in WRITERS else set()) for role in OTHERS}
OWN[Role.REPORTER] |= {"discard", "restore", "plan"}
# A reporter's own story is the desk's once it is handed in: no discarding any more.
CLOSED_TO_REPORTERS = {("submitted", "discard"), ("approved", "discard")}


def expected(state, role, own, steps):
    may = (OWN if own else OTHERS)[role]
    if role == Role.EDITOR and steps == ApprovalSteps.ONE:
        may = may | PUBLISHING
    allowed = STATES[state] & may
    if role == Role.REPORTER:
        allowed -= {verb for closed, verb in CLOSED_TO_REPORTERS if closed == state}
    return allowed


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("steps", ApprovalSteps)
def test_every_step_in_every_state_by_every_role(state, steps, staff):
    """What is offered is exactly what can be taken, and both are what the matrix says."""
    SiteSettings.objects.update_or_create(pk=1, defaults={"approval_steps": steps})
    for role, person in staff.items():
        for own in (False, True):
            story = in_state(state, by=person if own else None)
            wanted = expected(state, role, own, steps)
            assert {str(verb) for verb in workflow.available(person, story)} == wanted, (role, own)
            refused = 0
            for verb in VERBS:
                if verb in wanted:
                    continue
                before = story.transitions.count()
                with pytest.raises(workflow.Refused):
                    take(verb, story, person)
                refused += 1
                assert story.transitions.count() == before
                assert fresh(story).modified_at == story.modified_at
            assert refused == len(VERBS) - len(wanted)


def test_recalling_ones_own_story_opens_it_again(reporter):
    story = in_state("submitted", by=reporter)
    workflow.recall(story, reporter)
    assert fresh(story).stage == Stage.WRITING
    assert fresh(story).transitions.first().own


@pytest.mark.parametrize(
    ("state", "verb", "publication", "stage"),
    [
        ("writing", "submit", Publication.UNPUBLISHED, Stage.SUBMITTED),
        ("submitted", "send_back", Publication.UNPUBLISHED, Stage.RETURNED),
        ("submitted", "approve", Publication.UNPUBLISHED, Stage.APPROVED),
        ("approved", "publish", Publication.PUBLISHED, Stage.DONE),
        ("writing", "publish", Publication.PUBLISHED, Stage.DONE),
        ("changed", "publish", Publication.PUBLISHED, Stage.DONE),
        ("live", "withdraw", Publication.WITHDRAWN, Stage.DONE),
        ("timed", "cancel_timed", Publication.PUBLISHED, Stage.APPROVED),
        ("timed", "publish", Publication.PUBLISHED, Stage.DONE),
        ("scheduled", "withdraw", Publication.UNPUBLISHED, Stage.APPROVED),
        ("withdrawn", "put_back", Publication.PUBLISHED, Stage.DONE),
        ("mended", "publish", Publication.PUBLISHED, Stage.DONE),
        ("submitted", "discard", Publication.DISCARDED, Stage.WRITING),
        ("discarded", "restore", Publication.UNPUBLISHED, Stage.WRITING),
    ],
)
def test_where_a_step_leads_and_what_it_leaves_behind(state, verb, publication, stage):
    actor = factories.managing_editor()
    story = in_state(state)
    take(verb, story, actor)
    story = fresh(story)
    assert (story.publication, story.stage) == (publication, stage)
    step = story.transitions.first()
    assert (step.verb, step.actor, step.actor_name) == (verb, actor, str(actor))
    assert (step.revision, step.reason, step.own) == (story.latest_revision, "Vì một lẽ", False)


def test_approving_or_publishing_ones_own_story_is_marked():
    editor = factories.managing_editor()
    held = factories.draft(by=editor)
    workflow.publish(held, editor)
    signed = factories.draft(authors=[factories.author(user=editor)])
    workflow.submit(signed, editor)
    workflow.approve(signed, editor)
    of_others = factories.draft(by=factories.reporter())
    workflow.publish(of_others, editor)
    marks = {step.article_id: step.own for step in Transition.objects.order_by("pk")}
    assert marks == {held.pk: True, signed.pk: True, of_others.pk: False}


@pytest.mark.parametrize("reason", ["", "   \n"])
def test_sending_back_and_withdrawing_need_a_reason(reason):
    editor = factories.managing_editor()
    for state, verb in (("submitted", "send_back"), ("live", "withdraw")):
        story = in_state(state)
        with pytest.raises(workflow.Refused):
            workflow.take(verb, story, editor, reason=reason)
        assert fresh(story).stage == story.stage
        assert fresh(story).publication == story.publication


def test_the_name_of_a_person_stays_in_the_log_when_the_login_is_gone():
    editor = factories.managing_editor(full_name="Lê Ánh")
    story = factories.draft()
    workflow.submit(story, editor)
    editor.delete()
    step = story.transitions.get()
    assert (step.actor, step.actor_name) == (None, "Lê Ánh")


# --- Desks --------------------------------------------------------------------------------


def test_people_bound_to_sections_work_on_these_and_their_parts_only():
    mine, other = factories.section(), factories.section()
    part = factories.section(parent=mine)
    editor = factories.managing_editor(desks=[mine])
    for section, allowed in ((mine, True), (part, True), (None, True), (other, False)):
        story = factories.draft(section=section)
        assert bool(workflow.available(editor, story)) == allowed
        assert Article.objects.for_desk(editor).filter(pk=story.pk).exists() == allowed
        if not allowed:
            with pytest.raises(workflow.Refused):
                workflow.submit(story, editor)


def test_a_next_version_cannot_smuggle_a_story_to_another_desk():
    mine, other = factories.section(), factories.section()
    editor = factories.managing_editor(desks=[mine])
    story = factories.story(section=mine)
    data = {**revisions.working(story), "section": other.pk}
    revisions.save(story, data, None, base_id=story.latest_revision_id)
    with pytest.raises(workflow.Refused):
        workflow.publish(story, editor)
    assert fresh(story).section == mine


def test_ones_own_story_stays_in_sight_on_another_desk():
    mine, other = factories.section(), factories.section()
    editor = factories.managing_editor(desks=[mine])
    story = factories.draft(section=other, authors=[factories.author(user=editor)])
    assert Article.objects.for_desk(editor).filter(pk=story.pk).exists()
    assert "publish" not in workflow.available(editor, story)
