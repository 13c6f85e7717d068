"""Snapshots of stories: what the form edits, what history keeps, what publishing applies.

A snapshot is a plain dict of JSON values: every field of a story that a person can write, with
relations as lists of ids in order. The story's row is never edited by a form; it follows the
newest snapshot until it is published, and then only the publish verb moves it.
"""

from collections import defaultdict
from datetime import UTC

from django.db import transaction
from django.utils.dateparse import parse_datetime

from cms.text import slugify

from ..body import markup
from ..models import Article, Byline, Publication, RelatedStory, Revision, Stage, Topic
from ..photos import photo_uses, places
from ..photos.credit import with_credit

TEXT = (
    "kicker", "headline", "mark", "standfirst", "body",
    "lead_caption", "lead_credit", "lead_alt", "lead_decorative", "lead_place",
    "source", "comment_policy", "seo_title", "seo_description",
)  # fmt: skip
TIMES = ("published_at", "expires_at", "embargo_until", "breaking_until")
SINGLE = ("section", "lead_photo")
MANY = ("authors", "topics", "further_sections", "related")
_LEAD = ("lead_place", "lead_photo", "lead_caption", "lead_credit", "lead_alt", "lead_decorative")
RELATIONS = (*SINGLE, *MANY)


class StaleSave(Exception):
    """Somebody saved the story since this form was loaded."""

    def __init__(self, current):
        self.current = current
        super().__init__(f"revision {current.pk} is newer")


def empty():
    """The snapshot of a story that nobody has written a word of."""
    article = Article()
    data = {name: getattr(article, name) for name in TEXT}
    return data | dict.fromkeys((*TIMES, *SINGLE)) | {name: [] for name in MANY}


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
    data = current(article.latest_revision.snapshot)
    # A timed update names its own moment there, not the time that the story carries.
    settled = article.latest_revision_id in (article.due_revision_id, article.live_revision_id)
    if article.published_at and (settled or not data["published_at"]):
        data["published_at"] = article.published_at.isoformat()
    return data


@transaction.atomic
def create(data, author, *, legacy_id=None, key=None, **details):
    """A new story from a snapshot; returns the Article. ``details``: see `beside`.

    Raises IntegrityError when there is one of this ``key`` or ``legacy_id``.
    """
    article = Article(reporter=author, legacy_id=legacy_id, headline="-")
    if key:
        article.key = key
    article.save()
    _add_revision(article, data, author, **details)
    apply(article, article.latest_revision.snapshot)
    return article


@transaction.atomic
def save(article, data, author, *, base_id, note="", tab=None, serial=None, even_unchanged=False):
    """Saves ``data`` as the newest revision and returns it.

    ``base_id`` is the revision that the form was loaded from. Raises `StaleSave` when a newer
    one exists, unless it says the same or was saved from the same open form, ``tab``: one's own
    save, sent twice or gone back behind, is no conflict. Nothing is stored when nothing differs
    (a note goes to the version that stands, if it is the author's own and has none), unless
    ``even_unchanged``: a revision to publish what is no text, like the new crop of a photo.
    Check and write share one transaction, and the row is locked before the check.
    """
    # Without a join: PostgreSQL would answer it from before the wait for the lock.
    at_hand = article._state.fields_cache.get("latest_revision")
    article = Article.objects.select_for_update().get(pk=article.pk)
    if at_hand and at_hand.pk == article.latest_revision_id:
        article.latest_revision = at_hand  # its text never changes
    latest = article.latest_revision
    if says_the_same(article, data) and not even_unchanged:
        if note and not latest.note and author is not None and latest.author_id == author.pk:
            latest.note = note
            latest.save(update_fields=["note"])
        _begin_writing(article)
        return latest
    if latest.pk != base_id and not _all_from(tab, article, base_id):
        raise StaleSave(latest)
    _add_revision(article, data, author, base=latest, note=note, tab=tab, serial=serial)
    if article.stage in (Stage.DONE, Stage.PLANNED):
        article.stage = Stage.WRITING
    if article.publication == Publication.PUBLISHED:
        article.save(update_fields=["latest_revision", "stage", "modified_at"])
        photo_uses.index_next(article)
    else:
        was_live = article.publication == Publication.WITHDRAWN
        now = article.latest_revision.snapshot
        apply(article, now, keep_shots=was_live, before=None if was_live else latest.snapshot)
    return article.latest_revision


