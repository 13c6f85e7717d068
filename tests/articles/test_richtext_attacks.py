"""Attacks on the body of a story: dead when stored, dead when shown, dead when stored again.

The judge is a parser of its own, not a pattern over the text: what an attack typed may remain
as words to read, but never as an element, an attribute or an address that does something.
"""

import re
import unicodedata
from html.parser import HTMLParser

import pytest

from articles.body import markup
from articles.models import Article
from tests import factories

from .attacks import ATTACKS, in_a_row
from .test_richtext import shown

# What the page itself adds: the table's frame, and the card of a video of a known service.
_ADDED = {
    ("div", "class"): "table",
    ("div", "tabindex"): "0",
    ("figure", "class"): "embed|embed upright",
    ("figure", "data-frame"): r"https://www\.(?:youtube-nocookie\.com/embed/[\w-]{11}\?autoplay=1|"
    r"tiktok\.com/player/v1/\d+\?autoplay=1|"
    r"facebook\.com/plugins/video\.php\?href=https%3A%2F%2Fwww\.facebook\.com%2F[\w%]+&autoplay=true)",
    ("figure", "data-title"): "(?s:.*)",
    ("a", "class"): "embed-card|embed-link",
    ("span", "class"): "embed-play|embed-words|embed-hint",
    ("span", "aria-hidden"): "true",
    ("span", "hidden"): "",
    ("script", "type"): "module",
    ("script", "src"): r"/static/js/embed(?:\.\w+)?\.js",
}
_ADDED_TAGS = {"div", "span", "b", "script"}


class _Alive(HTMLParser):
    """Collects what could do something."""

    def __init__(self, on_page):
        super().__init__(convert_charrefs=True)
        self.found, self._on_page = [], on_page

    def handle_starttag(self, tag, attrs):
        if tag not in markup.ALLOWED and not (self._on_page and tag in _ADDED_TAGS):
            self.found.append(tag)
        if tag == "script" and "src" not in dict(attrs):
            self.found.append("inline script")
        allowed = markup.ALLOWED.get(tag, set()) | ({"rel"} if tag == "a" else set())
        for name, value in attrs:
            added = _ADDED.get((tag, name)) if self._on_page else None
            if added is not None and re.fullmatch(added, value or ""):
                continue
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


def alive(html, on_page=False):
    judge = _Alive(on_page)
    judge.feed(html)
    judge.close()
    return judge.found


def test_the_judge_sees_a_living_attack():
    """Else none of the tests below could fail."""
    assert alive("<p onclick=x>") == ["p onclick"]
    assert alive("<script>")[0] == "script"
    assert alive("<script src=x>", on_page=True) == ["script src"]
    assert alive('<figure data-frame="https://evil.example/">', on_page=True)
    assert alive("<a href='java\tscript:x'>") == ["java\tscript:x"]


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_an_attack_is_dead_wherever_it_turns_up(attack):
    stored = markup.clean(attack)
    assert alive(stored) == []
    assert alive(shown(stored), on_page=True) == []
    assert alive(markup.clean(stored)) == []
    assert alive(markup.clean(markup.render(stored))) == []
    # A row may come from anywhere: shown without ever having been cleaned.
    assert alive(shown(attack), on_page=True) == []
    assert markup.clean(stored) == stored
    # What is stored may be normalised later by something that should not.
    assert alive(markup.clean(unicodedata.normalize("NFC", stored))) == []


@pytest.mark.django_db
@pytest.mark.parametrize("kept", [markup.clean, in_a_row], ids=["cleaned", "raw"])
def test_all_attacks_at_once_on_a_public_page(client, kept):
    story = factories.story()
    body = kept("".join(f"<p>{attack}</p>" for attack in ATTACKS))
    Article.objects.filter(pk=story.pk).update(body=body)
    html = client.get(story.get_absolute_url()).content.decode()
    prose = html[html.index('<div class="prose">') + 19 : html.index('<footer class="story-foot"')]
    assert "evil.example/x.js" not in html
    assert alive(prose, on_page=True) == []
