"""What the pages of a story may ask the database, for a story that has everything."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Note
from articles.versions import revisions
from cms.models import SiteSettings
from tests import factories

from .desk import form_data, fresh, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(reporter):
    """Bylines, topics, further sections, related stories, photos, and many versions."""
    photos = [factories.photo(factories.picture_file((64, 48 + n))) for n in range(3)]
    figures = "".join(
        f'<figure class="align-center" data-photo="{photo.pk}" data-credit="Ảnh: Mỹ Lệ" '
        'data-alt="Tàu"><figcaption>Tàu</figcaption></figure>'
        for photo in photos[1:]
    )
    section = factories.section(parent=factories.section())
    story = factories.draft(
        by=reporter,
        section=section,
        further_sections=[factories.section(), factories.section()],
        authors=[factories.author(user=reporter), factories.author()],
        topics=[factories.topic(), factories.topic(), factories.topic()],
        related=[factories.story(section=section), factories.story(section=section)],
        lead_photo=photos[0],
        lead_caption="Tàu",
        lead_credit="Ảnh: Mỹ Lệ",
        lead_alt="Tàu",
        body=f"<p>Tàu chạy lại.</p>{figures}",
    )
    for number in range(20):
        data = {**revisions.working(story), "standfirst": f"Lần sửa {number}"}
        revisions.save(story, data, reporter, base_id=story.latest_revision_id)
        story.refresh_from_db()
    Note.objects.create(article=story, author=reporter, author_name="PV", text="Gọi lại cho ga")
    return story


@pytest.fixture
def typed(story, django_capture_on_commit_callbacks):
    """``typed(client, …)``: what a browser posts that has kept it seconds before, and how."""

    def post(client, **changes):
        tab = {"tab": str(uuid4()), "_serial": 7, "_over": ""}
        data = form_data(fresh(story), **changes) | tab
        kept = client.post(url("autosave"), data | {"_story": story.pk})
        assert kept.json()["at"]

        def save():
            with django_capture_on_commit_callbacks(execute=True):
                return client.post(url("change", story.pk), data)

        return save

    return post


def queries(call):
    SiteSettings.forget()  # as in the one request of a second that asks for them again
    with CaptureQueriesContext(connection) as captured:
        response = call()
    assert response.status_code in (200, 302), response.status_code
    return len([query for query in captured if "SAVEPOINT" not in query["sql"]])


@pytest.mark.parametrize("who", ["reporter", "managing_editor"])
def test_the_form_opens_in_twenty_queries_and_saves_in_twenty(login, request, story, typed, who):
    client = login(request.getfixturevalue(who))
    form = url("change", story.pk)
    page = client.get(form)
    assert len(page.content) < 120_000
    assert queries(lambda: client.get(form)) <= 20
    save = typed(client, headline="Mới", body=story.body + "<p>Thêm.</p>")
    assert queries(save) <= 20
    assert fresh(story).headline == "Mới"


def test_a_story_is_saved_and_published_in_thirty_five_queries(
    login, managing_editor, story, typed
):
    client = login(managing_editor)
    client.get(url("change", story.pk))
    assert queries(typed(client, headline="Mới", _verb="publish")) <= 35
    assert fresh(story).is_live()


def test_the_next_version_is_published_in_thirty_five_queries(
    login, managing_editor, story, django_capture_on_commit_callbacks
):
    client = login(managing_editor)
    client.post(url("change", story.pk), form_data(story, headline="Một", _verb="publish"))
    story = fresh(story)
    assert story.is_live()
    further = {"topics": [], "related": [], "authors": [factories.author().pk]}
    client.post(url("change", story.pk), form_data(story, headline="Hai", **further))
    story = fresh(story)
    page = reverse("admin:articles_article_step", args=[story.pk, "publish"])
    answer = {"seen": story.latest_revision_id, "minor": "no"}

    def publish():
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(page, answer)

    assert queries(publish) <= 35
    assert fresh(story).headline == "Hai"


def test_where_a_photo_is_used_takes_ten_queries(login, managing_editor, story):
    photo = story.lead_photo
    for _ in range(3):
        factories.story(lead_photo=photo, lead_credit="A", lead_alt="B")
    client = login(managing_editor)
    page = reverse("admin:articles_photo_change", args=[photo.pk])
    assert story.headline in client.get(page).content.decode()
    assert queries(lambda: client.get(page)) <= 10
