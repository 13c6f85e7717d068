"""The beacon in a real browser: who has the story before their eyes is counted, once."""

import pytest

from articles.reads import writing
from tests import factories
from tests.articles.reading import PHONE, counted, forget

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
# Playwright drives the browser and says so: here it plays a person. Five seconds are a tenth.
PERSON = """
Object.defineProperty(navigator, "webdriver", { get: () => false });
const wait = window.setTimeout;
window.setTimeout = (call, time) => wait(call, time / 10);
const clock = performance.now.bind(performance);
performance.now = () => clock() * 10;
"""
HIDDEN = """
let state = "hidden";
Object.defineProperty(document, "visibilityState", { get: () => state });
window.show = (now) => { state = now; document.dispatchEvent(new Event("visibilitychange")); };
"""


@pytest.fixture
def story(db):
    forget()
    yield factories.story()
    forget()


@pytest.fixture
def reader(new_page):
    """A page of a phone, with what it told the paper in ``told``."""
    page = new_page(width=390, user_agent=PHONE)
    page.add_init_script(PERSON)
    page.told = []
    page.on("request", lambda sent: page.told.append(sent) if "luot-doc" in sent.url else None)
    return page


def test_a_story_before_the_eyes_counts_once_and_a_reload_not_again(reader, story):
    for _load in range(3):
        with reader.expect_response("**/luot-doc/") as answer:
            reader.goto(story.get_absolute_url())
        assert answer.value.status == 204
    writing.write()
    assert counted(story) == 1
    assert len(reader.told) == 3
    assert reader.context.cookies() == []
    assert all("cookie" not in sent.headers for sent in reader.told)
    assert reader.evaluate("localStorage.length + sessionStorage.length") == 0


def test_a_tab_in_the_background_says_nothing_until_it_is_looked_at(reader, story):
    reader.add_init_script(HIDDEN)
    reader.goto(story.get_absolute_url(), wait_until="load")
    reader.wait_for_timeout(900)
    assert reader.told == []
    reader.evaluate("show('visible')")
    reader.wait_for_timeout(200)
    reader.evaluate("show('hidden')")
    reader.wait_for_timeout(700)
    assert reader.told == []  # looked at for two of five seconds
    with reader.expect_response("**/luot-doc/"):
        reader.evaluate("show('visible')")
    writing.write()
    assert counted(story) == 1


def test_who_leaves_at_once_or_is_a_program_says_nothing(new_page, reader, story):
    reader.goto(story.get_absolute_url())
    reader.goto("/")
    reader.wait_for_timeout(700)
    assert reader.told == []
    program = new_page(user_agent=PHONE)
    program.add_init_script(PERSON.partition("\n")[2].partition("\n")[2])
    told = []
    program.on("request", lambda sent: told.append(sent) if "luot-doc" in sent.url else None)
    program.goto(story.get_absolute_url())
    program.wait_for_timeout(900)
    assert told == []
    assert writing.write() == 0
