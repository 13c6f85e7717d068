"""Lists of a body: those of HTML, and the paragraphs that Word means as lists."""

import re

from . import foreign
from .tree import Block, Element

_START = re.compile(r"[1-9]\d{0,3}", re.ASCII)


def read(element, marks, contents):
    """Lists, and between them the figures that stood in their items."""
    parts = _Parts(element)
    loose = []
    for child in [*element.children, None]:
        if child is not None and not (isinstance(child, Element) and child.tag == "li"):
            loose.append(child)
            continue
        parts.add(contents(loose, marks), joins=True)
        loose = []
        if child is not None:
            parts.add(contents(child.children, foreign.marked(child, marks)))
    parts.close()
    return parts.blocks


class _Parts:
    """One list in the making, and what it comes apart into."""

    def __init__(self, element):
        self.tag, self.blocks = element.tag, []
        start = element.attrs.get("start", "")
        self._number = int(start) if _START.fullmatch(start) else 1
        self._first, self._items = self._number, []

    def add(self, blocks, joins=False):
        """One item. What follows a figure in it goes on after the figure, without a number."""
        item = self._items[-1] if joins and self._items else None
        cut = False
        for block in blocks:
            if block.figure is not None:
                self.close()
                self.blocks.append(block)
                cut = True
            elif item is None:
                item = Block("li", blocks=[block])
                if not self._items:
                    self._first = self._number
                self._items.append(item)
                self._number += 1
                cut = False
            elif cut:
                self.blocks.append(block)
            else:
                item.blocks.append(block)

    def close(self):
        if self._items:
            start = {"start": self._first} if self.tag == "ol" and self._first != 1 else {}
            self.blocks.append(Block(self.tag, blocks=self._items, attrs=start))
        self._items = []


def read_word_item(element, marks, contents):
    """A paragraph that Word shows as a list item."""
    bare = Element("p", element.attrs, _without_bullets(element.children))
    blocks = contents(bare.children, marks)
    if not blocks or blocks[0].tag != "p":
        return blocks
    found = foreign.word_item(element, blocks[0].leaves)
    if found:
        level, number, blocks[0].leaves = found
        blocks[0].item = (level, number)
    return [block for block in blocks if block.item is None or block.leaves]


def _without_bullets(children):
    kept = []
    for child in children:
        if isinstance(child, Element):
            if foreign.is_bullet(child):
                continue
            child = Element(child.tag, child.attrs, _without_bullets(child.children))
        kept.append(child)
    return kept


def nested(blocks):
    """``blocks`` with the runs of Word's items in lists, nested by their level."""
    out, opened = [], []  # opened: (level, list) from the outermost
    for block in blocks:
        if block.item is None:
            out.append(block)
            opened = []
            continue
        level, number = block.item
        block.item = None
        tag = "ol" if number else "ul"
        while opened and opened[-1][0] > level:
            opened.pop()
        if opened and opened[-1][0] == level and opened[-1][1].tag != tag:
            opened.pop()
        if not opened or opened[-1][0] < level:
            started = Block(tag, attrs={"start": number} if number and number > 1 else {})
            (opened[-1][1].blocks[-1].blocks if opened else out).append(started)
            opened.append((level, started))
        opened[-1][1].blocks.append(Block("li", blocks=[block]))
    return out
