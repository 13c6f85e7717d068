"""Old addresses lead on, in one step, to what readers have, and nowhere else."""

from itertools import pairwise
from urllib.parse import quote

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from articles import redirects, workflow
from articles.models import Author, Page, Redirect, Section
from articles.models.redirect import Loop, normal
from tests import factories

from .desk import fresh, in_state, seen, typed, vi

pytestmark = pytest.mark.django_db

ADD = reverse("admin:articles_redirect_add")
LIST = reverse("admin:articles_redirect_changelist")
# As a WordPress with Vietnamese addresses has them: percent signs of some 1,900 characters.
LONG = "/" + quote("đường-sắt-hà-nội-được-mở-lại-" * 19) + "/"


def where(client, address):
    """Status and target of an address."""
    response = client.get(address)
    return response.status_code, response.headers.get("Location")


def lead(old, path="", **options):
    return Redirect.objects.lead(old, path=path, **options)


@pytest.fixture
def section():
    return factories.section("Thời sự")


# --- Answers ------------------------------------------------------------------------------


def test_an_old_address_leads_to_a_story_or_a_page_or_is_gone(client, section):
    story = factories.story(section=section)
    Redirect.objects.lead("/tin/123.aspx", story=story)
    lead("/chuyen-muc/thoi-su/", "/thoi-su/")
    lead("/het-roi/")
    assert where(client, "/tin/123.aspx") == (301, story.get_absolute_url())
    assert where(client, "/chuyen-muc/thoi-su/") == (301, "/thoi-su/")
    assert where(client, "/het-roi/") == (410, None)
    assert where(client, "/khong-co/gi/") == (404, None)
    answer = client.get("/chuyen-muc/thoi-su/")
    assert answer["Cache-Control"] == "max-age=300"
    assert not answer.cookies


def test_addresses_of_old_systems_are_found_however_they_are_written(client, section):
    assert 1900 < len(LONG) < 2000
    lead("/tin/bài-viết-số-1/", "/thoi-su/")
    lead(LONG, "/thoi-su/")
    lead("/index.php?id=7&cat=tin%20t%E1%BB%A9c", "/thoi-su/")
    for address in (
        quote("/tin/bài-viết-số-1/"),
        quote("/tin/ba\u0300i-vie\u0302\u0301t-so\u0302\u0301-1/"),  # typed on a Mac
        LONG,
        "/index.php?id=7&cat=tin%20t%E1%BB%A9c",
        "/index.php?id=7&cat=tin%20tức",
    ):
        assert where(client, address) == (301, "/thoi-su/"), address
    assert where(client, "/index.php?id=8&cat=tin")[0] == 404
    assert where(client, "/index.php")[0] == 404


def test_an_address_that_is_only_a_query_is_matched_exactly(client, section):
    story = factories.story(section=section)
    Redirect.objects.lead("/?p=123", story=story)
    assert where(client, "/?p=123") == (301, story.get_absolute_url())
    for address in ("/", "/?p=1234", "/?p=12", "/?utm_source=zalo", "/?fbclid=x"):
        assert client.get(address).status_code == 200


def test_what_others_append_is_handed_on(client, section):
    lead("/cu/", "/thoi-su/")
    assert where(client, "/cu/?utm_source=zalo")[1] == "/thoi-su/?utm_source=zalo"
    assert where(client, "/cu/?x=%0d%0aSet-Cookie:a=b")[1].startswith("/thoi-su/?x=%0")


def test_a_page_that_is_there_is_never_in_the_shadow(client, section):
    lead("/thoi-su/", "/tim-kiem/")
    assert client.get("/thoi-su/").status_code == 200


def test_the_address_of_a_hidden_story_never_redirects(client, section):
    live = factories.story(section=section)
    for state in ("writing", "scheduled", "withdrawn", "discarded"):
        story = in_state(state, section=section)
        address = f"/thoi-su/{story.slug}-{story.pk}.html"
        Redirect.objects.lead(address, story=live)
        assert where(client, address) == (404, None), state
        # And nothing leads to it.
        Redirect.objects.lead(f"/cu-{story.pk}/", story=story)
        assert where(client, f"/cu-{story.pk}/") == (404, None), state


def test_the_number_of_an_old_system_may_be_one_that_no_story_has_here(client, section):
    lead("/tin/kim-dong-538172.html", "/thoi-su/")
    assert where(client, "/tin/kim-dong-538172.html") == (301, "/thoi-su/")


