"""``manage.py rebuild_search``: complete, resumable, and never in the way of readers."""

from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, SearchEntry
from articles.search import index, rebuilding
from cms.management.commands import rebuild_search
from comments.models import Comment, CommentEntry, Status
from tests import factories

pytestmark = pytest.mark.django_db


def rebuild(**options):
    call_command("rebuild_search", **options)


def found(client, query):
    return {hit.story.pk for hit in client.get("/tim-kiem/", {"q": query}).context["hits"]}


@pytest.fixture
def stories():
    return {factories.story(headline=f"Kim Động {n}").pk for n in range(5)}


def test_it_makes_what_is_missing_and_takes_away_what_is_hidden(client, stories, capsys):
    draft = factories.draft(headline="Kim Động nháp")
    hidden = Article.objects.get(pk=min(stories))
    Article.objects.filter(pk=hidden.pk).update(publication="withdrawn")
    SearchEntry.objects.exclude(article=hidden).delete()
    rebuild()
    assert "4 stories, 0 comments made, nothing is missing." in capsys.readouterr().out
    assert found(client, "kim") == stories - {hidden.pk}
    assert not SearchEntry.objects.filter(article__in=[hidden, draft]).exists()
    rebuild()
    assert "0 stories, 0 comments made, nothing is missing." in capsys.readouterr().out


def test_all_anew_readers_search_meanwhile_and_it_goes_on_where_it_stopped(
    client, stories, monkeypatch, capsys
):
    SearchEntry.objects.update(lexemes=["sai"])
    monkeypatch.setattr(rebuilding, "AT_ONCE", 2)
    batches = []

    def interrupted(rows):
        assert len(found(client, "sai") | found(client, "kim")) == 5  # none is missing meanwhile
        if batches:
            raise KeyboardInterrupt
        batches.append(len(rows))
        index.put_all(rows)

    monkeypatch.setattr(rebuild_search, "ALL", [replace(rebuilding.STORIES, put=interrupted)])
    with pytest.raises(CommandError, match="Stopped after 2 of 5 stories"):
        rebuild(all=True)
    assert len(found(client, "kim")) == 2
    monkeypatch.undo()
    rebuild()
    assert "3 stories, 0 comments made, nothing is missing." in capsys.readouterr().out
    assert found(client, "kim") == stories
    assert found(client, "sai") == set()


def test_approved_comments_are_made_findable_too_and_others_are_not(client, capsys):
    story = factories.story()
    approved = factories.comment(story, body="Cầu đẹp quá")
    taken_back = factories.comment(story, body="Cầu xấu quá")
    CommentEntry.objects.filter(comment=approved).delete()
    Comment.objects.filter(pk=taken_back.pk).update(status=Status.REJECTED)
    rebuild()
    assert "0 stories, 1 comments made, nothing is missing." in capsys.readouterr().out
    assert [entry.comment for entry in CommentEntry.objects.all()] == [approved]
