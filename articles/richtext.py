"""The editor: the only module that knows CKEditor.

It guards nothing: whatever it posts is cleaned by ``articles/markup.py``, from whose list its own
filter is made. To replace the editor, give `RichTextWidget` another base and `AppFilesFinder`
another list of files.
"""

import re

from ckeditor.widgets import CKEditorWidget
from django import forms
from django.contrib.staticfiles.finders import AppDirectoriesFinder
from django.templatetags.static import static

from .markup import ALLOWED, ALLOWED_CLASSES, clean

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
        tag
        + (f"[{','.join(sorted(attributes))}]" if attributes else "")
        + (f"({','.join(sorted(ALLOWED_CLASSES[tag]))})" if tag in ALLOWED_CLASSES else "")
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
