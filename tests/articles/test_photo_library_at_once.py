"""The same picture from two windows at the same moment."""

import pytest
from django.core.files.base import ContentFile

from articles import photos
from articles.models import Photo, PhotoFile
from tests import factories

from .test_revisions import at_once


@pytest.mark.drill
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_file_sent_by_three_at_once_is_one_photo():
    content = factories.picture_file((300, 200)).read()

    def send():
        try:
            return photos.store(ContentFile(content, name="a.jpg"))
        except photos.Duplicate as duplicate:
            return duplicate.photo

    answers = at_once(send, send, send)
    assert Photo.objects.count() == PhotoFile.objects.count() == 1
    assert answers == [Photo.objects.get()] * 3
