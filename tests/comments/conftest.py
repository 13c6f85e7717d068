import threading

import pytest

from comments import crowd


@pytest.fixture
def room_for_all(monkeypatch):
    """As in processes enough for everybody who sends at the same moment."""
    for name in ("_places", "_work"):
        monkeypatch.setattr(crowd, name, threading.BoundedSemaphore(100))
