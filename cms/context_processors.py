"""What every page shows around its own content."""

from django.utils.functional import SimpleLazyObject

from articles.models import Page
from articles.navigation import sections

from .models import SiteSettings
from .page_cache import SITE
from .page_cache.parts import remembered


def paper(request):
    """``paper`` (settings), ``sections`` with ``subsections``, ``footer_pages``.

    A query each, where the process does not remember them.
    """
    return {
        "paper": SimpleLazyObject(lambda: _settings(request)),
        "sections": SimpleLazyObject(lambda: sections(request)),
        "footer_pages": SimpleLazyObject(_footer_pages),
    }


def _footer_pages():
    pages = Page.objects.filter(in_footer=True).only("title", "slug")
    return remembered("footer pages", [SITE], lambda: list(pages))


# What the paper was when a page last asked: error pages may not ask a database that is away.
_last_known = SiteSettings()


def last_known_paper():
    return _last_known


def _stored():
    # Not `SiteSettings.load`, which may be a second behind the purge that asks for this.
    return SiteSettings.objects.filter(pk=1).first() or SiteSettings(pk=1)


def _settings(request):
    global _last_known
    settings = _last_known = remembered("paper", [SITE], _stored, otherwise=SiteSettings.load)
    # The page carries the accent as an inline style: its policy has to name it.
    request.accent_css_source = settings.accent_css_source
    return settings
