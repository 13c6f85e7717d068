"""The markup of bodies: what may be stored and shown, whoever wrote it.

`clean` is the guard, not the editor: it runs when text is saved and again when it is shown, and
works from the same list that the editor is configured with.
"""

import re
from html import escape, unescape
from html.parser import HTMLParser

import nh3
from django.utils.html import strip_tags
from django.utils.translation import ngettext

from cms.text import nfc

from . import figures

# What a story may contain: tag -> attributes. The one list for editor and server.
ALLOWED = {
    "p": set(),
    "h2": set(),
    "h3": set(),
    "strong": set(),
    "em": set(),
    "sub": set(),
    "sup": set(),
    "br": set(),
    "a": {"href", "title"},
    "ul": set(),
    "ol": set(),
    "li": set(),
    "blockquote": set(),
    "table": set(),
    "caption": set(),
    "thead": set(),
    "tbody": set(),
    "tr": set(),
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "hr": set(),
    "figure": {"data-photo", "data-credit", "data-alt", "data-decorative"},
    "figcaption": set(),
}
ALLOWED_CLASSES = {"figure": {f"align-{name}" for name in figures.ALIGNMENTS}}
URL_SCHEMES = {"http", "https", "mailto", "tel"}
# Other spellings of the same thing; the headline of the page is its only h1.
_RENAMED = {"b": "strong", "i": "em", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3", "div": "p"}
_EMPTY_TAGS = {"br", "hr"}
_INLINE = {"strong", "em", "sub", "sup", "a"}
# Without content these are nothing to a reader: the editor and Word leave many.
_DROPPED_EMPTY = _INLINE | {"p", "h2", "h3", "ul", "ol", "li", "blockquote"}
# Two or three do; a limit, for what an attacker may nest.
_PASSES = 8
_MANY_SPACES = re.compile(" {2,}")
# Goes with everything inside: its text was never meant to be read.
_DROPPED_WHOLE = {"script", "style", "title", "svg", "math", "iframe", "object", "template"}

_cleaner = nh3.Cleaner(
    tags=set(ALLOWED),
    attributes={tag: attributes for tag, attributes in ALLOWED.items() if attributes},
    allowed_classes=ALLOWED_CLASSES,
    url_schemes=URL_SCHEMES,
    clean_content_tags=_DROPPED_WHOLE,
    link_rel="noopener",
)
_first_pass = nh3.Cleaner(
    tags=set(ALLOWED) | set(_RENAMED),
    attributes={tag: attributes for tag, attributes in ALLOWED.items() if attributes},
    allowed_classes=ALLOWED_CLASSES,
    url_schemes=URL_SCHEMES,
    clean_content_tags=_DROPPED_WHOLE,
    link_rel=None,
)


def clean(html):
    """``html`` as it may be stored: allowed elements only, text in NFC, no empty paragraphs.

    The markup is parsed before anything is normalised, the text is normalised node by node,
    and the sanitizer has the last word: see ``cms/text.py`` for what happens otherwise. It
    repairs nesting, which can leave something new to rewrite: hence more than one pass.
    """
    html = _first_pass.clean(html.encode(errors="ignore").decode())
    for _pass in range(_PASSES):
        before, html = html, _cleaner.clean(_rewritten(html))
        if html == before:
            break
    return html


def render(html):
    """``html`` as it may be shown. Cleaned again: a row may come from anywhere."""
    return _cleaner.clean(html)


def plain(html):
    """The text of ``html`` without its tags, paragraphs on lines of their own."""
    spaced = html.replace("</p>", "</p>\n\n").replace("<br>", "\n").replace("</li>", "</li>\n")
    return unescape(strip_tags(spaced)).strip()


def _rewritten(html):
    rewriter = _Rewriter()
    rewriter.feed(html)
    rewriter.close()
    return rewriter.html()


class _Rewriter(HTMLParser):
    """Rewrites sanitized HTML: one name per element, NFC text, nothing empty."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self._out = []
        self._text = []
        # Attributes of the figure that is open: what stands in it is its caption, as text.
        self._figure = None

    def handle_starttag(self, tag, attrs):
        if self._figure is not None:
            return
        self._flush()
        if tag == "figure":
            self._figure = {name: value or "" for name, value in attrs}
            return
        if tag == "figcaption":
            return
        tag = _RENAMED.get(tag, tag)
        attributes = "".join(f' {name}="{escape(nfc(value or ""))}"' for name, value in attrs)
        self._out.append(f"<{tag}{attributes}>")

    def handle_endtag(self, tag):
        if self._figure is not None:
            if tag == "figure":
                caption = "".join(self._text)
                self._text.clear()
                self._out.append(str(figures.Figure.read(self._figure, caption)))
                self._figure = None
            return
        self._flush()
        if tag in ("figure", "figcaption"):
            return
        tag = _RENAMED.get(tag, tag)
        if tag in _EMPTY_TAGS:
            return
        space = []
        while self._out and self._out[-1] in ("<br>", " "):
            space.insert(0, self._out.pop())
        if tag in _DROPPED_EMPTY and self._out and _opens(self._out[-1], tag):
            self._out.pop()
        else:
            self._out.append(f"</{tag}>")
        if tag in _INLINE:
            self._out += space  # it parts words, or lines

    def handle_data(self, data):
        self._text.append(data)

    def html(self):
        self._flush()
        return "".join(self._out)

    def _flush(self):
        text = _MANY_SPACES.sub(" ", nfc("".join(self._text)))
        self._text.clear()
        if text.strip():
            self._out.append(escape(text, quote=False))
        elif text:
            self._out.append(" ")


def _opens(part, tag):
    return part == f"<{tag}>" or part.startswith(f"<{tag} ")


def left_out(html):
    """Notices about what `clean` removes from ``html`` and a person would miss."""
    pictures = html.lower().count("<img")
    if not pictures:
        return []
    return [
        ngettext(
            "%(count)s pasted picture was left out. Add it through the photo library, "
            "with caption and credit.",
            "%(count)s pasted pictures were left out. Add them through the photo library, "
            "with caption and credit.",
            pictures,
        )
        % {"count": pictures}
    ]
