"""The stories that stand around a story: below it, and before and after it in its section.

Below it stand those that an editor chose, then those that share its topics, the rarest topic first,
then the nearest of its section. Two queries, each by index, however old the paper: the first finds
numbers, and looks at the nearest of each topic and section only; the second asks `live()` which of
them readers may see.
"""

from dataclasses import dataclass, field
from math import log

from django.db import connection

from .models import Article, RelatedStory

SHOWN = 5
# Looked at: so many topics, so many stories of each on either side, and of the section.
_TOPICS, _OF_TOPIC = 5, 20
_OLDER, _NEWER = 6, 4
# Of those that share topics, so many can come to stand on the page.
_BEST = 8


@dataclass(frozen=True)
class Around:
    related: list = field(default_factory=list)
    older: Article | None = None
    newer: Article | None = None
    # The live ones among those that the page asked for along with them.
    along: list = field(default_factory=list)

    @property
    def shown(self):
        return [*self.related, *filter(None, [self.older, self.newer])]


@dataclass(frozen=True)
class _Found:
    """Ids of stories, as the first query finds them."""

    chosen: list
    topics: dict
    older: set
    newer: set


def around(story, topics, *, chosen=None, along=()):
    """What stands around ``story``, which has ``topics``.

    ``chosen`` are the ids that an editor chose; None: those of the published version. The stories
    do not know their sections yet.
    """
    found = _find(story, topics[:_TOPICS], chosen)
    scores = _scores(story.pk, found.topics)
    best = sorted(scores, key=lambda pk: (-scores[pk], abs(pk - story.pk)))[:_BEST]
    ids = {*found.chosen, *best, *found.older, *found.newer, *along} - {story.pk}
    rows = Article.objects.live().order_by().as_teasers().filter(pk__in=ids)
    rows = {row.pk: row for row in rows} if ids else {}
    when = story.published_at
    older = [rows[pk] for pk in found.older if pk in rows]
    newer = [rows[pk] for pk in found.newer if pk in rows]
    older.sort(key=lambda row: (row.published_at, row.pk), reverse=True)
    newer.sort(key=lambda row: (row.published_at, row.pk))
    shared = [rows[pk] for pk in best if pk in rows]
    shared.sort(key=lambda row: (-scores[row.pk], abs(row.published_at - when)))
    near = sorted([*older[1:], *newer[1:]], key=lambda row: abs(row.published_at - when))
    candidates = [*(rows[pk] for pk in found.chosen if pk in rows), *shared, *near]
    return Around(
        related=list({row.pk: row for row in candidates}.values())[:SHOWN],
        older=older[0] if older else None,
        newer=newer[0] if newer else None,
        along=[rows[pk] for pk in along if pk in rows],
    )


def _scores(pk, topics):
    """Id -> how much a story shares with the story ``pk``: more for a rare topic.

    How rare a topic is is told by how far away its nearest stories are.
    """
    last = max([pk, *(each for sides in topics.values() for side in sides for each in side)])
    scores = {}
    for before, after in topics.values():
        lowest = min(before) if len(before) == _OF_TOPIC else 0
        highest = max(after) if len(after) == _OF_TOPIC else last
        ids = {*before, *after} - {pk}
        rarity = log(1 + (highest - lowest + 1) / (len(ids) + 1))
        for each in ids:
            scores[each] = scores.get(each, 0) + rarity
    return scores


def _find(story, topics, chosen):
    """`_Found`: in one query, of which each part begins at its place in an index and ends soon."""
    parts = [
        part
        for topic in topics
        for part in (
            _part("before", topic.pk, _BEFORE, [topic.pk, story.pk, _OF_TOPIC]),
            _part("after", topic.pk, _AFTER, [topic.pk, story.pk, _OF_TOPIC]),
        )
    ]
    if story.section_id:
        moment = connection.ops.adapt_datetimefield_value(story.published_at)
        place = [story.section_id, moment, moment, story.pk]
        parts.append(_part("older", 0, _OLDER_OF_SECTION, [*place, _OLDER]))
        parts.append(_part("newer", 0, _NEWER_OF_SECTION, [*place, _NEWER]))
    if chosen is None:
        parts.append(_part("chosen", 0, _CHOSEN, [story.pk]))
    found = _Found([] if chosen is None else list(chosen), {}, set(), set())
    placed = []
    for kind, number, pk, position in _ask(parts):
        if kind == "chosen":
            placed.append((position, pk))
        elif kind in ("older", "newer"):
            getattr(found, kind).add(pk)
        else:
            sides = found.topics.setdefault(number, ([], []))
            sides[kind == "after"].append(pk)
    found.chosen.extend(pk for _position, pk in sorted(placed))
    return found


def _ask(parts):
    if not parts:
        return []
    sql = " UNION ALL ".join(sql for sql, _params in parts)
    with connection.cursor() as cursor:
        cursor.execute(sql, [param for _sql, params in parts for param in params])
        return cursor.fetchall()


def _part(kind, number, select, params):
    return f"SELECT '{kind}', {int(number)}, pk, place FROM ({select}) AS part", params  # noqa: S608


_STORIES = Article._meta.db_table
_OF_TOPICS = Article.topics.through._meta.db_table
_CHOSEN = (
    f"SELECT to_id AS pk, position AS place FROM {RelatedStory._meta.db_table} "  # noqa: S608
    "WHERE article_id = %s"
)
_BEFORE, _AFTER = (
    f"SELECT article_id AS pk, 0 AS place FROM {_OF_TOPICS} "  # noqa: S608
    f"WHERE topic_id = %s AND article_id {than} %s ORDER BY article_id {order} LIMIT %s"
    for than, order in (("<", "DESC"), (">", "ASC"))
)
# Said twice what an index can begin at, as in ``listing.py``. What is scheduled or over is left out
# by `live()`.
_OLDER_OF_SECTION, _NEWER_OF_SECTION = (
    f"SELECT id AS pk, 0 AS place FROM {_STORIES} "  # noqa: S608
    f"WHERE section_id = %s AND publication = 'published' AND published_at {than}= %s "
    f"AND (published_at {than} %s OR id {than} %s) "
    f"ORDER BY published_at {order}, id {order} LIMIT %s"
    for than, order in (("<", "DESC"), (">", "ASC"))
)
