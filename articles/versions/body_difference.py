"""What changed in a body: paragraph by paragraph, and word by word within each."""

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from django.utils.translation import gettext as _

from ..body import figures
from ..body.tree import Element, parse
from ..models import Shot
from . import wording
from .sequences import script

SAME, CHANGED, ADDED, REMOVED, MOVED, GAP = "same", "changed", "added", "removed", "moved", "gap"

# Paragraphs that stayed are shown this far around a change.
_AROUND = 1
# Words two paragraphs must share to count as one that was rewritten.
_ALIKE = 0.4
# More pairs than that are taken as they come: the search among them grows with the square.
_MOST_PAIRS = 2500
# Shorter ones, like a question among questions, move nowhere.
_SHORTEST_MOVED = 25
_BLOCKS = ("p", "h2", "h3", "hr", "figure", "caption", "tr")


@dataclass(frozen=True)
class Row:
    """A field, or a paragraph of a body: ``parts`` are its words, ``title`` says what it is.

    ``before`` and ``after`` are pictures (`Shot`); ``count`` is how many paragraphs a gap hides.
    """

    change: str
    parts: tuple = ()
    title: str = ""
    remark: str = ""
    before: Shot | None = None
    after: Shot | None = None
    count: int = 0


@dataclass(frozen=True)
class _Block:
    kind: str
    text: str
    # What marks the same words differently: bold, or another place of a picture.
    style: tuple = ()
    photo_id: int | None = None

    @cached_property
    def words(self):
        return frozenset(self.text.split())


def rows(before, after, shot, effort):
    """The `Row` s of two bodies; ``shot`` gives the `Shot` for the id of a photo."""
    old, new = blocks(before), blocks(after)
    runs = script(old, new, effort) or [(False, 0, len(old), 0, len(new))]
    found = []
    for same, i, i_end, j, j_end in runs:
        if same:
            found += [(block, block) for block in new[j:j_end]]
        else:
            found += _pairs(old[i:i_end], new[j:j_end])
    return _with_gaps([_row(*pair, shot, effort) for pair in _with_moves(found)])


def blocks(html):
    """A body as a list of its paragraphs, items, rows and pictures."""
    return [block for element in parse(html).children for block in _blocks(element)]


def _blocks(element, kind=""):
    if isinstance(element, str):
        return [_Block(kind or "p", element)] if element.strip() else []
    if element.tag == "figure":
        return [_picture(element)]
    if element.tag in _BLOCKS:
        return [_Block(kind or element.tag, *_inline(element))]
    if element.tag in ("li", "td", "th", "blockquote"):
        kind = element.tag
        loose = Element("p", children=[c for c in element.children if not _is_block(c)])
        own = [_Block(kind, *_inline(loose))] if loose.text.strip() else []
        within = [c for c in element.children if _is_block(c)]
        return own + [block for child in within for block in _blocks(child, kind)]
    if _is_block(element):
        return [block for child in element.children for block in _blocks(child, kind)]
    return [_Block(kind or "p", *_inline(element))]


def _is_block(child):
    containers = ("ul", "ol", "li", "blockquote", "table", "thead", "tbody")
    return isinstance(child, Element) and child.tag in (*_BLOCKS, *containers)


def _inline(element):
    """``(text, style)``: where a link leads belongs to the text."""
    text, style = [], []

    def walk(child, marks):
        if isinstance(child, str):
            text.append(child)
            if marks:
                style.append((marks, child))
            return
        if child.tag == "br":
            text.append("\n")
        within = (*marks, child.tag) if child.tag in ("strong", "em", "sub", "sup") else marks
        for inner in child.children:
            walk(inner, within)
        if child.tag == "a" and child.attrs.get("href"):
            text.append(f" ‹{child.attrs['href']}›")
        if child.tag in ("td", "th"):
            text.append(" | ")

    for child in element.children:
        walk(child, ())
    return "".join(text).strip().removesuffix("|").strip(), tuple(style)


def _picture(element):
    caption = element.text
    if address := element.attrs.get("data-embed"):
        return _Block("embed", f"{address}\n{caption}".strip())
    figure = figures.Figure.read(element.attrs, caption)
    return _Block("figure", figure_text(figure), (figure.align,), figure.photo_id)


def figure_text(figure):
    """The words of a picture as they are compared: each on a line of its own."""
    alt = _("decorative") if figure.decorative else figure.alt
    lines = [figure.caption, figure.credit, alt and _("Alternative text: %(alt)s") % {"alt": alt}]
    return "\n".join(filter(None, lines))


