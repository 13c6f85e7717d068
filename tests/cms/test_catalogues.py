"""Every string that staff or readers meet exists in Vietnamese."""

import re

import polib
import pytest
from babel.messages.extract import extract_from_file
from django.conf import settings
from django.utils.translation.template import templatize

APPS = ("cms", "articles", "comments")
# How code marks a string -> which arguments are message, plural and context, as Babel counts them.
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
_IN_TEMPLATE = re.compile(r"gettext\(u?(['\"])(.*?)(?<!\\)\1\)")


def catalogue(app):
    return polib.pofile(settings.BASE_DIR / app / "locale" / "vi" / "LC_MESSAGES" / "django.po")


def strings_of_code():
    for app in APPS:
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            if "migrations" in path.parts:
                continue
            for _line, message, _comments, context in extract_from_file(
                "python", path, keywords=KEYWORDS
            ):
                singular = message[0] if isinstance(message, tuple) else message
                yield path, context, singular


def strings_of_templates():
    for path in (settings.BASE_DIR / "templates").rglob("*.html"):
        for match in _IN_TEMPLATE.finditer(templatize(path.read_text("utf-8"))):
            yield path, None, match[2].replace("\\'", "'").replace('\\"', '"')


@pytest.fixture(scope="module")
def known():
    """All messages of our catalogues, and of those that Django and its gap filler bring."""
    entries = {
        (entry.msgctxt, entry.msgid)
        for app in APPS
        for entry in catalogue(app)
        if not entry.obsolete
    }
    filled = settings.BASE_DIR / "cms" / "django_locale" / "vi" / "LC_MESSAGES" / "django.po"
    return entries | {(entry.msgctxt, entry.msgid) for entry in polib.pofile(filled)}


def missing(found, known):
    return [(path.name, text) for path, context, text in found if (context, text) not in known]


def test_what_the_code_says_is_in_a_catalogue(known):
    found = list(strings_of_code())
    assert len(found) > 300
    assert [
        (path.name, text) for path, context, text in found if (context, text) not in known
    ] == []


def test_what_the_templates_say_is_in_a_catalogue(known):
    found = list(strings_of_templates())
    assert len(found) > 100
    assert [
        (path.name, text) for path, context, text in found if (context, text) not in known
    ] == []


@pytest.mark.parametrize("app", APPS)
def test_no_message_waits_for_its_translation(app):
    entries = catalogue(app)
    assert [entry.msgid for entry in entries.untranslated_entries()] == []
    assert [entry.msgid for entry in entries.fuzzy_entries()] == []
    assert [entry.msgid for entry in entries.obsolete_entries()] == []
