"""An older version of a story brought back, everything included."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Stage
from articles.versions import revisions
from tests import factories

from .desk import fresh, seen, url, vi

pytestmark = pytest.mark.django_db


def save(story, by=None, **changes):
    data = {**revisions.working(fresh(story)), **changes}
    return revisions.save(story, data, by, base_id=fresh(story).latest_revision_id)


def restore(client, story, revision, base=None):
    base = base or fresh(story).latest_revision_id
    return client.post(url("restore", story.pk, revision.pk), {"base": base}, follow=True)


def test_restoring_brings_everything_back_as_a_new_version(login, managing_editor):
    photo = factories.photo()
    old = {
        "headline": "Tít đầu",
        "lead_photo": photo.pk,
        "lead_credit": "Ảnh: A",
        "topics": [factories.topic().pk],
        "authors": [factories.author("Bình").pk, factories.author("An").pk],
        "expires_at": (timezone.now() + timedelta(days=9)).isoformat(),
        "body": f'<figure data-photo="{photo.pk}" class="align-center" data-credit="B">'
        "<figcaption>C</figcaption></figure>",
    }
    story = factories.draft(**old)
    first = fresh(story).latest_revision
    save(story, **{**factories.snapshot(section=first.snapshot["section"]), "headline": "Sau"})
    client = login(managing_editor)
    asked = seen(client.get(url("restore", story.pk, first.pk)))
    assert "Tít đầu" in asked
    assert fresh(story).headline == "Sau"
    response = restore(client, story, first)
    assert vi("Restored as the newest version.") in seen(response)
    story = fresh(story)
    assert story.latest_revision.snapshot == first.snapshot
    assert (story.headline, story.lead_photo, story.expires_at.isoformat()) == (
        "Tít đầu", photo, first.snapshot["expires_at"],
    )  # fmt: skip
    assert [line.author.pen_name for line in story.bylines.all()] == ["Bình", "An"]
    assert story.revisions.count() == 3
    assert story.latest_revision.note.startswith("Khôi phục bản 1")
    assert story.latest_revision.note in seen(client.get(url("history", story.pk)))


def test_restoring_on_top_of_a_colleagues_save_is_refused_in_words(login, managing_editor):
    story = factories.draft(headline="Đầu")
    first = fresh(story).latest_revision
    base = save(story, headline="Hai").pk
    save(story, factories.reporter(full_name="Lê Thị Lan"), headline="Của Lan")
    for wrong in (base, "x", "9" * 30):
        text = seen(restore(login(managing_editor), story, first, base=wrong))
        assert "Lê Thị Lan" in text
        assert "Chưa khôi phục gì" in text
    assert fresh(story).headline == "Của Lan"
    assert story.revisions.count() == 3


def test_what_was_deleted_since_is_left_out_and_said(login, managing_editor):
    lead, in_text, topic = factories.photo(), factories.photo(), factories.topic()
    story = factories.draft(
        lead_photo=lead,
        topics=[topic],
        body=f'<figure data-photo="{in_text.pk}" class="align-center" data-credit="Ảnh: A">'
        "<figcaption>Ga sáng nay</figcaption></figure>",
    )
    first = fresh(story).latest_revision
    save(story, lead_photo=None, topics=[], body="<p>Không ảnh</p>")
    for row in (lead, in_text, topic):
        row.delete()
    text = seen(restore(login(managing_editor), story, first))
    for name in ("ảnh chính", "chủ đề", "ảnh trong bài"):
        assert name in text, name
    data = fresh(story).latest_revision.snapshot
    assert (data["lead_photo"], data["topics"]) == (None, [])
    # The words of the photo stay, and its place is marked: the gate asks for a photo.
    assert "data-photo" not in data["body"]
    assert "Ga sáng nay" in data["body"]
    assert "Ảnh: A" in data["body"]


def test_a_restored_version_of_a_live_story_waits_until_it_is_published(login, managing_editor):
    story = factories.story(headline="Đã đăng")
    first = fresh(story).live_revision
    save(story, headline="Bản hai")
    workflow.publish(story, managing_editor)
    client = login(managing_editor)
    text = seen(restore(client, story, first))
    assert vi("Readers keep what they have until it is published.") in text
    assert (fresh(story).headline, fresh(story).stage) == ("Bản hai", Stage.WRITING)
    assert "Bản hai" in seen(client.get(story.get_absolute_url()))
    workflow.publish(story, managing_editor)
    assert fresh(story).headline == "Đã đăng"


def test_restoring_gives_no_story_to_another_desk(login):
    mine, other = factories.section("Kinh tế"), factories.section("Thể thao")
    editor = factories.managing_editor(desks=[mine])
    story = factories.draft(section=other, further_sections=[other], headline="Cũ")
    first = fresh(story).latest_revision
    save(story, section=mine.pk, further_sections=[], headline="Mới")
    text = seen(restore(login(editor), story, first))
    story = fresh(story)
    assert (story.headline, story.section) == ("Cũ", mine)
    assert not story.further_sections.exists()
    assert "chuyên mục" in text


def test_what_one_may_only_read_is_not_restored(login, reporter):
    story = factories.draft(by=reporter)
    first = fresh(story).latest_revision
    save(story, headline="Sau")
    workflow.submit(fresh(story), reporter)
    client = login(reporter)
    assert client.get(url("restore", story.pk, first.pk)).status_code == 403
    assert client.post(url("restore", story.pk, first.pk), {"base": "1"}).status_code == 403
    assert vi("Restore") not in seen(client.get(url("history", story.pk)))
