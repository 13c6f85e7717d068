"""Is an update as minor as its editor claims? The claim is compared with what really changed.

A minor update leaves the time of "updated" alone. Readers and search engines trust that time, so a
claim that the two versions do not bear out is passed like any other warning: by a click in the log.
"""

import re
from collections import Counter
from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from articles import spelling
from articles.body import markup
from articles.photos import photo_uses
from cms.text import fold

from .reasons import Reason

# More changed words than these are no slip of the pen.
FEW_WORDS = 5
_TEXTS = (
    "headline", "kicker", "standfirst", "body", "lead_caption", "lead_credit", "source",
)  # fmt: skip
_SEEN = (*_TEXTS, "mark", "lead_alt", "lead_photo", "authors")
# With signs inside, as in 147/2024, 3,5% or 1.200.
_WORD = re.compile(r"\w+(?:[.,/:-]\w+)*%?")
_QUOTE = re.compile(r"“([^”]+)”|«([^»]+)»|\"([^\"]+)\"")
_SENTENCE_ENDS = frozenset('.!?…:;\n“"«(–-•')
# Words that hold a headline together; everything else in it means something.
_LITTLE_WORDS = frozenset(
    "và là của các những thì mà ở tại trong cho với về từ đến ra vào lên này đó được do".split()
)
_NAMED = 6


def readers_notice(before, after):
    """Does anything differ that readers see in the story itself?"""
    return any(before.get(name) != after.get(name) for name in _SEEN)


def minor_leaves_the_headline(version):
    before, after = _claimed(version)
    old, new = (_meaning(data["headline"]) for data in (before, after))
    slips = len(old) == len(new) and all(
        word == right or not spelling.is_syllable(word)
        for word, right in zip(old, new, strict=True)
    )
    if not slips and "".join(old) != "".join(new):
        yield _doubt("headline", _("The headline says something else."))


def minor_leaves_numbers(version):
    yield from _compare(version, _numbers, _("Numbers changed: %(changes)s"))


def minor_leaves_names(version):
    yield from _compare(version, _names, _("Names changed: %(changes)s"))


def minor_leaves_bylines(version):
    before, after = _claimed(version)
    if before["authors"] != after["authors"]:
        yield _doubt("authors", _("The byline changed."))


def minor_leaves_quotes(version):
    yield from _compare(version, _quotes, _("Quoted words changed: %(changes)s"))


def minor_leaves_photos(version):
    before, after = _claimed(version)
    if photo_uses.photo_ids(before) != photo_uses.photo_ids(after):
        field = "lead_photo" if before["lead_photo"] != after["lead_photo"] else "body"
        yield _doubt(field, _("Photos were added, removed or exchanged."))


def minor_is_a_few_words(version):
    before, after = (_text(data) for data in _claimed(version))
    old, new = ([_plain(word) for word in _WORD.findall(text)] for text in (before, after))
    count = max(
        _less(old, new).total(),
        _less(new, old).total(),
        _less(_pairs(old), _pairs(new)).total() - 1,  # words that changed their places
    )
    if count > FEW_WORDS:
        yield _doubt("body", _("%(count)s words changed."), {"count": count})


def _claimed(version):
    """What readers have, and what they would get."""
    return version.readers_have, version.data


def _compare(version, find, words):
    before, after = (find(_text(data)) for data in _claimed(version))
    gone, come = _less(before, after), _less(after, before)
    if gone or come:
        changes = f"{_listed(gone)} → {_listed(come)}"
        yield _doubt(_place(version, come or gone), words, {"changes": changes})


def _doubt(field, words, params=None):
    return Reason(field, words, params or {})


def _place(version, found):
    """The first field that tells of what was ``found``."""
    wanted = next(iter(found)).casefold()
    for name in _TEXTS:
        if wanted in _part(version.data, name).casefold():
            return name
    return "body"


def _listed(found):
    names = list(found)
    return ", ".join(names[:_NAMED]) + ("…" if len(names) > _NAMED else "") if names else "–"


def _text(data):
    return "\n".join(_part(data, name) for name in _TEXTS)


def _part(data, name):
    return markup.plain(data["body"]) if name == "body" else data[name]


def _plain(word):
    """Where the tone mark stands and how large the letters are is no change of a word."""
    return spelling.modern(word)


def _meaning(headline):
    words = _WORD.findall(headline)
    return [fold(word) for word in words if word.lower() not in _LITTLE_WORDS]


def _numbers(text):
    return [word for word in _WORD.findall(text) if any(char.isdigit() for char in word)]


def _quotes(text):
    found = (next(filter(None, match)) for match in _QUOTE.findall(text))
    return [" ".join(map(_plain, _WORD.findall(quote))) for quote in found]


def _names(text):
    """Words with a capital; at the start of a sentence only when the next one has it too."""
    words = list(_WORD.finditer(text))
    large = [word[0][0].isupper() for word in words]
    names = []
    for number, word in enumerate(words):
        if not large[number]:
            continue
        before = text[: word.start()].rstrip(" ")[-1:]
        starts = not before or before in _SENTENCE_ENDS
        follows = number + 1 < len(words) and large[number + 1] and (
            text[word.end() : words[number + 1].start()] == " "
        )  # fmt: skip
        if not starts or follows:
            names.append(_plain(word[0]).title())
    return names


def _pairs(words):
    return list(pairwise(words))


def _less(some, others):
    return Counter(some) - Counter(others)


CLAIMS = (
    minor_leaves_the_headline,
    minor_leaves_numbers,
    minor_leaves_names,
    minor_leaves_bylines,
    minor_leaves_quotes,
    minor_leaves_photos,
    minor_is_a_few_words,
)
