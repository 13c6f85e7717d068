"""The editor: with its static file, the only place that knows CKEditor.

It guards nothing: whatever is posted is cleaned by ``articles/body/markup.py``, from whose list the
editor's own filter is made. On a narrow screen, without JavaScript, or when CKEditor is not up
within three seconds, the field is a plain textarea in the notation of
``articles/body/plain_text.py``; the server takes both and stores the same.

To replace CKEditor: write ``static/js/richtext-NAME.js`` with the one function that
``static/js/richtext.js`` calls (``start(textarea, config, tools)``), give `RichTextWidget` its
configuration and `AppFilesFinder` its list of files. Nothing else knows it, and
``tests/articles/test_richtext_swap.py`` plays the tests of the story form with `PlainTextWidget`
in its place. What any editor has to hand over is the HTML that `markup.ALLOWED` describes, with
photos in the form of ``articles/body/figures.py``.
"""

import json
import re

from django import forms
from django.contrib.staticfiles.finders import AppDirectoriesFinder
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .body.markup import ALLOWED, ALLOWED_CLASSES
from .body.plain_text import from_text, to_text

# What the list of allowed markup lacks is left out by the editor itself.
_TOOLBAR = [
    ["Format", "Bold", "Italic", "Subscript", "Superscript", "RemoveFormat"],
    ["NumberedList", "BulletedList", "Blockquote", "PullQuote"],
    ["Photo", "Video", "Table", "HorizontalRule", "SpecialChar"],
    ["Link", "Unlink"],
    ["PasteFromWord", "Undo", "Redo", "Find", "Maximize"],
]
_NEEDS_PHOTOS = {"Photo", "Video"}
# Outside services, file handling, and whatever could write what the list above forbids; and the
# writer that puts line breaks between the blocks: what is posted is what is stored.
_REMOVED_PLUGINS = (
    "scayt wsc exportpdf image iframe forms templates uploadimage uploadwidget filebrowser "
    "elementspath flash smiley about print preview newpage save sourcearea div stylescombo "
    "showblocks language htmlwriter"
)


def _editor_rules():
    """`ALLOWED` in the editor's own notation, so that both filters say the same."""
    return "; ".join(
        tag
        + (f"[{','.join(sorted(attributes))}]" if attributes else "")
        + (f"({','.join(sorted(ALLOWED_CLASSES[tag]))})" if tag in ALLOWED_CLASSES else "")
        for tag, attributes in ALLOWED.items()
    )


class PlainTextWidget(forms.Textarea):
    """A textarea that a person can write a story in; with ``photos`` a button adds them."""

    template_name = "admin/articles/richtext/widget.html"

    def __init__(self, attrs=None, photos=False):
        super().__init__({"rows": 18, **(attrs or {})})
        self.photos = photos

    @property
    def media(self):
        return forms.Media(
            css={"all": ["css/photo-picker.css"]},
            js=[forms.Script("js/richtext.js", type="module")],
        )

    def format_value(self, value):
        return to_text(value or "")

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["photos"] = self.photos
        context["widget"]["attrs"]["data-rich-text"] = ""
        return context


class RichTextWidget(PlainTextWidget):
    """CKEditor with the smallest toolbar, over the plain textarea."""

    @property
    def media(self):
        return super().media + forms.Media(css={"all": ["css/richtext-ckeditor.css"]})

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {
            "data-editor": json.dumps(self.config()),
            # The editor's own text, so that no script has to know the plain notation.
            "data-html": from_text(value or ""),
        }
        return context

    def config(self):
        buttons = [
            [name for name in row if self.photos or name not in _NEEDS_PHOTOS] for row in _TOOLBAR
        ]
        return {
            "basePath": static("ckeditor/ckeditor/"),
            "language": get_language().split("-")[0],
            "toolbar": buttons,
            "toolbarCanCollapse": False,
            "removePlugins": ",".join(_REMOVED_PLUGINS.split()),
            "extraPlugins": "autogrow,newsroom",
            "autoGrow_minHeight": 360,
            "autoGrow_maxHeight": 1200,
            "autoGrow_onStartup": True,
            "format_tags": "p;h2;h3",
            "allowedContent": _editor_rules(),
            "entities": False,
            "entities_latin": False,
            "basicEntities": True,
            "forcePasteAsPlainText": False,
            # Pictures are taken out of what is pasted by a script of ours; the list is the filter.
            "clipboard_handleImages": False,
            "pasteFilter": None,
            "versionCheck": False,
            "customConfig": "",
            "stylesSet": False,
            "linkShowAdvancedTab": False,
            "linkShowTargetTab": False,
            "disableNativeSpellChecker": False,
            "height": 420,
            "width": "100%",
            # What the editor shows is close to what the page shows: one stylesheet for the text.
            "contentsCss": [static(f"css/{name}.css") for name in ("tokens", "prose", "richtext")],
            "bodyClass": "prose",
            "newsroom": {
                "image": reverse("admin:articles_photo_image", args=[0]),
                "icons": {
                    name: static(f"img/editor-{name}.svg") for name in ("photo", "video", "pull")
                },
                "words": _words_of_the_editor(),
            },
        }


def _words_of_the_editor():
    return {
        "photo": _("Photo"),
        "pull": _("Pull quote"),
        "video": _("Video"),
        "link": _("Link"),
        "addHere": _("Add a photo here"),
        "lacksCaption": _("The caption is missing."),
        "lacksCredit": _("The credit is missing."),
        "lacksAlt": _("The description of the picture is missing."),
        "sending": _("Being sent…"),
        "toCome": _("This photo is waiting to be sent from the reporter's device."),
        "other": _("Change"),
        "edit": _("Double click or Enter to edit"),
    }


class RichTextField(forms.CharField):
    """Cleans what was typed. What had to be left out is told by `left_out`."""

    widget = RichTextWidget

    def __init__(self, *, photos=False, **kwargs):
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)
        self.widget.photos = photos
        # Django refuses NUL with an error; here it is cleaned away like other junk.
        self.validators = []

    def to_python(self, value):
        value = super().to_python(value)
        return from_text(value.replace("\x00", "")) if value else ""


class AppFilesFinder(AppDirectoriesFinder):
    """Static files of the applications; of CKEditor's 1,257 only those an editor loads.

    The rest (test pages, build files, unused plugins, other languages) would be public too.
    """

    _EDITOR = "ckeditor/"
    _OTHER_LANGUAGE = re.compile(r"/lang/(?!(?:vi|en)\.js$)")
    _NEEDED = (
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
