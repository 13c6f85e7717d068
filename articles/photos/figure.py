"""A photo with its caption, as HTML: drawn once for as long as it says the same.

The template gets nothing but the arguments, so nothing else can change what it shows.
"""

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.translation import get_language

# Of a kilobyte or two each, in every process.
_REMEMBERED = 1000


def html(shot, *, caption, credit, alt, classes, sizes, priority=False, crop=""):
    """See the template for what the arguments mean."""
    return _drawn(get_language(), shot, caption, credit, alt, classes, sizes, priority, crop)


@lru_cache(_REMEMBERED)
def _drawn(language, shot, caption, credit, alt, classes, sizes, priority, crop):
    context = {
        "shot": shot,
        "caption": caption,
        "credit": credit,
        "alt": alt,
        "classes": classes,
        "sizes": sizes,
        "priority": priority,
        "crop": crop,
    }
    return render_to_string("articles/includes/photo.html", context)
