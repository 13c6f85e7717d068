"""Without CKEditor: the tests of the story form once more, with the plain textarea in its place."""

import pytest

from articles.forms import StoryForm
from articles.richtext import PlainTextWidget

from . import test_admin_input, test_admin_story
from .test_admin_input import *  # noqa: F403
from .test_admin_story import *  # noqa: F403

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _plain_textarea(monkeypatch):
    monkeypatch.setattr(StoryForm.base_fields["body"], "widget", PlainTextWidget(photos=True))


def test_no_editor_is_loaded_any_more(login, reporter):
    page = login(reporter).get(test_admin_story.url("add")).content.decode()
    assert "ckeditor" not in page.lower()
    assert 'name="body"' in page
    assert test_admin_input.TYPED["body"]
