"""The markup of bodies: what may be stored and shown, whoever wrote it.

`clean` is the guard, not the editor: it runs when text is saved and again when it is shown, and
works from the same list that the editor is configured with. ``articles/body/blocks.py`` gives every
body one shape in between.
"""

import re
from html import unescape

import nh3
from django.utils.html import strip_tags
from django.utils.translation import gettext, ngettext

from . import blocks, embeds, figures, foreign

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
    "ol": {"start"},
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
    "figure": {
        "data-photo",
        "data-place",
        "data-credit",
        "data-alt",
        "data-decorative",
        "data-embed",
    },
    "figcaption": set(),
}
ALLOWED_CLASSES = {
    "figure": {f"align-{name}" for name in figures.ALIGNMENTS},
    "blockquote": {"pull"},
}
URL_SCHEMES = {"http", "https", "mailto", "tel"}
# Three do; a limit, for what an attacker may nest.
_PASSES = 8
# Goes with everything inside: its text was never meant to be read, or belongs to another page.
_DROPPED_WHOLE = {
    "script", "style", "title", "svg", "math", "iframe", "object", "template", "noscript",
    "button", "select", "nav",
}  # fmt: skip
# What else says where text begins and ends, or what it means (see ``articles/body/foreign.py``).
_UNDERSTOOD = foreign.INLINE | {
    "h1", "h4", "h5", "h6", "div", "section", "article", "main", "aside", "header", "footer",
    "center", "address", "pre", "dl", "dt", "dd", "details", "summary", "form", "fieldset",
    "tfoot", "img",
}  # fmt: skip

_cleaner = nh3.Cleaner(
    tags=set(ALLOWED),
    attributes={tag: attributes for tag, attributes in ALLOWED.items() if attributes},
    allowed_classes=ALLOWED_CLASSES,
    url_schemes=URL_SCHEMES,
    clean_content_tags=_DROPPED_WHOLE,
    link_rel="noopener",
)
_first_pass = nh3.Cleaner(
    tags=set(ALLOWED) | _UNDERSTOOD,
    attributes={
        **{tag: attributes for tag, attributes in ALLOWED.items() if attributes},
        "img": {"src", "alt", "width", "height"},
        "*": {"class", "style", "hidden"},
    },
    url_schemes=URL_SCHEMES,
    clean_content_tags=_DROPPED_WHOLE,
    link_rel=None,
)


def clean(html):
    """``html`` as it may be stored: the blocks of a body, allowed elements only, text in NFC.

    The markup is parsed before anything is normalised, the text is normalised node by node,
    and the sanitizer has the last word: see ``cms/text.py`` for what happens otherwise. It
    repairs nesting, which can leave something new to rewrite: hence more than one pass.
    """
    html = _written(blocks.read(parsed(html)))
    for _pass in range(_PASSES):
        before, html = html, _written(blocks.read(html))
        if html == before:
            break
    return html


def parsed(html):
    """What came in, from whatever program, as well-formed markup that can be divided."""
    html = embeds.from_players(html.encode(errors="ignore").decode())
    return _first_pass.clean(html)


def _written(parts):
    return _cleaner.clean("".join(map(str, parts)))


def render(html):
    """``html`` as it may be shown. Cleaned again: a row may come from anywhere."""
    return _cleaner.clean(html)


_ENDS = re.compile(r"</(?:p|h2|h3|li|tr|caption|figure)>|<br>")


def plain(html):
    """The text of ``html`` without its tags, paragraphs on lines of their own."""
    spaced = _ENDS.sub(r"\g<0>\n", html).replace("</p>", "</p>\n").replace("</td>", "</td> ")
    return unescape(strip_tags(spaced)).strip()


def left_out(html):
    """Notices about what of ``html`` `clean` cannot take over and a person would miss."""
    if not any(sign in html.lower() for sign in ("<img", "data-embed")):
        return []
    found = blocks.read(parsed(html))
    notices = []
    if pictures := sum(block.pasted for block in found):
        notices.append(
            ngettext(
                "%(count)s pasted picture could not be taken over. Its place is marked in the "
                "text: add the photo there, with caption and credit.",
                "%(count)s pasted pictures could not be taken over. Their places are marked in the "
                "text: add the photos there, with caption and credit.",
                pictures,
            )
            % {"count": pictures}
        )
    refused = [block.text for block in found if block.refused]
    if short := [text for text in refused if embeds.is_short(text.rpartition(" ")[2])]:
        notices.append(
            gettext(
                "Short addresses of videos do not say which video they mean. Open this one, copy "
                "the long address from the browser and add the video with it: %(address)s"
            )
            % {"address": "; ".join(short)}
        )
    if refused := [text for text in refused if text not in short]:
        notices.append(
            gettext(
                "Only videos of YouTube, TikTok and Facebook can be shown. "
                "This stands in the text as a link: %(address)s"
            )
            % {"address": "; ".join(refused)}
        )
    return notices
