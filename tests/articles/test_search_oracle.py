"""The search beside a plain reading of every story: whatever is asked, both find the same.

On SQLite and on PostgreSQL, so the two databases agree with each other as well.
"""

import random
import re
import unicodedata

import pytest

from articles.models import Article
from articles.search import asked, finding, index
from cms.text import fold
from tests import factories

pytestmark = pytest.mark.django_db

SYLLABLES = "kim kìm động đồng đông lễ le hội hòa hoà hoa 2020 2025 nđ-cp Ðảng đảng".split()
TONES = {"hòa": "hoà"}


def text(chance, length):
    return " ".join(chance.choices(SYLLABLES, k=chance.randrange(1, length)))


def question(chance):
    parts = []
    for _ in range(chance.randrange(1, 4)):
        words = text(chance, 5 if chance.random() < 0.4 else 2)
        quoted = f'"{words}"' if " " in words else words
        parts.append(chance.choice(["", "", "", "-"]) + quoted)
    return " ".join(parts)


# --- The oracle: reads, and knows no lexeme --------------------------------------------------


def exact_words(line):
    words = re.findall(r"\w+", unicodedata.normalize("NFC", line).lower().replace("ð", "đ"))
    return [TONES.get(word, word) for word in words]


def stands(words, line):
    return any(line[n : n + len(words)] == words for n in range(len(line) - len(words) + 1))


def matches(lines, query):
    """Does a story of these lines have what is wanted and nothing that is unwanted?"""
    for minus, quoted, bare in re.findall(r'(-?)(?:"([^"]*)"|(\S+))', query):
        typed = quoted or bare
        has_marks = " ".join(exact_words(typed)) != fold(typed)
        form = exact_words if minus and has_marks else folded_words
        if bool(minus) == any(stands(form(typed), form(line)) for line in lines):
            return False
    return True


def folded_words(line):
    return fold(line).split()


def level(lines, query, has_marks):
    """In which tier of the best match a story of these lines stands, from 0."""
    typed = re.sub(r'(?<!\S)-(?:"[^"]*"|\S+)', "", query).replace('"', " ")
    tiers = [
        (form, place)
        for form in ([exact_words, folded_words] if has_marks else [folded_words])
        for place in (lines[:1], lines[:2], lines)
    ]
    return next(
        number
        for number, (form, place) in enumerate(tiers)
        if set(form(typed)) <= {word for line in place for word in form(line)}
    )


@pytest.fixture
def stories():
    """Sixty stories as rows, each with its lines, the newest first."""
    chance = random.Random(5)
    kept = []
    section = factories.section()
    for n in range(60):
        lines = [text(chance, 4), text(chance, 6), text(chance, 8), text(chance, 8)]
        row = Article.objects.create(
            headline=lines[0], standfirst=lines[1], slug="tin", publication="published",
            body=f"<p>{lines[2]}</p><p>{lines[3]}</p>", section=section,
            published_at=f"2026-01-01T00:{n:02}:00Z", first_published_at="2026-01-01T00:00:00Z",
        )  # fmt: skip
        row.refresh_from_db()
        kept.append((row, lines))
    index.put_all([row for row, _lines in kept])
    return kept[::-1]


def found(query, order):
    wanted, unwanted = asked.parts(query)
    question, numbers, key = asked.Asked(query, wanted, unwanted, order=order), [], ""
    while key is not None:
        page = finding.find(question, key)
        numbers += [story.pk for story in page.rows]
        key = page.older
    return numbers


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("order", [asked.NEWEST, asked.RELEVANT])
def test_the_search_finds_what_a_reader_of_all_would_find(stories, order, seed, monkeypatch):
    if seed % 2:
        monkeypatch.setattr(finding, "MOST_COUNTED", 1)  # as if every word were a common one
        monkeypatch.setattr(finding, "_NEWEST_FEW", 25)
    chance, found_something = random.Random(seed), 0
    for _ in range(20):
        query = question(chance)
        wanted, _unwanted = asked.parts(query)
        if not wanted:
            continue
        typed = " ".join(part.text for part in wanted)
        has_marks = " ".join(exact_words(typed)) != fold(typed)
        expected = []
        for row, lines in stories:
            if matches(lines, query):
                tier = level(lines, query, has_marks)
                expected.append((tier if order == asked.RELEVANT else tier // 3, row.pk))
        expected.sort(key=lambda pair: pair[0])
        assert found(query, order) == [pk for _tier, pk in expected], query
        found_something += bool(expected)
    assert found_something > 4
