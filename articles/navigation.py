"""The sections that stand around every page."""

from cms.page_cache import SITE
from cms.page_cache.parts import remembered

from .models import Section


def sections(request):
    """Top-level sections in order, each with its ``subsections``; read once per request."""
    if not hasattr(request, "_sections"):
        request._sections = remembered("sections", [SITE], _read)
    return request._sections


def place(request, stories, slug=None):
    """Tells ``stories`` their sections, and those the ones above, from what is known already.

    What is not known, or is not the section ``slug``, is asked for when it is shown.
    """
    known = {
        row.pk: row
        for top in sections(request)
        for row in (top, *top.subsections)
        if slug in (None, row.slug)
    }
    for story in stories:
        if story.section_id in known:
            story.section = known[story.section_id]


def _read():
    rows = list(Section.objects.all())
    for row in rows:
        row.subsections = [child for child in rows if child.parent_id == row.pk]
        for child in row.subsections:
            child.parent = row
    return [row for row in rows if row.parent_id is None]
