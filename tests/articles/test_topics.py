"""One subject, one topic: other names find it, and two of them become one without a loss."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from articles import topic_merge, workflow
from articles.models import Article, Topic, TopicAlias
from articles.versions import difference, preview, revisions
from cms.roles import Role
from tests import factories

from .desk import form_data, fresh, seen, typed, url

pytestmark = pytest.mark.django_db

ADD = reverse("admin:articles_topic_add")


@pytest.fixture
def editor():
    return factories.managing_editor()


def change(topic):
    return reverse("admin:articles_topic_change", args=[topic.pk])


def merge_page(topic):
    return reverse("admin:articles_topic_merge", args=[topic.pk])


def write(client, topic, *names, **changes):
    data = {"name": topic.name, "slug": topic.slug, "other_names": "\n".join(names), **changes}
    return client.post(change(topic), data)


def names(topic):
    return set(topic.aliases.values_list("name", flat=True))


def found(client, term):
    query = {"app_label": "articles", "model_name": "article", "field_name": "topics"}
    response = client.get(reverse("admin:autocomplete"), {**query, "term": term})
    return [int(row["id"]) for row in json.loads(response.content)["results"]]


# --- Other names --------------------------------------------------------------------------


def test_a_topic_is_found_by_its_other_names_whatever_their_marks(login, editor):
    topic, _other = factories.topic("Đường sắt"), factories.topic("Hàng không")
    client = login(editor)
    write(client, topic, "Tàu hỏa", "Hỏa xa", "tau hoa", "ĐƯỜNG SẮT")
    assert names(topic) == {"Tàu hỏa", "Hỏa xa"}
    for term in ("tau hoa", "TÀU", "xa", "duong"):
        assert found(client, term) == [topic.pk], term
    page = client.get(reverse("admin:articles_topic_changelist"), {"q": "hoa xa"})
    assert [row.pk for row in page.context["cl"].result_list] == [topic.pk]
    assert "Tàu hỏa" in typed(client.get(change(topic)), "other_names")
    write(client, topic, "Hỏa xa")
    assert names(topic) == {"Hỏa xa"}


@pytest.mark.parametrize("name", ["Tàu hỏa", "TAU  HOA", "đường sắt", "Duong sat"])
def test_adding_a_name_that_is_there_gives_that_topic(login, editor, name):
    topic = factories.topic("Đường sắt")
    TopicAlias.objects.create(topic=topic, name="Tàu hỏa")
    client = login(editor)
    response = client.post(ADD, {"name": name, "slug": "khac"})
    assert response["Location"] == change(topic)
    popup = client.post(ADD, {"name": name, "slug": "khac", "_popup": "1"})
    assert json.loads(popup.context["popup_response_data"])["value"] == str(topic.pk)
    assert Topic.objects.count() == 1
    with pytest.raises(ValidationError):
        Topic(name=name, slug="khac").full_clean()


def test_a_name_of_another_topic_is_refused_with_what_was_typed(login, editor):
    topic, other = factories.topic("Đường sắt"), factories.topic("Metro")
    TopicAlias.objects.create(topic=other, name="Tàu điện ngầm")
    client = login(editor)
    for name in ("METRO", "tau dien ngam", "x" * 81, "!!!"):
        page = write(client, topic, "Tàu hỏa", name)
        assert page.status_code == 200, name
        assert typed(page, "other_names") == f"Tàu hỏa\n{name}"
    assert not topic.aliases.exists()
    page = write(client, topic, name="Tàu điện ngầm")
    assert "name" in page.context["adminform"].form.errors


# --- Merging ------------------------------------------------------------------------------


@pytest.fixture
def pair():
    """Two topics for one thing, and stories of each and of both."""
    old, new = factories.topic("Tàu hỏa"), factories.topic("Đường sắt")
    TopicAlias.objects.create(topic=old, name="Hỏa xa")
    then = "2019-11-26T12:13:00+07:00"
    stories = [
        factories.story(topics=topics, published_at=then) for topics in ([old], [old, new], [new])
    ]
    return old, new, stories


def test_merging_asks_with_numbers_before_it_does_anything(login, editor, pair):
    old, new, _stories = pair
    factories.draft(topics=[old])
    client = login(editor)
    page = client.post(merge_page(old), {"into": new.pk})
    assert page.context["extent"] == topic_merge.Extent(stories=3, live=2, names=2)
    assert old.get_absolute_url() in seen(page)
    assert Topic.objects.count() == 2
    client.post(merge_page(old), {"into": new.pk, "sure": "1"})
    assert list(Topic.objects.all()) == [new]


def test_stories_names_and_address_go_over(client, editor, pair):
    old, new, stories = pair
    address = old.get_absolute_url()
    topic_merge.merge(old, new, editor)
    assert names(new) == {"Tàu hỏa", "Hỏa xa"}
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (301, new.get_absolute_url())
    page = seen(client.get(new.get_absolute_url()))
    for story in stories:
        assert list(story.topics.all()) == [new]
        assert page.count(story.headline) == 1
    assert Topic.objects.named("hoa xa") == Topic.objects.named("TÀU HỎA") == new


def test_versions_that_name_the_merged_topic_show_the_survivor(client, login, editor, pair):
    old, new, (story, both, _other) = pair
    draft = factories.draft(topics=[old], headline="Nháp")
    topic_merge.merge(old, new, editor)
    # The form, the preview, a comparison, and what is published.
    page = login(editor).get(url("change", draft.pk))
    assert page.context["adminform"].form.initial["topics"] == [new.pk]
    shown = preview.context(fresh(story), story.live_revision)
    assert shown["topics"] == [new]
    assert difference.compare(story.latest_revision.snapshot, revisions.working(story)) == []
    assert revisions.existing(both.live_revision.snapshot)["topics"] == [new.pk]
    workflow.publish(draft, editor)
    assert list(draft.topics.all()) == [new]
    workflow.withdraw(story, editor, reason="x")
    workflow.put_back(fresh(story), editor)
    assert list(story.topics.all()) == [new]


def test_saving_an_unchanged_form_after_a_merge_makes_no_version(login, editor, pair):
    old, new, (story, *_others) = pair
    topic_merge.merge(old, new, editor)
    login(editor).post(url("change", story.pk), form_data(story))
    assert story.revisions.count() == 1
    assert not fresh(story).has_changes


def test_a_chain_of_merges_ends_at_the_last(client, editor, pair):
    old, new, (story, *_others) = pair
    first, second = old.get_absolute_url(), new.get_absolute_url()
    topic_merge.merge(old, new, editor)
    last = factories.topic("Giao thông")
    topic_merge.merge(Topic.objects.get(pk=new.pk), last, editor)
    assert revisions.working(fresh(story))["topics"] == [last.pk]
    assert names(last) == {"Tàu hỏa", "Hỏa xa", "Đường sắt"}
    for address in (first, second):
        assert client.get(address)["Location"] == last.get_absolute_url()


def test_the_name_of_a_merged_topic_stays(login, editor, pair):
    old, new, _stories = pair
    topic_merge.merge(old, new, editor)
    page = write(login(editor), new, "Hỏa xa")
    assert "other_names" in page.context["adminform"].form.errors
    assert names(new) == {"Tàu hỏa", "Hỏa xa"}


def test_of_two_people_who_merge_at_once_the_second_is_told(login, editor, pair):
    old, new, _stories = pair
    topic_merge.merge(old, new, editor)
    with pytest.raises(Topic.DoesNotExist):
        topic_merge.merge(new, old, editor)
    assert login(editor).get(merge_page(old)).status_code == 404


@pytest.mark.parametrize("into", ["self", "", "999999", "abc", "9" * 30])
def test_there_is_nothing_else_to_merge_into(login, editor, pair, into):
    old, _new, _stories = pair
    into = old.pk if into == "self" else into
    page = login(editor).post(merge_page(old), {"into": into, "sure": "1"})
    assert page.status_code == 200
    assert "into" in page.context["form"].errors
    assert Topic.objects.count() == 2


def test_who_may_merge(login, staff, pair):
    old, new, _stories = pair
    for role in (None, Role.REPORTER, Role.MODERATOR):
        answer = login(staff[role]).post(merge_page(old), {"into": new.pk, "sure": "1"})
        assert answer.status_code == 403
    assert Topic.objects.count() == 2
    login(staff[Role.EDITOR]).post(merge_page(old), {"into": new.pk, "sure": "1"})
    assert Topic.objects.count() == 1


def test_merging_costs_the_same_for_any_number_of_stories(editor, django_assert_max_num_queries):
    old, new = factories.topic(), factories.topic()
    for _ in range(6):
        factories.draft(topics=[old])
    with django_assert_max_num_queries(30):
        topic_merge.merge(old, new, editor)
    assert Article.objects.filter(topics=new).count() == 6
