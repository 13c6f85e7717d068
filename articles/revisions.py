"""Snapshots of stories: what the form edits, what history keeps, what publishing applies.

A snapshot is a plain dict of JSON values: every field of a story that a person can write, with
relations as lists of ids in order. The story's row is never edited by a form; it follows the
newest snapshot until it is published, and then only the publish verb moves it.
"""

from dataclasses import dataclass
from datetime import UTC

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from cms.text import slugify

from . import markup, photo_uses
from .credit import with_credit
from .models import Article, Byline, Publication, RelatedStory, Revision, Stage
from .models.revision import Verb

TEXT = (
    "kicker", "headline", "mark", "standfirst", "body",
    "lead_caption", "lead_credit", "lead_alt", "lead_decorative",
    "source", "comment_policy", "seo_title", "seo_description",
)  # fmt: skip
TIMES = ("published_at", "expires_at", "embargo_until", "breaking_until")
SINGLE = ("section", "lead_photo")
MANY = ("authors", "topics", "further_sections", "related")


class StaleSave(Exception):
    """Somebody saved the story since this form was loaded."""

    def __init__(self, current):
        self.current = current
        super().__init__(f"revision {current.pk} is newer")


@dataclass(frozen=True)
class Difference:
    """One field of two snapshots that differ, in words for people."""

    field: str
    label: str
    before: str
    after: str


def snapshot(article):
    """The row of ``article`` as a snapshot."""
    data = {name: getattr(article, name) for name in TEXT}
    for name in TIMES:
        moment = getattr(article, name)
        data[name] = moment.isoformat() if moment else None
    for name in SINGLE:
        data[name] = getattr(article, f"{name}_id")
    data["authors"] = list(article.bylines.values_list("author_id", flat=True))
    data["related"] = list(article.related_links.values_list("to_id", flat=True))
    data["topics"] = list(article.topics.order_by("name").values_list("pk", flat=True))
    data["further_sections"] = list(article.further_sections.values_list("pk", flat=True))
    return data


def working(article):
    """The snapshot being worked on: the newest one, with the publication time that is set."""
    if article.latest_revision_id is None:
        return snapshot(article)
    data = dict(article.latest_revision.snapshot)
    # A timed update names its own moment there, not the time that the story carries.
    settled = article.latest_revision_id in (article.due_revision_id, article.live_revision_id)
    if article.published_at and (settled or not data["published_at"]):
        data["published_at"] = article.published_at.isoformat()
    return data


@transaction.atomic
def create(data, author, *, note="", legacy_id=None):
    """A new story from a snapshot; returns the Article."""
    article = Article(reporter=author, legacy_id=legacy_id, headline="-")
    article.save()
    _add_revision(article, data, author, note=note)
    apply(article, article.latest_revision.snapshot)
    return article


@transaction.atomic
def save(article, data, author, *, base_id, note="", even_unchanged=False):
    """Saves ``data`` as the newest revision and returns it.

    ``base_id`` is the revision that the form was loaded from. Raises `StaleSave` when a newer
    one exists. Nothing is stored when nothing differs, unless ``even_unchanged``: a revision to
    publish what is no text, like the new crop of a photo. Check and write share one transaction,
    and the row is locked before the check.
    """
    # Without a join: PostgreSQL would answer it from before the wait for the lock.
    article = Article.objects.select_for_update().get(pk=article.pk)
    latest = article.latest_revision
    if latest.pk != base_id:
        raise StaleSave(latest)
    data = _normalised(data)
    if not even_unchanged and data in (latest.snapshot, _normalised(working(article))):
        return latest
    _add_revision(article, data, author, base=latest, note=note)
    if article.stage == Stage.DONE:
        article.stage = Stage.WRITING
    if article.publication == Publication.PUBLISHED:
        article.save(update_fields=["latest_revision", "stage", "modified_at"])
        photo_uses.index_next(article)
    else:
        was_live = article.publication == Publication.WITHDRAWN
        apply(article, article.latest_revision.snapshot, keep_shots=was_live)
    return article.latest_revision


def beside(article, data, author, *, base, note=""):
    """A version on top of ``base`` that leaves alone which one is the newest."""
    return Revision.objects.create(
        article=article,
        snapshot=_normalised(data),
        base=base,
        author=author,
        author_name=str(author or ""),
        note=note,
    )


def keep_aside(article, data, author, *, base_id):
    """Stores what was typed on top of an older version, so that nothing depends on the tab."""
    return Revision.objects.create(
        article=article,
        snapshot=_normalised(data),
        base_id=base_id,
        aside=True,
        author=author,
        author_name=str(author or ""),
    )


