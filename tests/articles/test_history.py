"""The history of a story as the newsroom reads it: what changed, compared, previewed."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Article, Revision
from articles.versions import history, revisions
from cms.roles import Role
from tests import factories

from .desk import form_data, fresh, in_state, seen, typed, url, vi, words_of

pytestmark = pytest.mark.django_db


def save(story, by=None, note="", **changes):
    data = {**revisions.working(fresh(story)), **changes}
    return revisions.save(story, data, by, base_id=fresh(story).latest_revision_id, note=note)


def rows(response):
    """The rows of the history, each as its words, newest first."""
    table = re.search(r"<tbody>(.*?)</tbody>", response.content.decode(), re.S)[1]
    return [words_of(row) for row in table.split("</tr>") if row.strip()]


# --- The list -----------------------------------------------------------------------------


def test_the_history_says_when_who_what_and_why(login, reporter, managing_editor):
    story = factories.draft(by=reporter, body="<p>Một</p><p>Hai</p>")
    save(story, reporter, "Thêm số liệu", body="<p>Một</p><p>Hai rưỡi</p><p>Ba</p>")
    workflow.submit(story, reporter)
    topic = factories.topic()
    save(story, managing_editor, headline="Tít đã sửa", topics=[topic.pk])
    shown = rows(login(managing_editor).get(url("history", story.pk)))
    assert len(shown) == 4
    changed = vi("Changed:")
    assert f"{managing_editor} Bản 3 mới nhất {changed} tít, chủ đề" in shown[0]
    assert f"{reporter} Nộp bài" in shown[1]
    assert f"{reporter} Bản 2 {changed} 2 đoạn “Thêm số liệu”" in shown[2]
    assert f"{reporter} Bản 1 {vi('The first version')}" in shown[3]


def test_what_was_kept_aside_is_compared_with_what_it_was_typed_upon(login, managing_editor):
    story = factories.draft(headline="Ban đầu")
    base = story.latest_revision_id
    save(story, headline="Của Lan")
    data = {**revisions.working(fresh(story)), "headline": "Ban đầu", "kicker": "Nóng"}
    revisions.keep_aside(story, data, managing_editor, base_id=base)
    top = rows(login(managing_editor).get(url("history", story.pk)))[0]
    assert f"{vi('Changed:')} tít dẫn" in top
    assert vi("kept aside: typed on top of an older version") in top


def many(story, number):
    data = story.latest_revision.snapshot
    made = Revision.objects.bulk_create(
        Revision(article=story, snapshot={**data, "headline": f"Tít {each}"}, author_name="Lan")
        for each in range(number)
    )
    before = story.latest_revision
    for revision in made:
        revision.base, before = before, revision
    Revision.objects.bulk_update(made, ["base"])
    Article.objects.filter(pk=story.pk).update(latest_revision=before)


def test_five_hundred_versions_are_read_page_by_page_at_the_same_cost(
    login, managing_editor, django_assert_max_num_queries
):
    story = factories.draft(body="<p>Chữ</p>" * 300)
    client = login(managing_editor)
    many(story, 499)
    numbers, address = [], url("history", story.pk)
    while address:
        with django_assert_max_num_queries(16):
            response = client.get(address)
        page = response.context["page"]
        numbers += [version.number for version in page.versions]
        assert len(page.versions) == 50
        assert all(version.changes for version in page.versions if not version.is_first)
        address = page.older and f"{url('history', story.pk)}?before={page.older}"
    assert numbers == list(range(500, 0, -1))


def test_a_page_loads_the_snapshots_it_shows_and_no_other():
    story = factories.draft()
    many(story, 120)
    shown = history.page(fresh(story), before=Revision.objects.order_by("pk")[100].pk)
    assert [version.number for version in shown.versions] == list(range(100, 50, -1))
    assert shown.versions[-1].changes


def test_each_step_stands_on_one_page_between_its_versions(reporter):
    story = factories.draft(by=reporter)
    for _round in range(3):
        many(fresh(story), 40)
        workflow.submit(fresh(story), reporter)
        workflow.recall(fresh(story), reporter)
    # As fast as this no newsroom works: each version and each step has a moment of its own.
    moment = timezone.now() - timedelta(days=1)
    steps = iter(story.transitions.order_by("pk"))
    for number, revision in enumerate(story.revisions.order_by("pk")):
        moment += timedelta(seconds=10)
        Revision.objects.filter(pk=revision.pk).update(created_at=moment)
        for _step in range(2 if number in (40, 80, 120) else 0):
            moment += timedelta(seconds=10)
            story.transitions.filter(pk=next(steps).pk).update(at=moment)
    found, before = [], None
    while True:
        page = history.page(fresh(story), before)
        found += page.entries
        before = page.older
        if not before:
            break
    assert [entry.at for entry in found] == sorted((entry.at for entry in found), reverse=True)
    assert len(found) == 121 + 6


@pytest.mark.parametrize("key", ["x", "-1", "9" * 30, "0", "1"])
def test_a_page_that_is_none_is_no_error(login, managing_editor, key):
    story = factories.draft()
    response = login(managing_editor).get(url("history", story.pk), {"before": key})
    assert response.status_code == 200


# --- The note on a version ----------------------------------------------------------------


def test_a_save_carries_its_note(login, reporter):
    client = login(reporter)
    client.post(url("add"), form_data(headline="Tin mới", note="  Theo đài  xã "))
    story = Article.objects.get()
    assert story.latest_revision.note == "Theo đài xã"
    client.post(url("change", story.pk), form_data(story, headline="Tin khác", note="Sửa tít"))
    assert fresh(story).latest_revision.note == "Sửa tít"
    # The field is empty for the next one.
    assert typed(client.get(url("change", story.pk)), "note") == ""


def test_a_note_without_a_change_goes_to_ones_own_last_version_or_is_given_back(login, reporter):
    story = factories.draft(by=reporter)
    client = login(reporter)
    client.post(url("change", story.pk), form_data(story, note="Quên ghi"))
    assert fresh(story).latest_revision.note == "Quên ghi"
    response = client.post(url("change", story.pk), form_data(story, note="Lần hai"), follow=True)
    assert "Lần hai" in seen(response)
    assert fresh(story).latest_revision.note == "Quên ghi"
    assert story.revisions.count() == 1


def test_a_note_stays_typed_when_the_save_is_refused(login, reporter):
    story = factories.draft(by=reporter)
    client = login(reporter)
    response = client.post(url("change", story.pk), form_data(story, section="abc", note="Giữ lại"))
    assert typed(response, "note") == "Giữ lại"
    mine = form_data(story, headline="Của tôi", note="Giữ lại")
    save(story, headline="Của Lan")
    response = client.post(url("change", story.pk), mine)
    assert (response.status_code, typed(response, "note")) == (409, "Giữ lại")


def test_a_note_that_is_too_long_is_said_beside_it_and_saves_nothing(login, reporter):
    story = factories.draft(by=reporter, headline="Cũ")
    data = form_data(story, headline="Mới", note="dài " * 60)
    response = login(reporter).post(url("change", story.pk), data)
    assert response.status_code == 200
    assert "200" in seen(response)
    assert typed(response, "note").startswith("dài dài")
    assert fresh(story).headline == "Cũ"


# --- Two versions -------------------------------------------------------------------------


def test_any_two_versions_are_compared_in_words_the_older_on_the_left(login, managing_editor):
    story = factories.draft(headline="Giá gạo tăng", body="<p>Hai trăm đồng.</p>")
    first = fresh(story).latest_revision
    save(story, headline="Giá gạo giảm")
    save(story, body="<p>Ba trăm đồng.</p>")
    client = login(managing_editor)
    newest = fresh(story).latest_revision_id
    pages = [
        client.get(url("compare", story.pk), {"one": one, "other": other}).content.decode()
        for one, other in ((first.pk, newest), (newest, first.pk))
    ]
    for html in pages:
        assert "Giá gạo <del>tăng </del><ins>giảm</ins>" in html
        assert "<del>Hai </del><ins>Ba </ins>trăm đồng." in html
    # Without a choice: what the newest one changed.
    html = client.get(url("compare", story.pk)).content.decode()
    assert "<ins>Ba </ins>" in html
    assert "<ins>giảm</ins>" not in html


def test_a_comparison_shows_both_photos(login, managing_editor):
    old, new = factories.photo(), factories.photo()
    story = factories.draft(lead_photo=old)
    save(story, lead_photo=new.pk)
    html = login(managing_editor).get(url("compare", story.pk)).content.decode()
    assert old.file.token in html
    assert new.file.token in html


def test_what_was_typed_is_dead_in_a_comparison(login, managing_editor):
    story = factories.draft()
    save(story, kicker="<script>alert(1)</script>", body="<p>&lt;img onerror=x&gt;</p>")
    html = login(managing_editor).get(url("compare", story.pk)).content.decode()
    assert "<script>alert(1)" not in html
    assert "<img onerror" not in html


@pytest.mark.parametrize("number", ["x", "0", "-5", "9" * 30])
def test_a_version_of_another_story_is_not_found(login, managing_editor, number):
    story, other = factories.draft(), factories.draft(headline="Của bài khác")
    client = login(managing_editor)
    for value in (number, other.latest_revision_id):
        for name in ("one", "other"):
            response = client.get(url("compare", story.pk), {name: value})
            assert response.status_code == 404
    for name in ("preview", "look"):
        response = client.get(url(name, story.pk), {"revision": other.latest_revision_id})
        assert response.status_code == 404
    path = url("restore", story.pk, other.latest_revision_id)
    assert client.post(path, {"base": story.latest_revision_id}).status_code == 404


def test_the_conflict_page_marks_the_words_that_differ(login, reporter):
    story = factories.draft(by=reporter, headline="Giá gạo tăng", body="<p>Một hai ba.</p>")
    mine = form_data(story, headline="Giá gạo giảm mạnh", body="<p>Một hai bốn.</p>")
    save(story, headline="Giá gạo tăng nhẹ")
    html = login(reporter).post(url("change", story.pk), mine).content.decode()
    assert "Giá gạo <mark>giảm mạnh </mark>" in html
    assert "Giá gạo <mark>tăng nhẹ</mark>" in html
    assert "Một hai <mark>bốn </mark>." in html
    assert "Một hai <mark>ba</mark>." in html


# --- What the desk changed ----------------------------------------------------------------


def looks(client, story):
    """The comparisons offered beside the form: their words and addresses."""
    html = client.get(url("change", story.pk)).content.decode()
    block = re.search(r'<ul class="looks">(.*?)</ul>', html, re.S)
    links = re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)', block[1]) if block else []
    return {text: address.replace("&amp;", "&") for address, text in links}


CHANGED = "The desk changed the story after you handed it in"


def test_the_reporter_sees_what_the_editor_changed(login, reporter, managing_editor):
    story = factories.draft(by=reporter, headline="Giá gạo tăng")
    workflow.submit(story, reporter)
    client = login(reporter)
    assert looks(client, story) == {}
    save(story, managing_editor, headline="Giá gạo tăng mạnh")
    link = looks(login(reporter), story)[vi(CHANGED)]
    assert "Giá gạo tăng <ins>mạnh</ins>" in client.get(link).content.decode()
    assert vi(CHANGED) in seen(client.get(url("history", story.pk)))
    # Published, it is the version that readers have.
    workflow.publish(fresh(story), managing_editor)
    link = looks(client, story)[vi(CHANGED)]
    assert vi("readers have this one") in seen(client.get(link))
    # Once the reporter has saved on top of it, there is nothing to tell any more.
    save(story, reporter, headline="Giá gạo tăng nhẹ")
    assert vi(CHANGED) not in looks(client, story)


def test_it_is_told_to_who_handed_the_story_in_and_to_nobody_else(login, staff):
    story = factories.draft(by=staff[Role.REPORTER])
    workflow.submit(story, staff[Role.REPORTER])
    save(story, staff[Role.EDITOR], headline="Sửa")
    assert vi(CHANGED) in looks(login(staff[Role.REPORTER]), story)
    for role in (Role.EDITOR, Role.PUBLISHER):
        assert vi(CHANGED) not in looks(login(staff[role]), story)


def test_an_approver_sees_what_changed_since_it_was_sent_back(login, staff):
    reporter, editor = staff[Role.REPORTER], staff[Role.EDITOR]
    story = factories.draft(by=reporter, headline="Trước")
    workflow.submit(story, reporter)
    workflow.send_back(story, editor, reason="Thiếu nguồn")
    text = vi("What changed since it was sent back")
    assert text not in looks(login(editor), story)
    save(story, reporter, headline="Sau")
    workflow.submit(fresh(story), reporter)
    link = looks(login(editor), story)[text]
    assert "<ins>Sau</ins>" in login(editor).get(link).content.decode()
    assert text not in looks(login(reporter), story)


def test_a_next_version_is_offered_against_what_readers_have(login, managing_editor):
    story = in_state("changed")
    link = looks(login(managing_editor), story)[vi("What changes for readers when it is published")]
    assert "<ins>Bản sau</ins>" in login(managing_editor).get(link).content.decode()


# --- Preview ------------------------------------------------------------------------------


def test_the_preview_shows_what_stands_below_the_story_as_readers_will_find_it(
    login, managing_editor
):
    section = factories.section()
    chosen, hidden = factories.story(headline="Bài được chọn"), factories.draft(headline="Kín")
    for number in range(6):
        factories.story(section=section, headline=f"Cùng mục số {number}")
    story = factories.draft(section=section, related=[chosen, hidden])
    client = login(managing_editor)

    def below(response):
        return [row.headline for row in response.context["around"].related]

    shown = below(client.get(url("preview", story.pk)))
    workflow.publish(story, managing_editor)
    assert shown == below(client.get(fresh(story).get_absolute_url()))
    assert shown[0] == "Bài được chọn"
    assert len(shown) == 5


def test_the_preview_stands_in_a_frame_of_our_own_as_wide_as_a_phone_or_the_window(
    login, managing_editor
):
    story = factories.draft()
    first = fresh(story).latest_revision
    save(story, headline="Bản sau")
    client = login(managing_editor)
    html = client.get(url("look", story.pk), {"revision": first.pk}).content.decode()
    source = re.search(r'<iframe src="([^"]*)"', html)[1]
    assert source == f"{url('preview', story.pk)}?revision={first.pk}"
    assert 'id="width-phone"' in html
    assert 'id="width-full"' in html
    framed = client.get(source)
    assert story.headline in seen(framed)
    # The page lets itself be framed by us, and by nobody else.
    assert framed["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in framed["Content-Security-Policy"]
    assert client.get(url("look", story.pk))["X-Frame-Options"] == "DENY"
    style = html.split("</head>")[1]
    assert "style=" not in style
    assert not re.search(r"\son\w+=", style)
