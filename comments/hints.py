"""What a reader may want to change before sending. It is said once and stops nobody."""

import unicodedata

from django.utils.translation import gettext_lazy as _

from . import screening

LINKS = _("Comments with links are read later, and are often not published.")
CAPITALS = _("A text in capitals reads like shouting.")
NO_MARKS = _("Without diacritics your comment is hard to read.")


def hints(body):
    """Sentences for whoever wrote ``body``; none for most."""
    if screening.has_link(body):
        yield LINKS
    if screening.shouts(body):
        yield CAPITALS
    if _has_no_marks(body):
        yield NO_MARKS


def _has_no_marks(text):
    """Of Vietnamese words nearly every second one has a mark: a whole sentence without one."""
    letters = [char for char in text if char.isalpha()]
    bare = all(char.isascii() for char in unicodedata.normalize("NFC", "".join(letters)))
    return bare and len(text.split()) >= 8
