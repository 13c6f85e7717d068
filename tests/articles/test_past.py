"""What readers had of a story, from when to when, and on paper."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import gate, timed_updates, workflow
from articles.models import Transition
from articles.versions import past, revisions
from tests import factories

from .desk import fresh, in_state, seen, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return factories.managing_editor()


def publish_next(story, editor, **changes):
    data = {**revisions.working(fresh(story)), **changes}
    revisions.save(story, data, editor, base_id=fresh(story).latest_revision_id)
    workflow.publish(fresh(story), editor)


def set_times(story, *hours_ago):
    """When the steps of the story were taken, the first first."""
    now = timezone.now()
    for step, hours in zip(story.transitions.order_by("pk"), hours_ago, strict=True):
        Transition.objects.filter(pk=step.pk).update(at=now - timedelta(hours=hours))


def told(story):
    now = timezone.now()

    def hours(moment):
        return moment and round((now - moment) / timedelta(hours=1))

    return [
        (each.revision.snapshot["headline"], hours(each.since), hours(each.until))
        for each in past.periods(story)
    ]


def test_every_version_has_its_time(editor):
    story = factories.story(headline="Một", published_at="2019-11-26T12:13:00+07:00")
    publish_next(story, editor, headline="Hai")
    workflow.withdraw(fresh(story), editor, reason="Sai")
    data = {**revisions.working(fresh(story)), "headline": "Ba"}
    revisions.save(story, data, editor, base_id=fresh(story).latest_revision_id)
    workflow.put_back(fresh(story), editor)
    workflow.publish(fresh(story), editor)
    set_times(story, 10, 8, 6, 4, 2)
    assert told(story) == [("Một", 10, 8), ("Hai", 8, 6), ("Hai", 4, 2), ("Ba", 2, None)]
    assert [each.version for each in past.periods(story)] == [1, 2, 2, 3]


def test_schedule_embargo_and_expiry_bound_it(editor):
    def at(hours):
        return (timezone.now() - timedelta(hours=hours)).isoformat()

    story = factories.story(
        headline="Một", published_at=at(6), embargo_until=at(5), expires_at=at(1)
    )
    set_times(story, 9)
    assert told(story) == [("Một", 5, 1)]


def test_a_schedule_that_was_cancelled_was_never_read(editor):
    story = in_state("scheduled")
    workflow.withdraw(story, editor)
    assert past.periods(story) == []
    assert past.periods(factories.draft()) == []


def test_withdrawing_otherwise_changes_no_period(editor):
    story = factories.story(headline="Một", published_at="2019-11-26T12:13:00+07:00")
    workflow.withdraw(story, editor, reason="Sai")
    workflow.withdraw(fresh(story), editor, reason="Sai", kind="final")
    set_times(story, 5, 3, 1)
    assert told(story) == [("Một", 5, 3)]


def test_the_list_opens_each_as_readers_had_it(login, editor):
    story = factories.story(headline="Bản một", body="<p>Mười người.</p>")
    publish_next(story, editor, headline="Bản hai", body="<p>Hai mươi người.</p>")
    workflow.withdraw(fresh(story), editor, reason="Lý do mật")
    client = login(editor)
    page = client.get(url("as_read", story.pk))
    links = [url("read", story.pk, each.step) for each in past.periods(story)]
    assert all(link in page.text for link in links)
    first, second = (client.get(link) for link in links)
    assert "Mười người." in seen(first)
    assert "Hai mươi" not in seen(first)
    assert "Hai mươi người." in seen(second)
    period = past.periods(story)[0]
    for page in (first, second):
        assert f"http://testserver{story.get_absolute_url()}" in seen(page)
        assert f"{timezone.localtime(period.until):%H:%M:%S %d/%m/%Y}" in seen(page)
        assert "Lý do mật" not in page.text
        assert 'content="noindex, nofollow"' in page.text
        assert "no-store" in page["Cache-Control"]
        assert str(editor) in seen(page)  # who printed it


def test_its_photos_look_as_they_did(login, editor):
    photo = factories.photo(factories.picture_file((64, 48)))
    story = factories.story(lead_photo=photo, lead_credit="A", lead_alt="B")
    photo.focal_x = 10
    photo.save()
    (period,) = past.periods(story)
    page = login(editor).get(url("read", story.pk, period.step))
    assert "3232-free" in page.text
    assert "0a32-free" not in page.text


def test_only_periods_of_this_story_open(login, editor):
    story, other = factories.story(), factories.story()
    (period,) = past.periods(other)
    client = login(editor)
    for step in (period.step, 0, 10**30):
        assert client.get(url("read", story.pk, step)).status_code == 404
    assert client.get(url("as_read", 10**30)).status_code == 404


def test_reading_costs_the_same_for_any_number_of_versions(
    login, editor, django_assert_num_queries, django_assert_max_num_queries
):
    story = factories.story()
    client = login(editor)
    client.get(url("as_read", story.pk))
    with django_assert_max_num_queries(14) as few:
        client.get(url("as_read", story.pk))
    for number in range(4):
        publish_next(story, editor, headline=f"Bản {number}")
    with django_assert_num_queries(len(few)):
        client.get(url("as_read", story.pk))


def test_a_timed_update_counts_from_the_moment_it_was_meant_for():
    editor = factories.managing_editor()
    story = factories.story(headline="Bản một")
    due = timezone.now() + timedelta(hours=1)
    data = {**revisions.working(fresh(story)), "headline": "Bản hai"}
    revisions.save(story, data, editor, base_id=fresh(story).latest_revision_id)
    workflow.publish(story, editor, at=due, passed=gate.EVERY)
    assert [period.version for period in past.periods(fresh(story))] == [1]
    timed_updates.apply_due(due + timedelta(minutes=3))
    first, second = past.periods(fresh(story))
    assert (first.until, second.since, second.until) == (due, due, None)
    assert second.revision.snapshot["headline"] == "Bản hai"
