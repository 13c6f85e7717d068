"""More comments at the same moment than a process stores: who finds no place loses nothing."""

import threading
import time
from threading import Barrier

from comments import crowd
from comments.models import Comment
from tests import factories

from .reader import TYPED, Reader


def test_who_finds_no_place_keeps_text_and_proof_and_sends_again(db, settings):
    settings.COMMENT_VERIFICATION = "embedded"
    reader = Reader(factories.story())
    reader.opens_the_form()
    work = reader.computes()
    with crowd.place(), crowd.place(), crowd.place():
        answer = reader.sends(**TYPED, **work)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert "gửi lại sau" in reader.page.text
    assert not Comment.objects.exists()
    # As it stands there it is complete.
    assert reader.sends().status_code == 303
    assert Comment.objects.get().body == TYPED["body"]


def test_places_are_given_back():
    for _ in range(10):
        with crowd.place() as taken:
            assert taken
    start, seen = Barrier(6), []

    def come():
        start.wait()
        with crowd.place() as taken:
            seen.append(taken)
            time.sleep(0.2)

    threads = [threading.Thread(target=come) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(seen) == crowd.AT_ONCE
