"""Two nodes of two workers, one Redis, one database: what one changes, all know in a second.

And with nginx in front of them, as ``deploy/nginx.conf`` says.
"""

import os
import re
import threading
import time
from contextlib import contextmanager
from urllib.request import Request, urlopen

import pytest
from django.conf import settings
from django.db import connection

from tests.databases import own_database
from tests.nodes import SITE, Colleague, Nginx, Node, Redis

# What a process needs to see of the others' changes; the machine of the tests is a busy one.
A_SECOND, SLACK = 1.0, 0.5
SETUP = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from articles import workflow
from articles.models import Article, Page
from articles.versions import revisions
from articles.gate import EVERY
from comments.models import Status
from comments.moderation import decide
from tests import factories
editor, moderator = factories.managing_editor(), factories.moderator()
section = factories.section("Thời sự")
story = factories.story(section=section, headline="Cầu mới")
other = factories.story(section=section, headline="Tàu cũ")
waiting = factories.comment(story, Status.PENDING, body="Chờ cầu đã lâu")
for number in range(3):
    Page.objects.create(title=f"Trang {number}", slug=f"trang-{number}")

def rewrite(headline):
    now = Article.objects.get(pk=story.pk)
    data = {**revisions.working(now), "headline": headline}
    revisions.save(now, data, editor, base_id=now.latest_revision_id)
    workflow.publish(now, editor, passed=EVERY)
