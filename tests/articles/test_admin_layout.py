"""The front page desk as people use it, without a script: pages, buttons, two at once, history."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import workflow
from articles.models import Layout, LayoutDraft
from tests import factories
from tests.page import Page

from .desk import seen, typed, url, vi
from .layouts import ago, arranged, at, coming, desk, draft, entry, placed
from .test_front_page import headlines

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return factories.managing_editor(full_name="Trần Đức Anh")


@pytest.fixture
def at_desk(login, editor):
    return login(editor)


@pytest.fixture
def news():
    section = factories.section("Thời sự")
    return [ago(n + 1, headline=f"Bài {n}.", section=section) for n in range(7)]


def do(client, what, section=None, **fields):
    return client.post(desk("desk", section), {"do": what, **fields}, follow=True)


def place(client, story, slot, section=None):
    return do(client, f"place {story.pk} {slot}", section)


def on_top(user, section=None):
    return placed(draft(user, section).arrangement)


def local(moment):
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}"


# --- Arranging ------------------------------------------------------------------------------


def test_the_desk_stands_in_the_header_of_those_who_arrange(client, news):
    first = "/admin/articles/layout/"
    for person, shown in ((factories.managing_editor(), True), (factories.reporter(), False)):
        client.force_login(person)
        assert (f'href="{first}"' in client.get("/admin/").content.decode()) is shown
    client.force_login(factories.user("Publisher"))
    assert client.get(first).url == desk()
    bound = factories.managing_editor(desks=[news[0].section])
    client.force_login(bound)
    assert client.get(first).url == desk("desk", news[0].section)


def test_a_story_is_found_placed_moved_and_taken_out_by_buttons_alone(at_desk, editor, news):
    response = at_desk.get(desk(), {"q": "bai 3", "slot": "top:1"})
    page = Page(response)
    assert page.form(desk())  # each form of the page posts to it
    assert '<option value="top:1" selected>' in page.html
    found = page.html[page.html.index("story-list") :]
    assert "Bài 3." in found
    assert "Bài 4." not in found
    response = at_desk.post(
        desk(), {"do": "list", "slot": "top:1", "story": news[3].pk}, follow=True
    )
    assert vi("Now: %(slot)s.", slot=vi("Beside %(number)s", number=1)) in seen(response)
    assert on_top(editor) == [None, news[3].pk, None, None, None]
    do(at_desk, f"up {news[3].pk}")
    assert on_top(editor)[0] == news[3].pk
    do(at_desk, f"down {news[3].pk}")
    do(at_desk, f"down {news[3].pk}")
    assert on_top(editor)[2] == news[3].pk
    do(at_desk, f"remove {news[3].pk}")
    assert not any(on_top(editor))
    do(at_desk, "undo")
    assert on_top(editor)[2] == news[3].pk
    assert headlines(at_desk.get("/").content.decode())[0] == "Bài 0."  # nothing is applied
    do(at_desk, "discard")
    assert draft(editor) is None


@pytest.mark.parametrize("query", ["BÀI 5", "bai 5", "#{pk}", "{pk}", "http://x.vn{address}"])
def test_stories_are_found_by_words_number_and_pasted_address(at_desk, news, query):
    query = query.format(pk=news[5].pk, address=news[5].get_absolute_url())
    html = at_desk.get(desk(), {"stories": "1", "q": query}).content.decode()
    assert "Bài 5." in html
    assert "Bài 1." not in html


def test_scheduled_stories_stand_in_the_list_with_their_time_and_hidden_ones_do_not(at_desk, news):
    soon = coming(5, headline="Hẹn giờ", section=news[0].section)
    factories.draft(headline="Bản nháp")
    withdrawn = ago(1, headline="Đã gỡ")
    workflow.withdraw(withdrawn, factories.superuser(), reason="sai")
    html = at_desk.get(desk(), {"stories": "1"}).content.decode()
    assert html.index("Hẹn giờ") < html.index("Bài 0.")
    assert f"{timezone.localtime(soon.published_at):%H:%M %d/%m}" in html
    assert "Bản nháp" not in html
    assert "Đã gỡ" not in html


def test_placing_what_stands_already_is_refused_in_words(at_desk, editor, news):
    place(at_desk, news[0], "top:0")
    response = place(at_desk, news[0], "top:3")
    assert vi("Lead") in seen(response)
    assert 'class="error"' in response.content.decode()
    assert on_top(editor) == [news[0].pk, None, None, None, None]
    response = at_desk.post(desk(), {"do": f"place {news[0].pk} top:3"}, headers={"X-Desk": "1"})
    assert response.status_code == 422
    assert 'class="board"' in response.content.decode()
    assert "<html" not in response.content.decode()


@pytest.mark.parametrize(
    "what",
    ["", "up", "up x", "up 9" + "9" * 30, "place 1", "place 1 top:99", "place 1 x", "fly 1", "list",
     "move 1 top:-1", "undo", "remove 1"],
)  # fmt: skip
def test_what_no_button_says_changes_nothing(at_desk, editor, news, what):
    assert do(at_desk, what).status_code == 200
    kept = draft(editor)
    assert kept is None or not any(placed(kept.arrangement))


def test_the_board_says_what_readers_get_instead_of_a_hidden_story(at_desk, news):
    soon = coming(5, headline="Hẹn giờ", section=news[0].section)
    place(at_desk, soon, "top:0")
    place(at_desk, news[4], "top:1")
    workflow.withdraw(news[4], factories.superuser(), reason="sai")
    text = seen(at_desk.get(desk()))
    moment = f"{timezone.localtime(soon.published_at):%H:%M %d/%m/%Y}"
    assert vi("appears %(moment)s", moment=moment) in text
    assert vi("Readers see instead: %(headline)s", headline="Bài 0.") in text
    assert vi("Readers see instead: %(headline)s", headline="Bài 1.") in text


def test_a_slot_gets_its_own_words_photo_pin_and_place(at_desk, editor, news):
    photo = factories.photo()
    story = ago(2, section=news[0].section, lead_photo=photo, lead_credit="A", lead_alt="B")
    place(at_desk, story, "top:0")
    until = at(days=1).replace(second=0, microsecond=0)
    address = desk("slot", None, story.pk)
    assert at_desk.get(address).content.decode().count('name="crop"') == 5
    data = {"headline": "  Tít   riêng ", "standfirst": "Sapo riêng", "crop": "square",
            "until": local(until), "slot": "top:2"}  # fmt: skip
    assert at_desk.post(address, data).status_code == 302
    slot = draft(editor).arrangement["top"][2]
    assert (slot["headline"], slot["standfirst"], slot["crop"]) == (
        "Tít riêng", "Sapo riêng", "square",
    )  # fmt: skip
    text = seen(at_desk.get(desk()))
    assert f"{timezone.localtime(until):%H:%M %d/%m/%Y}" in text
    assert "Tít riêng" in text
    # Without a pin and words of its own it is as the story again.
    at_desk.post(address, {"slot": "top:2"})
    assert draft(editor).arrangement["top"][2]["until"] is None
    assert draft(editor).arrangement["top"][2]["headline"] == ""


def test_what_is_wrong_with_a_slot_is_said_and_everything_typed_comes_back(at_desk, editor, news):
    place(at_desk, news[0], "top:0")
    address = desk("slot", None, news[0].pk)
    for wrong in ({"until": local(at(hours=-1))}, {"until": "0001-01-01T00:00"}, {"until": "mai"},
                  {"until": local(at(days=900))}, {"headline": "ă" * 201}, {"slot": "top:77"},
                  {"headline": "x\x00y", "until": "9999-12-31T23:59"}):  # fmt: skip
        data = {"headline": "Tít đang viết", "standfirst": "Sapo", "slot": "top:0", **wrong}
        response = at_desk.post(address, data)
        assert response.status_code == 422, wrong
        assert typed(response, "standfirst") == "Sapo"
        assert typed(response, "headline").startswith(data["headline"][:10].partition("\x00")[0])
    assert draft(editor).arrangement["top"][0]["headline"] == ""


def test_a_slot_that_is_gone_leads_back_to_the_desk(at_desk, news):
    for pk in (news[0].pk, 0, 9 * 10**30):
        response = at_desk.get(f"{desk()}slot/{pk}/", follow=True)
        assert vi("This story does not stand here any more.") in seen(response)


def test_hostile_words_stay_words(at_desk, client, news):
    attack = "\"'><script>alert(1)</script>{{ 7|add:7 }}"
    place(at_desk, news[0], "top:0")
    at_desk.post(
        desk("slot", None, news[0].pk), {"headline": attack, "standfirst": attack, "slot": "top:0"}
    )
    at_desk.post(desk("apply"), {"note": attack})
    place(at_desk, news[1], "top:1")
    for address in (desk(), desk("slot", None, news[0].pk), desk("history"), desk("page"), "/"):
        html = at_desk.get(address).content.decode()
        assert "<script>alert" not in html, address
    assert "{{ 7|add:7 }}" in Client().get("/").content.decode()


# --- Preview and applying -------------------------------------------------------------------


def test_the_preview_is_the_public_page_as_of_a_moment_and_nothing_is_applied(at_desk, news):
    soon = coming(30, headline="Sáng mai", section=news[0].section)
    place(at_desk, soon, "top:0")
    place(at_desk, news[6], "top:1")
    at_desk.post(desk("slot", None, news[6].pk), {"until": local(at(hours=20)), "slot": "top:1"})
    now = at_desk.get(desk("page"))
    assert headlines(now.content.decode())[:2] == ["Bài 0.", "Bài 6."]
    later = at_desk.get(desk("page"), {"at": local(at(hours=31))})
    assert headlines(later.content.decode())[:2] == ["Sáng mai", "Bài 0."]
    assert "noindex" in later.content.decode()
    assert later["X-Frame-Options"] == "SAMEORIGIN"
    assert "no-store" in later["Cache-Control"]
    around = at_desk.get(desk("preview"), {"at": local(at(hours=31))}).content.decode()
    assert f"at={local(at(hours=31))}" in around
    assert f"at={local(soon.published_at)}" in around  # a moment at which the page changes
    assert headlines(Client().get("/").content.decode())[0] == "Bài 0."
    assert Layout.objects.count() == 0


def test_preview_and_public_page_are_the_same_but_for_the_banner(at_desk, news):
    at_desk.get(desk())
    place(at_desk, news[5], "top:0")
    at_desk.post(desk("apply"))
    public = Client().get("/").content.decode()
    preview = at_desk.get(desk("page")).content.decode()
    assert headlines(preview) == headlines(public)
    main = "<h1 class"
    assert preview[preview.index(main) :] == public[public.index(main) :]


@pytest.mark.parametrize("moment", ["mai", "0001-01-01T00:00", "99999-01-01", "\x00", "9" * 50])
def test_a_moment_that_is_none_is_said(at_desk, news, moment):
    assert at_desk.get(desk("preview"), {"at": moment}).status_code == 422
    assert at_desk.get(desk("page"), {"at": moment}).status_code == 200


def test_applying_is_one_click_and_readers_have_it(at_desk, news):
    place(at_desk, news[5], "top:0")
    response = at_desk.post(desk("apply"), {"note": "Cho buổi chiều"}, follow=True)
    assert vi("Applied: readers have it now.") in seen(response)
    assert headlines(Client().get("/").content.decode())[0] == "Bài 5."
    assert at_desk.get(desk("apply")).status_code == 405
    response = at_desk.post(desk("apply"), follow=True)
    assert vi("Nothing was changed that could be applied.") in seen(response)
    assert Layout.objects.count() == 1


def test_a_note_that_is_too_long_is_not_lost(at_desk, news):
    place(at_desk, news[5], "top:0")
    response = at_desk.post(desk("apply"), {"note": "ă" * 201}, follow=True)
    assert typed(response, "note").startswith("ă" * 200)
    assert Layout.objects.count() == 0


def test_of_two_people_the_later_sees_both_side_by_side_and_puts_them_together(
    at_desk, editor, news
):
    section = news[0].section
    other = factories.managing_editor(full_name="Lê Thị Ánh")
    colleague = Client()
    colleague.force_login(other)
    place(at_desk, news[3], "top:0")
    assert "Lê Thị Ánh" not in seen(at_desk.get(desk()))
    place(colleague, news[4], f"section-{section.pk}:0")
    # Each learns that the other is at it.
    assert vi("not applied yet") in seen(at_desk.get(desk()))
    assert "Lê Thị Ánh" in seen(at_desk.get(desk()))
    colleague.post(desk("apply"))

    response = at_desk.post(desk("apply"), {"note": "của tôi"})
    assert response.status_code == 409
    text = seen(response)
    assert "Bài 3." in text
    assert "Bài 4." in text
    assert "Lê Thị Ánh" in text
    assert on_top(editor)[0] == news[3].pk  # nothing is lost
    assert headlines(Client().get("/").content.decode())[0] == "Bài 0."
    html = response.content.decode()
    # Where one of both changed nothing, the other's counts unless somebody says otherwise.
    assert '<input type="radio" name="zone-top" value="mine" checked>' in html
    assert f'<input type="radio" name="zone-section-{section.pk}" value="theirs" checked>' in html
    fields = Page(response).form(desk("conflict"))
    fields |= {"zone-top": "mine", f"zone-section-{section.pk}": "theirs"}
    response = at_desk.post(desk("conflict"), fields, follow=True)
    assert typed(response, "note") == "của tôi"
    at_desk.post(desk("apply"))
    arrangement = Layout.objects.current(None).arrangement
    assert placed(arrangement)[0] == news[3].pk
    assert placed(arrangement, f"section-{section.pk}")[0] == news[4].pk
    assert Layout.objects.current(None).number == 2


def test_while_one_chooses_a_third_one_may_apply_again(at_desk, editor, news):
    place(at_desk, news[3], "top:0")
    arranged(top=[news[1]])
    fields = Page(at_desk.get(desk("conflict"))).form(desk("conflict"))
    arranged(top=[news[2]])
    response = at_desk.post(desk("conflict"), fields)
    assert response.status_code == 409
    assert "Bài 2." in seen(response)
    assert on_top(editor)[0] == news[3].pk
    assert at_desk.get(desk("conflict")).status_code == 200
    do(at_desk, "discard")
    assert at_desk.get(desk("conflict")).url == desk()


# --- History --------------------------------------------------------------------------------


def test_the_history_says_who_when_and_what_and_brings_any_of_it_back(at_desk, editor, news):
    arranged(top=[news[1], news[2]], by=editor)
    arranged(top=[news[2], entry(news[1], headline="Tít riêng"), news[3]], by=editor)
    text = seen(at_desk.get(desk("history")))
    lead, beside = vi("Lead"), vi("Beside %(number)s", number=1)
    assert f"+ {lead}: Bài 1." in text
    assert f"{beside} → {lead}: Bài 2." in text
    assert f"{lead} → {beside}: Bài 1. ({vi('own words, photo or pin changed')})" in text
    assert f"+ {vi('Beside %(number)s', number=2)}: Bài 3." in text
    assert text.count("Trần Đức Anh ") >= 2

    shown = at_desk.get(desk("page"), {"number": 1}).content.decode()
    assert headlines(shown)[:2] == ["Bài 1.", "Bài 2."]
    do_open = {"do": "open 1", "base": 2}
    at_desk.post(desk("history"), do_open)
    assert on_top(editor)[:2] == [news[1].pk, news[2].pk]
    assert Layout.objects.count() == 2
    do(at_desk, "discard")
    at_desk.post(desk("history"), {"do": "reapply 1", "base": 2})
    assert headlines(Client().get("/").content.decode())[:2] == ["Bài 1.", "Bài 2."]
    assert Layout.objects.count() == 3
    # Of an older page: somebody applied since.
    response = at_desk.post(desk("history"), {"do": "reapply 2", "base": 2}, follow=True)
    assert "Trần Đức Anh" in seen(response)
    assert Layout.objects.count() == 3


def test_the_last_application_is_undone_from_the_desk(at_desk, editor, news):
    arranged(top=[news[4]], by=editor)
    assert vi("Undo what was applied last") in seen(at_desk.get(desk()))
    fields = Page(at_desk.get(desk())).form(desk("history"))
    at_desk.post(desk("history"), {**fields, "do": "reapply 0"})
    assert headlines(Client().get("/").content.decode())[0] == "Bài 0."


@pytest.mark.parametrize("what", ["", "reapply", "reapply x", "reapply 99", "open 7", "burn 1",
                                  "reapply " + "9" * 30])  # fmt: skip
def test_an_arrangement_that_never_was_cannot_be_brought_back(at_desk, news, what):
    arranged(top=[news[4]])
    assert at_desk.post(desk("history"), {"do": what, "base": "1"}).status_code == 302
    assert Layout.objects.count() == 1
    assert at_desk.get(desk("page"), {"number": 99}).status_code == 404
    assert at_desk.get(desk("preview"), {"number": "x"}).status_code == 404
    assert at_desk.get(desk("history"), {"before": "9" * 30}).status_code == 200


def test_a_long_history_pages(at_desk, editor, news):
    for number in range(23):
        arranged(top=[news[number % 7]], by=editor)
    first = at_desk.get(desk("history"))
    assert first.content.decode().count("layout-buttons") == 20
    assert "?before=4" in first.content.decode()
    assert at_desk.get(desk("history"), {"before": 4}).content.decode().count("layout-buttons") == 3


# --- From a story ---------------------------------------------------------------------------


def test_a_live_story_goes_to_the_front_page_in_two_clicks(at_desk, news):
    form = at_desk.get(url("change", news[6].pk)).content.decode()
    address = desk("place", None, news[6].pk)
    assert f'href="{address}"' in form
    assert f'href="{desk("place", news[6].section, news[6].pk)}"' in form
    fields = Page(at_desk.get(address)).form(None)
    at_desk.post(address, {**fields, "slot": "top:0", "_apply": "1"})
    assert headlines(Client().get("/").content.decode())[0] == "Bài 6."


def test_placing_at_once_on_what_a_colleague_changed_meanwhile_is_refused(at_desk, news):
    address = desk("place", None, news[6].pk)
    fields = Page(at_desk.get(address)).form(None)
    arranged(top=[news[3]])
    response = at_desk.post(address, {**fields, "slot": "top:2", "_apply": "1"})
    moment = f"{timezone.localtime(Layout.objects.current(None).at):%H:%M %d/%m/%Y}"
    assert moment in seen(response)
    assert '<input type="radio" name="slot" value="top:2" checked>' in response.content.decode()
    assert headlines(Client().get("/").content.decode())[0] == "Bài 3."
    assert Layout.objects.count() == 1


def test_with_other_changes_open_it_goes_into_the_working_copy(at_desk, editor, news):
    place(at_desk, news[1], "top:0")
    address = desk("place", None, news[6].pk)
    html = at_desk.get(address).content.decode()
    assert "_apply" not in html
    at_desk.post(address, {"slot": "top:0"})
    assert on_top(editor)[:2] == [news[6].pk, news[1].pk]
    assert not Layout.objects.exists()


def test_from_the_list_one_story_is_put_on_the_front_page(at_desk, news):
    def act(*stories):
        data = {"action": "to_front_page", "_selected_action": [story.pk for story in stories]}
        return at_desk.post(url("changelist"), data)

    assert act(news[2]).url == desk("place", None, news[2].pk)
    assert "place" not in act(news[1], news[2]).url
    assert "place" not in act(factories.draft()).url


def test_a_draft_has_no_way_to_the_front_page(at_desk):
    story = factories.draft()
    assert "/layout/front/place/" not in at_desk.get(url("change", story.pk)).content.decode()
    assert at_desk.get(desk("place", None, story.pk)).status_code == 404
    assert at_desk.get(f"{desk()}place/{'9' * 30}/").status_code == 404


# --- Other desks ----------------------------------------------------------------------------


def test_whoever_is_bound_to_sections_finds_only_those(client, news):
    section, elsewhere = news[0].section, factories.section("Kinh tế")
    bound = factories.managing_editor(desks=[section])
    client.force_login(bound)
    foreign = coming(5, headline="Mật của ban khác", section=elsewhere)
    html = client.get(desk("desk", section)).content.decode()
    assert "Mật của ban khác" not in html
    assert "Kinh tế" not in html
    for page in ("desk", "preview", "page", "history", "conflict"):
        for place_ in (None, elsewhere):
            assert client.get(desk(page, place_)).status_code == 403, page
    for page in ("desk", "apply", "conflict", "history"):
        assert client.post(desk(page, None), {"do": f"place {news[0].pk} top:0"}).status_code == 403
    assert client.get(desk("place", section, foreign.pk)).status_code == 404
    assert not LayoutDraft.objects.exists()
    place(client, news[2], "top:0", section)
    client.post(desk("apply", section))
    assert headlines(Client().get("/thoi-su/").content.decode())[0] == "Bài 2."
    preview = client.get(desk("page", section)).content.decode()
    assert headlines(preview)[0] == "Bài 2."


def test_what_is_hidden_on_another_desk_is_not_named_to_those_bound_elsewhere(client, news):
    section, elsewhere = news[0].section, factories.section("Kinh tế")
    story = ago(3, headline="Mật của ban khác", section=elsewhere)
    arranged(section, top=[entry(story, headline="Tít mật"), news[1]])
    arranged(section, top=[news[1]])
    arranged(section, top=[entry(story, headline="Tít mật"), news[1]])
    workflow.withdraw(story, factories.superuser(), reason="sai")
    bound = factories.managing_editor(desks=[section])
    client.force_login(bound)
    place(client, news[2], "top:2", section)
    arranged(section, top=[news[1], entry(story, headline="Tít mật")])
    for page in ("desk", "history", "conflict", "preview", "page"):
        text = client.get(desk(page, section)).content.decode()
        assert "Mật" not in text, page
        assert "Tít mật" not in text, page
    response = place(client, news[3], "top:0", section)
    assert "mật" not in response.content.decode().lower().replace("mật khẩu", "")


@pytest.mark.parametrize("where", ["0", "abc", "9" * 30, "front-2", "%00"])
def test_a_place_that_does_not_exist_is_not_found(at_desk, where):
    for page in ("", "preview/", "history/", "slot/1/", "place/1/"):
        assert at_desk.get(f"/admin/articles/layout/{where}/{page}").status_code == 404


# --- The cost of it -------------------------------------------------------------------------


def test_the_desk_costs_the_same_however_many_slots_are_filled(at_desk, news):
    section = news[0].section

    def cost(address):
        with CaptureQueriesContext(connection) as captured:
            assert at_desk.get(address).status_code == 200
        return len(captured)

    place(at_desk, news[0], "top:0")
    few = {page: cost(desk(page)) for page in ("desk", "preview", "page", "history")}
    for number, story in enumerate(news[1:5], start=1):
        place(at_desk, story, f"top:{number}")
    for number, story in enumerate(news[5:7]):
        place(at_desk, story, f"section-{section.pk}:{number}")
    assert {page: cost(desk(page)) for page in few} == few
    assert max(few.values()) <= 20
