"""Attacks on the body of a story: dead when stored, dead when shown, dead when stored again.

The judge is a parser of its own, not a pattern over the text: what an attack typed may remain
as words to read, but never as an element, an attribute or an address that does something.
"""

import re
import unicodedata
from html.parser import HTMLParser

import pytest

from articles import markup
from tests import factories

from .test_richtext import shown

ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\x20type='text/javascript'>alert(1)</script foo>",
    "<script/xss src=data:,alert(1)></script>",
    "<<script>alert(1)//<</script>",
    "<p onclick=alert(1)>x</p>",
    "<p ONMOUSEOVER='alert(1)'>x</p>",
    "<p/onclick=alert(1)//>x",
    "<p\x0conclick\x0c=alert(1)>x</p>",
    "<p onclick\x00=alert(1)>x</p>",
    "<img src=x onerror=alert(1)>",
    "<img/src='x'/onerror=alert(1)>",
    '<img """><script>alert(1)</script>">',
    "<a href=javascript:alert(1)>x</a>",
    "<a href=JaVaScRiPt:alert(1)>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='jav&#x0A;ascript:alert(1)'>x</a>",
    "<a href='&#106;&#97;&#118;&#97;&#115;cript:alert(1)'>x</a>",
    "<a href='&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74:alert(1)'>x</a>",
    "<a href=' \x01 javascript:alert(1)'>x</a>",
    "<a href='java\u200bscript:alert(1)'>x</a>",
    "<a href='java\u00adscript:alert(1)'>x</a>",
    "<a href='java\x00script:alert(1)'>x</a>",
    "<a href='ｊａｖａｓｃｒｉｐｔ:alert(1)'>x</a>",
    "<a href='javascript&colon;alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<a href='blob:https://example.org/1'>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<a title='<table><img src=x onerror=alert(1)>' href=/>x</a>",
    "<a title='&lt;table&gt;&quot; onclick=alert(1) x=&quot;' href=/>x</a>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 "
    "onerror=alert(1)&gt;'>",
    "<math href='javascript:alert(1)'>x</math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href='https://evil.example/'>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='javascript:alert(1)'></object>",
    "<embed src='javascript:alert(1)'>",
    "<template><script>alert(1)</script></template>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'></xmp>",
    "<textarea><script>alert(1)</script></textarea><img src=x onerror=alert(1)>",
    "<select><noembed></select><script>alert(1)</script></noembed>",
    "<form action='javascript:alert(1)'><button>x</button><input formaction=javascript:x>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<body onload=alert(1)>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<isindex type=image src=1 onerror=alert(1)>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "<p>\u0338 onmouseover=alert(1)>x</p>",
    "<p>&#x338; onmouseover=alert(1)>x</p>",
    "<p>&NotGreaterFullEqual; onmouseover=alert(1)>x</p>",
    "<p>x\u226e</p><p\u0338 onclick=alert(1)>",
    "<a href='/x\u0338' onclick=alert(1)>x</a>",
    "<p>&lt;\u0338script>alert(1)&lt;/script></p>",
    "\u02bcscript\u02bd<img src=`x`onerror=alert(1)>",
    "＜script＞alert(1)＜/script＞",
    "<p id=x class=y data-x=z contenteditable>x</p>",
    "<a href=https://example.org target=_blank ping=//evil.example download>x</a>",
    "<td background='javascript:alert(1)'>x</td>",
    "<p",
    "<p onclick='alert(1)",
    "<a href='javascript:alert(1)",
    "<script>alert(1)",
    "<p>x</p><script",
    "\x00<\x00script\x00>alert(1)\x00<\x00/script\x00>",
]


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
def test_all_attacks_at_once_on_a_public_page(client):
    story = factories.story(body="".join(f"<p>{attack}</p>" for attack in ATTACKS))
    html = client.get(story.get_absolute_url()).content.decode()
    prose = html[html.index('<div class="prose">') : html.index('<footer class="story-foot"')]
    assert "evil.example/x.js" not in html
    assert alive(prose) == []
