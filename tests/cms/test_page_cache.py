"""Pages are made once and kept for all: which, under which name, and what is told with them."""

import gzip
import re
import threading
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Redirect, Section
from cms.models import SiteSettings
from cms.page_cache import keys, page, tag
from cms.page_cache.front import in_front
from cms.page_cache.middleware import PageCache
from cms.page_cache.purges import PagePurge, forget_old, purge, purge_everything
from cms.page_cache.shelf import shelf
from cms.page_cache.tail import tail
from cms.templatetags import house
from tests import factories

GZIP = {"accept-encoding": "br, gzip;q=0.9"}


class Clock:
    def __init__(self, monkeypatch):
        self.now = timezone.now()
        monkeypatch.setattr(timezone, "now", lambda: self.now)

    def forward(self, seconds):
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


def test_a_kept_page_asks_no_database(kept_pages, client, django_assert_num_queries):
    story = factories.story()
    first = client.get(story.get_absolute_url())
    with django_assert_num_queries(0):
        second = client.get(story.get_absolute_url())
    assert second.content == first.content
    assert second.headers.items() >= {"Content-Type": "text/html; charset=utf-8"}.items()
    shelf.clear()  # another process, or a second later
    with django_assert_num_queries(0):
        assert client.get(story.get_absolute_url()).content == first.content


def test_a_page_is_the_same_from_the_cache_as_made(kept_pages):
    story = factories.story()
    made = kept_pages.get(story.get_absolute_url())
    kept = kept_pages.get(story.get_absolute_url())
    assert kept_pages.made == [story.get_absolute_url()]
    assert kept.content == made.content
    drop = {"X-Accel-Expires"}
    assert {k: v for k, v in kept.items() if k not in drop} == {
        k: v for k, v in made.items() if k not in drop
    }
    assert "default-src 'none'" in kept["Content-Security-Policy"]
    assert kept["X-Frame-Options"] == "DENY"


def test_browsers_ask_again_and_caches_answer_for_a_second(kept_pages, clock):
    answer = kept_pages.get("/")
    assert answer["Cache-Control"] == "public, max-age=0, s-maxage=1, stale-if-error=600"
    assert answer["X-Accel-Expires"] == f"@{int(clock.now.timestamp())}"
    assert answer["Vary"] == "Accept-Encoding"
    assert "site" in answer["Cache-Tag"].split(",")
    clock.forward(30)
    assert kept_pages.get("/")["X-Accel-Expires"] == f"@{int(clock.now.timestamp())}"


def test_every_public_status_says_it_to_nginx(kept_pages, client):
    story = factories.story()
    Redirect.objects.lead("/cu.html", path=story.get_absolute_url())
    Redirect.objects.lead("/mat.html")
    wrong = f"/sai/sai-{story.pk}.html"
    for path, status in {
        "/": 200,
        wrong: 301,
        "/cu.html": 301,
        "/mat.html": 410,
        "/x/": 404,
    }.items():
        for _again in range(2):
            answer = client.get(path)
            assert (answer.status_code, path) == (status, path)
            assert re.fullmatch(r"@\d+", answer["X-Accel-Expires"])
            assert not answer.cookies
        assert kept_pages.made.count(path) == 1
    assert client.get(wrong)["Location"] == story.get_absolute_url()


def test_the_headers_are_the_same_where_nothing_can_be_kept(kept_pages, settings):
    made = kept_pages.get("/")
    settings.PAGE_CACHE = False
    for _again in range(2):
        answer = kept_pages.get("/", **GZIP)
        assert answer["Cache-Control"] == made["Cache-Control"]
        assert answer["X-Accel-Expires"]
        assert gzip.decompress(answer.content) == made.content
    assert kept_pages.made == ["/"] * 3


