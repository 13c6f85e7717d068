"""The same form from several people, or several windows, at the same moment: over HTTP."""

from uuid import uuid4

import pytest
from django.test import Client

from articles.models import Article, Draft
from tests import factories

from .desk import form_data, fresh, url
from .test_revisions import at_once

pytestmark = [
    pytest.mark.drill,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def logged_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_of_four_people_one_saves_and_the_others_get_both_versions():
    people = [factories.managing_editor() for _person in range(4)]
    story = factories.draft(headline="Ban đầu")
    data = {person: form_data(story, headline=f"Của {person.pk}") for person in people}

    def save(person):
        return logged_in(person).post(url("change", story.pk), data[person]).status_code

    posts = [lambda person=person: save(person) for person in people]
    assert sorted(at_once(*posts)) == [302, 409, 409, 409]
    kept = {row.snapshot["headline"] for row in story.revisions.all()}
    assert kept == {"Ban đầu", *(f"Của {person.pk}" for person in people)}
    assert fresh(story).headline == fresh(story).latest_revision.snapshot["headline"]


def test_a_new_story_sent_by_an_impatient_finger_is_one_story():
    user = factories.reporter()
    data = form_data(headline="Gửi ba lần", tab=str(uuid4()), key=str(uuid4()), writer=user.pk)
    clients = [logged_in(user) for _click in range(3)]
    answers = at_once(
        *(lambda c=client: c.post(url("add"), data).status_code for client in clients)
    )
    assert answers == [302, 302, 302]
    assert Article.objects.get().revisions.count() == 1


def test_of_two_windows_one_keeps_and_the_other_is_told():
    user = factories.reporter()
    story = factories.draft(by=user)

    def keep(headline):
        data = form_data(story, headline=headline, tab=str(uuid4()), writer=user.pk)
        data |= {"_story": story.pk, "_serial": 1, "_over": ""}
        return logged_in(user).post(url("autosave"), data).status_code, headline

    answers = at_once(*(lambda n=number: keep(f"Cửa sổ {n}") for number in range(2)))
    (kept, winner), (told, _loser) = sorted(answers)
    assert (kept, told) == (200, 409)
    assert Draft.objects.get().fields["headline"] == [winner]


@pytest.mark.parametrize("edit", [1, 2])
def test_an_autosave_that_meets_the_save_of_its_form_leaves_nothing_unsaved(edit):
    """The edit that it sends, or one before: whichever of the two comes first."""
    user = factories.reporter()
    for number in range(5):
        story = factories.draft(by=user)
        typed = form_data(story, headline=f"Tít {number}", tab=str(uuid4()), writer=user.pk)
        late = typed | {"headline": "Tít", "_story": story.pk, "_serial": edit, "_over": ""}
        saving, keeping = logged_in(user), logged_in(user)
        at_once(
            lambda c=saving, s=story, d=typed: c.post(url("change", s.pk), d | {"_serial": 2}),
            lambda c=keeping, d=late: c.post(url("autosave"), d),
        )
        assert fresh(story).headline == f"Tít {number}"
        assert not Draft.objects.exists()
