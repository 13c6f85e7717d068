"""What every page shows around its own content."""

from django.utils.functional import SimpleLazyObject

from articles.models import Page
from articles.navigation import sections

from .models import SiteSettings


def paper(request):
    """``paper`` (settings), ``sections`` with ``subsections``, ``footer_pages``: a query each."""
    return {
        "paper": SimpleLazyObject(lambda: _settings(request)),
        "sections": SimpleLazyObject(lambda: sections(request)),
        "footer_pages": SimpleLazyObject(lambda: list(Page.objects.filter(in_footer=True))),
    }


# What the paper was when a page last asked: error pages may not ask a database that is away.
_last_known = SiteSettings()


def last_known_paper():
    return _last_known


def _settings(request):
    global _last_known
    settings = _last_known = SiteSettings.load()
    # The page carries the accent as an inline style: its policy has to name it.
    request.accent_css_source = settings.accent_css_source
    return settings
