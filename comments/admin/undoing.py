"""What a login did at the desk, action by action: the newest is taken back first."""

_KEY = "comments_actions"
# A block is no decision: it is an action of its own, told by this and its key.
_BLOCK = "block:"
# More than these nobody remembers.
_MOST = 50


def remember(session, steps, *, after=None):
    """Keeps the decisions ``steps`` (keys) of one action.

    ``after``: the last decision of the action that they belong to, if that is the newest still.
    """
    actions = session.get(_KEY, [])
    if actions and actions[-1][-1] == after:
        steps = [*actions.pop(), *steps]
    if steps:
        session[_KEY] = [*actions, steps][-_MOST:]


def remember_block(session, pk):
    remember(session, [f"{_BLOCK}{pk}"])


def block_in(steps):
    """The key of the block that the action ``steps`` was, or None."""
    first = str(steps[0]) if steps else ""
    return int(first.removeprefix(_BLOCK)) if first.startswith(_BLOCK) else None


def take(session):
    """The decisions of the newest action, which is remembered no longer."""
    *actions, last = session.get(_KEY) or [[]]
    session[_KEY] = actions
    return last
