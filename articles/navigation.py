"""The sections that stand around every page."""

from cms.page_cache import SITE
from cms.page_cache.parts import remembered

from .models import Section


def sections(request):
    """Top-level sections in order, each with its ``subsections``; read once per request."""
    if not hasattr(request, "_sections"):
        request._sections = remembered("sections", [SITE], _read)
    return request._sections


def _read():
    rows = list(Section.objects.all())
    for row in rows:
        row.subsections = [child for child in rows if child.parent_id == row.pk]
    return [row for row in rows if row.parent_id is None]
