"""What every page shows around its own content."""

from django.utils.functional import SimpleLazyObject

from articles.models import Page, Section

from .models import SiteSettings


def site(request):
    """``site``, ``sections`` (with ``subsections``), ``footer_pages``; a query each when used."""
    return {
        "site": SimpleLazyObject(lambda: _settings(request)),
        "sections": SimpleLazyObject(lambda: sections(request)),
        "footer_pages": SimpleLazyObject(lambda: list(Page.objects.filter(in_footer=True))),
    }


def sections(request):
    """Top-level sections in order, each with its ``subsections``; read once per request."""
    if not hasattr(request, "_sections"):
        rows = list(Section.objects.all())
        for row in rows:
            row.subsections = [child for child in rows if child.parent_id == row.pk]
        request._sections = [row for row in rows if row.parent_id is None]
    return request._sections


def _settings(request):
    settings = SiteSettings.load()
    # The page carries the accent as an inline style: its policy has to name it.
    request.accent_css_source = settings.accent_css_source
    return settings