def test_an_old_address_follows_a_story_that_was_withdrawn_for_good(client, section):
    editor, story, other = factories.managing_editor(), factories.story(), factories.story()
    Redirect.objects.lead("/cu/", story=story)
    workflow.withdraw(story, editor, reason="x", kind="final", to=other)
    assert where(client, "/cu/") == (301, other.get_absolute_url())
    workflow.withdraw(fresh(story), editor, reason="x", kind="final")
    assert where(client, "/cu/") == (410, None)


def test_looking_costs_one_query_and_only_where_nothing_was_found(client, section, queries):
    story = factories.story(section=section)
    lead("/cu/", "/thoi-su/")
    assert queries("/thoi-su/") == queries(story.get_absolute_url()) == 0
    assert queries("/khong-co/gi/") == queries("/cu/") == queries("/x/y-999.html") == 1
    assert queries("/admin/khong-co/") == queries("/static/x.css") == queries("/media/x") == 0


@pytest.fixture
def queries(client, django_assert_max_num_queries):
    """How often a page asks the table of redirects."""

    def count(address):
        with django_assert_max_num_queries(30) as captured:
            client.get(address)
        return sum('"articles_redirect"' in query["sql"] for query in captured)

    return count


@pytest.mark.parametrize("address", ["/%ff%fe/", "/%00/", "/" + "x" * 5000, "/%E2%80%AE/", "//x//"])
def test_strange_addresses_are_no_error(client, address):
    assert client.get(address).status_code in (301, 404)


# --- Writing ------------------------------------------------------------------------------


def test_chains_are_collapsed_as_they_arise(client, section):
    lead("/a/", "/b/")
    lead("/b/", "/c/")
    lead("/c/", "/thoi-su/")
    lead("/0/", "/a/")
    for old in ("/0/", "/a/", "/b/", "/c/"):
        assert where(client, old) == (301, "/thoi-su/")
    assert set(Redirect.objects.values_list("path", flat=True)) == {"/thoi-su/"}
    story = factories.story(section=section)
    Redirect.objects.lead("/c/", story=story)
    assert where(client, "/c/")[1] == story.get_absolute_url()


@pytest.mark.parametrize(
    "chain", [["/a/", "/a/"], ["/a/", "/b/", "/a/"], ["/a/", "/b/", "/c/", "/a/"]]
)
def test_no_chain_comes_back_to_where_it_began(chain):
    *steps, last = pairwise(chain)
    for old, new in steps:
        lead(old, new)
    before = list(Redirect.objects.values_list("old_path", "path"))
    with pytest.raises(Loop), transaction.atomic():
        lead(*last)
    assert list(Redirect.objects.values_list("old_path", "path")) == before


def test_an_address_has_one_answer():
    lead("/a/", "/b/")
    row = lead("/a/", "/c/")
    assert Redirect.objects.get() == row
    with pytest.raises(IntegrityError), transaction.atomic():
        Redirect.objects.create(old_path="/a/")


@pytest.mark.parametrize(
    "make",
    [
        lambda: factories.section("Giao thông"),
        lambda: factories.topic("Giao thông"),
        lambda: factories.author("Giao thông"),
        lambda: Page.objects.create(title="Giao thông"),
    ],
)
def test_a_new_slug_leaves_the_old_address_leading_on(client, make):
    row = make()
    first = row.get_absolute_url()
    for slug in ("hai", "ba"):
        row.slug = slug
        row.save()
    third = row.get_absolute_url()
    assert where(client, first) == where(client, first.replace("giao-thong", "hai")) == (301, third)
    # Back to the first: it is a page again, and the others lead to it.
    row.slug = "giao-thong"
    row.save()
    assert client.get(first).status_code == 200
    assert where(client, third) == (301, first)
    assert not Redirect.objects.filter(old_path=first).exists()


def test_stories_and_moved_sections_need_no_rows(client):
    section, top = factories.section("Giao thông"), factories.section("Thời sự")
    story = factories.story(section=section)
    old = story.get_absolute_url()
    section.parent = top
    section.save()
    assert not Redirect.objects.exists()
    assert client.get(old).status_code == client.get("/giao-thong/").status_code == 200
    section.slug = "di-lai"
    section.save()
    assert where(client, old) == (301, fresh(story).get_absolute_url())


def test_a_new_page_ends_what_its_address_led_to(client):
    lead("/mua-lu/", "/tim-kiem/")
    factories.section("Mưa lũ")
    assert not Redirect.objects.exists()
    assert client.get("/mua-lu/").status_code == 200


# --- By hand ------------------------------------------------------------------------------


def post(client, old, to, path=ADD):
    return client.post(path, {"old_path": old, "to": to})