def apply(article, data, *, keep_shots=False):
    """Writes a snapshot into the story's row and relations.

    With ``keep_shots`` its photos look as they did, whatever happened in the library since.
    """
    for name in TEXT:
        setattr(article, name, data[name])
    for name in TIMES:
        if name == "published_at" and not data.get(name) and article.first_published_at:
            continue  # readers have seen a time: leaving the field empty does not take it back
        setattr(article, name, parse_datetime(data[name]) if data.get(name) else None)
    for name in SINGLE:
        setattr(article, f"{name}_id", data[name])
    if article.first_published_at is None:
        # The address follows the headline until readers can have it, and never after.
        article.slug = slugify(article.headline) or "tin"
    article.__dict__.pop("lead", None)
    article.shots = photo_uses.index(article, data, current=True, keep=keep_shots)
    article.save()
    article.topics.set(data["topics"])
    article.further_sections.set(data["further_sections"])
    _set_ordered(Byline, article, "author", data["authors"])
    _set_ordered(RelatedStory, article, "to", data["related"])


def existing(data):
    """``data`` without references to what has been deleted since it was saved."""
    data = dict(data)
    for name in (*SINGLE, *MANY):
        ids = data[name] if name in MANY else [data[name]] if data[name] else []
        if not ids:
            continue
        rows = Article._meta.get_field(name).related_model.objects.filter(pk__in=ids)
        found = set(rows.values_list("pk", flat=True))
        kept = [pk for pk in ids if pk in found]
        data[name] = kept if name in MANY else next(iter(kept), None)
    return data


def compare(before, after):
    """The fields in which two snapshots differ, as a list of `Difference`."""
    names = [*TEXT, *SINGLE, *MANY, *TIMES]
    return [
        Difference(
            name,
            _label(name),
            _in_words(name, before.get(name)),
            _in_words(name, after.get(name)),
        )
        for name in names
        if before.get(name) != after.get(name)
    ]


def people(article):
    """Who wrote a story, who edited it (list), and the steps that approved and published it."""
    revisions = list(
        article.revisions.filter(aside=False).order_by("pk").values_list("author_name", flat=True)
    )
    wrote = revisions[0] if revisions else ""
    edited = list(dict.fromkeys(name for name in revisions[1:] if name and name != wrote))
    last = {}
    for step in article.transitions.filter(verb__in=[Verb.APPROVE, Verb.PUBLISH, Verb.PUT_BACK]):
        last.setdefault("approval" if step.verb == Verb.APPROVE else "publication", step)
    # Whoever publishes without asking anybody has approved as well.
    publication = last.get("publication")
    approval = last.get("approval", publication)
    return {"wrote": wrote, "edited": edited, "approval": approval, "publication": publication}


def _add_revision(article, data, author, *, base=None, note=""):
    article.latest_revision = beside(article, data, author, base=base, note=note)


def _normalised(data):
    """As the database will give it back: cleaned text, ISO times in UTC, lists of ids.

    A time that an older snapshot does not know yet is none.
    """
    clean = dict(data)
    for name in TEXT:
        if name == "body":
            clean[name] = markup.clean(data[name] or "")
        else:
            clean[name] = Article._meta.get_field(name).get_prep_value(data[name])
    clean["lead_caption"], clean["lead_credit"] = with_credit(
        clean["lead_caption"], clean["lead_credit"]
    )
    for name in TIMES:
        moment = data.get(name)
        if isinstance(moment, str):
            moment = parse_datetime(moment)
        clean[name] = moment.astimezone(UTC).isoformat() if moment else None
    for name in MANY:
        clean[name] = list(dict.fromkeys(data[name]))
    return clean


def _set_ordered(through, article, target, ids):
    rows = through.objects.filter(article=article)
    if list(rows.values_list(f"{target}_id", flat=True)) == ids:
        return
    rows.delete()
    through.objects.bulk_create(
        through(article=article, position=position, **{f"{target}_id": pk})
        for position, pk in enumerate(ids)
    )


def _label(name):
    return str(Article._meta.get_field(name).verbose_name)


def _in_words(name, value):
    field = Article._meta.get_field(name)
    if value in (None, "", []):
        return ""
    if name in TIMES:
        return f"{timezone.localtime(parse_datetime(value)):%d/%m/%Y %H:%M}"
    if name in SINGLE:
        return str(field.related_model.objects.filter(pk=value).first() or value)
    if name in MANY:
        named = field.related_model.objects.in_bulk(value)
        return ", ".join(str(named[pk]) for pk in value if pk in named)
    if name == "body":
        return markup.plain(value)
    if field.choices:
        return str(dict(field.flatchoices)[value])
    return str(value)
