"""In a flood a process stores a few comments at the same moment and says so to the others.

Its other threads go on with what readers and moderators ask for. Nobody waits in a line that only
grows: who is sent away has the text still there, and the verification unspent.
"""

from contextlib import contextmanager
from threading import BoundedSemaphore

from django.utils.translation import gettext_lazy as _

# Of the four threads of a process: one is always free for readers. Storing takes a few hundredths
# of a second, so a fourth at the same moment means that a hundred arrive each second.
AT_ONCE = 3
# Seconds.
RETRY_AFTER = 5
BUSY = _(
    "Very many comments are arriving at this moment, and yours is not stored yet. Your text is "
    "kept: please send it again in a few seconds."
)
_places = BoundedSemaphore(AT_ONCE)


@contextmanager
def place():
    """Whether there is a place for storing one now; it is given back at the end."""
    taken = _places.acquire(blocking=False)
    try:
        yield taken
    finally:
        if taken:
            _places.release()
