"""Times that are kept to the second: every public door is asked one second before, and at it."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import gate, timed_updates, workflow
from articles.models import Article, Publication, Stage
from articles.models.revision import Verb
from articles.versions import revisions
from tests import factories

from .desk import fresh, in_state, seen, url, vi

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
OLD, NEW = "Cầu cũ còn đứng", "Cầu mới thông xe"


class Clock:
    """The one clock that all code asks, set by hand."""

    def __init__(self, monkeypatch):
        self.now = timezone.now()
        monkeypatch.setattr(timezone, "now", lambda: self.now)

    def at(self, moment):
        self.now = moment


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def editor(db):
    return factories.managing_editor()


@pytest.fixture
def noon(clock):
    return clock.now + timedelta(hours=3)


def hours(clock, number):
    return (clock.now + timedelta(hours=number)).isoformat()


@pytest.fixture
def filed():
    """A section, a topic and an author for a story, so that every list can show it."""
    section = factories.section("Giao thông")
    return {
        "section": section,
        "topics": [factories.topic("Cầu đường")],
        "authors": [factories.author("Mỹ Lệ")],
        "headline": OLD,
    }


def save(story, **changes):
    story = fresh(story)
    data = {**revisions.working(story), **changes}
    return revisions.save(story, data, None, base_id=story.latest_revision_id)


def time_update(story, editor, moment, **changes):
    save(story, **{"headline": NEW, **changes})
    return workflow.publish(fresh(story), editor, at=moment, passed=gate.EVERY)


def doors(story):
    return {
        "front": "/",
        "section": "/giao-thong/",
        "topic": "/chu-de/cau-duong/",
        "author": "/tac-gia/my-le/",
        "search": "/tim-kiem/?q=cau",
        "article": f"/x/y-{story.pk}.html",
    }


def seen_at(path):
    """What a new visitor sees there; the search marks what was asked for."""
    html = Client().get(path, follow=True).content.decode()
    return html.replace("<mark>", "").replace("</mark>", "")


def shown(story, words):
    """The doors behind which a reader sees ``words`` now."""
    return {name for name, path in doors(story).items() if words in seen_at(path)}


ALL = {"front", "section", "topic", "author", "search", "article"}


def test_every_door_shows_a_scheduled_story_at_its_second(clock, noon, filed):
    story = factories.story(published_at=noon.isoformat(), **filed)
    clock.at(noon - SECOND)
    assert shown(story, OLD) == set()
    clock.at(noon)
    assert shown(story, OLD) == ALL


def test_every_door_loses_an_expiring_story_at_its_second(clock, noon, filed):
    story = factories.story(expires_at=noon.isoformat(), **filed)
    clock.at(noon - SECOND)
    assert shown(story, OLD) == ALL
    clock.at(noon)
    assert shown(story, OLD) == set()


def test_every_door_waits_for_the_end_of_an_embargo(clock, noon, filed):
    story = factories.story(embargo_until=noon.isoformat(), **filed)
    clock.at(noon - SECOND)
    assert shown(story, OLD) == set()
    clock.at(noon)
    assert shown(story, OLD) == ALL


def test_every_door_shows_a_timed_update_at_its_second(clock, noon, filed, editor):
    story = factories.story(**filed)
    time_update(story, editor, noon)
    clock.at(noon - SECOND)
    assert (shown(story, OLD), shown(story, NEW)) == (ALL, set())
    clock.at(noon)
    assert (shown(story, OLD), shown(story, NEW)) == (set(), ALL)


@pytest.mark.parametrize("door", sorted(ALL))
def test_whichever_door_is_asked_first_shows_the_timed_update(clock, noon, filed, editor, door):
    story = factories.story(**filed)
    time_update(story, editor, noon)
    clock.at(noon)
    assert NEW in seen_at(doors(story)[door])


def test_the_mark_of_breaking_news_ends_at_its_second(clock, noon, filed):
    story = factories.story(breaking_until=noon.isoformat(), **filed)
    mark = f'<span class="breaking">{vi("BREAKING")}</span>'
    clock.at(noon - SECOND)
    assert shown(story, mark) == ALL
    clock.at(noon)
    assert shown(story, mark) == set()
    assert shown(story, OLD) == ALL


# --- The moment that was meant ------------------------------------------------------------


def test_the_moment_shown_is_the_one_that_was_meant(clock, noon, editor):
    story = factories.story()
    published = story.published_at
    time_update(story, editor, noon)
    assert fresh(story).updated_at is None
    clock.at(noon + timedelta(hours=5))  # nobody came for five hours
    timed_updates.apply_due()
    story = fresh(story)
    assert (story.headline, story.updated_at, story.published_at) == (NEW, noon, published)
    assert (story.due_at, story.due_revision, story.has_changes) == (None, None, False)
    assert story.stage == Stage.DONE
    step = story.transitions.first()
    assert (step.verb, step.actor, step.due_at) == (Verb.TIMED, editor, noon)


def test_a_minor_timed_update_leaves_the_time_of_updated_alone(clock, noon, editor):
    story = factories.story()
    save(story, headline=NEW)
    workflow.publish(fresh(story), editor, at=noon, minor=True, passed=gate.EVERY)
    clock.at(noon)
    timed_updates.apply_due()
    assert (fresh(story).headline, fresh(story).updated_at) == (NEW, None)


def test_a_later_publication_time_of_a_live_story_takes_nothing_from_readers(clock, noon, editor):
    story = factories.story(headline=OLD)
    published = story.published_at
    save(story, headline=NEW, published_at=noon.isoformat())
    workflow.publish(fresh(story), editor)
    story = fresh(story)
    assert story.is_live()
    assert (story.headline, story.due_at, story.published_at) == (OLD, noon, published)
    # The form shows the time of the story, so that no later save moves it by accident.
    assert revisions.working(story)["published_at"] == published.isoformat()
    clock.at(noon)
    timed_updates.apply_due()
    story = fresh(story)
    assert (story.headline, story.published_at) == (NEW, published)
    assert revisions.working(story)["published_at"] == published.isoformat()


def test_it_happens_once_however_many_come(clock, noon, editor):
    story = factories.story()
    time_update(story, editor, noon)
    clock.at(noon)
    assert [timed_updates.apply_due() for _ in range(3)] == [1, 0, 0]
    timed_updates.bring(story, noon)  # one who had read the list before
    assert story.transitions.filter(verb=Verb.TIMED).count() == 1


def test_the_command_does_what_pages_do(clock, noon, editor):
    story = factories.story()
    time_update(story, editor, noon)
    clock.at(noon)
    out = StringIO()
    call_command("apply_due", stdout=out)
    assert "1" in out.getvalue()
    assert fresh(story).headline == NEW


def test_asking_costs_a_page_one_query(django_assert_num_queries):
    factories.story()
    with django_assert_num_queries(1):
        timed_updates.apply_due()


def test_pages_without_stories_do_not_ask(client, clock, noon, editor):
    story = factories.story()
    time_update(story, editor, noon)
    clock.at(noon)
    client.get("/health/")
    client.get("/robots.txt")
    assert fresh(story).due_at == noon


# --- What goes wrong ----------------------------------------------------------------------


def test_what_the_gate_says_at_that_moment_leaves_the_story_and_alarms_once(
    clock, noon, editor, login
):
    story, other = factories.story(headline=OLD), factories.story()
    gone = factories.story()
    time_update(story, editor, noon, body=f'<p><a href="{gone.get_absolute_url()}">x</a></p>')
    time_update(other, editor, noon)
    workflow.withdraw(gone, editor, reason="sai")
    clock.at(noon)
    client = login(editor)
    for _ in range(3):
        client.get("/")
    story = fresh(story)
    assert story.is_live()
    assert (story.headline, story.due_at, story.due_failed_at) == (OLD, noon, noon)
    [step] = story.transitions.filter(verb=Verb.TIMED_FAILED)
    assert gone.headline in step.reason
    assert fresh(other).headline == NEW  # one bad item stops nobody
    assert vi("Timed updates that failed") in seen(client.get(reverse("admin:index")))
    margin = seen(client.get(url("change", story.pk)))
    assert vi("Mend what stands against it and publish it, or cancel the timed update.") in margin
    assert vi("timed update failed") in seen(client.get(url("changelist")))
    workflow.put_back(gone, editor)
    workflow.publish(story, editor, passed=gate.EVERY)
    story = fresh(story)
    assert (story.headline, story.due_at, story.due_failed_at) == (NEW, None, None)


def test_an_error_of_ours_stops_no_other_and_is_not_tried_for_ever(
    clock, noon, editor, monkeypatch
):
    bad, good = factories.story(headline=OLD), factories.story()
    time_update(bad, editor, noon)
    time_update(good, editor, noon + SECOND)
    go_live, tried = timed_updates.go_live, []

    def failing(story, *args, **kwargs):
        if story.pk == bad.pk:
            tried.append(story.pk)
            story.save()
            raise RuntimeError("a bug")
        return go_live(story, *args, **kwargs)

    monkeypatch.setattr(timed_updates, "go_live", failing)
    clock.at(noon + SECOND)
    for _ in range(3):
        timed_updates.apply_due()
    assert (fresh(good).headline, fresh(bad).headline, len(tried)) == (NEW, OLD, 1)
    assert fresh(bad).transitions.filter(verb=Verb.TIMED_FAILED).count() == 1


def test_a_withdrawn_story_is_brought_back_by_no_clock(clock, noon, editor):
    story = factories.story(headline=OLD)
    time_update(story, editor, noon)
    workflow.withdraw(story, editor, reason="sai")
    clock.at(noon)
    assert timed_updates.apply_due() == 0
    story = fresh(story)
    assert (story.publication, story.headline) == (Publication.WITHDRAWN, OLD)
    workflow.put_back(story, editor)
    timed_updates.apply_due()
    assert fresh(story).headline == OLD


def test_a_moment_more_than_a_year_away_cannot_be_meant(clock, editor):
    story = factories.story()
    with pytest.raises(workflow.Refused) as caught:
        time_update(story, editor, clock.now + timedelta(days=400))
    assert [reason.field for reason in caught.value.reasons] == ["published_at"]


# --- Another version, meanwhile -----------------------------------------------------------


def test_a_version_that_waits_is_dropped_by_nobody_unasked(clock, noon, editor):
    story = factories.story(headline=OLD)
    time_update(story, editor, noon)
    waiting = fresh(story).due_revision
    save(story, headline="Sửa gấp")
    assert fresh(story).due_revision == waiting
    for moment in (None, noon + SECOND):
        with pytest.raises(workflow.Refused) as caught:
            workflow.publish(fresh(story), editor, at=moment)
        assert caught.value.asks
    assert (fresh(story).headline, fresh(story).due_revision) == (OLD, waiting)


def test_it_is_kept_or_replaced_as_was_said(clock, noon, editor):
    kept, replaced = factories.story(), factories.story()
    for story, answer in ((kept, "keep"), (replaced, "replace")):
        time_update(story, editor, noon, headline=f"{NEW} {story.pk}")
        save(story, headline=f"Sửa gấp {story.pk}")
        workflow.publish(fresh(story), editor, timed=answer)
        assert fresh(story).headline == f"Sửa gấp {story.pk}"
    clock.at(noon)
    timed_updates.apply_due()
    assert fresh(kept).headline == f"{NEW} {kept.pk}"
    assert fresh(replaced).headline == f"Sửa gấp {replaced.pk}"


def test_the_waiting_version_itself_can_go_at_once_or_at_another_time(clock, noon, editor):
    story = in_state("timed")
    workflow.publish(story, editor, at=noon, passed=gate.EVERY)
    assert fresh(story).due_at == noon
    workflow.publish(story, editor, passed=gate.EVERY)
    assert (fresh(story).headline, fresh(story).due_at) == ("Bản sau", None)


def test_cancelled_it_is_a_version_in_preparation_again(clock, noon, editor):
    story = in_state("timed")
    workflow.cancel_timed(story, editor)
    clock.at(noon)
    assert timed_updates.apply_due() == 0
    story = fresh(story)
    assert (story.has_changes, story.due_revision, story.stage) == (True, None, Stage.APPROVED)
    assert "publish" in workflow.available(editor, story)


def test_photos_of_a_waiting_version_stay_in_use(clock, noon, editor):
    photo = factories.photo(factories.picture_file((64, 48)))
    words = {"lead_caption": "A", "lead_credit": "B", "lead_alt": "C"}
    story = factories.story()
    time_update(story, editor, noon, lead_photo=photo.pk, **words)
    save(story, lead_photo=None, headline="Không ảnh")
    assert story.photo_uses.filter(photo=photo, current=False).exists()
    workflow.publish(fresh(story), editor, timed="keep", passed=gate.EVERY)
    assert story.photo_uses.filter(photo=photo, current=False).exists()
    clock.at(noon)
    timed_updates.apply_due()
    assert Article.objects.get(pk=story.pk).lead_photo == photo


@pytest.mark.parametrize("role", ["reporter", "moderator"])
def test_only_who_publishes_times_and_cancels(role, noon, clock):
    person = getattr(factories, role)()
    story = in_state("timed", by=person)
    for step in (workflow.cancel_timed, workflow.publish):
        with pytest.raises(workflow.Refused):
            step(story, person)
    assert fresh(story).due_at
