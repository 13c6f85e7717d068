"""What was added to a text and removed from it, word by word. Plain text, no HTML."""

import re
from dataclasses import dataclass
from itertools import pairwise

from .sequences import Effort, script

SAME, ADDED, REMOVED = "same", "added", "removed"

# An address in ‹›, a word, a number like 1.250.000 or 147/2024/NĐ-CP, or a sign; with the space
# behind it.
_TOKEN = re.compile(r"(?:‹[^‹›]*›|[\w\u0300-\u036f]+(?:[./,:'’–-][\w\u0300-\u036f]+)*|\S)\s*")
_SENTENCE_ENDS = (".", "!", "?", "…", ":", ";")
# A text without full stops is cut all the same, or one change would make it all new.
_LONGEST_SENTENCE = 60


@dataclass(frozen=True)
class Part:
    """Some words in a row that are the same in both texts, or stand in one of them only."""

    kind: str
    text: str


def compare(before, after, effort=None):
    """The `Part` s of two texts. Differences of spaces alone are none."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    return _parts(_calm(_runs(old, new, effort or Effort()), new), old, new)


def of_names(before, after):
    """The `Part` s of two lists of names, of which each counts as one word."""
    old, new = ([*(f"{name}, " for name in names[:-1]), *names[-1:]] for names in (before, after))
    return _parts(_runs(old, new, Effort()), old, new)


def _parts(runs, old, new):
    parts = []
    for same, i, i_end, j, j_end in runs:
        if same:
            text = new[j:j_end]
            if j_end == len(new) and i_end < len(old):
                text = [*text[:-1], old[i_end - 1]]  # with what parted it from what is gone
            parts.append(Part(SAME, "".join(text)))
            continue
        gone, come = "".join(old[i:i_end]), "".join(new[j:j_end])
        if gone and come and not gone[-1].isspace():
            gone += " "  # or what stands in its place would run into it
        parts += [Part(kind, text) for kind, text in ((REMOVED, gone), (ADDED, come)) if text]
    return parts


def _runs(old, new, effort):
    """By words; where that is too much, by sentences first and by words within those."""
    words, new_words = _bare(old), _bare(new)
    runs = script(words, new_words, effort)
    if runs is not None:
        return runs
    ends, new_ends = _sentences(words), _sentences(new_words)
    sentences, new_sentences = _cut(words, ends), _cut(new_words, new_ends)
    runs = []
    for same, i, i_end, j, j_end in script(sentences, new_sentences, effort) or [
        (False, 0, len(sentences), 0, len(new_sentences))
    ]:
        start, end, start_new, end_new = ends[i], ends[i_end], new_ends[j], new_ends[j_end]
        within = None if same else script(words[start:end], new_words[start_new:end_new], effort)
        for kind, *places in within or [(same, 0, end - start, 0, end_new - start_new)]:
            a, b, c, d = places
            runs.append((kind, start + a, start + b, start_new + c, start_new + d))
    return runs


def _bare(tokens):
    return [token.strip().rstrip(",") or "," for token in tokens]


def _sentences(words):
    """Where the sentences of ``words`` begin and end."""
    ends = [0]
    for at, word in enumerate(words, 1):
        if word in _SENTENCE_ENDS or at - ends[-1] >= _LONGEST_SENTENCE:
            ends.append(at)
    return ends if ends[-1] == len(words) else [*ends, len(words)]


def _cut(words, ends):
    return [tuple(words[start:end]) for start, end in pairwise(ends)]


def _calm(runs, new):
    """``runs`` without the crumbs: a word or a sign that stayed amid changes says nothing."""
    calm = []
    for at, run in enumerate(runs):
        same, i, i_end, j, j_end = run
        between = 0 < at < len(runs) - 1 and not runs[at - 1][0] and not runs[at + 1][0]
        crumb = same and between and _is_crumb(new[j:j_end], runs[at - 1], runs[at + 1])
        if calm and not calm[-1][0] and (crumb or not same):
            _same, start, _end, start_new, _end_new = calm[-1]
            calm[-1] = (False, start, i_end, start_new, j_end)
        else:
            calm.append((same and not crumb, i, i_end, j, j_end))
    return calm


def _is_crumb(tokens, before, after):
    words = [token for token in tokens if token.strip().isalnum()]
    if not words:
        return len(tokens) == 1
    around = min(max(run[2] - run[1], run[4] - run[3]) for run in (before, after))
    return len(words) == 1 and len(tokens) <= 2 and around > 2
