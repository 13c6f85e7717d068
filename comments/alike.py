"""Comments that say nearly the same: what one decides of the first holds for all.

Texts are compared without their disguises, marks, numbers and links, by the runs of letters they
share (MinHash): a swapped name or sentence changes few of them. Keys of the first of a cluster are
kept in `Likeness`, so a thousand copies cost what one does. A short text says little: it makes a
cluster only word for word, and of one writer or of many.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from hashlib import blake2b

from django.utils import timezone

from .disguise import skeleton
from .links import LINK
from .models import Comment, Contact, Likeness

WITHIN = timedelta(days=14)
# Letters: below, only the very same text is alike; from so many on, chance is no explanation.
SHORT, LONG = 30, 50
# The share of runs in common that makes two texts alike.
ALIKE = 0.55
# So many writers of the same short text make a cluster.
MANY = 5
_RUN = 7
# Two texts with the share J in common meet with 1 - (1 - J³)¹²: 0.7 gives 99 %, 0.1 one percent.
_BANDS, _ROWS = 12, 3
_TURNS = [
    [int.from_bytes(blake2b(bytes([band, row]), digest_size=8).digest()) for row in range(_ROWS)]
    for band in range(_BANDS)
]
# However many have a key in common, so many rows are looked at, and so many texts compared.
_ROWS_READ, _COMPARED = 200, 5


@dataclass(frozen=True)
class Match:
    """``first``: key of the first comment of the cluster.

    ``plain``: others may well have found the same words.
    """

    first: int
    plain: bool = False


def match(text, name="", email="", *, but=None):
    """The `Match` of a text, or None. ``but``: the key of its own comment, if it has one."""
    print_of = _print(text)
    near = Likeness.objects.filter(key__in=print_of.keys, at__gte=timezone.now() - WITHIN)
    if but:
        near = near.exclude(comment=but)
    counted = Counter(near.values_list("comment", flat=True)[:_ROWS_READ])
    if not counted:
        return None
    if print_of.runs is None:
        return _match_of_short(sorted(counted), name, email)
    best = sorted(counted, key=lambda pk: (-counted[pk], pk))[:_COMPARED]
    rows = Comment.objects.filter(pk__in=best).only("body", "proposed")
    alike = [row.pk for row in rows if _share(print_of.runs, _print(row.newest_text).runs) >= ALIKE]
    return Match(min(alike), plain=print_of.letters < LONG) if alike else None


def join(comment):
    """Within the transaction that stored ``comment``: the next ones can be like it."""
    if comment.alike_id is None:
        keys = _print(comment.newest_text).keys
        Likeness.objects.bulk_create([Likeness(comment=comment, key=key) for key in keys])


def join_anew(comment, first):
    """Within the transaction that changed its text: leaves its cluster for that of ``first``."""
    Likeness.objects.filter(comment=comment).delete()
    others = Comment.objects.filter(alike=comment.pk).order_by("pk")
    if heir := others.first():
        others.update(alike=heir.pk)
        _set_first(heir, None)
    _set_first(comment, first)


def _set_first(comment, first):
    comment.alike_id = first
    Comment.objects.filter(pk=comment.pk).update(alike=first)
    join(comment)


def _match_of_short(same, name, email):
    own = Contact.objects.filter(comment__in=same, email__iexact=email).exists() if email else False
    if own or Comment.objects.filter(pk__in=same, name__iexact=name).exists():
        return Match(same[0])
    if len(same) >= MANY - 1:
        return Match(same[0], plain=True)
    return None


@dataclass(frozen=True)
class _Print:
    keys: tuple
    letters: int
    # None of a short text.
    runs: frozenset | None


@lru_cache(256)
def _print(text):
    letters = skeleton(LINK.sub(" ", text))
    if len(letters) < SHORT:
        # Signs alone, such as 5/5, are told by what they are.
        return _Print((_hash(letters or text),), len(letters), None)
    runs = frozenset(
        _hash(letters[start : start + _RUN]) for start in range(len(letters) - _RUN + 1)
    )
    keys = []
    for number, turns in enumerate(_TURNS):
        least = [min(map(turn.__xor__, runs)) for turn in turns]
        keys.append(_hash(f"{number} {least}"))
    return _Print(tuple(keys), len(letters), runs)


def _share(one, other):
    return len(one & other) / len(one | other) if one and other else 0


def _hash(text):
    """63 bits, the same in every process."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest()) >> 1
