"""Plain text: one normal form, one fold, one slug. Nothing here is for HTML.

HTML must never be normalised as a string: a combining mark after ``>`` would fuse with it
and bring a neutralised attribute back to life. ``articles/body/markup.py`` does it node by node.
"""

import re
import unicodedata

# Look-alikes of đ that real newspapers print: eth (U+00D0, U+00F0) and d with tail.
_D_LETTERS = str.maketrans("đĐðÐɖƉ", "dddddd")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_SPACES = re.compile(r"[^\S\n]+")
_MANY_BREAKS = re.compile(r"\n{3,}")
_ZWJ = "\u200d"
# No language stacks more on a letter; normalising takes time in the square of their number.
_MOST_MARKS = 8
_EMOJI_STYLE = "\ufe0f"
# The blocks where Unicode puts them.
_EMOJI = frozenset(map(chr, range(0x1F000, 0x1FB00)))
# Letters and symbols to Unicode, and blank to every reader: fillers, the grapheme joiner.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


def nfc(text):
    """``text`` in NFC, without what no reader can see.

    Control characters, lone surrogates and invisible format characters (zero width, bidi
    overrides, soft hyphen) go; a zero-width joiner stays where it holds an emoji together.
    Line breaks become ``\\n``; tabs and no-break spaces become plain spaces.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept, marks = [], 0
    for position, char in enumerate(text):
        category = unicodedata.category(char)
        marks = marks + 1 if category[0] == "M" else 0
        if marks > _MOST_MARKS:
            continue
        if char == "\n" or (_is_seen(char, category) and char not in _BLANK):
            kept.append(char)
        elif char == "\t" or category[0] == "Z":
            kept.append("\n" if category in ("Zl", "Zp") else " ")
        elif char == _ZWJ and _joins_emoji(text, position):
            kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept))


def _is_seen(char, category):
    """Also an emoji that phones know, and the Unicode of this Python does not yet."""
    return category[0] not in "CZ" or (category == "Cn" and char in _EMOJI)


def _joins_emoji(text, position):
    before, after = text[position - 1 : position], text[position + 1 : position + 2]
    return bool(before and after) and all(
        unicodedata.category(char) in ("So", "Sk", "Sm", "Cn") or char == _EMOJI_STYLE
        for char in (before, after)
    )


def line(text):
    """One line of plain text: NFC, single spaces, trimmed. For headlines, names, captions."""
    return " ".join(nfc(text).split())


def prose(text):
    """Plain text of several lines: NFC, trimmed, at most one empty line in a row."""
    text = _SPACES.sub(" ", nfc(text))
    lines = "\n".join(part.strip(" ") for part in text.split("\n"))
    return _MANY_BREAKS.sub("\n\n", lines).strip()


def _fold_char(char):
    decomposed = unicodedata.normalize("NFKD", char).casefold()
    bare = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
    return bare.translate(_D_LETTERS)


def fold(text):
    """``text`` for matching, never for showing: no case, no marks, words of a-z0-9.

    >>> fold("Đường sắt – 147/2024/NĐ-CP")
    'duong sat 147 2024 nd cp'
    """
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(char for char in decomposed if unicodedata.category(char) != "Mn")
    return _NOT_WORD.sub(" ", bare.translate(_D_LETTERS)).strip()


def fold_with_offsets(text):
    """``(folded, offsets)``: ``offsets[i]`` is where in ``text`` the i-th folded character stood.

    The fold changes the length (ligatures, ß, full width), so a match can only be marked in
    the original through these offsets. Words are separated by single spaces as in `fold`.
    """
    chars, offsets = [], []
    for position, char in enumerate(text):
        for bare in _fold_char(char):
            bare = bare if bare.isascii() and bare.isalnum() else " "
            if bare == " " and (not chars or chars[-1] == " "):
                continue
            chars.append(bare)
            offsets.append(position)
    if chars and chars[-1] == " ":
        chars.pop()
        offsets.pop()
    return "".join(chars), offsets


def slugify(text, max_length=80):
    """An ASCII slug, cut at a word: ``Đường sắt Hà Nội`` gives ``duong-sat-ha-noi``."""
    slug = fold(text).replace(" ", "-")
    if len(slug) <= max_length:
        return slug
    return slug[: max_length + 1].rpartition("-")[0] or slug[:max_length]


def person_sort_key(name):
    """Vietnamese people sort by given name, the last word, then by the rest."""
    family, _, given = line(name).rpartition(" ")
    return f"{fold(given)} {fold(family)}".strip()