def says_the_same(article, data):
    """Is ``data`` what the newest version says already?"""
    data, before = _normalised(data), article.latest_revision.snapshot
    differing = {name for name in data if data[name] != before.get(name)}
    # What stands otherwise in a version by itself: `current`, and the time of publication.
    by_itself = {"topics", "published_at", "breaking_until", "body", *_LEAD}
    return not differing or (differing <= by_itself and data == working(article))


def _begin_writing(article):
    """Whoever saves a planned story has taken it up, even without a word yet."""
    if article.stage == Stage.PLANNED:
        article.stage = Stage.WRITING
        article.save(update_fields=["stage", "modified_at"])


def beside(article, data, author, *, base, note="", tab=None, serial=None):
    """A version on top of ``base`` that leaves alone which one is the newest.

    ``tab``: the open form it comes from; ``serial``: of the last edit there that is in it.
    """
    revision = Revision.objects.create(
        article=article,
        snapshot=_normalised(data),
        base=base,
        author=author,
        author_name=str(author or ""),
        note=note,
        tab=tab,
        serial=serial,
    )
    places.note(article, revision.snapshot)
    return revision


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


def apply(article, data, **how):
    """Writes a snapshot into the story's row and relations. ``how``: see `fill_in`."""
    fill_in(article, data, **how)
    article.save()


def fill_in(article, data, *, keep_shots=False, before=None):
    """Gives ``article`` what a snapshot says; its relations are stored, its row is not yet.

    With ``keep_shots`` its photos look as they did, whatever happened in the library since.
    Relations that are as in ``before``, the snapshot that the row followed, are left alone.
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
    changed = [name for name in MANY if before is None or before[name] != data[name]]
    if "topics" in changed:
        article.topics.set(data["topics"])
    if "further_sections" in changed:
        article.further_sections.set(data["further_sections"])
    if "authors" in changed:
        _set_ordered(Byline, article, "author", data["authors"])
    if "related" in changed:
        _set_ordered(RelatedStory, article, "to", data["related"])


def existing(data):
    """``data`` without references to what has been deleted since it was saved."""
    data = _complete(data)
    wanted = defaultdict(set)
    for name in RELATIONS:
        wanted[_model_of(name)] |= set(_ids(data, name))
    found = {
        model: set(model.objects.filter(pk__in=ids).order_by().values_list("pk", flat=True))
        for model, ids in wanted.items()
        if ids
    }
    if gone := wanted[Topic] - found.get(Topic, set()):
        data["topics"] = Topic.objects.current_ids(data["topics"])
        found[Topic] |= set(data["topics"]) - gone
    for name in RELATIONS:
        kept = [pk for pk in _ids(data, name) if pk in found[_model_of(name)]]
        data[name] = kept if name in MANY else next(iter(kept), None)
    return data


def _model_of(name):
    return Article._meta.get_field(name).related_model


def _ids(data, name):
    if name in MANY:
        return data[name]
    return [data[name]] if data[name] else []


def current(data):
    """A copy of the snapshot ``data`` to work with today: whoever reads one reads it through this.

    Topics that were merged since are those they became, and photos that have arrived since stand
    in their places.
    """
    return {**_complete(data), "topics": Topic.objects.current_ids(data["topics"])}


def _complete(data):
    """A copy of ``data`` with what versions of earlier days did not have, and arrived photos."""
    return places.fill({"lead_place": "", "breaking_until": None, **data})


def number(revision):
    """Which version of its story this is, as people count: the first is 1."""
    return Revision.objects.filter(article=revision.article_id, pk__lte=revision.pk).count()


def _all_from(tab, article, base_id):
    """Was every version since ``base_id`` saved from the open form ``tab``?"""
    since = article.revisions.filter(pk__gt=base_id or 0, aside=False)
    return tab is not None and not since.exclude(tab=tab).exists()


def _add_revision(article, data, author, *, base=None, **details):
    article.latest_revision = beside(article, data, author, base=base, **details)


def _normalised(data):
    """As the database will give it back: cleaned text, ISO times in UTC, lists of ids."""
    data = places.fill({"lead_place": "", **data, "body": markup.clean(data["body"] or "")})
    clean = dict(data)
    for name in TEXT:
        if name == "body":
            continue
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
