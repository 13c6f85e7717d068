"""What a login did at the desk, action by action: the newest is taken back first."""

_KEY = "comments_actions"
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


def take(session):
    """The decisions of the newest action, which is remembered no longer."""
    *actions, last = session.get(_KEY) or [[]]
    session[_KEY] = actions
    return last
