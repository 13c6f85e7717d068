"""What is live at a given second, asked of the query and of its twin on the row."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from articles.models import Article, Publication
from tests import factories

pytestmark = pytest.mark.django_db


NOON = datetime(2026, 11, 26, 5, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def is_shown(story, at):
    by_query = Article.objects.live(at=at).filter(pk=story.pk).exists()
    assert by_query == Article.objects.get(pk=story.pk).is_live(at=at)
    return by_query


def test_a_scheduled_story_appears_at_its_second():
    story = factories.story(published_at=NOON.isoformat())
    assert not is_shown(story, NOON - SECOND)
    assert is_shown(story, NOON)


def test_an_expiring_story_is_gone_at_its_second():
    story = factories.story(
        published_at=(NOON - timedelta(days=1)).isoformat(), expires_at=NOON.isoformat()
    )
    assert is_shown(story, NOON - SECOND)
    assert not is_shown(story, NOON)


def test_an_embargo_is_stronger_than_the_publication_time():
    story = factories.story(
        published_at=(NOON - timedelta(days=1)).isoformat(), embargo_until=NOON.isoformat()
    )
    assert not is_shown(story, NOON - SECOND)
    assert is_shown(story, NOON)


def test_row_and_query_agree_on_every_combination():
    story = factories.story()
    moments = [NOON - SECOND, NOON, NOON + SECOND]
    shown = 0
    for publication, published, expires, embargo in product(
        Publication, [*moments, None], [*moments, None], [*moments, None]
    ):
        if publication == Publication.PUBLISHED and published is None:
            continue  # the database has a rule against it
        Article.objects.filter(pk=story.pk).update(
            publication=publication,
            published_at=published,
            expires_at=expires,
            embargo_until=embargo,
        )
        shown += is_shown(story, NOON)
    # published (not later) x expires (later or never) x embargo (not later or never)
    assert shown == 2 * 2 * 3
