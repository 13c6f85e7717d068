"""The sections that stand around every page."""

from .models import Section


def sections(request):
    """Top-level sections in order, each with its ``subsections``; read once per request."""
    if not hasattr(request, "_sections"):
        rows = list(Section.objects.all())
        for row in rows:
            row.subsections = [child for child in rows if child.parent_id == row.pk]
        request._sections = [row for row in rows if row.parent_id is None]
    return request._sections
