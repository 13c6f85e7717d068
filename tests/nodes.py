"""Real parts on loopback: a Redis, nodes of two gunicorn workers, nginx, a colleague's process."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from .servers import free_port

SITE = "http://bao.test"
HOME = Path(__file__).resolve().parents[1]


def wait_for(port, process):
    for _try in range(400):
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert process.poll() is None, "it does not start"
        time.sleep(0.05)
    raise AssertionError("it does not answer")


class Redis:
    """A server of our own, which can be stopped and started again, empty."""

    def __init__(self):
        if not (program := shutil.which("redis-server")):
            pytest.skip("no Redis; on Debian: apt-get install redis-server")
        self.port = free_port()
        self._command = [program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]

    def start(self):
        self._process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL)
        wait_for(self.port, self._process)

    def stop(self):
        self._process.kill()
        self._process.wait()

    @property
    def url(self):
        return f"redis://127.0.0.1:{self.port}/0"


class Node:
    """A gunicorn with two workers."""

    def __init__(self, environment, log):
        self._environment, self._log = environment, log
        self.port = free_port()

    def start(self):
        command = ["gunicorn", "cms.wsgi", "--bind", f"127.0.0.1:{self.port}", "--workers", "2"]
        command += ["--worker-class", "gthread", "--threads", "4", "--log-level", "critical"]
        with self._log.open("a") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=HOME,
                env=self._environment,
                stderr=log,
                start_new_session=True,
            )
        wait_for(self.port, self._process)
        answers = 0
        while answers < 8:  # both have imported everything
            try:
                self.get("/robots.txt")
            except ConnectionError:  # of those who were there before
                time.sleep(0.05)
            else:
                answers += 1

    def stop(self):
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def get(self, path, **headers):
        """As `ask`: any worker may answer."""
        return ask(self.port, "GET", path, None, headers)

    def post(self, path, body, **headers):
        return ask(self.port, "POST", path, body, headers)


class Nginx:
    """nginx as ``deploy/nginx.conf`` has it, in front of nodes; ``more``: further servers."""

    def __init__(self, folder, nodes, more=""):
        if not (program := shutil.which("nginx")):
            pytest.skip("no nginx; on Debian: apt-get install nginx")
        self.port, self.media = free_port(), folder / "media/public"
        folder.mkdir()
        site = (HOME / "deploy/nginx.conf").read_text()
        upstream = "server 127.0.0.1:8001;"
        ours = {
            upstream: "".join(f"server 127.0.0.1:{node.port};" for node in nodes),
            "listen 80;": f"listen 127.0.0.1:{self.port};",
            "www.example.org": "bao.test",
            "/var/cache/nginx/newsroom": f"{folder}/kept",
            "/srv/newsroom/var": str(folder),
        }
        for theirs, here in ours.items():
            assert site.count(theirs), theirs
            site = site.replace(theirs, here)
        temporary = "".join(
            f"{kind}_temp_path {folder}/{kind};"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (folder / "nginx.conf").write_text(
            f"daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/errors;\n"
            f"events {{}}\nhttp {{ access_log off; sendfile on; tcp_nopush on; {temporary}\n"
            f"{site}\n{more} }}"
        )
        self._command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf")]
        # As root it would change to a user who may not read the folder.
        if os.geteuid() == 0:
            self._command += ["-g", "user root;"]

    def start(self):
        self._process = subprocess.Popen(self._command, stderr=subprocess.DEVNULL)
        wait_for(self.port, self._process)

    def stop(self):
        self._process.terminate()
        self._process.wait()

    def get(self, path, **headers):
        return ask(self.port, "GET", path, None, headers)

    def post(self, path, body, **headers):
        return ask(self.port, "POST", path, body, headers)


def ask(port, method, path, body, headers):
    """``(status, text, headers)``, over a connection of its own."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request(method, path, body, headers={"Host": "bao.test", **headers})
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), answer.headers


class Colleague:
    """Another process of the site, in which the newsroom takes its steps: ``do("code")``."""

    _LOOP = (
        "import django; django.setup()\n"
        "import sys, traceback\n"
        "names = {}\n"
        "while True:\n"
        "    code = eval(sys.stdin.readline())\n"
        "    try: exec(code, names); print('done', flush=True)\n"
        "    except Exception: print(repr(traceback.format_exc()), flush=True)\n"
    )

    def __init__(self, environment):
        self._process = subprocess.Popen(
            [sys.executable, "-c", self._LOOP],
            cwd=HOME,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def do(self, code):
        self.send(code)
        answer = self._process.stdout.readline().strip()
        assert answer == "done", answer.replace("\\n", "\n")

    def send(self, code):
        self._process.stdin.write(f"{code!r}\n")
        self._process.stdin.flush()

    def wait(self):
        self._process.wait(timeout=20)

    def stop(self):
        self._process.kill()
        self._process.wait()
