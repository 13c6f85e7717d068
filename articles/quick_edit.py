"""Sửa nhanh: one slip in a headline, a standfirst or a caption, put right for readers at once.

The correction is made on the version that readers have. If a next version is in preparation, or
waits for its moment, it gets the same correction, so that publishing it does not bring the slip
back; where it says something else in that place already, its own words stay. What is in
preparation is never published by this door.
"""

from dataclasses import dataclass, replace

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from . import gate, permissions, workflow
from .body import figures
from .models import Article
from .models.revision import Verb
from .photos import photo_uses
from .versions import revisions

_FIELDS = ("headline", "standfirst")


class Stale(Exception):
    """Somebody saved or published the story since the page was opened."""


@dataclass(frozen=True)
class Place:
    """Something that can be corrected: a field, or the caption of a photo."""

    name: str
    text: str
    field: str  # whose rules and label it has
    photo_id: int | None = None
    number: int = 0  # of the photo in the text, from 1


@dataclass(frozen=True)
class Fixed:
    """What came of it: the story, and the places where the next version has words of its own."""

    story: Article
    left: list[Place]


def places(data):
    """What can be corrected in snapshot ``data``, in the order of reading."""
    found = [Place(name, data[name], name) for name in _FIELDS]
    if data["lead_photo"]:
        found.append(
            Place("lead_caption", data["lead_caption"], "lead_caption", data["lead_photo"])
        )
    return found + [
        Place(f"caption_{number}", figure.caption, "lead_caption", figure.photo_id, number)
        for number, figure in enumerate(figures.find(data["body"]), 1)
        if figure.photo_id
    ]


def seen(story):
    """Names the versions that a page was made from; it changes when any of them does."""
    return f"{story.live_revision_id}-{story.latest_revision_id}-{story.due_revision_id}"


@transaction.atomic
def fix(article, actor, typed, *, seen_versions, minor=True, passed=()):
    """Corrects the places named in ``typed``, a dict of texts, for readers at once.

    Raises `Stale` and `workflow.Refused`; then nothing is stored.
    """
    story = Article.objects.select_for_update().get(pk=article.pk)
    if not permissions.may(actor, Verb.PUBLISH, story):
        raise workflow.Refused(_("You may not take this step with this story."))
    if not story.is_published:
        raise workflow.Refused(_("The story is not published: change it in its form."))
    if seen_versions != seen(story):
        raise Stale
    had = story.live_revision.snapshot
    wanted = [
        (place, typed[place.name])
        for place in places(had)
        if place.name in typed and typed[place.name] != place.text
    ]
    if not wanted:
        raise workflow.Refused(_("Nothing was changed."))
    data, note = had, _note(wanted)
    for place, text in wanted:
        data = _corrected(data, place, text)
    if story.has_changes:
        fixed = revisions.beside(story, data, actor, base=story.live_revision, note=note)
        left = _carry_over(story, wanted, actor, note)
    else:
        base_id = story.latest_revision_id
        fixed, left = revisions.save(story, data, actor, base_id=base_id, note=note), []
    # Readers have had the other points all along, and somebody passed them.
    known = {each.key for each in gate.look(revisions.existing(had), story).warnings}
    story = workflow.publish(
        story, actor, revision=fixed, minor=minor, timed="keep", passed=known | set(passed)
    )
    return Fixed(story, left)


def _carry_over(story, wanted, actor, note):
    """Corrects the versions that are to follow; returns the places that they say otherwise."""
    followers = {story.latest_revision_id: story.latest_revision}
    if story.due_revision_id:
        followers[story.due_revision_id] = story.due_revision
    left, replaced = [], {}
    for pk, revision in sorted(followers.items()):
        data = revision.snapshot
        for place, text in wanted:
            corrected = _corrected(data, place, text, everywhere=True)
            if corrected is None and place not in left:
                left.append(place)
            data = corrected or data
        if data != revision.snapshot:
            replaced[pk] = revisions.beside(story, data, actor, base=revision, note=note)
    story.latest_revision = replaced.get(story.latest_revision_id, story.latest_revision)
    story.due_revision = replaced.get(story.due_revision_id, story.due_revision)
    story.save(update_fields=["latest_revision", "due_revision", "modified_at"])
    photo_uses.index_next(story)
    return left


def _corrected(data, place, text, everywhere=False):
    """``data`` with ``text`` in that place; None if it does not read there what readers have.

    ``everywhere``: another version may have moved a photo; it is known by itself and its caption.
    """
    if place.number:
        return _recaptioned(data, place, text, everywhere)
    moved = place.photo_id and data["lead_photo"] != place.photo_id
    if data[place.field] == text and not moved:
        return data
    if data[place.field] != place.text or moved:
        return None
    return {**data, place.field: text}


def _recaptioned(data, place, text, everywhere):
    count = hits = 0

    def draw(figure):
        nonlocal count, hits
        count += 1
        same = figure.photo_id == place.photo_id and figure.caption in (place.text, text)
        if not same or not (everywhere or count == place.number):
            return str(figure)
        hits += 1
        return str(replace(figure, caption=text))

    body = figures.replace(data["body"], draw)
    return {**data, "body": body} if hits else None


def _note(wanted):
    """In the language of the paper: history is for all."""
    with translation.override(settings.LANGUAGE_CODE):
        label = {
            "headline": _("headline"), "standfirst": _("standfirst"), "lead_caption": _("caption"),
        }  # fmt: skip
        names = dict.fromkeys(label[place.field] for place, _text in wanted)
        return _("Quick edit: %(fields)s") % {"fields": ", ".join(names)}


def form_field(place, **options):
    """Its length and cleaning are those of the field of a story."""
    return Article._meta.get_field(place.field).formfield(required=False, **options)
