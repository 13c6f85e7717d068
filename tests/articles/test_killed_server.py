"""The server is killed in the middle of saves: what it had acknowledged is there.

A gunicorn of its own, on a database of its own, killed with SIGKILL while somebody writes:
`make test` kills it a few times, `make drills` a hundred times.
"""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener
from uuid import uuid4

import pytest
from django.conf import settings

from tests.databases import own_database

KILLS = 100 if os.environ.get("DRILL") else 5
PASSWORD = "mot-mat-khau-dai"
MAKE_REPORTER = (
    "from django.contrib.auth.models import Group; from cms.models import User; "
    f"u = User.objects.create_user('pv', password='{PASSWORD}', full_name='PV', is_staff=True); "
    "u.groups.set(Group.objects.filter(name='Reporter'))"
)


@pytest.fixture
def house(tmp_path):
    """``(environment, ask)`` of a newsroom with one reporter; ``ask(sql)`` returns its rows."""
    with own_database(tmp_path) as (database, connect):
        environment = {
            "PATH": os.environ["PATH"],
            "DEBUG": "on",  # static files without collecting them first
            "MEDIA_ROOT": str(tmp_path / "media"),
            **database,
        }
        for command in (["migrate", "--verbosity", "0"], ["shell", "-c", MAKE_REPORTER]):
            subprocess.run(
                [sys.executable, "manage.py", *command],
                cwd=settings.BASE_DIR, env=environment, check=True, capture_output=True,
            )  # fmt: skip

        def ask(sql):
            with closing(connect()) as rows, closing(rows.cursor()) as cursor:
                cursor.execute(sql)
                return cursor.fetchall()

        yield environment, ask


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(environment, port):
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "cms.wsgi", "--bind", f"127.0.0.1:{port}",
         "--worker-class", "gthread", "--threads", "4", "--log-level", "critical"],
        cwd=settings.BASE_DIR, env=environment, start_new_session=True,
    )  # fmt: skip
    for _try in range(600):
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return server
        time.sleep(0.05)
    raise AssertionError("the server does not start")


def kill(server):
    os.killpg(server.pid, signal.SIGKILL)
    server.wait()


class Writer:
    """A reporter's browser: it knows what the newsroom said it has."""

    def __init__(self, port):
        self.base = f"http://127.0.0.1:{port}/admin/"
        self.jar = CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.jar))
        self.tab, self.key, self.serial = str(uuid4()), str(uuid4()), 0
        self.kept, self.saved, self.refused, self.answers = "", [], None, 0

    def log_in(self):
        self.get("login/")
        self.post("login/", {"username": "pv", "password": PASSWORD})

    def get(self, address):
        return self.opener.open(self.base + address, timeout=20).read().decode()

    def post(self, address, data):
        token = next((c.value for c in self.jar if c.name == "csrftoken"), "")
        headers = {"X-CSRFToken": token, "Referer": self.base, "Accept": "application/json"}
        request = Request(self.base + address, urlencode(data).encode(), headers)
        with self.opener.open(request, timeout=20) as answer:
            return answer.read().decode()

    def write(self, until):
        """Types on: keeps again and again, saves now and then; stops when the server is gone."""
        while not until.is_set():
            self.serial += 1
            text = {
                "headline": f"Bản {self.serial}", "body": "Chữ nghĩa. " * 400,
                "comment_policy": "default", "tab": self.tab, "key": self.key,
            }  # fmt: skip
            try:
                answer = self.post(
                    "articles/article/autosave/",
                    {**text, "_serial": self.serial, "_story": "", "_over": ""},
                )
                assert json.loads(answer)["at"]
                self.answers += 1
                self.kept = text["headline"]
                if self.serial % 3 == 0:
                    self.post("articles/article/add/", {**text, "_continue": "1"})
                    self.answers += 1
                    self.saved.append(text["headline"])
                    self.kept = ""
            except HTTPError as error:
                self.refused = error
                return
            except OSError:  # no server, or killed in the middle of its answer
                return


def texts(ask, column, table):
    """JSON values, which SQLite gives as text."""
    rows = ask(f"SELECT {column} FROM {table}")
    return [json.loads(value) if isinstance(value, str) else value for (value,) in rows]


def number_of(headline):
    return int(headline.split()[1])


@pytest.mark.drill
def test_nothing_that_was_acknowledged_is_missing_however_often_the_server_is_killed(house):
    environment, ask = house
    port, chance = free_port(), random.Random(KILLS)
    writer = Writer(port)
    server = start(environment, port)
    writer.log_in()
    for number in range(KILLS):
        done = threading.Event()
        thread = threading.Thread(target=writer.write, args=[done])
        thread.start()
        enough = writer.answers + chance.randint(1, 5)
        while writer.answers < enough and thread.is_alive():
            time.sleep(0.002)
        time.sleep(chance.uniform(0, 0.03))
        kill(server)
        done.set()
        thread.join()
        assert writer.refused is None, writer.refused.read()
        headlines = {text["headline"] for text in texts(ask, "snapshot", "articles_revision")}
        assert set(writer.saved) <= headlines, number
        if writer.kept:
            # Kept, or saved by a request whose answer was cut off.
            left = {text["headline"][0] for text in texts(ask, "fields", "articles_draft")}
            assert max(map(number_of, headlines | left)) >= number_of(writer.kept), number
        server = start(environment, port)
    kill(server)
    assert writer.saved
    # One form, sent again after each kill, is one story.
    assert ask("SELECT COUNT(*) FROM articles_article") == [(1,)]
