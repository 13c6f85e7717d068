"""The publish gate: everything that stands between a story and its readers, said at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import gate, workflow
from articles.models import Publication
from tests import factories

from .desk import fresh

pytestmark = pytest.mark.django_db


def test_the_gate_says_everything_at_once_and_where_to_mend_it():
    photo = factories.photo(
        factories.picture_file((64, 48)), rights_expire=timezone.localdate() - timedelta(days=1)
    )
    story = factories.draft(
        section=None,
        source="",
        lead_photo=photo,
        expires_at=(timezone.now() - timedelta(hours=1)).isoformat(),
        published_at=(timezone.now() + timedelta(days=400)).isoformat(),
    )
    with pytest.raises(workflow.Refused) as caught:
        workflow.publish(story, factories.managing_editor())
    assert {reason.field for reason in caught.value.reasons} == {
        "section", "authors", "lead_credit", "lead_alt", "lead_photo", "published_at",
        "expires_at",
    }  # fmt: skip
    assert fresh(story).publication == Publication.UNPUBLISHED


@pytest.mark.parametrize(
    "mending",
    [{"lead_decorative": True, "lead_credit": "A"}, {"lead_alt": "Cảnh", "lead_credit": "A"}],
)
def test_a_photo_needs_credit_and_a_description_or_to_be_decorative(mending):
    photo = factories.photo(factories.picture_file((64, 48)))
    data = factories.snapshot(lead_photo=photo)
    assert {reason.field for reason in gate.reasons_against(data)} == {"lead_credit", "lead_alt"}
    assert gate.reasons_against({**data, **mending}) == []


def test_either_a_byline_or_a_source_answers_for_a_story():
    author = factories.author()
    assert gate.reasons_against(factories.snapshot(source="", authors=[author])) == []
    [reason] = gate.reasons_against(factories.snapshot(source="", authors=[]))
    assert reason.field == "authors"


def test_rights_hold_through_their_last_day():
    photo = factories.photo(factories.picture_file((64, 48)), rights_expire=timezone.localdate())
    data = factories.snapshot(lead_photo=photo, lead_credit="A", lead_alt="B")
    assert gate.reasons_against(data) == []
