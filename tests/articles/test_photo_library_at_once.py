"""The same picture from two windows, and a photo and its text, at the same moment."""

import pytest
from django.core.files.base import ContentFile

from articles import gate
from articles.admin.photo_upload import Received, receive
from articles.body import figures
from articles.models import Photo, PhotoArrival, PhotoFile, PhotoUse, Revision
from articles.photos import library, places
from articles.versions import revisions
from tests import factories

from .desk import fresh
from .library import sent
from .test_revisions import at_once


@pytest.mark.drill
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_file_sent_by_three_at_once_is_one_photo():
    content = factories.picture_file((300, 200)).read()

    def send():
        try:
            return library.store(ContentFile(content, name="a.jpg"))
        except library.Duplicate as duplicate:
            return duplicate.photo

    answers = at_once(send, send, send)
    assert Photo.objects.count() == PhotoFile.objects.count() == 1
    assert answers == [Photo.objects.get()] * 3


KEY = "d4" * 16


@pytest.mark.drill
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_tabs_that_send_for_one_place_store_one_photo(reporter):
    content = factories.picture_file((300, 200)).read()

    def send():
        return receive(sent(content=content), reporter, {}, KEY)

    answers = at_once(send, send, send)
    assert {answer.error for answer in answers} == {""}
    assert {answer.photo for answer in answers} == {Photo.objects.get()}
    assert PhotoArrival.objects.get().photo == Photo.objects.get()


@pytest.mark.drill
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_photo_that_arrives_while_its_story_is_saved_is_lost_to_neither(reporter):
    words = {"credit": "Ảnh: A", "alt": "Cảnh"}
    story = factories.draft(body=str(figures.Figure(None, place=KEY)))
    base = story.latest_revision_id
    data = {**revisions.working(fresh(story)), "headline": "Tít mới"}

    def save():
        return revisions.save(story, data, None, base_id=base)

    def arrive():
        return receive(sent(), reporter, words, KEY)

    outcomes = {type(outcome): outcome for outcome in at_once(save, arrive)}
    saved, received = outcomes[Revision], outcomes[Received]
    assert (received.error, fresh(story).latest_revision) == ("", saved)
    assert gate.reasons_against(revisions.working(fresh(story))) == []
    assert places.keys(revisions.working(fresh(story))) == []
    assert PhotoUse.objects.get(article=story).photo == received.photo
