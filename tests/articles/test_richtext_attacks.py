"""Attacks on the body of a story: dead when stored, dead when shown, dead when stored again.

The judge is a parser of its own, not a pattern over the text: what an attack typed may remain
as words to read, but never as an element, an attribute or an address that does something.
"""

import re
import unicodedata
from html.parser import HTMLParser

import pytest

from articles import markup
from articles.models import Article
from tests import factories

from .attacks import ATTACKS
from .test_richtext import shown


class _Alive(HTMLParser):
    """Collects what could do something."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found = []

    def handle_starttag(self, tag, attrs):
        if tag not in markup.ALLOWED and tag != "div":
            self.found.append(tag)
        allowed = markup.ALLOWED.get(tag, set()) | ({"rel"} if tag == "a" else set())
        if tag == "div":  # around tables, added by the page itself
            allowed = {"class", "tabindex"}
        for name, value in attrs:
            if name == "class" and value in markup.ALLOWED_CLASSES.get(tag, ()):
                continue
            if name not in allowed:
                self.found.append(f"{tag} {name}")
            if name == "href":
                # As browsers read it; other letters before the colon make it a relative path.
                address = re.sub("[\t\r\n]", "", value).lstrip("".join(map(chr, range(33))))
                scheme = re.match(r"([a-z][a-z0-9+.-]*):", address, re.IGNORECASE)
                if scheme and scheme[1].lower() not in markup.URL_SCHEMES:
                    self.found.append(value)

    def handle_comment(self, data):
        self.found.append("comment")


def alive(html):
    judge = _Alive()
    judge.feed(html)
    judge.close()
    return judge.found


def test_the_judge_sees_a_living_attack():
    """Else none of the tests below could fail."""
    assert alive("<p onclick=x>") == ["p onclick"]
    assert alive("<script>") == ["script"]
    assert alive("<a href='java\tscript:x'>") == ["java\tscript:x"]


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_an_attack_is_dead_wherever_it_turns_up(attack):
    stored = markup.clean(attack)
    assert alive(stored) == []
    assert alive(shown(stored)) == []
    assert alive(markup.clean(stored)) == []
    assert alive(markup.clean(markup.render(stored))) == []
    # A row may come from anywhere: shown without ever having been cleaned.
    assert alive(shown(attack)) == []
    assert markup.clean(stored) == stored
    # What is stored may be normalised later by something that should not.
    assert alive(markup.clean(unicodedata.normalize("NFC", stored))) == []


@pytest.mark.django_db
@pytest.mark.parametrize("kept", [markup.clean, str], ids=["cleaned", "raw"])
def test_all_attacks_at_once_on_a_public_page(client, kept):
    story = factories.story()
    body = kept("".join(f"<p>{attack}</p>" for attack in ATTACKS))
    Article.objects.filter(pk=story.pk).update(body=body)
    html = client.get(story.get_absolute_url()).content.decode()
    prose = html[html.index('<div class="prose">') : html.index('<footer class="story-foot"')]
    assert "evil.example/x.js" not in html
    assert alive(prose) == []
