"""Copies of stories, for what comes every day: gold price, weather, lottery."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import gate, workflow
from articles.models import Article, Publication, Stage
from articles.versions import copies, revisions
from cms.roles import Role
from comments.models import Comment
from tests import factories

from .desk import fresh, in_state, seen, url, vi

pytestmark = pytest.mark.django_db


def gold(**fields):
    """Yesterday's story, with everything that a story can have."""
    photo = factories.photo()
    past = timezone.now() - timedelta(days=1)
    fields = {
        "headline": "Giá vàng hôm nay tăng",
        "kicker": "Giá cả",
        "lead_photo": photo,
        "lead_credit": "Ảnh: A",
        "lead_alt": "Vàng",
        "topics": [factories.topic()],
        "authors": [factories.author("Bình"), factories.author("An")],
        "further_sections": [factories.section()],
        "related": [factories.story()],
        "published_at": past.isoformat(),
        "embargo_until": past.isoformat(),
        "expires_at": (timezone.now() + timedelta(days=1)).isoformat(),
        "breaking_until": (timezone.now() + timedelta(hours=2)).isoformat(),
        "seo_title": "Giá vàng",
        **fields,
    }
    article = revisions.create(factories.snapshot(**fields), None, legacy_id="77")
    workflow.publish(article, factories.managing_editor(), passed=gate.EVERY)
    return fresh(article)


def test_the_button_of_the_form_makes_a_draft_of_ones_own_with_everything_but_the_times(
    login, managing_editor
):
    story = gold()
    factories.comment(story)
    client = login(managing_editor)
    html = client.get(url("change", story.pk)).content.decode()
    assert f'<form method="post" action="{url("copy", story.pk)}">' in html
    response = client.post(url("copy", story.pk), follow=True)
    copy = Article.objects.order_by("pk").last()
    assert response.redirect_chain[-1][0] == url("change", copy.pk)
    old, new = revisions.snapshot(story), revisions.snapshot(copy)
    assert {name for name in old if old[name] != new[name]} == set(revisions.TIMES)
    assert not any(new[name] for name in revisions.TIMES)
    assert (copy.reporter, copy.publication, copy.stage) == (
        managing_editor, Publication.UNPUBLISHED, Stage.WRITING,
    )  # fmt: skip
    assert (copy.legacy_id, copy.first_published_at, copy.updated_at) == (None, None, None)
    assert not Comment.objects.filter(article=copy).exists()
    assert copy.revisions.count() == 1
    # The note says from where; the history shows it.
    assert str(story.pk) in copy.latest_revision.note
    assert "Giá vàng hôm nay tăng" in seen(client.get(url("history", copy.pk)))


def test_a_copy_is_made_of_the_version_being_worked_on(managing_editor):
    story = in_state("changed")
    assert copies.make(story, managing_editor).headline == "Bản sau"


def test_what_was_deleted_since_is_not_copied(managing_editor):
    topic = factories.topic()
    story = factories.draft()
    data = {**revisions.working(fresh(story)), "topics": [topic.pk]}
    revisions.save(story, data, None, base_id=fresh(story).latest_revision_id)
    topic.delete()
    copy = copies.make(fresh(story), managing_editor)
    assert copy.latest_revision.snapshot["topics"] == []


def test_several_are_copied_from_the_list_and_a_single_one_is_opened_at_once(login, reporter):
    one, two = factories.draft(by=reporter, headline="Một"), factories.draft(by=reporter)
    client = login(reporter)
    assert vi("Copy the selected stories") in seen(client.get(url("changelist")))
    posted = {"action": "bulk_copy", "_selected_action": [one.pk]}
    response = client.post(url("changelist"), posted)
    copy = Article.objects.order_by("pk").last()
    assert (response["Location"], copy.headline) == (url("change", copy.pk), "Một")
    posted["_selected_action"] = [one.pk, two.pk]
    client.post(url("changelist"), posted)
    assert Article.objects.count() == 5


def test_a_list_is_not_copied_by_a_slip_of_the_finger(login, reporter):
    stories = [factories.draft(by=reporter) for _number in range(21)]
    posted = {"action": "bulk_copy", "_selected_action": [story.pk for story in stories]}
    response = login(reporter).post(url("changelist"), posted, follow=True)
    assert Article.objects.count() == 21
    assert "20" in seen(response)


def test_who_may_see_a_story_and_write_stories_may_copy_it(login, staff):
    story = factories.draft(by=staff[Role.REPORTER])
    for role in (Role.REPORTER, Role.EDITOR):
        assert login(staff[role]).post(url("copy", story.pk)).status_code == 302
    strangers = [
        factories.reporter(),
        staff[Role.MODERATOR],
        staff[None],
        factories.managing_editor(desks=[factories.section()]),
    ]
    for person in strangers:
        client = login(person)
        assert client.post(url("copy", story.pk)).status_code == 403
        posted = {"action": "bulk_copy", "_selected_action": [story.pk]}
        client.post(url("changelist"), posted)
    assert Article.objects.count() == 3


def test_looking_copies_nothing(login, managing_editor):
    story = factories.draft()
    assert login(managing_editor).get(url("copy", story.pk)).status_code == 200
    assert Article.objects.count() == 1


def test_a_copy_is_filed_only_where_its_writer_could_file_it(login):
    mine, other = factories.section(), factories.section()
    editor = factories.managing_editor(desks=[mine])
    signed = factories.draft(
        section=other, further_sections=[mine, other], authors=[factories.author(user=editor)]
    )
    copy = copies.make(signed, editor)
    assert copy.section is None
    assert list(copy.further_sections.all()) == [mine]