def test_a_browser_that_has_the_page_is_told_so(kept_pages):
    plain, zipped = kept_pages.get("/"), kept_pages.get("/", **GZIP)
    assert zipped["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.content) == plain.content
    assert int(zipped["Content-Length"]) == len(zipped.content)
    assert plain["ETag"] != zipped["ETag"]
    for answer, headers in ((plain, {}), (zipped, GZIP)):
        assert not answer["ETag"].startswith("W/")
        for asked in (answer["ETag"], f'"x", W/{answer["ETag"]}', "*"):
            same = kept_pages.get("/", **headers, **{"if-none-match": asked})
            assert (same.status_code, same.content) == (304, b"")
            assert same["ETag"] == answer["ETag"]
            assert same["X-Accel-Expires"]
            assert same["Cache-Control"]
        assert kept_pages.get("/", **headers, **{"if-none-match": '"x"'}).status_code == 200
    assert kept_pages.get("/", **{"if-none-match": zipped["ETag"]}).status_code == 200


def test_head_makes_the_page_for_get_and_has_no_body(kept_pages, client):
    head = client.head("/")
    assert head.content == b""
    got = client.get("/")
    assert kept_pages.made == ["/"]
    assert int(head["Content-Length"]) == len(got.content)
    assert client.head("/")["ETag"] == got["ETag"]


# --- What is asked ------------------------------------------------------------------------


def test_what_other_sites_add_to_an_address_makes_no_other_page(kept_pages):
    kept_pages.get("/")
    for query in ("utm_source=zalo&utm_medium=x", "fbclid=1", "gclid=2", "ref=x"):
        assert kept_pages.get(f"/?{query}").content == kept_pages.get("/").content
    assert kept_pages.made == ["/"]


def test_parameters_that_a_page_knows_in_any_order_are_one_page(kept_pages):
    kept_pages.get("/tim-kiem/?q=cau&truoc=")
    kept_pages.get("/tim-kiem/?truoc=&q=cau&fbclid=1")
    assert kept_pages.made == ["/tim-kiem/?q=cau&truoc="]


@pytest.mark.parametrize("query", ["a=1", "q=cau&a=1", "q=a&q=b", "q=" + "a" * 400])
def test_with_any_other_parameter_the_page_is_not_kept(kept_pages, query):
    for _again in range(2):
        assert kept_pages.get(f"/tim-kiem/?{query}").status_code == 200
    assert len(kept_pages.made) == 2
    assert not shelf.pages


def test_nobody_fills_the_cache_with_pages_that_do_not_exist(kept_pages):
    section = factories.section()
    for _again in range(2):
        assert kept_pages.get(f"{section.get_absolute_url()}?truoc=x").status_code == 404
    assert len(kept_pages.made) == 2


POISON = {
    "host": "localhost",
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "https",
    "x-original-url": "/admin/",
    "x-http-method-override": "DELETE",
    "accept-language": "en",
    "accept": "application/json",
    "user-agent": "evil<script>",
    "cookie": "sessionid=evil; csrftoken=evil; django_language=en",
    "range": "bytes=0-3",
    "authorization": "Basic evil",
}


@pytest.mark.parametrize("name", POISON)
def test_no_header_of_the_first_reader_is_in_what_the_others_get(kept_pages, name):
    story = factories.story()
    for path in ("/", story.get_absolute_url(), f"/sai/sai-{story.pk}.html", "/khong-co/"):
        clean = kept_pages.get(path)
        cache.clear()
        shelf.clear()
        first = Client().get(path, headers={name: POISON[name]})
        after = kept_pages.get(path)
        assert after.content == first.content == clean.content
        assert after.get("Location") == clean.get("Location")
        assert "evil" not in str(after.headers)


def test_a_foreign_host_gets_no_page(kept_pages):
    kept_pages.get("/")
    assert kept_pages.get("/", host="evil.example").status_code == 400
    assert kept_pages.get("/").status_code == 200


def test_with_https_nothing_is_given_out_by_http(kept_pages, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert Client().get("/", secure=True).status_code == 200
    assert Client().get("/").status_code == 301
    assert Client().get("/")["Location"] == "https://testserver/"


def test_staff_get_the_public_page(kept_pages, login, managing_editor):
    staff = login(managing_editor)
    assert staff.get("/").content == kept_pages.get("/").content
    assert kept_pages.made == ["/"]


@pytest.mark.parametrize(
    "path", ["/admin/login/", "/health/", "/binh-luan/{}/", "/binh-luan/{}/thu-thach/"]
)
def test_what_is_personal_is_never_kept(kept_pages, path):
    path = path.format(factories.story().pk)
    first, second = kept_pages.get(path), kept_pages.get(path)
    assert not shelf.pages
    assert not kept_pages.made
    for answer in (first, second):
        assert "no-store" in answer["Cache-Control"]


def _response(status=200, **headers):
    response = HttpResponse("x", status=status)
    for name, value in headers.items():
        response[name.replace("_", "-")] = value
    return response


def test_what_may_not_be_kept():
    cookie = _response()
    cookie.set_cookie("a", "b")
    for response in (
        cookie, _response(500), _response(302), _response(403), _response(Vary="Cookie"),
        _response(Vary="*"), _response(Cache_Control="no-store"),
        _response(Cache_Control="private"),
    ):  # fmt: skip
        assert not page.may_be_kept(response)
    for status in (200, 301, 404, 410):
        assert page.may_be_kept(_response(status))


# --- Time ---------------------------------------------------------------------------------


def test_nothing_is_given_out_for_more_than_a_minute_without_being_made_again(kept_pages, clock):
    kept_pages.get("/")
    for _second in range(59):
        clock.forward(1)
        kept_pages.get("/")
    assert kept_pages.made == ["/"]
    clock.forward(1)
    kept_pages.get("/")
    assert kept_pages.made == ["/"] * 2


def test_that_a_page_is_missing_is_known_for_ten_seconds(kept_pages, clock):
    kept_pages.get("/khong-co/")
    clock.forward(9)
    assert not kept_pages.made_for("/khong-co/")
    clock.forward(1)
    assert kept_pages.made_for("/khong-co/")


def test_a_process_asks_the_common_cache_again_after_a_second(kept_pages, clock):
    kept_pages.get("/")
    cache.clear()
    clock.forward(0.9)
    assert not kept_pages.made_for("/")
    clock.forward(0.2)
    assert kept_pages.made_for("/")


# --- What changed -------------------------------------------------------------------------


def test_a_purge_concerns_the_pages_with_its_tag_and_counts_from_the_commit(kept_pages):
    story, other = factories.story(), factories.story()
    paths = [row.get_absolute_url() for row in (story, other)]
    kept_pages.made_for(*paths)
    with kept_pages.deed():
        purge(f"comments-{story.pk}")
        assert not kept_pages.made_for(*paths)
    assert kept_pages.made_for(*paths) == {paths[0]}
    assert not kept_pages.made_for(*paths)


def test_what_was_rolled_back_purges_nothing(kept_pages):
    kept_pages.get("/")
    with kept_pages.deed(), transaction.atomic():
        purge("site")
        transaction.set_rollback(True)
    assert not kept_pages.made_for("/")


def test_a_page_begun_before_the_change_is_not_kept_after_it(kept_pages, monkeypatch):
    """It shows what was, and would stand there after the purge."""
    story = factories.story()
    path = story.get_absolute_url()
    real = PageCache._render

    def slow(self, request, query):
        response = real(self, request, query)
        with kept_pages.deed():
            purge(f"comments-{story.pk}")
        return response

    with monkeypatch.context() as patched:
        patched.setattr(PageCache, "_render", slow)
        kept_pages.get(path)
    assert not shelf.pages
    assert kept_pages.made_for(path)
    assert not kept_pages.made_for(path)


def test_a_row_whose_number_is_lower_and_which_is_seen_later_counts(kept_pages):
    """Numbers are given out before their transactions end."""
    low = PagePurge.objects.create(tags=["site"])
    number = low.pk
    low.delete()
    purge("else")
    tail.begin()
    kept_pages.get("/")
    PagePurge.objects.create(pk=number, tags=["site"])
    assert not kept_pages.made_for("/")
    tail.read()
    assert kept_pages.made_for("/")
    tail.read()
    assert not kept_pages.made_for("/")


def test_a_process_that_has_just_begun_knows_what_was_purged_before_it(kept_pages):
    kept_pages.get("/")
    purge("site")  # by a process that was killed before it could tell anybody
    tail.forget()
    assert kept_pages.made_for("/")


def test_a_withdrawal_is_a_new_generation_of_every_page(kept_pages):
    story = factories.story()
    paths = ["/", story.get_absolute_url(), "/khong-co/"]
    kept_pages.made_for(*paths)
    with kept_pages.deed():
        purge_everything()
    assert kept_pages.made_for(*paths) == set(paths)


def test_a_purge_for_later_concerns_pages_at_its_second(kept_pages, clock):
    kept_pages.get("/")
    with kept_pages.deed():
        purge("site", due_at=clock.now + timedelta(seconds=20))
    assert not kept_pages.made_for("/")
    clock.forward(19.9)
    assert not kept_pages.made_for("/")
    clock.forward(0.1)
    assert kept_pages.made_for("/")
    assert not kept_pages.made_for("/")


def test_rows_are_forgotten_after_a_day_and_generations_never(kept_pages, clock):
    with kept_pages.deed():
        purge("site")
        purge("site", due_at=clock.now + timedelta(hours=30))
        purge_everything()
    clock.forward(26 * 3600)
    forget_old(clock.now)
    assert [(row.everything, row.due_at is None) for row in PagePurge.objects.order_by("pk")] == [
        (False, False),
        (True, True),
    ]


def test_a_new_version_of_the_site_gives_out_no_page_of_the_old_one(kept_pages, monkeypatch):
    kept_pages.get("/")
    shelf.clear()
    monkeypatch.setattr(keys, "build_id", lambda: "another")
    assert kept_pages.made_for("/")


def test_looking_for_changes_costs_one_query(kept_pages):
    tail.begin()
    with CaptureQueriesContext(connection) as captured:
        tail.read()
    assert len(captured) == 1


# --- Many at once -------------------------------------------------------------------------


def test_readers_who_come_at_once_wait_for_one_page(monkeypatch, settings):
    settings.PAGE_CACHE = True
    monkeypatch.setattr(tail, "_loaded", 1e12)
    monkeypatch.setattr(tail, "generation", lambda: 7)
    shelf.clear()
    made, gate = [], threading.Barrier(20)

    def view(request):
        made.append(request.path)
        threading.Event().wait(0.2)
        tag(request, "x")
        return HttpResponse("trang " * 100)

    middleware, answers = PageCache(view), []

    def ask():
        gate.wait()
        answers.append(middleware(RequestFactory().get("/robots.txt")).content)

    threads = [threading.Thread(target=ask) for _reader in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == ["/robots.txt"]
    assert set(answers) == {b"trang " * 100}
    shelf.clear()


# --- In front of Django -------------------------------------------------------------------


def by_wsgi(path, **environ):
    """``(status, headers, body)`` as a server gets them; what is left to Django says so."""
    query = {"PATH_INFO": path, "REQUEST_METHOD": "GET", "HTTP_HOST": "testserver", **environ}
    said = []

    def django(environ, start_response):
        start_response("200 OK", [])
        return [b"Django"]

    answer = in_front(django)(
        {**RequestFactory()._base_environ(), **query}, lambda *args: said.append(args)
    )
    return said[0][0], dict(said[0][1]), b"".join(answer)


def test_what_a_process_holds_is_given_out_before_django(kept_pages, clock):
    assert by_wsgi("/")[2] == b"Django"
    first = kept_pages.get("/", host="testserver")
    status, headers, body = by_wsgi("/")
    assert (status, body) == ("200 OK", first.content)
    assert headers == dict(first.items())
    assert gzip.decompress(by_wsgi("/", HTTP_ACCEPT_ENCODING="gzip")[2]) == body
    assert by_wsgi("/", REQUEST_METHOD="HEAD")[2] == b""
    assert by_wsgi("/", HTTP_IF_NONE_MATCH=headers["ETag"])[::2] == ("304 Not Modified", b"")
    clock.forward(1)
    assert by_wsgi("/")[2] == b"Django"


def test_what_the_middleware_would_refuse_is_left_to_it(kept_pages, settings):
    page = kept_pages.get("/", host="testserver").content
    assert by_wsgi("/", HTTP_HOST="evil.example")[2] == b"Django"
    assert by_wsgi("/", REQUEST_METHOD="POST")[2] == b"Django"
    assert by_wsgi("/", QUERY_STRING="a=1")[2] == b"Django"
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert by_wsgi("/")[2] == b"Django"
    assert by_wsgi("/", HTTP_X_FORWARDED_PROTO="http")[2] == b"Django"
    assert by_wsgi("/", HTTP_X_FORWARDED_PROTO="https")[2] == page
    settings.SECURE_SSL_REDIRECT = False
    assert by_wsgi("/")[2] == page
    with kept_pages.deed():
        purge_everything()
    assert by_wsgi("/")[2] == b"Django"


def test_what_stands_around_pages_is_no_older_than_the_change_it_was_made_after(
    kept_pages, monkeypatch
):
    """Another thread reads of a new name, while this page has the old one in its hands already."""
    factories.story(section=factories.section("Thời sự"))
    language = house.get_language

    def meanwhile():
        monkeypatch.setattr(house, "get_language", language)
        with kept_pages.deed():
            settings = SiteSettings.load()
            settings.name = "Báo Tên Mới"
            settings.save()
        tail.begin()
        return language()

    monkeypatch.setattr(house, "get_language", meanwhile)
    assert "Báo Tên Mới" not in kept_pages.get("/").text
    page = kept_pages.get("/dinh-chinh/").text
    assert "Báo Tên Mới" in page[page.index("<body") : page.index("<main")]


def test_a_process_that_knows_the_old_address_of_a_section_sends_nobody_back_to_it(
    kept_pages, client
):
    """A browser keeps the redirect for minutes: two processes must not send it to and fro."""
    story = factories.story(section=factories.section("Thời sự"), headline="Cầu mới")
    assert client.get(story.get_absolute_url()).status_code == 200
    # Another process did it, a moment ago.
    Section.objects.filter(pk=story.section_id).update(slug="tin-tuc")
    new = f"/tin-tuc/cau-moi-{story.pk}.html"
    answer = client.get(new)
    assert answer.status_code == 200
    assert f'<link rel="canonical" href="http://testserver{new}"' in answer.content.decode()
