"""Rich text: the editor, and what it may store and show.

This is the only module that knows CKEditor. The guard is not the editor but `clean`, which
runs when text is saved and again when it is shown, and works from the same list that the
editor is configured with. To replace the editor, give `RichTextWidget` another base and
`AppFilesFinder` another list of files.
"""

import re
from html import escape, unescape
from html.parser import HTMLParser

import nh3
from ckeditor.widgets import CKEditorWidget
from django import forms
from django.contrib.staticfiles.finders import AppDirectoriesFinder
from django.templatetags.static import static
from django.utils.html import strip_tags
from django.utils.translation import ngettext

from cms.text import nfc

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
}
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
    url_schemes=URL_SCHEMES,
    clean_content_tags=_DROPPED_WHOLE,
    link_rel="noopener",
)
_first_pass = nh3.Cleaner(
    tags=set(ALLOWED) | set(_RENAMED),
    attributes={tag: attributes for tag, attributes in ALLOWED.items() if attributes},
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

    def handle_starttag(self, tag, attrs):
        self._flush()
        tag = _RENAMED.get(tag, tag)
        attributes = "".join(f' {name}="{escape(nfc(value or ""))}"' for name, value in attrs)
        self._out.append(f"<{tag}{attributes}>")

    def handle_endtag(self, tag):
        self._flush()
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


_TOOLBAR = [
    ["Format", "Bold", "Italic", "Subscript", "Superscript", "RemoveFormat"],
    ["NumberedList", "BulletedList", "Blockquote", "Table", "HorizontalRule", "SpecialChar"],
    ["Link", "Unlink"],
    ["PasteFromWord", "Undo", "Redo", "Find", "Maximize"],
]
# Outside services, file handling, and whatever could write what the list above forbids.
_REMOVED_PLUGINS = (
    "scayt wsc exportpdf image iframe forms templates uploadimage filebrowser elementspath "
    "flash smiley about print preview newpage save sourcearea div stylescombo showblocks language"
)


def _editor_rules():
    """`ALLOWED` in the editor's own notation, so that both filters say the same."""
    return "; ".join(
        f"{tag}[{','.join(sorted(attributes))}]" if attributes else tag
        for tag, attributes in ALLOWED.items()
    )


class RichTextWidget(CKEditorWidget):
    """CKEditor with the smallest toolbar. Without JavaScript it is a plain textarea."""

    def __init__(self, attrs=None):
        super().__init__(attrs=attrs)
        self.config = {
            "toolbar": _TOOLBAR,
            "toolbarCanCollapse": False,
            "removePlugins": ",".join(_REMOVED_PLUGINS.split()),
            "extraPlugins": "autogrow",
            "autoGrow_minHeight": 360,
            "autoGrow_maxHeight": 1200,
            "autoGrow_onStartup": True,
            "format_tags": "p;h2;h3",
            "allowedContent": _editor_rules(),
            "entities": False,
            "entities_latin": False,
            "basicEntities": True,
            "forcePasteAsPlainText": False,
            "versionCheck": False,
            "customConfig": "",
            "stylesSet": False,
            "linkShowAdvancedTab": False,
            "linkShowTargetTab": False,
            "disableNativeSpellChecker": False,
            "height": 420,
            "width": "100%",
        }

    def get_context(self, name, value, attrs):
        # What the editor shows is close to what the page shows: one stylesheet for the text.
        self.config["contentsCss"] = [static("css/tokens.css"), static("css/prose.css")]
        self.config["bodyClass"] = "prose"
        return super().get_context(name, value, attrs)


class RichTextField(forms.CharField):
    """Cleans what was typed. What had to be left out is told by `left_out`."""

    widget = RichTextWidget

    def __init__(self, **kwargs):
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)
        # Django refuses NUL with an error; here it is cleaned away like other junk.
        self.validators = []

    def to_python(self, value):
        value = super().to_python(value)
        return clean(value.replace("\x00", "")) if value else ""


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


class AppFilesFinder(AppDirectoriesFinder):
    """Static files of the applications; of CKEditor's 1,257 only those an editor loads.

    The rest (test pages, build files, unused plugins, other languages) would be public too.
    """

    _EDITOR = "ckeditor/"
    _OTHER_LANGUAGE = re.compile(r"/lang/(?!(?:vi|en)\.js$)")
    _NEEDED = (
        "ckeditor/ckeditor-init.js",
        "ckeditor/ckeditor.css",
        "ckeditor/fixups.js",
        "ckeditor/ckeditor/ckeditor.js",
        "ckeditor/ckeditor/contents.css",
        "ckeditor/ckeditor/LICENSE.md",
        "ckeditor/ckeditor/lang/en.js",
        "ckeditor/ckeditor/lang/vi.js",
        "ckeditor/ckeditor/skins/moono-lisa/",
        "ckeditor/ckeditor/plugins/icons.png",
        "ckeditor/ckeditor/plugins/icons_hidpi.png",
        *(
            f"ckeditor/ckeditor/plugins/{name}/"
            for name in (
                "a11yhelp autogrow clipboard colordialog copyformatting dialog find link magicline "
                "notification pastefromgdocs pastefromlibreoffice pastefromword pastetools "
                "specialchar table tableselection tabletools widget lineutils"
            ).split()
        ),
    )

    def find(self, path, find_all=False, **kwargs):
        if self._is_hidden(path):
            return []
        return super().find(path, find_all=find_all, **kwargs)

    def list(self, ignore_patterns):
        for path, storage in super().list(ignore_patterns):
            if not self._is_hidden(path):
                yield path, storage

    def _is_hidden(self, path):
        if not path.startswith(self._EDITOR):
            return False
        return not path.startswith(self._NEEDED) or bool(self._OTHER_LANGUAGE.search(path))
