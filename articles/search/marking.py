"""Where in a story the words stand that a reader asked for, in the story's own spelling."""

from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .reading import places_of
from .texts import Level, read

# Of a snippet, in characters: two or three lines of a phone.
_LENGTH = 190
# So much stands before the first word that was found, where there is more.
_LEAD = 50


@dataclass(frozen=True)
class Hit:
    """A story that was found, and how it is shown."""

    story: object
    headline: SafeString
    snippet: SafeString


@dataclass(frozen=True)
class _Spot:
    start: int
    end: int
    part: int  # which of the parts that were asked for


def hit(story, asked):
    """The headline and the piece of text that tell most, with what was asked for marked."""
    blocks = read(story)
    parts = _parts(blocks, asked)
    _level, headline, of_headline = blocks[0]
    # The standfirst first: it is what the story says of itself.
    told = sorted(
        (block for block in blocks if block[0] != Level.HEADLINE and block[1] != story.kicker),
        key=lambda block: block[0],
    )
    return Hit(story, _marked(headline, _spots(of_headline, parts)), _telling(told, parts))


def snippet(blocks, asked):
    """The piece of the texts that tells most; ``blocks``: ``(level, text, words)``."""
    return _telling(blocks, _parts(blocks, asked))


def _parts(blocks, asked):
    return [(part, _seen_as(part, blocks, asked.has_marks)) for part in asked.wanted]


def _telling(blocks, parts):
    best = max(
        (_best_piece(text, _spots(there, parts)) for _level, text, there in blocks),
        key=lambda piece: piece[0],
        default=(0, "", [], 0),
    )
    if best[0] == 0 and blocks:
        best = _best_piece(blocks[0][1], [])
    return _piece(*best[1:])


def _seen_as(part, blocks, are_marks_typed):
    """Where a story has the words with the marks that were typed, only those are meant."""
    if are_marks_typed and any(
        places_of(part.words, there, "exact") for _level, _text, there in blocks
    ):
        return "exact"
    return "folded"


def _spots(there, parts):
    """Where the parts stand in the words ``there`` of a text, in order."""
    found = []
    for number, (part, by) in enumerate(parts):
        for place in places_of(part.words, there, by):
            last = there[place + len(part.words) - 1]
            found.append(_Spot(there[place].start, last.end, number))
    return sorted(found, key=lambda spot: (spot.start, -spot.end))


def _best_piece(text, spots):
    """``(how many parts it has, text, spots, start)`` of the piece that has most of them."""
    best = (0, text, spots, 0)
    for first, spot in enumerate(spots):
        inside = {each.part for each in spots[first:] if each.end <= spot.start + _LENGTH - _LEAD}
        if len(inside) > best[0]:
            best = (len(inside), text, spots, spot.start)
    return best


def _piece(text, spots, found_at):
    """That piece, cut between words."""
    start = _next_word(text, found_at - _LEAD) if found_at > _LEAD else 0
    end = len(text)
    if len(text) - start > _LENGTH:
        end = text.rfind(" ", start, start + _LENGTH)
        end = end if end > found_at else start + _LENGTH
    inside = [spot for spot in spots if spot.start >= start and spot.end <= end]
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return mark_safe(before + _marked(text, inside, start, end) + after)  # noqa: S308


def _next_word(text, position):
    space = text.find(" ", position)
    return space + 1 if 0 <= space < position + _LEAD else position


def _marked(text, spots, start=0, end=None):
    """``text[start:end]`` as HTML, with the spots in <mark>."""
    end = len(text) if end is None else end
    html, done = [], start
    for begin, stop in _joined(text, spots):
        html += [escape(text[done:begin]), "<mark>", escape(text[begin:stop]), "</mark>"]
        done = stop
    html.append(escape(text[done:end]))
    return mark_safe("".join(html))  # noqa: S308


def _joined(text, spots):
    """``(start, end)`` of what is marked: words side by side are one mark."""
    joined = []
    for spot in spots:
        if joined and not text[joined[-1][1] : spot.start].strip():
            joined[-1] = (joined[-1][0], max(joined[-1][1], spot.end))
        else:
            joined.append((spot.start, spot.end))
    return joined
