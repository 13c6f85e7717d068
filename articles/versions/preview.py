"""A story as readers would get it, from a snapshot that is not live yet."""

import copy

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from .. import related
from ..models import Author, Photo, Section, Topic
from ..photos import photo_uses
from . import revisions


def context(article, revision):
    """What the article template shows of a story as of ``revision``. Nothing is saved."""
    data = revisions.current(revision.snapshot)
    story = copy.copy(article)
    for name in revisions.TEXT:
        setattr(story, name, data[name])
    for name in revisions.TIMES:
        setattr(story, name, parse_datetime(data[name]) if data.get(name) else None)
    if revision.pk in (article.due_revision_id, article.live_revision_id):
        story.published_at = article.published_at
    story.published_at = story.published_at or article.published_at or timezone.now()
    story.section = Section.objects.select_related("parent").filter(pk=data["section"]).first()
    # What publishing would give: the library as it is now.
    photos = Photo.objects.select_related("file").filter(pk__in=photo_uses.photo_ids(data))
    story.shots, story.lead_photo_id = photo_uses.shots(photos), data["lead_photo"]
    story.__dict__.pop("lead", None)
    topics = _in_order(Topic.objects, data["topics"])
    around = related.around(story, topics, chosen=data["related"])
    prefetch_related_objects(around.shown, "section")
    return {
        "preview": True,
        "article": story,
        "lead_to_come": _lead_to_come(data),
        "authors": _in_order(Author.objects, data["authors"]),
        "topics": topics,
        "around": around,
    }


def _lead_to_come(data):
    if not data.get("lead_place"):
        return None
    return {
        "place": data["lead_place"],
        "caption": data["lead_caption"],
        "credit": data["lead_credit"],
    }


def _in_order(rows, ids):
    found = rows.in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]
