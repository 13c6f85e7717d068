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

# Counted up when an entry is made otherwise: `manage.py rebuild_search` then makes all anew.
FORM = 1
# PostgreSQL takes a megabyte of lexemes. No story has that many words; a pasted table might.
_MOST_CHARACTERS = 100_000

_KEPT = ["published_at", "expires_at", "embargo_until", "lexemes", "form"]


def put(story):
    """Makes the entry of a published story from what its row gives to readers."""
    put_all([story])


def put_all(stories):
    SearchEntry.objects.bulk_create(
        [entry(story) for story in stories],
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=_KEPT,
    )


def remove(story):
    SearchEntry.objects.filter(article=story.pk).delete()


def entry(story):
    return SearchEntry(
        article=story,
        published_at=story.published_at,
        expires_at=story.expires_at,
        embargo_until=story.embargo_until,
        lexemes=lexemes(texts(story), filed(story)),
        form=FORM,
    )


def filed(story):
    """The lexemes of where a story stands. Rows at hand are not asked for again."""
    yield f"@s{story.section_id}"
    yield from (f"@s{row.pk}" for row in story.further_sections.all())
    yield from (f"@t{row.pk}" for row in story.topics.all())
    yield from (f"@a{row.author_id}" for row in story.bylines.all())


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
