"""How many readers a server answers: application servers alone, and nginx in front.

    TEST_DATABASE=postgres DJANGO_SETTINGS_MODULE=tests.settings python -m tests.benchmarks.servers

Each application server, with one process, gives out a kept story and, from a bare Django view, the
same bytes as a constant; and makes the story anew. nginx, as ``deploy/nginx.conf`` has it, gives
out the kept story and, from a file, the same bytes. What is compared is asked in turns, by wrk
(on Debian: ``apt-get install wrk``), over connections that stay open as those of nginx do.
Fails when a kept story is slower than the bare view, or 0.9 times the file.
"""

import re
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

from tests.nodes import HOME, Nginx, ask, wait_for
from tests.servers import free_port

from .paper import paper
from .table import Table

ROUNDS, SECONDS, CONNECTIONS = 5, 2, 16
SERVERS = {
    "gunicorn, sync": "gunicorn {} --bind 127.0.0.1:{} --workers 1 --log-level critical",
    "gunicorn, 4 threads": "gunicorn {} --bind 127.0.0.1:{} --workers 1 --worker-class gthread "
    "--threads 4 --log-level critical",
    "granian, 4 threads": "granian --interface wsgi {} --host 127.0.0.1 --port {} --workers 1 "
    "--blocking-threads 4 --no-log",
}
# How little a kept story may be, beside the bare view of the same server and beside nginx's file.
OF_BARE, OF_FILE = 1.0, 0.9


class Server:
    def __init__(self, command, application, environment):
        self.port = free_port()
        command = command.format(application, self.port).split()
        self._process = subprocess.Popen(
            [sys.executable, "-m", *command], cwd=HOME, env=environment, stdout=subprocess.DEVNULL
        )
        wait_for(self.port, self._process)

    def stop(self):
        self._process.terminate()
        self._process.wait()


def rate(port, path):
    """Answers in a second. Only those that are pages count."""
    told = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-H", "Host: bao.test",
         f"http://127.0.0.1:{port}{path}"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert "Non-2xx" not in told, told
    return float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])


def in_turns(asked):
    """Name -> answers in a second, of ``asked``: name -> ``(port, path)``."""
    for port, path in asked.values():
        assert ask(port, "GET", path, None, {})[0] == 200, path
    rounds = {name: [] for name in asked}
    for _round in range(ROUNDS):
        for name, (port, path) in asked.items():
            rounds[name].append(rate(port, path))
    return {name: statistics.median(each) for name, each in rounds.items()}


def main():
    if not shutil.which("wrk"):
        sys.exit("no wrk; on Debian: apt-get install wrk")
    with paper() as (environment, pages):
        failed = alone(environment, pages)
        return int(behind_nginx(environment, pages["story"]) or failed)


def alone(environment, pages):
    story = pages["story"]
    columns = {"bare/s": 0, "kept/s": 0, "× bare": 2, "made/s": 0}
    table = Table("Application servers, one process, answers in a second", columns, "kept/s")
    for name, command in SERVERS.items():
        site = Server(command, "cms.wsgi:application", environment)
        body = ask(site.port, "GET", story, None, {})[1].encode()
        for page in pages:
            Path(environment["PAGES"], page).write_bytes(body)
        bare = Server(command, "tests.benchmarks.bare:application", environment)
        try:
            of = in_turns(
                {
                    "bare": (bare.port, "/story/"),
                    "kept": (site.port, story),
                    "made": (site.port, f"{story}?x=1"),
                }
            )
        finally:
            site.stop()
            bare.stop()
        times = of["kept"] / of["bare"]
        failed = times < OF_BARE
        table.row(name, of["bare"], of["kept"], times, of["made"], failed=failed)
    table.keep()
    return table.failed


def behind_nginx(environment, story):
    folder = Path(environment["PAGES"])
    port = free_port()
    file = (
        f"server {{ listen 127.0.0.1:{port}; root {folder}; default_type text/html; "
        "open_file_cache max=2000 inactive=60s; }"
    )
    site = Server(SERVERS["gunicorn, 4 threads"], "cms.wsgi:application", environment)
    nginx = Nginx(folder / "nginx", [site], more=file)
    nginx.start()
    try:
        of = in_turns({"file": (port, "/story"), "kept": (nginx.port, story)})
    finally:
        nginx.stop()
        site.stop()
    times = of["kept"] / of["file"]
    table = Table("nginx, answers in a second", {"file/s": 0, "kept/s": 0, "× file": 2}, "× file")
    table.row("story", of["file"], of["kept"], times, least=OF_FILE)
    table.keep()
    return table.failed


if __name__ == "__main__":
    sys.exit(main())
