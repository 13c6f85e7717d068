"""The shapes that a body takes while it is cleaned: a tree, runs of text, blocks."""

import re
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from cms.text import nfc

_VOID = {"br", "hr", "img"}
# Nobody writes deeper; what is, loses its elements and keeps its text.
_DEEPEST = 60
_SPACES = re.compile(r"\s+")
_COMMON_SPACES = re.compile("[ \t\n\xa0]+")
# Latin letters and punctuation, in NFC as they are: nearly all text, and `nfc` is slow.
_PLAIN = re.compile("[ -~\xa1-\xac\xae-\u02ff\u1e00-\u1eff\u2010-\u2027\u2030-\u205e]*")
BREAK = "\n"
LISTS = ("ul", "ol")


class Element:
    """``children`` are elements and strings."""

    __slots__ = ("attrs", "children", "tag")

    def __init__(self, tag, attrs=None, children=None):
        self.tag, self.attrs, self.children = tag, attrs or {}, children or []

    def walk(self):
        """Every element inside, in order."""
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.walk()

    @property
    def text(self):
        return "".join(child if isinstance(child, str) else child.text for child in self.children)


def parse(html):
    """The root of the tree of ``html``, which a sanitizer wrote: every tag is closed."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    return parser.root


class _Parser(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = Element("root")
        self._open = [self.root]

    def handle_starttag(self, tag, attrs):
        if len(self._open) > _DEEPEST:
            self._open[-1].children.append(" ")
            if tag not in _VOID:
                self._open.append(self._open[-1])
            return
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag):
        if tag not in _VOID and len(self._open) > 1:
            self._open.pop()

    def handle_data(self, data):
        self._open[-1].children.append(data)


# --- Runs of text ---------------------------------------------------------------------------
#
# A leaf is ``(text, marks)``: marks are the inline elements around it, from the outermost, each
# ``(tag, ((attribute, value), …))``. The text `BREAK` is a line break.


def tidy(leaves):
    """``leaves`` in one form: NFC, single spaces, none at the ends, equal neighbours joined."""
    kept, gap = [], ""
    for text, marks in leaves:
        if text == BREAK:
            gap = gap.rstrip(" ") + BREAK
            continue
        text = _normal(text)
        core = text.strip(" ")
        if text[:1] == " " and not gap:
            gap = " "
        if not core:
            continue
        if kept and gap:
            # A space or a break belongs to what stands on both sides of it.
            shared = _common(kept[-1][1], marks)
            for char in gap:
                _append(kept, char, shared)
        _append(kept, core, marks)
        gap = " " if text[-1] == " " else ""
    return [(text if text == BREAK else _normal(text), marks) for text, marks in kept]


def _normal(text):
    text = _COMMON_SPACES.sub(" ", text)
    return text if _PLAIN.fullmatch(text) else _SPACES.sub(" ", nfc(text))


def _append(kept, text, marks):
    if kept and BREAK not in (text, kept[-1][0]) and kept[-1][1] == marks:
        kept[-1] = (kept[-1][0] + text, marks)
    else:
        kept.append((text, marks))


def _common(marks, others):
    same = 0
    while same < min(len(marks), len(others)) and marks[same] == others[same]:
        same += 1
    return marks[:same]


def paragraphs(leaves):
    """Tidy ``leaves`` in several runs: two breaks in a row are a new paragraph."""
    runs, breaks = [[]], []
    for leaf in leaves:
        if leaf[0] == BREAK:
            breaks.append(leaf)
            continue
        if len(breaks) > 1:
            runs.append([])
        else:
            runs[-1] += breaks
        breaks = []
        runs[-1].append(leaf)
    return [run for run in runs if run]


def words(leaves):
    """``leaves`` as plain text on one line."""
    return "".join(" " if text == BREAK else text for text, _marks in leaves)


def written(leaves):
    """Tidy ``leaves`` as HTML."""
    out, opened = [], ()
    for text, marks in leaves:
        same = len(_common(opened, marks))
        out += [f"</{tag}>" for tag, _attributes in reversed(opened[same:])]
        out += [_start(*mark) for mark in marks[same:]]
        out.append("<br>" if text == BREAK else escape(text, quote=False))
        opened = marks
    out += [f"</{tag}>" for tag, _attributes in reversed(opened)]
    return "".join(out)


def _start(tag, attributes):
    return f"<{tag}" + "".join(f' {name}="{escape(value)}"' for name, value in attributes) + ">"


# --- Blocks ---------------------------------------------------------------------------------


@dataclass(eq=False)
class Block:
    """A part of a body: ``leaves`` of text, or ``blocks``, or a figure that writes itself."""

    tag: str
    leaves: list = field(default_factory=list)
    blocks: list = field(default_factory=list)
    attrs: dict = field(default_factory=dict)
    figure: object | None = None
    # A picture that came without a photo of the library: takes over the caption that follows.
    pasted: bool = False
    source: str = ""
    # What another program said of a paragraph: a caption; an item of a list (level, number).
    # Of a picture: it has its caption.
    says_caption: bool = False
    item: tuple | None = None
    # The address of a video that we cannot show.
    refused: bool = False

    def __str__(self):
        if self.figure is not None:
            return str(self.figure)
        if self.tag == "hr":
            return "<hr>"
        start = "".join(f' {name}="{value}"' for name, value in self.attrs.items())
        return f"<{self.tag}{start}>{self._inside()}</{self.tag}>"

    def _inside(self):
        blocks = self.blocks
        first = ""
        is_item = self.tag in ("li", "td", "th") and blocks and blocks[0].tag == "p"
        if is_item and all(block.tag in LISTS for block in blocks[1:]):
            first, blocks = written(blocks[0].leaves), blocks[1:]
        return first + written(self.leaves) + "".join(map(str, blocks))

    @property
    def text(self):
        if self.figure is not None:
            return self.figure.caption
        return " ".join([words(self.leaves), *(block.text for block in self.blocks)]).strip()
