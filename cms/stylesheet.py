"""The one style sheet of the public pages, joined from its parts: nothing else blocks first paint.

The newsroom and its editor load some of the parts by themselves, so they stay files of their own.
Joining happens when static files are collected, and under DEBUG whenever a part was saved.
"""

import os
import re
import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

NAME = "css/paper.css"
PARTS = ("tokens", "prose", "site")
_PLACE = settings.VAR_DIR / "joined"
_STRING_OR_REST = re.compile(r'("[^"]*")|/\*.*?\*/|\s+', re.DOTALL)
_AROUND = re.compile(r'("[^"]*")|\s*([{};,])\s*')


def minified(css):
    """``css`` without comments and needless blanks; what stands in quotes stays as it is."""
    css = _STRING_OR_REST.sub(lambda found: found[1] or " ", css)
    css = _AROUND.sub(lambda found: found[1] or found[2], css)
    return css.replace(";}", "}").strip()


def joined():
    folder = Path(settings.BASE_DIR, "static", "css")
    return minified("\n".join((folder / f"{part}.css").read_text("utf-8") for part in PARTS))


class StylesheetFinder(BaseFinder):
    """Gives the joined file to `collectstatic` and to the development server."""

    storage = FileSystemStorage(_PLACE)

    def find(self, path, find_all=False, **kwargs):
        if path != NAME:
            return []
        found = str(self._written())
        return [found] if find_all else found

    def list(self, ignore_patterns):
        self._written()
        yield NAME, self.storage

    def check(self, **kwargs):
        return []

    def _written(self):
        target, css = _PLACE / NAME, joined().encode()
        if not target.is_file() or target.read_bytes() != css:
            target.parent.mkdir(parents=True, exist_ok=True)
            half = target.with_suffix(f".{secrets.token_hex(4)}")
            half.write_bytes(css)
            os.replace(half, target)
        return target
