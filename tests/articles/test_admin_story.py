"""The story form and its buttons, as each person of the newsroom meets them."""

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.models import Article, Publication, Stage
from articles.versions import revisions
from cms.roles import Role
from tests import factories

from .desk import form_data, fresh, seen, typed, url, vi

pytestmark = pytest.mark.django_db


def save_behind(story, by=None, **changes):
    """A colleague saves meanwhile."""
    data = {**revisions.working(fresh(story)), **changes}
    return revisions.save(story, data, by, base_id=fresh(story).latest_revision_id)


@pytest.fixture
def photo():
    return factories.photo(
        factories.picture_file((64, 48)), caption="Ga Hà Nội", credit="Ảnh: Mỹ Lệ", alt="Sân ga"
    )


def test_a_reporter_writes_a_whole_story(login, reporter, photo):
    section, topic = factories.section("Thời sự"), factories.topic("Đường sắt")
    authors = [factories.author("Trần Bình"), factories.author("Đỗ An")]
    client = login(reporter)
    assert client.get(url("add")).status_code == 200
    response = client.post(
        url("add"),
        form_data(
            headline="Đường sắt Hà Nội được mở lại",
            kicker="Giao thông",
            mark="HĐ",
            standfirst="Chuyến tàu đầu tiên rời ga.",
            body="<p>Hành khách <b>đông</b>.</p><p>&nbsp;</p>",
            section=section.pk,
            topics=[topic.pk],
            authors=[author.pk for author in authors],
            lead_photo=photo.pk,
            lead_caption="Sáng nay ở ga",
            published_at_0="26/11/2019",
            published_at_1="12:13",
        ),
    )
    story = Article.objects.get()
    assert response.status_code == 302
    assert response["Location"] == url("change", story.pk)
    assert (story.reporter, story.section, story.slug) == (
        reporter, section, "duong-sat-ha-noi-duoc-mo-lai",
    )  # fmt: skip
    assert story.body == "<p>Hành khách <strong>đông</strong>.</p>"
    # In the order of choosing, not of the alphabet.
    assert [line.author.pen_name for line in story.bylines.all()] == ["Trần Bình", "Đỗ An"]
    # Words of one's own stay; the others come from the photo.
    assert (story.lead_caption, story.lead_credit, story.lead_alt) == (
        "Sáng nay ở ga", "Ảnh: Mỹ Lệ", "Sân ga",
    )  # fmt: skip
    assert timezone.localtime(story.published_at).strftime("%d/%m/%Y %H:%M") == "26/11/2019 12:13"
    assert (story.publication, story.stage) == (Publication.UNPUBLISHED, Stage.WRITING)


def test_the_form_shows_what_was_saved_and_saving_it_again_changes_nothing(login, reporter, photo):
    authors = [factories.author("Trần Bình"), factories.author("Đỗ An")]
    story = factories.draft(
        by=reporter,
        lead_photo=photo,
        lead_caption="Riêng",
        authors=authors,
        published_at="2026-11-20T10:30:00+07:00",
    )
    client = login(reporter)
    html = client.get(url("change", story.pk)).content.decode()
    assert html.index("Trần Bình") < html.index("Đỗ An")
    assert "20/11/2026" in html
    assert "10:30" in html
    client.post(url("change", story.pk), form_data(story))
    assert story.revisions.count() == 1


def test_another_photo_brings_its_own_words_but_replaces_no_typed_ones(login, reporter, photo):
    other = factories.photo(
        factories.picture_file((64, 48)), caption="Cầu Long Biên", credit="Ảnh: Đỗ An", alt="Cầu"
    )
    story = factories.draft(
        by=reporter,
        lead_photo=photo,
        lead_caption="Tự viết",
        lead_credit=photo.credit,
        lead_alt=photo.alt,
    )
    login(reporter).post(url("change", story.pk), form_data(story, lead_photo=other.pk))
    story = fresh(story)
    assert (story.lead_caption, story.lead_credit, story.lead_alt) == (
        "Tự viết", "Ảnh: Đỗ An", "Cầu",
    )  # fmt: skip


def test_a_caption_once_emptied_stays_empty(login, reporter, photo):
    story = factories.draft(by=reporter, lead_photo=photo, lead_caption="A", lead_credit="B")
    login(reporter).post(url("change", story.pk), form_data(story, lead_caption=""))
    assert fresh(story).lead_caption == ""


# --- Two people at one story --------------------------------------------------------------


def test_a_stale_save_shows_both_versions_and_can_be_sent_again(login, reporter):
    lan = factories.managing_editor(full_name="Lê Thị Lan")
    topic = factories.topic()
    story = factories.draft(by=reporter, published_at="2026-11-25T10:00:00+07:00")
    client = login(reporter)
    mine = form_data(story, headline="Tít của tôi", body="<p>Thân của tôi</p>", topics=[topic.pk])
    save_behind(story, lan, headline="Tít của Lan")
    response = client.post(url("change", story.pk), mine)
    assert response.status_code == 409
    text = seen(response)
    assert "Tít của Lan" in text
    assert "Lê Thị Lan" in text
    assert typed(response, "headline") == "Tít của tôi"
    assert typed(response, "body") == "Thân của tôi"
    # What is the same in both is no difference.
    changed = {row.field for row in response.context["differences"]}
    assert changed == {"headline", "body", "topics"}
    # Nothing depends on the open tab.
    kept = story.revisions.get(aside=True)
    assert (kept.snapshot["headline"], kept.author) == ("Tít của tôi", reporter)
    assert fresh(story).headline == "Tít của Lan"
    # The form that came back can be sent as it is.
    base = typed(response, "base_revision")
    assert base == str(fresh(story).latest_revision_id)
    response = client.post(url("change", story.pk), {**mine, "base_revision": base})
    assert response.status_code == 302
    assert fresh(story).headline == "Tít của tôi"


