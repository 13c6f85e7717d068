"""Public pages are kept by every cache: no cookie is read there, and none is set."""

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("cookie", ["sessionid=rubbish", "sessionid=", "csrftoken=x; messages=y"])
def test_a_public_page_is_the_same_whatever_cookies_come(client, cookie):
    story = factories.story()
    plain = client.get(story.get_absolute_url())
    answer = client.get(story.get_absolute_url(), headers={"cookie": cookie})
    assert answer.content == plain.content
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


def test_staff_see_the_public_page_that_readers_see(client, login, managing_editor):
    story = factories.story()
    plain = client.get(story.get_absolute_url())
    assert login(managing_editor).get(story.get_absolute_url()).content == plain.content


def test_the_newsroom_keeps_its_session(login, managing_editor):
    assert login(managing_editor).get("/admin/").status_code == 200
