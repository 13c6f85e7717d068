"""Sections, topics, authors and the address of a story."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.models import Article, Author, Revision, Section, Topic
from articles.models.slugs import RESERVED
from articles.versions import people, revisions
from tests import factories

from .desk import seen, vi

pytestmark = pytest.mark.django_db


def errors(row):
    with pytest.raises(ValidationError) as caught:
        row.full_clean()
    return caught.value.message_dict


# --- Sections -----------------------------------------------------------------------------


def test_a_section_gets_its_address_from_its_name():
    section = Section(name="Đường sắt Hà Nội")
    section.full_clean()
    section.save()
    assert section.get_absolute_url() == "/duong-sat-ha-noi/"


@pytest.mark.parametrize("word", sorted(word for word in RESERVED if "." not in word))
def test_a_section_cannot_take_an_address_of_the_site(word):
    assert list(errors(Section(name="Bất kỳ", slug=word))) == ["slug"]


def test_a_name_that_makes_a_reserved_address_is_refused_beside_the_address():
    assert list(errors(Section(name="Tìm kiếm"))) == ["slug"]


def test_every_first_word_that_the_site_uses_is_reserved(client):
    """Otherwise a section of that name would have a page that nobody can open."""
    from cms.urls import urlpatterns

    words = set()
    for pattern in [*urlpatterns, *urlpatterns[-1].url_patterns, *urlpatterns[-2].url_patterns]:
        first = str(pattern.pattern).lstrip("^").split("/")[0]
        if first and first.isascii() and first.replace("-", "").isalpha():
            words.add(first)
    assert {"admin", "media", "tim-kiem", "chu-de", "binh-luan"} <= words
    assert words <= RESERVED


def test_two_sections_cannot_share_an_address():
    factories.section("Kinh tế")
    assert list(errors(Section(name="Kinh Tế"))) == ["name"]
    assert list(errors(Section(name="Tiền", slug="kinh-te"))) == ["slug"]


def test_a_name_without_letters_asks_for_an_address():
    assert list(errors(Section(name="日本"))) == ["slug"]
    Section(name="日本", slug="nhat-ban").full_clean()


def test_sections_have_two_levels():
    top = factories.section("Thời sự")
    child = factories.section("Giao thông", parent=top)
    Section(name="Đô thị", parent=top).full_clean()
    assert "parent" in errors(Section(name="Vỉa hè", parent=child))
    top.parent = factories.section("Khác")
    assert list(errors(top)) == ["parent"]  # it has children itself
    child.parent = child
    assert "parent" in errors(child)


def test_a_collision_is_said_beside_the_field_and_what_was_typed_stays(login):
    factories.section("Kinh tế")
    client = login(factories.managing_editor())
    data = {"name": "Kinh tế", "slug": "", "order": "3", "description": "Tiền và của"}
    response = client.post(reverse("admin:articles_section_add"), data)
    assert response.status_code == 200
    assert response.context["adminform"].form.errors.keys() == {"name"}
    assert "Tiền và của" in response.content.decode()
    data["name"] = "Tìm kiếm"
    response = client.post(reverse("admin:articles_section_add"), data)
    message = vi(
        "“%(slug)s” is an address that the site itself uses. Choose another.", slug="tim-kiem"
    )
    assert message in seen(response)
    assert Section.objects.count() == 1


def test_a_section_with_stories_cannot_be_deleted():
    story = factories.story()
    with pytest.raises(ProtectedError):
        story.section.delete()


# --- Topics and authors -------------------------------------------------------------------


@pytest.mark.parametrize("name", ["đuong sat", "Đường  sắt", "ĐƯỜNG SẮT", "Duong sat"])
def test_topics_are_equal_regardless_of_marks_and_case(name):
    factories.topic("Đường sắt")
    assert "name" in errors(Topic(name=name, slug="khac"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Topic.objects.create(name=name, slug="khac")


def test_a_topic_can_keep_its_own_name():
    topic = factories.topic("Đường sắt")
    topic.description = "Tàu"
    topic.full_clean()


def test_authors_are_listed_by_given_name():
    for name in ("Trần Bình", "Mỹ Lệ", "Đỗ An"):
        factories.author(name)
    assert [author.pen_name for author in Author.objects.all()] == ["Đỗ An", "Trần Bình", "Mỹ Lệ"]


def test_a_name_whose_fold_is_longer_than_itself_can_be_stored():
    author = factories.author("℻" * 80, slug="fax")
    author.refresh_from_db()
    assert author.pen_name == "℻" * 80


def test_names_are_cleaned_on_every_way_into_the_database():
    section = factories.section("  Thời\u200b  sư\u0323\x00 ")
    assert Section.objects.get().name == "Thời sự"
    Section.objects.filter(pk=section.pk).update(name=" No\u0302\u0323i  bộ ")
    assert Section.objects.get().name == "Nội bộ"
    assert Section.objects.filter(name="Nộ\u200bi bộ ").exists()


# --- The address of a story ---------------------------------------------------------------


def test_a_story_has_section_slug_and_number_in_its_address():
    story = factories.story(
        headline="Đường sắt Hà Nội được mở lại", section=factories.section("Thời sự")
    )
    assert story.get_absolute_url() == f"/thoi-su/duong-sat-ha-noi-duoc-mo-lai-{story.pk}.html"


def test_a_headline_without_letters_still_makes_an_address(client):
    story = factories.story(headline="日本 🎉")
    assert story.slug == "tin"
    assert client.get(story.get_absolute_url()).status_code == 200


def save_as(story, **changes):
    data = {**revisions.working(story), **changes}
    story = Article.objects.get(pk=story.pk)
    revisions.save(story, data, None, base_id=story.latest_revision_id)
    return Article.objects.get(pk=story.pk)


def test_the_slug_follows_the_headline_until_readers_have_the_story():
    editor = factories.managing_editor()
    draft = factories.draft(headline="Tít một")
    assert draft.slug == "tit-mot"
    draft = save_as(draft, headline="Tít hai")
    assert draft.slug == "tit-hai"
    workflow.publish(draft, editor)
    story = save_as(draft, headline="Tít ba")
    workflow.publish(story, editor)
    story.refresh_from_db()
    assert (story.headline, story.slug) == ("Tít ba", "tit-hai")


def test_the_slug_stays_frozen_while_a_story_is_withdrawn():
    editor = factories.managing_editor()
    story = factories.story(headline="Tít một")
    workflow.withdraw(story, editor, reason="sai")
    story = save_as(story, headline="Tít hai")
    assert story.slug == "tit-mot"


def test_a_story_taken_off_the_schedule_follows_its_headline_again():
    editor = factories.managing_editor()
    tomorrow = (timezone.now() + timedelta(days=1)).isoformat()
    story = factories.story(headline="Tít một", published_at=tomorrow)
    workflow.withdraw(story, editor, reason="chờ")
    assert save_as(story, headline="Tít hai").slug == "tit-hai"


def test_the_database_refuses_a_published_story_without_time_or_section():
    story = factories.story()
    for field in ("published_at", "section"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Article.objects.filter(pk=story.pk).update(**{field: None})


def test_a_story_goes_with_its_whole_history_and_its_people_stay():
    reporter = factories.reporter()
    author = factories.author(user=reporter)
    story = factories.story(by=reporter, authors=[author], topics=[factories.topic()])
    save_as(story, headline="Bản sau")
    Article.objects.get(pk=story.pk).delete()
    assert not Revision.objects.exists()
    assert Author.objects.filter(pk=author.pk).exists()


def test_deleting_a_person_never_deletes_work():
    reporter = factories.reporter()
    story = factories.story(by=reporter)
    name = str(reporter)
    reporter.delete()
    story.refresh_from_db()
    assert story.reporter is None
    assert people.of(story)["wrote"] == name