# --- What belongs to what -------------------------------------------------------------------


def _pairs(old, new):
    """``(before, after)`` of blocks that stand between two that stayed; None where one is new."""
    if len(old) != len(new) and old and new and {b.kind for b in (*old, *new)} == {"p"}:
        joined, joined_new = _joined(old), _joined(new)
        if _likeness(joined, joined_new) >= _ALIKE:  # a paragraph was divided, or two joined
            return [(joined, joined_new)]
    if len(old) * len(new) > _MOST_PAIRS:
        places = [(at, at) for at in range(min(len(old), len(new)))]
    else:
        places = _best(old, new)
    pairs, i, j = [], 0, 0
    for at, at_new in [*places, (len(old), len(new))]:
        pairs += [(block, None) for block in old[i:at]]
        pairs += [(None, block) for block in new[j:at_new]]
        pairs += list(zip(old[at : at + 1], new[at_new : at_new + 1], strict=True))
        i, j = at + 1, at_new + 1
    return pairs


def _joined(blocks):
    return _Block("p", " ¶ ".join(block.text for block in blocks))


def _best(old, new):
    """The places of the pairs that are most alike, in order."""
    likeness = [[_likeness(one, other) for other in new] for one in old]
    best = [[0.0] * (len(new) + 1) for _row in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            paired = likeness[i][j] + best[i + 1][j + 1] if likeness[i][j] >= _ALIKE else 0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    places, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            places.append((i, j))
            i, j = i + 1, j + 1
    return places


def _likeness(one, other):
    """0 for two blocks that share nothing, 1 for two of the same words."""
    if (one.kind == "figure") != (other.kind == "figure"):
        return 0
    if one.photo_id and one.photo_id == other.photo_id:
        return 1
    words, others = one.words, other.words
    return 2 * len(words & others) / (len(words) + len(others)) if words and others else 0


def _with_moves(pairs):
    """``(before, after, remark)``: what went here and came there was moved."""
    gone = {before for before, after in pairs if after is None}
    come = {after for before, after in pairs if before is None}
    moved = {block for block in gone & come if len(block.text) >= _SHORTEST_MOVED}
    for before, after in pairs:
        yield before, after, (before or after) in moved


# --- What is shown --------------------------------------------------------------------------


def _row(before, after, is_moved, shot, effort):
    block = after or before
    shots = {"before": before and shot(before.photo_id), "after": after and shot(after.photo_id)}
    row = Row(SAME, (wording.Part(wording.SAME, block.text),), title=_title(block), **shots)
    if before == after:
        return row
    if is_moved:
        remark = _("moved elsewhere") if after is None else _("moved here")
        return replace(row, change=MOVED, remark=remark)
    if before is None or after is None:
        kind = wording.ADDED if before is None else wording.REMOVED
        change = ADDED if before is None else REMOVED
        return replace(row, change=change, parts=(wording.Part(kind, block.text),))
    parts = tuple(wording.compare(before.text, after.text, effort))
    return replace(row, change=CHANGED, parts=parts, remark=_remark(before, after))


def _remark(before, after):
    if before.kind != after.kind:
        return _("was: %(kind)s") % {"kind": _title(before) or _("Paragraph")}
    if before.photo_id != after.photo_id:
        return _("another photo")
    if before.style != after.style and (after.kind == "figure" or before.text == after.text):
        return _("another position") if after.kind == "figure" else _("formatting")
    return ""


def _title(block):
    return {
        "h2": _("Subheading"),
        "h3": _("Subheading"),
        "li": _("Item of a list"),
        "blockquote": _("Quotation"),
        "tr": _("Row of a table"),
        "caption": _("Title of a table"),
        "figure": _("Photo"),
        "embed": _("Video"),
        "hr": _("Dividing line"),
    }.get(block.kind, "")


def _with_gaps(rows):
    """``rows`` with the paragraphs far from any change folded into gaps."""
    near = set()
    for at, row in enumerate(rows):
        if row.change != SAME:
            near.update(range(at - _AROUND, at + _AROUND + 1))
    shown = []
    for is_near, group in groupby(enumerate(rows), key=lambda place: place[0] in near):
        group = [row for _at, row in group]
        shown += group if is_near or len(group) == 1 else [Row(GAP, count=len(group))]
    return shown
