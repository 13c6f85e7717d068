"""Which kept pages a change of the house itself concerns."""

from .models import SiteSettings
from .page_cache import SITE
from .page_cache.changes import when_changed


@when_changed(SiteSettings)
def _paper(row, created):
    return [SITE]
