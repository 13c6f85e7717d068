"""What the readers' search knows of each story, and when it changes.

An entry is a set of lexemes, and everything that is asked is a question of which of them are there:

    dong        the word, with any marks            =động     the word with its marks
    t.dong      in headline, kicker or standfirst   t=động    there, with its marks
    h.dong      in the headline                     h=động    there, with its marks
    kim_dong    these two, one after the other      @s5 @t12 @a3   section, topic, author
    ~1a2b3      the number of three words in a row

Pairs and threes, because with the positions that a tsvector can hold a phrase of frequent syllables
would be looked for in every story that has them all: some hundred times slower.
"""

from ..models import SearchEntry
from .reading import runs, spelled
from .texts import Level, texts

# Counted up when entries are made otherwise, those of comments too: `manage.py rebuild_search` then
# makes all anew.
FORM = 1
# PostgreSQL takes a megabyte of lexemes. No story has that many words; a pasted table might.
_MOST_CHARACTERS = 100_000

# What a story is filed under, for ``prefetch_related``.
FILED = ("further_sections", "topics", "bylines")

_KEPT = ["published_at", "expires_at", "embargo_until", "lexemes", "form"]


def put(story, data):
    """Makes the entry of a published story from its row, and from the snapshot that it follows."""
    _write([entry(story, _filed(data))])


def put_all(stories):
    """The entries of published stories; with `FILED` fetched at once if there are many."""
    _write([entry(story, filed(story)) for story in stories])


def _write(entries):
    SearchEntry.objects.bulk_create(
        entries,
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=_KEPT,
    )


def remove(story):
    SearchEntry.objects.filter(article=story.pk).delete()


def entry(story, filed):
    return SearchEntry(
        article=story,
        published_at=story.published_at,
        expires_at=story.expires_at,
        embargo_until=story.embargo_until,
        lexemes=lexemes(texts(story), filed),
        form=FORM,
    )


def filed(story):
    """The lexemes of where a story stands."""
    return _filed(
        {
            "section": story.section_id,
            "further_sections": [row.pk for row in story.further_sections.all()],
            "topics": [row.pk for row in story.topics.all()],
            "authors": [row.author_id for row in story.bylines.all()],
        }
    )


def _filed(data):
    return [
        *(f"@s{pk}" for pk in (data["section"], *data["further_sections"])),
        *(f"@t{pk}" for pk in data["topics"]),
        *(f"@a{pk}" for pk in data["authors"]),
    ]


def lexemes(leveled, others=()):
    """The set of lexemes of ``leveled`` texts, with ``others``."""
    found, left = set(others), _MOST_CHARACTERS
    for level, text in leveled:
        there, left = spelled(text[:left]), max(left - len(text), 0)
        folded, exact = [word for word, _exact in there], {word for _folded, word in there}
        found.update(runs(folded))
        found |= (folded := set(folded))
        found.update(f"={word}" for word in exact)
        for mark in {Level.HEADLINE: "th", Level.TOP: "t"}.get(level, ""):
            found.update(f"{mark}.{word}" for word in folded)
            found.update(f"{mark}={word}" for word in exact)
    return found
