"""What pages cost the server, beside a bare Django view that returns the same bytes.

    python -m tests.benchmarks.page_cache

A kept page, and pages that are made: a story with 20 comments, the front page, a section with a
full list. All are asked by the same client in turns, on gunicorn's sync worker, which is one
process: its CPU time is read from the system, so that neither the client nor the other work of the
machine counts. Fails when one costs more than its multiple of the bare view.
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
# The paper of the demo, with a section of its own that fills a page.
SETUP = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from cms.demo import newsroom
newsroom.load(lambda rows, label: rows, known_password=False, picture_size=(160, 90))
from articles.models import Article, Photo
from tests import factories
photo = Photo.objects.first()
topics = [factories.topic("Cầu đường"), factories.topic("Giao thông")]
section = factories.section("Cầu phà")
for _each in range(24):
    factories.story(
        section=section, topics=topics, lead_photo=photo, lead_credit="A", lead_alt="B"
    )
text = "<p>Hành khách đã có mặt từ sớm để đi chuyến phà cuối cùng qua sông.</p>" * 30
figure = (
    f'<figure data-photo="{photo.pk}" data-credit="A" data-alt="B">'
    "<figcaption>Phà</figcaption></figure>"
)
story = factories.story(
    section=section, headline="Cầu mới", body=text + figure + text, lead_photo=photo,
    lead_caption="Cầu", lead_credit="A", lead_alt="B", topics=topics,
    authors=[factories.author("Hải Đăng"), factories.author("Minh Châu")],
)
for _each in range(20):
    factories.comment(story, body="Chờ cầu đã lâu. " * 10)
from pathlib import Path
import os
Path(os.environ["STORY"]).write_text(story.get_absolute_url())
"""


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
            "PAGES": folder,
            "STORY": f"{folder}/address",
        }
        colleague = Colleague(environment)
        colleague.do(SETUP)
        site = Server("cms.wsgi", environment)
        pages = {
            "story": Path(environment["STORY"]).read_text(),
            "front page": "/",
            "section": "/cau-pha/",
        }
        for name, path in pages.items():
            Path(folder, name).write_bytes(site.get(path))
        bare = Server("tests.benchmarks.bare:application", environment)
        try:
            return report(site, bare, pages)
        finally:
            for part in (site, bare, colleague, redis):
                part.stop()


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
    # A parameter that no page knows: made for this reader alone.
    asked |= {name: (site, f"{path}?x=1", REQUESTS // 20) for name, path in pages.items()}
    rounds = {name: [] for name in asked}
    for _round in range(ROUNDS):
        for name, (server, path, number) in asked.items():
            rounds[name].append(server.cost(path, number))
    cost = {name: statistics.median(cpu for cpu, _rate in each) for name, each in rounds.items()}
    rate = {name: statistics.median(rate for _cpu, rate in each) for name, each in rounds.items()}
    failed = False
    print(f"{'':18}{'CPU µs':>9}{'× bare':>9}{'at most':>9}{'requests/s':>12}")
    for name in asked:
        if name not in BOUNDS:
            print(f"{name:18}{cost[name]:9.0f}{'':18}{rate[name]:12.0f}")
            continue
        view, most = BOUNDS[name]
        times = cost[name] / cost[view]
        failed |= times > most
        print(f"{name:18}{cost[name]:9.0f}{times:9.2f}{most:9}{rate[name]:12.0f}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
