"""A flood of comments against real servers on a real database, and the server killed in it.

`make test` sends some hundred and kills a few times; `make drills` sends 200 a second for a minute
and kills twenty times. Their tickets are solved beforehand with the server's own key.
"""

import os
import random
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from threading import Barrier
from urllib.parse import urlencode

import altcha
import pytest
from django.core import signing
from django.test import override_settings

from comments import crowd
from comments.models import Comment
from comments.verification import proof_of_work, ticket
from tests import factories
from tests.databases import own_database
from tests.nodes import Node, Redis

from .reader import TYPED, Reader

DRILL = bool(os.environ.get("DRILL"))
RATE = 200 if DRILL else 60
SECONDS = 60 if DRILL else 6
KILLS = 20 if DRILL else 5
SENDERS = 24
KEY = "x" * 50
HOST = "bao.test"
MAKE_PAPER = (
    "from tests import factories; from cms.models import User; "
    "s = factories.story(headline='Bài giữa cơn lũ'); factories.moderator(username='kd'); "
    "print('STORY', s.pk, s.get_absolute_url())"
)


@contextmanager
def house(folder):
    """``(node, story, address, ask)``: a node on a database of its own, with one story in it."""
    redis = Redis()
    redis.start()
    try:
        with own_database(folder) as (database, connect):
            environment = {
                "PATH": os.environ["PATH"],
                "DJANGO_SETTINGS_MODULE": "tests.node_settings",
                "SECRET_KEY": KEY,
                "SITE_URL": f"http://{HOST}",
                "ALLOWED_HOSTS": f"{HOST},127.0.0.1",
                "MEDIA_ROOT": str(folder / "media"),
                "CACHE_URL": redis.url,
                "COMMENT_VERIFICATION": "embedded",
                **database,
            }

            def manage(*command):
                return subprocess.run(
                    [sys.executable, "-m", "django", *command],
                    env=environment, check=True, capture_output=True, text=True,
                ).stdout  # fmt: skip

            manage("migrate", "--verbosity", "0")
            told = manage("shell", "-c", MAKE_PAPER).split("STORY ")[1].split()
            node = Node(environment, folder / "errors.log")
            node.start()

            def ask(sql):
                with connect() as rows:
                    cursor = rows.cursor()
                    cursor.execute(sql)
                    return cursor.fetchall()

            try:
                yield node, int(told[0]), told[1], ask
            finally:
                node.stop()
    finally:
        redis.stop()


def forms(story, count):
    """So many complete forms, each with a ticket of its own that is solved."""
    with override_settings(SECRET_KEY=KEY):
        for number in range(count):
            token = signing.Signer(key=KEY, salt=ticket.SALT).sign_object(
                [story, f"nonce-{number}-{random.getrandbits(64):x}", int(time.time()), False, 2]
            )
            made = altcha.create_challenge(
                proof_of_work.ALGORITHM, proof_of_work.COST, counter=0,
                expires_at=ticket.read(token, story).expires,
                data=proof_of_work._signed_data(ticket.read(token, story)),
                hmac_secret=proof_of_work._secret("challenge"),
                hmac_key_secret=proof_of_work._secret("key"),
            )  # fmt: skip
            proof = altcha.Payload(made, altcha.solve_challenge(made)).to_base64()
            yield (
                number,
                urlencode(
                    {
                        "name": f"Bạn đọc {number}",
                        "email": f"ban{number}@example.org",
                        "body": f"Ý kiến {number}: {random.getrandbits(200):x} rất riêng của tôi.",
                        "consent": "on",
                        "ticket": token,
                        "proof": proof,
                    }
                ).encode(),
            )


class Sender(threading.Thread):
    """Sends forms when their moment comes; knows what it was told of each."""

    def __init__(self, port, story, line):
        super().__init__(daemon=True)
        self.port, self.story, self.line = port, story, line
        self.told, self.times = {}, []

    def run(self):
        for due, number, form in self.line:
            time.sleep(max(0, due - time.monotonic()))
            began = time.monotonic()
            self.told[number] = self._send(form)
            self.times.append(time.monotonic() - began)

    def _send(self, form):
        line = HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Host": HOST, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            line.request("POST", f"/binh-luan/{self.story}/", form, headers)
            answer = line.getresponse()
            answer.read()
            return answer.status
        except (OSError, HTTPException):
            return None
        finally:
            line.close()


