"""What a kept page costs the server, beside a bare Django view that returns the same bytes.

    python -m tests.benchmarks.page_cache

Both are asked by the same client in turns, on gunicorn's sync worker, which is one process: its CPU
time is read from the system, so that neither the client nor the other work of the machine counts.
Fails when a kept page costs more than the bare view.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

from tests.nodes import HOME, SITE, Colleague, Redis, wait_for
from tests.servers import free_port

ROUNDS, REQUESTS = 5, 1000
MOST_RATIO = 1.0
SETUP = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests import factories
story = factories.story(
    section=factories.section("Thời sự"), headline="Cầu mới",
    body="<p>Hành khách đã có mặt từ sớm.</p>" * 60,
)
for _each in range(20):
    factories.comment(story, body="Chờ cầu đã lâu. " * 10)
for _each in range(12):
    factories.story(section=story.section)
"""
STORY = "/thoi-su/cau-moi-1.html"


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
        fields = Path(f"/proc/{self._worker}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self):
        self._process.terminate()
        self._process.wait()


def main():
    redis = Redis()
    redis.start()
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.node_settings",
            "SECRET_KEY": "x" * 60,
            "SITE_URL": SITE,
            "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
            "CACHE_URL": redis.url,
            "MEDIA_ROOT": f"{folder}/media",
            "PAGES_MADE": f"{folder}/made",
            "PAGE": f"{folder}/page",
        }
        colleague = Colleague(environment)
        colleague.do(SETUP)
        site = Server("cms.wsgi", environment)
        Path(environment["PAGE"]).write_bytes(site.get(STORY))
        bare = Server("tests.benchmarks.bare:application", environment)
        try:
            return report(site, bare)
        finally:
            for part in (site, bare, colleague, redis):
                part.stop()


def report(site, bare):
    asked = {
        "bare view": (bare, "/page/", REQUESTS),
        "kept page": (site, STORY, REQUESTS),
        # A parameter that no page knows: made for this reader alone.
        "page made anew": (site, f"{STORY}?x=1", REQUESTS // 30),
    }
    rounds = {name: [] for name in asked}
    for _round in range(ROUNDS):
        for name, (server, path, number) in asked.items():
            rounds[name].append(server.cost(path, number))
    cost = {name: statistics.median(cpu for cpu, _rate in each) for name, each in rounds.items()}
    rate = {name: statistics.median(rate for _cpu, rate in each) for name, each in rounds.items()}
    print(f"{'':16}{'CPU µs':>9}{'× bare':>9}{'requests/s':>12}{'× bare':>9}")
    for name in asked:
        times = cost[name] / cost["bare view"]
        faster = rate[name] / rate["bare view"]
        print(f"{name:16}{cost[name]:9.0f}{times:9.2f}{rate[name]:12.0f}{faster:9.2f}")
    return 0 if cost["kept page"] <= MOST_RATIO * cost["bare view"] else 1


if __name__ == "__main__":
    sys.exit(main())
