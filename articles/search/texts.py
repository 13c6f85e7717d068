"""The texts of a story that readers can search, block by block: no phrase runs across two."""

from enum import IntEnum

from ..body import tree
from .reading import words

_BLOCKS = frozenset(
    "root p h2 h3 h4 ul ol li blockquote figure figcaption table caption thead tbody tr td th "
    "div pre hr".split()
)


class Level(IntEnum):
    HEADLINE = 0
    TOP = 1  # kicker and standfirst
    REST = 2


def texts(story):
    """``(level, text)`` of all that readers have to read of a story."""
    yield Level.HEADLINE, story.headline
    for text in (story.kicker, story.standfirst):
        if text:
            yield Level.TOP, text
    for text in (*body_texts(story.body), story.lead_caption, story.source):
        if text:
            yield Level.REST, text


def read(story):
    """``(level, text, words)`` of all texts, read once however often it is asked for."""
    if "_read" not in story.__dict__:
        story._read = [(level, text, words(text)) for level, text in texts(story)]
    return story._read


def body_texts(html):
    """The text of each block of a body."""
    return [text for text in _blocks(tree.parse(html)) if text]


def _blocks(element):
    line = []
    for child in element.children:
        if isinstance(child, str):
            line.append(child)
        elif child.tag in _BLOCKS:
            yield " ".join("".join(line).split())
            line = []
            yield from _blocks(child)
        else:
            line.append(" " if child.tag == "br" else child.text)
    yield " ".join("".join(line).split())