def flood(node, story, made, seconds):
    """Starts the senders: all of ``made``, evenly over ``seconds``."""
    begin = time.monotonic() + 0.5
    lines = [[] for _ in range(SENDERS)]
    for place, (number, form) in enumerate(made):
        due = begin + place * seconds / len(made)
        lines[place % SENDERS].append((due, number, form))
    senders = [Sender(node.port, story, line) for line in lines]
    for sender in senders:
        sender.start()
    return senders


def stored(ask):
    """Number of a form -> how many rows it made."""
    return Counter(int(name.split()[-1]) for (name,) in ask("SELECT name FROM comments_comment"))


@pytest.mark.drill
@pytest.mark.django_db
def test_in_a_flood_what_is_acknowledged_is_stored_once_and_the_paper_stays_readable(tmp_path):
    with house(tmp_path) as (node, story, address, ask):
        made = list(forms(story, RATE * SECONDS))
        node.get(address, Host=HOST)
        senders = flood(node, story, made, SECONDS)
        reading = []
        while any(sender.is_alive() for sender in senders):
            began = time.monotonic()
            assert node.get(address, Host=HOST)[0] == 200
            reading.append(time.monotonic() - began)
            time.sleep(0.1)
        told = {number: status for sender in senders for number, status in sender.told.items()}
        answers = Counter(told.values())
        rows = stored(ask)
        assert set(answers) <= {303, 429, 503}, answers
        assert {number for number, status in told.items() if status == 303} == set(rows)
        assert set(rows.values()) == {1}
        waiting = ask("SELECT count(*) FROM comments_comment WHERE status = 'pending'")
        assert waiting == [(len(rows),)]
        slowest = statistics.quantiles(reading, n=20)[-1]
        print(
            f"\nflood: {len(made)} posts in {SECONDS} s: {dict(answers)}; "
            f"the story meanwhile: median {statistics.median(reading) * 1000:.0f} ms, "
            f"p95 {slowest * 1000:.0f} ms of {len(reading)}"
        )
        assert slowest < 5


@pytest.mark.drill
@pytest.mark.django_db
def test_nothing_acknowledged_is_lost_when_the_application_is_killed_in_the_flood(tmp_path):
    with house(tmp_path) as (node, story, _address, ask):
        chance, acknowledged = random.Random(KILLS), set()
        made = list(forms(story, KILLS * 60))
        for round_ in range(KILLS):
            part = made[round_ * 60 : (round_ + 1) * 60]
            senders = flood(node, story, part, 1)
            time.sleep(0.5 + chance.uniform(0.1, 1))
            node.stop()
            for sender in senders:
                sender.join()
            told = {number: status for each in senders for number, status in each.told.items()}
            acknowledged |= {number for number, status in told.items() if status == 303}
            assert set(told.values()) <= {303, 429, 503, None}, Counter(told.values())
            rows = stored(ask)
            assert acknowledged <= set(rows)
            assert set(rows.values()) <= {1}
            node.start()
        assert acknowledged
        whole = ask(
            "SELECT count(*) FROM comments_comment LEFT JOIN comments_contact"
            " ON comments_contact.comment_id = comments_comment.id"
            " WHERE comments_contact.id IS NULL"
        )
        assert whole == [(0,)]  # never a comment without its contact
        print(f"\nkills: {KILLS}, acknowledged {len(acknowledged)}, stored {len(stored(ask))}")


def test_who_finds_no_place_keeps_text_and_proof_and_sends_again(db, settings):
    settings.COMMENT_VERIFICATION = "embedded"
    reader = Reader(factories.story())
    reader.opens_the_form()
    work = reader.computes()
    with crowd.place(), crowd.place():
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
