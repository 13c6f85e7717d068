"""What every page shows around its own content."""

from django.utils.functional import SimpleLazyObject

from articles.models import Page
from articles.navigation import sections

from .page_cache import SITE
from .page_cache.parts import remembered
from .paper import current


def paper(request):
    """``paper`` (settings), ``sections`` with ``subsections``, ``footer_pages``.

    A query each, where the process does not remember them.
    """
    return {
        "paper": SimpleLazyObject(lambda: current(request)),
        "sections": SimpleLazyObject(lambda: sections(request)),
        "footer_pages": SimpleLazyObject(_footer_pages),
    }


def _footer_pages():
    pages = Page.objects.filter(in_footer=True).only("title", "slug")
    return remembered("footer pages", [SITE], lambda: list(pages))
