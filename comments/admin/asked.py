"""Which queue a moderator asked for, and narrowed to what, as the address says it."""

from django.core.exceptions import SuspiciousOperation

from cms.forms import is_id

from ..queues import QUEUES, QueueFilter

_NUMBERS = ("story", "section", "alike", "sender")
_KNOWN = {"status", "q", "after", "part", *_NUMBERS}


def read(query):
    """A `QueueFilter` of a `QueryDict`. Only what the pages of the queue send is answered."""
    if set(query) - _KNOWN:
        raise SuspiciousOperation("Not a question of the queue.")
    numbers = {name: int(value) for name in _NUMBERS if is_id(value := query.get(name, ""))}
    queue = QUEUES.get(query.get("status", ""), QUEUES["pending"])
    return QueueFilter(queue, words=query.get("q", "").strip()[:200], **numbers)
