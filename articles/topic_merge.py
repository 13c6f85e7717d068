"""Making one topic of two: stories, names and address of the one go over to the other."""

from dataclasses import dataclass

from django.db import transaction

from . import page_tags
from .models import Article, Redirect, Topic, TopicAlias


@dataclass(frozen=True)
class Extent:
    """What a merge would move: told before it is done."""

    stories: int
    live: int
    names: int


def extent(topic):
    stories = Article.objects.filter(topics=topic)
    return Extent(stories.count(), stories.live().count(), 1 + topic.aliases.count())


@transaction.atomic
def merge(topic, into, actor):
    """Merges ``topic`` into another one; its address leads there, its names find it.

    Versions of stories go on saying its number: `Topic.current_ids` knows what became of it.
    Raises Topic.DoesNotExist when a colleague merged one of them meanwhile.
    """
    rows = Topic.objects.select_for_update().order_by("pk").in_bulk([topic.pk, into.pk])
    if len(rows) < 2:
        raise Topic.DoesNotExist
    topic, into = rows[topic.pk], rows[into.pk]
    links = Article.topics.through.objects
    both = links.filter(topic=into).values("article_id")
    links.filter(topic=topic).exclude(article_id__in=both).update(topic=into)
    topic.aliases.update(topic=into)
    number, name, address = topic.pk, topic.name, topic.get_absolute_url()
    topic.delete()
    TopicAlias.objects.create(topic=into, name=name, merged_id=number)
    page_tags.topics_merged(into)
    Redirect.objects.lead(address, path=into.get_absolute_url(), actor=actor, automatic=True)
    return into
