"""What pages cost the server, beside a bare Django view that returns the same bytes.

    TEST_DATABASE=postgres DJANGO_SETTINGS_MODULE=tests.settings \\
        python -m tests.benchmarks.page_cache

A kept page, and pages that are made: a story with 20 comments, the front page, a section with a
full list. All are asked by the same client in turns, on gunicorn's sync worker, which is one
process: its CPU time is read from the system, so that neither the client nor the other work of the
machine counts. Fails when one costs more than its multiple of the bare view.
"""

import statistics
import subprocess
import sys
import time
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

from tests.nodes import HOME, wait_for
from tests.servers import free_port

from .paper import paper
from .table import Table

# Many short rounds: the machine is not equally fast from one second to the next.
ROUNDS, REQUESTS = 21, 400


class Server:
    """A gunicorn with one sync worker."""

    def __init__(self, application, environment):
        self.port = free_port()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{self.port}",
             "--workers", "1", "--log-level", "critical"],
            cwd=HOME, env=environment,
        )  # fmt: skip
        wait_for(self.port, self._process)
        self.get("/")
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        self._worker = children.read_text().split()[0]

    def get(self, path):
        with closing(HTTPConnection("127.0.0.1", self.port)) as connection:
            connection.request("GET", path, headers={"Host": "bao.test"})
            return connection.getresponse().read()

    def cost(self, path, number):
        """Microseconds of CPU for each request, and requests in a second."""
        self.get(path)
        used, began = self._used(), time.perf_counter()
        for _each in range(number):
            self.get(path)
        seconds = time.perf_counter() - began
        return (self._used() - used) / number * 1e6, number / seconds

    def _used(self):
        threads = Path(f"/proc/{self._worker}/task").glob("*/schedstat")
        return sum(int(each.read_text().split()[0]) for each in threads) / 1e9

    def stop(self):
        self._process.terminate()
        self._process.wait()


def main():
    with paper() as (environment, pages):
        site = Server("cms.wsgi", environment)
        for name, path in pages.items():
            Path(environment["PAGES"], name).write_bytes(site.get(path))
        bare = Server("tests.benchmarks.bare:application", environment)
        try:
            return report(site, bare, pages)
        finally:
            site.stop()
            bare.stop()


# What is asked, which bare view it is compared with, and how many times as much it may cost.
BOUNDS = {
    "kept story": ("bare story", 1),
    "story": ("bare story", 30),
    "front page": ("bare front page", 60),
    "section": ("bare section", 60),
}


def report(site, bare, pages):
    asked = {f"bare {name}": (bare, f"/{name.replace(' ', '%20')}/", REQUESTS) for name in pages}
    asked["kept story"] = (site, pages["story"], REQUESTS)
    # A parameter that no page knows: made for this reader alone. (``fbclid`` tells the front page
    # that it is not an old address of a story, ``/?p=12``, which a reader's would not be either.)
    asked |= {name: (site, f"{path}?fbclid=&x=1", REQUESTS // 20) for name, path in pages.items()}
    rounds = {name: [] for name in asked}
    for _round in range(ROUNDS):
        for name, (server, path, number) in asked.items():
            rounds[name].append(server.cost(path, number))
    cost = {name: statistics.median(cpu for cpu, _rate in each) for name, each in rounds.items()}
    rate = {name: statistics.median(rate for _cpu, rate in each) for name, each in rounds.items()}
    columns = {"CPU µs": 0, "× bare": 2, "at most": 0, "requests/s": 0}
    table = Table("Pages beside a bare view, gunicorn sync", columns, "× bare")
    for name in asked:
        if name not in BOUNDS:
            table.row(name, cost[name], None, None, rate[name])
            continue
        view, most = BOUNDS[name]
        times = cost[name] / cost[view]
        table.row(name, cost[name], times, most, rate[name], most=most)
    table.keep()
    return int(table.failed)


if __name__ == "__main__":
    sys.exit(main())
