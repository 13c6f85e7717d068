"""``manage.py rebuild_search``: complete, resumable, and never in the way of readers."""

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, SearchEntry
from articles.search import index
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
    assert "4 made, nothing is missing." in capsys.readouterr().out
    assert found(client, "kim") == stories - {hidden.pk}
    assert not SearchEntry.objects.filter(article__in=[hidden, draft]).exists()
    rebuild()
    assert "0 made, nothing is missing." in capsys.readouterr().out


def test_all_anew_readers_search_meanwhile_and_it_goes_on_where_it_stopped(
    client, stories, monkeypatch, capsys
):
    SearchEntry.objects.update(lexemes=["sai"])
    monkeypatch.setattr("articles.management.commands.rebuild_search._AT_ONCE", 2)
    put, batches = index.put_all, []

    def interrupted(rows):
        assert len(found(client, "sai") | found(client, "kim")) == 5  # none is missing meanwhile
        if batches:
            raise KeyboardInterrupt
        batches.append(len(rows))
        put(rows)

    monkeypatch.setattr(index, "put_all", interrupted)
    with pytest.raises(CommandError, match="Stopped after 2 of 5"):
        rebuild(all=True)
    assert len(found(client, "kim")) == 2
    monkeypatch.setattr(index, "put_all", put)
    rebuild()
    assert "3 made, nothing is missing." in capsys.readouterr().out
    assert found(client, "kim") == stories
    assert found(client, "sai") == set()