def test_a_stale_save_with_a_step_takes_no_step(login, reporter):
    story = factories.draft(by=reporter)
    mine = form_data(story, headline="Tít của tôi", _verb="submit")
    save_behind(story, headline="Tít của Lan")
    assert login(reporter).post(url("change", story.pk), mine).status_code == 409
    assert fresh(story).stage == Stage.WRITING


@pytest.mark.parametrize("base", ["", "0", "x", "9" * 30])
def test_a_form_without_a_base_overwrites_nothing(login, reporter, base):
    story = factories.draft(by=reporter, headline="Ban đầu")
    data = form_data(story, headline="Đè lên", base_revision=base)
    response = login(reporter).post(url("change", story.pk), data)
    assert response.status_code in (200, 409)
    assert typed(response, "headline") == "Đè lên"
    assert fresh(story).headline == "Ban đầu"


# --- Preview ------------------------------------------------------------------------------


def test_the_preview_shows_what_readers_do_not_have_yet(login, managing_editor):
    story = factories.story(headline="Bản đã in")
    save_behind(story, headline="Bản đang viết", body="<p>Đoạn mới</p><script>alert(1)</script>")
    client = login(managing_editor)
    response = client.get(url("preview", story.pk))
    text = seen(response)
    assert "Bản đang viết" in text
    assert "Đoạn mới" in text
    assert vi("Preview: readers do not see this yet") in text
    assert "alert(1)" not in response.content.decode()
    assert '<meta name="robots" content="noindex' in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert "Bản đã in" in seen(client.get(story.get_absolute_url()))


def test_a_preview_works_for_the_barest_draft(login, reporter):
    story = factories.draft(by=reporter, section=None, standfirst="", body="", source="", mark="")
    assert login(reporter).get(url("preview", story.pk)).status_code == 200


def test_saving_with_the_preview_button_leads_to_the_preview(login, reporter):
    story = factories.draft(by=reporter)
    data = form_data(story, headline="Mới", _preview="1")
    response = login(reporter).post(url("change", story.pk), data)
    assert response["Location"] == url("look", story.pk)
    assert fresh(story).headline == "Mới"


def test_a_story_is_nobodys_business_who_may_not_see_it(login, staff):
    section, other = factories.section(), factories.section()
    story = factories.draft(by=factories.reporter(), section=section)
    strangers = [
        staff[None],
        staff[Role.REPORTER],
        staff[Role.MODERATOR],
        factories.managing_editor(desks=[other]),
    ]
    for person in strangers:
        client = login(person)
        for path in (url("preview", story.pk), url("step", story.pk, "publish")):
            assert client.get(path).status_code == 403, (person, path)
            assert client.post(path).status_code in (403, 405), (person, path)
        for name in ("change", "history"):
            response = client.get(url(name, story.pk), follow=True)
            assert story.headline not in response.content.decode(), (person, name)
        response = client.post(url("change", story.pk), form_data(story, headline="Đè"))
        assert fresh(story).headline == story.headline
        complete = client.get(
            reverse("admin:autocomplete"),
            {"app_label": "articles", "model_name": "article", "field_name": "related"},
        )
        assert story.headline not in complete.content.decode()


def test_a_hidden_story_cannot_be_named_as_related_to_learn_its_headline(login, reporter):
    foreign = factories.draft(headline="Tin mật của ban khác")
    story = factories.draft(by=reporter)
    client = login(reporter)
    response = client.post(url("change", story.pk), form_data(story, related=[foreign.pk]))
    assert response.status_code == 200
    assert "Tin mật" not in response.content.decode()
    live = factories.story()
    client.post(url("change", story.pk), form_data(story, related=[live.pk]))
    assert revisions.snapshot(fresh(story))["related"] == [live.pk]
    # Withdrawn meanwhile, it blocks no save.
    workflow.withdraw(live, factories.managing_editor(), reason="sai")
    response = client.post(url("change", story.pk), form_data(fresh(story), headline="Tiếp"))
    assert response.status_code == 302
    assert fresh(story).headline == "Tiếp"


# --- Reading only -------------------------------------------------------------------------


def test_a_reporter_reads_what_was_handed_in_and_can_recall_it(login, reporter):
    authors = [factories.author("Trần Bình"), factories.author("Đỗ An")]
    story = factories.draft(by=reporter, authors=authors, body="<p>Thân <strong>bài</strong></p>")
    workflow.submit(story, reporter)
    client = login(reporter)
    response = client.get(url("change", story.pk))
    text, html = seen(response), response.content.decode()
    assert story.headline in text
    assert "Thân bài" in text
    assert "<strong>bài</strong>" in html
    assert text.index("Trần Bình") < text.index("Đỗ An")
    assert 'name="headline"' not in html
    assert url("step", story.pk, "recall") in html
    assert client.post(url("change", story.pk), form_data(story, headline="X")).status_code == 403
    assert fresh(story).headline == story.headline
    client.post(url("step", story.pk, "recall"))
    assert fresh(story).stage == Stage.WRITING
    assert 'name="headline"' in client.get(url("change", story.pk)).content.decode()


def test_an_attack_in_the_body_is_dead_in_the_read_only_form(login, reporter):
    story = factories.draft(by=reporter)
    workflow.submit(story, reporter)
    Article.objects.filter(pk=story.pk).update(body="<img src=x onerror=alert(1)>")
    html = login(reporter).get(url("change", story.pk)).content.decode()
    assert "onerror" not in html