def test_a_managing_editor_writes_changes_and_takes_away(client, login, section):
    story = factories.story(section=section)
    editor = factories.managing_editor()
    post(login(editor), "https://bao-cu.vn/?p=123", story.get_absolute_url())
    row = Redirect.objects.get()
    assert (row.old_path, row.story, row.actor_name) == ("/?p=123", story, str(editor))
    change = reverse("admin:articles_redirect_change", args=[row.pk])
    assert typed(client.get(change), "to") == story.get_absolute_url()
    post(client, "/?p=124", "/thoi-su/", change)
    assert [(r.old_path, r.path) for r in Redirect.objects.all()] == [("/?p=124", "/thoi-su/")]
    post(client, LONG, "")
    assert client.get(LONG).status_code == 410
    for term in (LONG, "https://bao-cu.vn/?p=124", "p=124"):
        page = client.get(LIST, {"q": term})
        assert page.context["cl"].result_count == 1, term
    delete = reverse("admin:articles_redirect_delete", args=[Redirect.objects.last().pk])
    client.post(delete, {"post": "yes"})
    assert Redirect.objects.count() == 1


@pytest.mark.parametrize(
    ("old", "to", "field"),
    [
        ("/thoi-su/", "/tim-kiem/", "old_path"),
        ("/", "/tim-kiem/", "old_path"),
        ("/admin/x/", "/thoi-su/", "old_path"),
        ("/media/x.jpg", "/thoi-su/", "old_path"),
        ("/rss/x.rss", "/thoi-su/", "old_path"),
        ("/tim-kiem/?q=x", "/thoi-su/", "old_path"),
        ("khong-co-gach", "/thoi-su/", "old_path"),
        ("javascript:alert(1)", "/thoi-su/", "old_path"),
        ("/" + "x" * 2001, "/thoi-su/", "old_path"),
        ("", "/thoi-su/", "old_path"),
        ("/a/", "https://evil.example/", "to"),
        ("/a/", "//evil.example/", "to"),
        ("/a/", "/\\evil.example/", "to"),
        ("/a/", "/khong-co/", "to"),
        ("/a/", "/admin/", "to"),
        ("/a/", "/thoi-su/?truoc=x", "to"),
        ("/a/", "/x/y-999999.html", "to"),
        ("/a/", "javascript:alert(1)", "to"),
        ("http://[x", "/thoi-su/", "old_path"),
    ],
)
def test_what_cannot_be_is_refused_and_stays_in_the_form(login, section, old, to, field):
    page = post(login(factories.managing_editor()), old, to)
    assert page.status_code == 200
    assert field in page.context["adminform"].form.errors
    assert typed(page, "old_path") == old.strip()
    assert not Redirect.objects.exists()


def test_the_address_of_a_hidden_story_gets_no_answer_by_hand(login, section):
    story = in_state("writing", section=section)
    page = post(login(factories.managing_editor()), f"/a/b-{story.pk}.html", "/thoi-su/")
    message = "This is the address of a story that readers do not have. Withdraw it for good."
    assert vi(message) in seen(page)


def test_a_circle_and_a_second_answer_are_said(login, section):
    client = login(factories.managing_editor())
    author = Author.objects.create(pen_name="Mỹ Lệ")
    author.slug = "le"
    author.save()
    assert (
        "to" in post(client, "/tac-gia/le-cu/", "/tac-gia/my-le/").context["adminform"].form.errors
    )
    post(client, "/cu/", "/tac-gia/le/")
    assert "old_path" in post(client, "/cu/", "/").context["adminform"].form.errors


def test_what_a_withdrawal_answers_is_not_changed_here(login, section):
    story, editor = factories.story(), factories.managing_editor()
    workflow.withdraw(story, editor, reason="x", kind="final")
    row = Redirect.objects.get()
    client = login(editor)
    assert client.get(LIST).context["cl"].result_count == 0
    change = reverse("admin:articles_redirect_change", args=[row.pk])
    assert client.get(change).status_code == 302
    delete = reverse("admin:articles_redirect_delete", args=[row.pk])
    client.post(delete, {"post": "yes"})
    assert Redirect.objects.exists()


def test_a_target_is_ours():
    with pytest.raises(ValidationError):
        redirects.target("https://testserver.evil.example/")
    assert redirects.target("http://testserver/tim-kiem/") == (None, "/tim-kiem/")
    assert normal("/%C4%90%E1%BA%A3ng/?a=%20b") == "/Đảng/?a= b"
    assert Section.objects.count() == 0
