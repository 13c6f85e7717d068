"""What a reader asks for: words, phrases, words to leave out, and filters."""

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from cms.text import fold, line

from ..models import Author, Topic, TopicAlias
from ..navigation import sections as all_sections
from .reading import runs, words

PARAMETERS = ("q", "muc", "chu_de", "tac_gia", "tu", "den", "xep")
LONGEST = 200
# A pasted paragraph would be more conditions than a database takes.
_MOST_WORDS = 30
_PART = re.compile(r'(-?)"([^"]*)"?|([^\s",;]+)')
_QUOTES = str.maketrans("“”„‟«»″＂", '""""""""')
_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)

NEWEST, RELEVANT = "moi", "sat"


@dataclass(frozen=True)
class Part:
    """A word, or words that stand together: in quotes, or written as one, like 147/2024/NĐ-CP."""

    text: str  # as it was typed, without quotes and minus
    words: tuple

    @property
    def is_phrase(self):
        return len(self.words) > 1

    @property
    def has_marks(self):
        return any(word.exact != word.folded for word in self.words)

    @property
    def said(self):
        return [word.exact for word in self.words]

    @property
    def by(self):
        """How it is compared where it is to be left out: marks that were typed are meant."""
        return "exact" if self.has_marks else "folded"

    @property
    def runs(self):
        """The lexemes of its words side by side."""
        return runs([word.folded for word in self.words])

    @property
    def typed(self):
        return f'"{self.text}"' if self.is_phrase and " " in self.text else self.text


@dataclass(frozen=True)
class Filter:
    """A limit to what is found. ``lexemes``: one of them is there."""

    name: str  # of the parameter
    value: str
    label: str
    lexemes: tuple = ()


@dataclass(frozen=True)
class Asked:
    text: str = ""
    wanted: tuple = ()
    unwanted: tuple = ()
    filters: tuple = ()
    since: datetime | None = None
    before: datetime | None = None
    order: str = NEWEST
    notes: tuple = ()  # what was not understood, in words for the reader
    typed: dict = field(default_factory=dict)  # what stands in the fields of the form

    def __bool__(self):
        return bool(self.wanted or self.filters)

    @cached_property
    def has_marks(self):
        return any(part.has_marks for part in self.wanted)

    @property
    def section(self):
        """The slug of the section that is chosen in the form."""
        return next((each.value for each in self.filters if each.name == "muc"), "")

    @property
    def by_relevance(self):
        return self.order == RELEVANT and bool(self.wanted)

    @cached_property
    def wanted_to_read(self):
        """Lexemes do not prove a phrase of three words: it is looked for in the texts."""
        return [part for part in self.wanted if len(part.words) > 2]

    @cached_property
    def unwanted_to_read(self):
        """Pairs are without marks: neither do they prove a phrase with them."""
        return [
            part
            for part in self.unwanted
            if len(part.words) > 2 or (part.is_phrase and part.has_marks)
        ]

    @property
    def needs_reading(self):
        return bool(self.wanted_to_read or self.unwanted_to_read)

    def query(self, **changes):
        """The address of this question, with other parameters."""
        given = {"q": self.text, **{each.name: each.value for each in self.filters}}
        given |= {"xep": self.order} if self.order != NEWEST else {}
        given |= changes
        return "?" + urlencode({name: value for name, value in given.items() if value})

    def without_filter(self, name):
        return replace(
            self,
            filters=tuple(each for each in self.filters if each.name != name),
            since=None if name == "tu" else self.since,
            before=None if name == "den" else self.before,
        )

    def without_filters(self):
        return replace(self, filters=(), since=None, before=None)

    def without_part(self, part):
        return self._of(
            [each for each in self.wanted if each is not part],
            [each for each in self.unwanted if each is not part],
        )

    def taken_apart(self, phrase):
        """The same question with the words of ``phrase`` each for itself."""
        apart = []
        for part in self.wanted:
            apart += (
                [Part(word.exact, (word,)) for word in part.words] if part is phrase else [part]
            )
        return self._of(apart, self.unwanted)

    def _of(self, wanted, unwanted):
        typed = [each.typed for each in wanted] + [f"-{each.typed}" for each in unwanted]
        return replace(self, text=" ".join(typed), wanted=tuple(wanted), unwanted=tuple(unwanted))


