"""What the page of a live story shows beside the row of the story.

Everybody who follows a link waits for it: as few queries as there can be, and those that are always
the same are written once instead of put together for each page.
"""

from django.db import connection

from . import related
from .models import Article, Author, Byline, Correction, Topic
from .navigation import place
from .reads import ranking


def context(request, story):
    """What ``articles/article.html`` shows of a live story."""
    below, ranked = names(story), ranking.order()
    around = related.around(story, below["topics"], along=set().union(*ranked.values()))
    place(request, [*around.shown, *around.along])
    most_read = ranking.lists(ranked, around.along, without=story.pk)
    return {"article": story, "around": around, "most_read": most_read} | below


def names(story):
    """Topics and authors, with no more than their links need; and the corrections.

    One query, and one more for a story that has corrections.
    """
    topics, authors, corrected = [], [], False
    with connection.cursor() as cursor:
        cursor.execute(_NAMES, [story.pk] * 3)
        for kind, pk, slug, name, _place in cursor.fetchall():
            if kind == "topic":
                topics.append(Topic(pk=pk, slug=slug, name=name))
            elif kind == "author":
                authors.append(Author(pk=pk, slug=slug, pen_name=name))
            else:
                corrected = True
    corrections = list(story.corrections.all()) if corrected else []
    return {"topics": topics, "authors": authors, "corrections": corrections}


_NAMES = f"""
    SELECT 'topic', topic.id, topic.slug, topic.name, 0 AS place
    FROM {Article.topics.through._meta.db_table} AS link
    JOIN {Topic._meta.db_table} AS topic ON topic.id = link.topic_id
    WHERE link.article_id = %s
    UNION ALL
    SELECT 'author', author.id, author.slug, author.pen_name, link.position
    FROM {Byline._meta.db_table} AS link
    JOIN {Author._meta.db_table} AS author ON author.id = link.author_id
    WHERE link.article_id = %s
    UNION ALL
    SELECT 'correction', 0, '', '', 0
    WHERE EXISTS (SELECT 1 FROM {Correction._meta.db_table} WHERE article_id = %s)
    ORDER BY 5, 4
"""  # noqa: S608  no value is in it, only the names of tables