"""
STORY = "/thoi-su/cau-moi-1.html"


class House:
    def __init__(self, tmp_path, database):
        self.redis, self.made, self.log = Redis(), tmp_path / "made", tmp_path / "log"
        self.made.touch()
        self.environment = {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "tests.node_settings",
            "SECRET_KEY": "x" * 60,
            "SITE_URL": SITE,
            "CACHE_URL": self.redis.url,
            "WEB_CONCURRENCY": "2",
            "MEDIA_ROOT": str(tmp_path / "media"),
            "PAGES_MADE": str(self.made),
            **database,
        }
        self.database = database
        self.nodes = [Node(self.environment, self.log) for _node in range(2)]

    def start(self):
        self.redis.start()
        self.colleague = Colleague(self.environment)
        self.do = self.colleague.do
        self.do(SETUP)
        for node in self.nodes:
            node.start()

    def stop(self):
        for part in (*self.nodes, self.colleague, self.redis):
            part.stop()

    def all_get(self, path, times=12):
        """The answers of all workers, many enough that each of them was asked."""
        return [node.get(path) for _time in range(times) for node in self.nodes]

    def old_until(self, path, is_new, get=None):
        """How many seconds after now the last reader got the old page."""
        get = get or (lambda path: self.all_get(path, times=2))
        began, last = time.monotonic(), 0.0
        while time.monotonic() - began < A_SECOND + 2 * SLACK:
            if not all(is_new(answer) for answer in get(path)):
                last = time.monotonic() - began
        return last

    @contextmanager
    def without_database(self):
        if connection.vendor == "sqlite":
            file = self.database["DATABASE_URL"].removeprefix("sqlite:///")
            for end in ("", "-wal", "-shm"):
                if os.path.exists(file + end):
                    os.rename(file + end, f"{file}.away{end}")
            os.mkdir(file)
            yield
            os.rmdir(file)
            for end in ("", "-wal", "-shm"):
                if os.path.exists(f"{file}.away{end}"):
                    os.rename(f"{file}.away{end}", file + end)
            return
        name = self.database["DATABASE_URL"].rpartition("/")[2]
        import psycopg2

        server = psycopg2.connect(
            host=settings.DATABASES["default"]["HOST"], user="postgres", dbname="postgres"
        )
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
            )
            yield
            cursor.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        server.close()


@pytest.fixture(scope="module")
def house(tmp_path_factory, django_db_setup):
    path = tmp_path_factory.mktemp("nodes")
    with own_database(path) as (database, _connect):
        house = House(path, database)
        house.start()
        yield house
        house.stop()


def test_what_one_process_changes_all_others_know_within_a_second(house):
    changes = [
        ("rewrite('Cầu đã thông')", STORY, lambda answer: "Cầu đã thông" in answer[1]),
        ("rewrite('Cầu rất đông')", "/", lambda answer: "Cầu rất đông" in answer[1]),
        (
            "decide([(waiting.pk, 1)], 'approve', moderator)",
            STORY,
            lambda answer: "Chờ cầu đã lâu" in answer[1],
        ),
        (
            "decide([(waiting.pk, 2)], 'spam', moderator)",
            STORY,
            lambda answer: "Chờ cầu đã lâu" not in answer[1],
        ),
        (
            "workflow.withdraw(other, editor, reason='sai')",
            "/thoi-su/tau-cu-2.html",
            lambda answer: answer[0] == 404,
        ),
        ("workflow.put_back(other, editor)", "/", lambda answer: "Tàu cũ" in answer[1]),
    ]
    for deed, path, is_new in changes:
        assert not any(is_new(answer) for answer in house.all_get(path)), deed
        house.do(deed)
        assert house.old_until(path, is_new) <= A_SECOND, deed
        assert all(is_new(answer) for answer in house.all_get(path)), deed


@pytest.fixture(scope="module")
def nginx(house, tmp_path_factory):
    server = Nginx(tmp_path_factory.mktemp("front") / "nginx", house.nodes)
    server.start()
    yield server
    server.stop()


def test_nginx_adds_no_more_than_a_second(house, nginx):
    path = "/thoi-su/tau-cu-2.html"
    steps = [
        ("workflow.withdraw(other, editor, reason='sai')", lambda answer: answer[0] == 404),
        ("workflow.put_back(other, editor)", lambda answer: answer[0] == 200),
        (
            "workflow.withdraw(other, editor, kind='final', reason='sai')",
            lambda answer: answer[0] == 410,
        ),
        ("workflow.put_back(other, editor)", lambda answer: answer[0] == 200),
    ]
    for deed, is_new in steps:
        assert not is_new(nginx.get(path)), deed
        house.do(deed)
        late = house.old_until(path, is_new, lambda path: [nginx.get(path)])
        assert late <= A_SECOND + SLACK, deed
        assert is_new(nginx.get(path))
    kept = [nginx.get(STORY)[2]["X-Cache-Status"] for _again in range(20)]
    assert kept.count("HIT") >= 15


def test_nginx_keeps_a_page_twice_however_browsers_ask_for_it_compressed(nginx):
    def ask(encodings):
        request = Request(
            f"http://127.0.0.1:{nginx.port}/trang/trang-2.html",
            headers={"Host": "bao.test", "Accept-Encoding": encodings},
        )
        with urlopen(request) as answer:
            return answer.headers["Content-Encoding"], answer.headers["X-Cache-Status"]

    # Kept by the node; and a whole second before us.
    ask("gzip")
    time.sleep(1.01 - time.time() % 1)
    kept = {"MISS", "EXPIRED"}
    encoding, status = ask("gzip, deflate, br, zstd")
    assert encoding == "gzip"
    assert status in kept
    assert ask("br;q=1.0, GZIP;q=0.8") == ("gzip", "HIT")
    encoding, status = ask("br")
    assert encoding is None
    assert status in kept
    assert ask("identity") == (None, "HIT")


def test_nginx_keeps_nothing_of_anybody(house, nginx):
    for path in ("/admin/login/", "/binh-luan/1/", "/health/"):
        statuses = {nginx.get(path)[2]["X-Cache-Status"] for _again in range(4)}
        assert "HIT" not in statuses, path


def test_nginx_gives_out_photos_until_they_are_withdrawn(nginx):
    photo = nginx.media / "AbC" / "1-wide-320.webp"
    photo.parent.mkdir(parents=True)
    photo.write_text("a photo")
    status, text, headers = nginx.get("/media/AbC/1-wide-320.webp")
    assert (status, text) == (200, "a photo")
    assert headers["Cache-Control"] == "public, max-age=86400"
    photo.unlink()
    status, text, headers = nginx.get("/media/AbC/1-wide-320.webp")
    assert (status, headers["Content-Type"]) == (404, "image/svg+xml")
    assert "max-age=86400" not in headers.get("Cache-Control", "")


def test_nginx_shows_nothing_beside_the_photos(nginx):
    (nginx.media.parent / "originals").mkdir(parents=True, exist_ok=True)
    (nginx.media.parent / "originals" / "1.jpg").write_text("an original")
    for path in (
        "/media/../originals/1.jpg",
        "/media/%2e%2e/originals/1.jpg",
        "/media../originals/1.jpg",
    ):
        status, text, _headers = nginx.get(path)
        assert status in (400, 404), path
        assert "an original" not in text


def test_nginx_gives_out_what_it_has_while_no_node_answers(house, nginx):
    page = nginx.get(STORY)[1]
    for node in house.nodes:
        node.stop()
    try:
        time.sleep(A_SECOND)
        status, text, headers = nginx.get(STORY)
        assert (status, text, headers["X-Cache-Status"]) == (200, page, "STALE")
        assert nginx.get("/admin/login/")[0] == 502
    finally:
        for node in house.nodes:
            node.start()


def test_a_process_that_is_killed_right_after_its_commit_has_purged(house):
    house.all_get(STORY)
    doomed = Colleague(house.environment)
    doomed.do("import os; from articles.models import *; from comments.models import *")
    doomed.do("from cms.page_cache.purges import purge; from django.db import transaction")
    doomed.do("story = Article.objects.get(pk=1)")
    doomed.send(
        "with transaction.atomic():\n"
        "    transaction.on_commit(lambda: os._exit(9))\n"
        "    Article.objects.filter(pk=1).update(headline='Cầu sau khi chết')\n"
        "    purge('story-1')"
    )
    doomed.wait()
    new = lambda answer: "Cầu sau khi chết" in answer[1]  # noqa: E731
    assert house.old_until(STORY, new) <= A_SECOND
    assert all(new(answer) for answer in house.all_get(STORY))


def test_readers_of_all_nodes_who_come_at_once_wait_for_one_page(house):
    answers, gate = [], threading.Barrier(24)

    def ask(node):
        gate.wait()
        answers.append(node.get("/trang/trang-0.html")[0])

    threads = [threading.Thread(target=ask, args=[house.nodes[n % 2]]) for n in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 24
    assert house.made.read_text().count(" /trang/trang-0.html") == 1


def test_reads_are_counted_once_by_all_workers_together(house):
    mark = re.search(r'data-read="([^"]+)"', house.nodes[0].get(STORY)[1])[1]
    phone = "Mozilla/5.0 (Linux; Android 13) Chrome/131.0.0.0 Mobile Safari/537.36"
    for reader in ["one"] * 12 + [f"other {number}" for number in range(12)]:
        for node in house.nodes:
            agent = {"User-Agent": f"{phone} {reader}"}
            assert node.post("/luot-doc/", mark, **agent)[0] == 204
    house.do("from articles.reads import writing; writing.write()")
    house.do("from articles.models import ReadCount")
    house.do("rows = list(ReadCount.objects.values_list('article', 'reads'))")
    house.do("assert sum(reads for story, reads in rows if story == 1) == 13, rows")


def test_without_redis_the_site_goes_on_and_says_so_once_in_each_process(house):
    house.all_get("/")
    house.redis.stop()
    try:
        began = time.monotonic()
        answers = house.all_get("/") + house.all_get(STORY)
        assert {answer[0] for answer in answers} == {200}
        assert time.monotonic() - began < 5
        house.do("rewrite('Cầu không cần bộ nhớ')")
        new = lambda answer: "Cầu không cần bộ nhớ" in answer[1]  # noqa: E731
        assert house.old_until(STORY, new) <= A_SECOND
    finally:
        house.redis.start()
    time.sleep(5.5)
    house.all_get("/")
    said = house.log.read_text()
    assert said.count("the cache does not answer") <= 4
    assert "Traceback" not in said
    assert said.count("the cache answers again") >= 1


def test_without_the_database_kept_pages_go_on_and_others_are_a_503(house):
    for path in ("/", STORY):
        house.all_get(path)
    kept = house.nodes[0].get(STORY)[1]
    with house.without_database():
        for _again in range(3):
            for path in ("/", STORY):
                assert {answer[0] for answer in house.all_get(path)} == {200}
        for status, text, headers in house.all_get("/trang/trang-1.html", times=4):
            assert (status, headers["Retry-After"]) == (503, "10")
            assert "Traceback" not in text
        # A node that begins now has nothing but what the others left.
        house.nodes[1].stop()
        house.nodes[1].start()
        assert {node.get(STORY)[1] for node in house.nodes for _worker in range(8)} == {kept}
    time.sleep(A_SECOND)
    assert {answer[0] for answer in house.all_get("/trang/trang-1.html")} == {200}
    house.do("from django.db import connections; connections.close_all()")
    house.do("rewrite('Cầu trở lại')")
    time.sleep(A_SECOND)
    assert all("Cầu trở lại" in answer[1] for answer in house.all_get(STORY))