def read(request):
    """The `Asked` of a request. What cannot be understood is said, and limits nothing."""
    given = {name: line(request.GET.get(name, "")[:LONGEST]) for name in PARAMETERS}
    wanted, unwanted = parts(given["q"])
    filters, notes = [], []
    for name, understand in (("muc", _section), ("chu_de", _topic), ("tac_gia", _author)):
        if given[name]:
            found, note = understand(request, given[name])
            filters += [found] if found else []
            notes += [note] if note else []
    first, last = _day(given["tu"], notes), _day(given["den"], notes)
    if first and last and first > last:
        first, last = last, first
    since, before = _midnight(first), _midnight(last and last + timedelta(days=1))
    filters += [
        Filter(name, f"{day:%d/%m/%Y}", label % {"day": f"{day:%d/%m/%Y}"})
        for name, day, label in (("tu", first, _("from %(day)s")), ("den", last, _("to %(day)s")))
        if day
    ]
    order = RELEVANT if given["xep"] == RELEVANT else NEWEST
    return Asked(
        given["q"], wanted, unwanted, tuple(filters), since, before, order, tuple(notes), given
    )


def parts(text):
    """``(wanted, unwanted)`` of what was typed, each a tuple of `Part`."""
    wanted, unwanted, left = [], [], _MOST_WORDS
    for minus, quoted, bare in _PART.findall(text.translate(_QUOTES)):
        without = bool(minus) or (bare.startswith("-") and bare[1:2].isalnum())
        typed = quoted.strip() or bare.removeprefix("-")
        found = tuple(words(typed))
        if not found or len(found) > left:
            continue
        left -= len(found)
        part, kind = Part(typed, found), unwanted if without else wanted
        if part.said not in [each.said for each in kind]:
            kind.append(part)
    return tuple(wanted), tuple(unwanted)


def _section(request, slug):
    for top in all_sections(request):
        for row in (top, *top.subsections):
            if slug in (row.slug, row.name):
                family = [row, *getattr(row, "subsections", ())]
                lexemes = tuple(f"@s{each.pk}" for each in family)
                return Filter("muc", row.slug, _("section “%s”") % row.name, lexemes), None
    return None, _("There is no section “%s”.") % slug


def _topic(request, name):
    topic = Topic.objects.filter(slug=name).first() or Topic.objects.named(name)
    if topic is None:
        return None, _("There is no topic “%s”.") % name
    # Stories that were published before a merge are filed under the number that it had then.
    merged = TopicAlias.objects.filter(topic=topic, merged_id__isnull=False)
    ids = [topic.pk, *merged.values_list("merged_id", flat=True)]
    lexemes = tuple(f"@t{pk}" for pk in ids)
    return Filter("chu_de", topic.name, _("topic “%s”") % topic.name, lexemes), None


def _author(request, name):
    """Everybody of this pen name: two people may have the same."""
    rows = list(Author.objects.filter(folded=fold(name))[:20]) if fold(name) else []
    rows = rows or list(Author.objects.filter(slug=name))
    if not rows:
        return None, _("There is no author “%s”.") % name
    lexemes = tuple(f"@a{row.pk}" for row in rows)
    return Filter("tac_gia", rows[0].pen_name, _("author “%s”") % rows[0].pen_name, lexemes), None


def _day(text, notes):
    if not text:
        return None
    try:
        day, month, year, *iso = _DATE.fullmatch(text).groups()
        found = date(int(year), int(month), int(day)) if year else date(*map(int, iso))
        if not 1900 <= found.year <= 9000:
            raise ValueError
    except (AttributeError, ValueError):
        notes.append(_("“%s” is no date: write it like 26/11/2019.") % text)
        return None
    return found


def _midnight(day):
    return day and timezone.make_aware(datetime.combine(day, datetime.min.time()))
