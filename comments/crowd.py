"""In a flood a process takes in a few comments at the same moment and says so to the others.

Its other threads go on with what readers and moderators ask for. Nobody waits in a line that only
grows: who is sent away has the text still there, and the verification unspent.
"""

import time
from contextlib import contextmanager
from functools import wraps
from math import inf
from threading import BoundedSemaphore, Lock, local

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from cms import paper

# Of the four threads of a process one takes in a comment and one waits to be the next: the others
# answer readers, and say no. Together, comments would get the processor to themselves.
AT_ONCE = 2
# Seconds. The first for a while who finds no place met others by chance, and waits for one. Who is
# next does not wait longer for one that hangs, in a mail server for instance.
PATIENCE, TURN, RETRY_AFTER = 1, 0.5, 5
BUSY = _(
    "Very many readers are writing at this moment, and what you sent is not stored yet. Your text "
    "is kept: please send it again in a few seconds."
)
_places, _work = BoundedSemaphore(AT_ONCE), Lock()
_away = Lock()
_last_full = -inf
_mine = local()


@contextmanager
def place():
    """Whether there is a place for one more; it is given back at the end."""
    global _last_full
    if not (taken := _places.acquire(blocking=False)):
        now = time.monotonic()
        was_calm, _last_full = now - _last_full > RETRY_AFTER, now
        taken = was_calm and _places.acquire(timeout=PATIENCE)
    try:
        yield taken
    finally:
        if taken:
            _places.release()


@contextmanager
def _turn():
    _mine.turn = _work.acquire(timeout=TURN)
    try:
        yield
    finally:
        if _mine.turn:
            _work.release()
        del _mine.turn


@contextmanager
def elsewhere():
    """What only waits for another machine meanwhile leaves its place to the next.

    One at a time: of the four threads of a process one goes on to answer readers.
    """
    if not hasattr(_mine, "turn") or not _away.acquire(blocking=False):
        yield
        return
    if _mine.turn:
        _work.release()
    _places.release()
    try:
        yield
    finally:
        # Nobody is sent away whose verification is spent by now.
        _places.acquire()
        _away.release()
        _mine.turn = _work.acquire(timeout=TURN)


def in_turn(view):
    """What is posted to this view is looked at when there is a place, or comes back as it was."""

    @wraps(view)
    def with_a_place(request, *args, **kwargs):
        if request.method != "POST":
            return view(request, *args, **kwargs)
        request.POST  # noqa: B018 - read first: whoever sends slowly takes up no place
        with place() as there_is_one:
            if not there_is_one:
                return _send_again(request)
            with _turn():
                return view(request, *args, **kwargs)

    return with_a_place


def _send_again(request):
    """All that was sent, to be sent as it is: a page of its own, as there are many to be made."""
    body = request.POST.get("body", "")
    others = [(name, values) for name, values in request.POST.lists() if name != "body"]
    context = {"paper": paper.last_known(request), "problem": BUSY, "path": request.path}
    context |= {"body": body, "others": others}
    response = render(request, "comments/busy.html", context, status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    return response
