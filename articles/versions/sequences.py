"""How one sequence becomes another, as far as it is worth looking for."""

from array import array

# Beyond that, two texts are not two versions of one text.
_MOST_CHANGES = 700
_EFFORT = 2_000_000


class Effort:
    """What one comparison may still cost, in steps of the search.

    It is counted, not timed: the same two texts give the same answer on every machine.
    """

    def __init__(self, steps=_EFFORT):
        self.left = steps


def script(before, after, effort):
    """Runs ``(same, start, end, start in after, end in after)`` that cover both sequences.

    None when there are too many changes to be found with this effort.
    """
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    matches = _matches(old, new, effort)
    if matches is None:
        return None
    matches = [(i + head, j + head, length) for i, j, length in matches]
    ends = [(len(before) - tail, len(after) - tail, tail), (len(before), len(after), 0)]
    runs, i, j = [], 0, 0
    for at, at_new, length in [(0, 0, head), *matches, *ends]:
        if at > i or at_new > j:
            runs.append((False, i, at, j, at_new))
        i, j = at + length, at_new + length
        if length:
            runs.append((True, at, i, at_new, j))
    return runs


def _alike(one, other):
    """How many elements both sequences begin with."""
    shortest = min(len(one), len(other))
    return next((at for at in range(shortest) if one[at] != other[at]), shortest)


def _matches(old, new, effort):
    """What both have in common, as ``(start, start in new, length)`` in order.

    Myers' greedy search: after each further change it knows how far one gets on each diagonal.
    """
    length, goal = len(old), len(old) - len(new)
    rounds, before = [], None
    for changes in range(min(len(old) + len(new), _MOST_CHANGES) + 1):
        reached = array("i", bytes(4 * (changes + 1)))
        for place in range(changes + 1):
            diagonal = 2 * place - changes
            at = _step(before, place, changes) if changes else 0
            begun, at_new = at, at - diagonal
            while at < length and at_new < len(new) and old[at] == new[at_new]:
                at, at_new = at + 1, at_new + 1
            effort.left -= 1 + at - begun
            reached[place] = at
            if diagonal == goal and at >= length:
                return _way_back([*rounds, reached], length, len(new))
        if effort.left <= 0:
            return None
        rounds.append(reached)
        before = reached
    return None


def _step(before, place, changes):
    """Where the next change leads on this diagonal: an element more of the new, or one less."""
    if _adds(before, place, changes):
        return before[place]
    return before[place - 1] + 1


def _adds(before, place, changes):
    return place == 0 or (place != changes and before[place - 1] < before[place])


def _way_back(rounds, at, at_new):
    matches = []
    for changes in range(len(rounds) - 1, 0, -1):
        before, diagonal = rounds[changes - 1], at - at_new
        place = (diagonal + changes) // 2
        adds = _adds(before, place, changes)
        begun = _step(before, place, changes)
        if at > begun:
            matches.append((begun, begun - diagonal, at - begun))
        at = before[place] if adds else before[place - 1]
        at_new = at - (diagonal + 1 if adds else diagonal - 1)
    if at:
        matches.append((0, 0, at))
    return matches[::-1]
