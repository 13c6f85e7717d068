"""Links that show a draft to somebody outside: for how long, how secretly, and who made them."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from articles import notes, workflow
from articles.models import Article, PreviewLink
from articles.versions import preview_links, revisions
from cms.roles import Role
from tests import factories

from .desk import fresh, seen, url, vi

pytestmark = pytest.mark.django_db


def save(story, **changes):
    data = {**revisions.working(fresh(story)), **changes}
    return revisions.save(story, data, None, base_id=fresh(story).latest_revision_id)


def make(story, by=None, days=3, **fields):
    by = by or factories.managing_editor()
    return preview_links.make(story, by, for_whom="Luật sư Bình", days=days, **fields)


def test_an_editor_makes_a_link_and_somebody_outside_reads_the_draft(login, client):
    editor = factories.managing_editor(full_name="Trần Đức Anh")
    story = factories.draft(headline="Chưa ai biết", body="<p>Nội dung kín</p>")
    response = login(editor).post(
        url("preview_links", story.pk), {"for_whom": "Luật sư  Bình", "days": "7"}, follow=True
    )
    link = PreviewLink.objects.get()
    assert f"http://testserver{link.get_absolute_url()}" in response.content.decode()
    assert timedelta(days=6.9) < link.expires_at - timezone.now() <= timedelta(days=7)
    # Who made it stands beside it and in the log.
    assert "Trần Đức Anh tạo lúc" in seen(response)
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (editor, str(story.pk))
    assert "Luật sư Bình" in entry.change_message
    client.logout()
    text = seen(client.get(link.get_absolute_url()))
    for words in ("Chưa ai biết", "Nội dung kín", "Luật sư Bình", vi("Draft, not for publication")):
        assert words in text


def test_nothing_keeps_the_page_lists_it_or_learns_its_address(client, settings):
    story = factories.story(topics=[factories.topic()])
    save(story, headline="Bản sau")
    link = make(story)
    response = client.get(link.get_absolute_url())
    assert response.status_code == 200
    assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))
    assert "noindex" in response["X-Robots-Tag"]
    assert '<meta name="robots" content="noindex' in response.content.decode()
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies
    # The page itself does not say its address, so nobody copies it from there.
    assert link.token not in response.content.decode()
    assert "canonical" not in response.content.decode()
    # No other page leads to it.
    for path in ("/", story.get_absolute_url(), "/robots.txt", story.section.get_absolute_url()):
        assert link.token not in client.get(path).content.decode()
        assert "xem-truoc" not in client.get(path).content.decode()


def test_a_link_follows_the_newest_version_or_stays_with_the_one_that_was_seen(login, client):
    story = factories.draft(headline="Bản một")
    editor = factories.managing_editor()
    seen_one = story.latest_revision_id
    save(story, headline="Bản hai")
    login(editor)
    for data in ({}, {"fixed": "on", "revision": seen_one}, {"fixed": "on"}):
        posted = {"for_whom": "A", "days": "1", **data}
        assert client.post(url("preview_links", story.pk), posted).status_code == 302
    newest, first, second = PreviewLink.objects.order_by("pk")
    save(story, headline="Bản ba")
    for link, headline in ((newest, "Bản ba"), (first, "Bản một"), (second, "Bản hai")):
        assert headline in seen(client.get(link.get_absolute_url()))


def test_it_ends_when_it_runs_out_is_revoked_or_the_story_is_discarded(client, managing_editor):
    expired, revoked = make(factories.draft()), make(factories.draft())
    story = factories.draft()
    discarded = make(story)
    never = client.get("/xem-truoc/" + "x" * 43 + "/")
    assert never.status_code == 404
    for link in (expired, revoked, discarded):
        assert client.get(link.get_absolute_url()).status_code == 200
    PreviewLink.objects.filter(pk=expired.pk).update(expires_at=timezone.now())
    assert preview_links.revoke(revoked, managing_editor)
    workflow.discard(story, managing_editor)
    for link in (expired, revoked, discarded):
        for method in (client.get, client.head):
            gone = method(link.get_absolute_url())
            assert gone.status_code == 404
        assert client.get(link.get_absolute_url()).content == never.content
    # Restored, a discarded story can be shown again.
    workflow.restore(story, managing_editor)
    assert client.get(discarded.get_absolute_url()).status_code == 200


def test_it_runs_out_at_that_second():
    link = make(factories.draft())
    moment = link.expires_at
    assert PreviewLink.objects.usable(moment - timedelta(microseconds=1)).exists()
    assert not PreviewLink.objects.usable(moment).exists()


def test_revoking_says_who_did_it(login, client):
    editor = factories.managing_editor(full_name="Lê Thị Lan")
    story = factories.draft()
    link = make(story)
    response = login(editor).post(url("preview_links", story.pk), {"revoke": link.pk}, follow=True)
    assert "Lê Thị Lan thu hồi lúc" in seen(response)
    assert link.get_absolute_url() not in response.content.decode()
    assert client.get(link.get_absolute_url()).status_code == 404
    # Once more is no second entry of the log.
    client.post(url("preview_links", story.pk), {"revoke": link.pk})
    assert LogEntry.objects.count() == 1


def test_the_newsroom_sees_how_often_it_was_opened(login, client):
    story = factories.draft()
    link = make(story)
    for _time in range(2):
        client.get(link.get_absolute_url())
    client.head(link.get_absolute_url())
    text = seen(login(factories.managing_editor()).get(url("preview_links", story.pk)))
    assert "Đã mở 2 lần" in text


@pytest.mark.parametrize("number", ["x", "0", "9" * 30])
def test_only_links_of_this_story_are_revoked_here(login, managing_editor, number):
    story, other = factories.draft(), make(factories.draft())
    client = login(managing_editor)
    for wrong in (number, other.pk):
        response = client.post(url("preview_links", story.pk), {"revoke": wrong})
        assert response.status_code == 404
    assert PreviewLink.objects.usable().count() == 1


@pytest.mark.parametrize("days", ["", "0", "30", "-1", "x"])
def test_no_link_works_for_ever(login, managing_editor, days):
    story = factories.draft()
    posted = {"for_whom": "Luật sư <b>", "days": days}
    response = login(managing_editor).post(url("preview_links", story.pk), posted)
    assert response.status_code == 422
    assert "Luật sư &lt;b&gt;" in response.content.decode()
    assert not PreviewLink.objects.exists()


def test_the_barest_draft_can_be_shown(client):
    story = factories.draft(section=None, standfirst="", body="", source="", mark="")
    assert client.get(make(story).get_absolute_url()).status_code == 200


def test_a_link_says_for_whom_it_is(login, managing_editor):
    story = factories.draft()
    response = login(managing_editor).post(url("preview_links", story.pk), {"days": "1"})
    assert response.status_code == 422


def test_only_who_may_edit_the_story_makes_links(login, staff):
    story = factories.draft(by=staff[Role.REPORTER])
    posted = {"for_whom": "A", "days": "1"}
    assert login(staff[Role.REPORTER]).get(url("preview_links", story.pk)).status_code == 200
    workflow.submit(story, staff[Role.REPORTER])
    strangers = [
        staff[Role.REPORTER],  # handed in, it is the desk's
        staff[Role.MODERATOR],
        staff[None],
        factories.managing_editor(desks=[factories.section()]),
    ]
    for person in strangers:
        client = login(person)
        assert client.get(url("preview_links", story.pk)).status_code == 403
        assert client.post(url("preview_links", story.pk), posted).status_code == 403
    assert not PreviewLink.objects.exists()


def test_a_story_that_is_deleted_takes_its_links_and_notes_along(login):
    person = factories.superuser()
    story = factories.draft(by=person)
    link = make(story, revision=story.latest_revision)
    notes.write(story, person, "Một lời")
    login(person).post(url("delete", story.pk), {"post": "yes"})
    assert not PreviewLink.objects.filter(pk=link.pk).exists()
    assert not Article.objects.exists()


def test_what_is_opened_by_a_stranger_is_one_page_and_no_more(client):
    """The link opens the draft: not the newsroom, not the other drafts beside it."""
    hidden = factories.draft(headline="Bài kín bên cạnh")
    story = factories.draft(related=[hidden])
    text = client.get(make(story).get_absolute_url()).content.decode()
    assert "Bài kín bên cạnh" not in text
    assert "/admin/" not in text
