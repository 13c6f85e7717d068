"""The rows of a planned story. The steps that write them are in ``workflow.py``."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from cms.fields import digest
from cms.models import User

from . import permissions
from .models import Author, Plan, Section, Stage
from .versions import revisions


@dataclass(frozen=True)
class Words:
    """What is agreed on before there is a text."""

    headline: str = ""
    section: Section | None = None
    reporter: User | None = None
    due_at: datetime | None = None
    photo_order: str = ""
    brief: str = ""


def of(story):
    """The words of a story as it is planned now; empty ones where it was never planned."""
    plan = Plan.objects.filter(article=story).first() or Plan()
    data = revisions.working(story)
    return Words(
        headline=data["headline"],
        section=Section.objects.filter(pk=data["section"]).first(),
        reporter=story.reporter,
        due_at=plan.due_at,
        photo_order=plan.photo_order,
        brief=plan.brief,
    )


def state(story):
    """A digest of what is planned now: it tells whether a form shows an older state."""
    return digest(repr(of(story)))


def against(words, planner):
    """Why ``planner`` may not plan this; None if they may."""
    if not permissions.may_plan(planner):
        return _("You may not plan stories.")
    if words.reporter != planner and not permissions.may_plan_for_others(planner):
        return _("You may plan stories for yourself only.")
    return _against_section(words, planner)


def against_change(story, words, planner, state_seen):
    """Why the plan of ``story`` cannot be changed to this; None if it can."""
    if state_seen is not None and state_seen != state(story):
        return _("A colleague changed this plan in the meantime. Look at it again.")
    moved = words.section is not None and words.section.pk != story.section_id
    return _against_section(words, planner) if moved else None


def create(words, planner):
    """A new row with a working title: the first revision is the planner's, the story not."""
    story = revisions.create(_snapshot(words), planner)
    story.reporter, story.stage = words.reporter, Stage.PLANNED
    story.save(update_fields=["reporter", "stage", "modified_at"])
    _write_plan(story, words, planner)
    return story


def change(story, words, planner):
    """What was agreed; title and section too, while nobody has begun to write."""
    if story.stage == Stage.PLANNED:
        section = words.section.pk if words.section else None
        _rewrite(story, planner, headline=words.headline, section=section)
    _write_plan(story, words, planner)


def give(story, person, planner):
    """A planned story that changes hands takes the pen name of whoever writes it now."""
    before, story.reporter = story.reporter, person
    if story.stage == Stage.PLANNED and revisions.working(story)["authors"] == pen_name(before):
        story.save(update_fields=["reporter"])
        _rewrite(story, planner, authors=pen_name(person))


def pen_name(person):
    """The byline to propose for a person, as a list of ids: the first pen name, if any."""
    return list(
        Author.objects.filter(user=person).values_list("pk", flat=True)[:1] if person else ()
    )


def stage_to_write(story):
    """Where a story goes on that comes back: one without a word is a plan as before."""
    planned = not story.body and Plan.objects.filter(article=story).exists()
    return Stage.PLANNED if planned else Stage.WRITING


def _against_section(words, planner):
    if words.section and not permissions.on_desk(planner, words.section):
        return _("You are bound to other sections than this one.")


def _write_plan(story, words, planner):
    """Due time, photo and brief. Who planned first stays named."""
    agreed = {
        "due_at": words.due_at,
        "photo_order": words.photo_order,
        "brief": words.brief,
    }
    planned_by = {"planned_by": planner, "planned_by_name": str(planner)[:120]}
    Plan.objects.update_or_create(
        article=story, defaults=agreed, create_defaults=agreed | planned_by
    )


def _rewrite(story, planner, **changes):
    data = {**revisions.working(story), **changes}
    revisions.save(story, data, planner, base_id=story.latest_revision_id)
    story.refresh_from_db()
    story.stage = Stage.PLANNED


def _snapshot(words):
    data = dict.fromkeys(revisions.TEXT, "")
    data |= dict.fromkeys(revisions.TIMES) | dict.fromkeys(revisions.SINGLE)
    data |= {name: [] for name in revisions.MANY}
    data |= {
        "headline": words.headline,
        "section": words.section.pk if words.section else None,
        "authors": pen_name(words.reporter),
        "lead_decorative": False,
        "comment_policy": "default",
    }
    return data
