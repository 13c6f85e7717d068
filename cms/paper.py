"""What the paper is called and looks like, as the pages know it."""

from .models import SiteSettings
from .page_cache import SITE
from .page_cache.parts import remembered

# What it was when a page last asked.
_last_known = SiteSettings()


def current(request):
    """The settings as they are, remembered by the process until they change."""
    global _last_known
    found = _last_known = remembered("paper", [SITE], _stored, otherwise=SiteSettings.load)
    return _on_page(request, found)


def last_known(request):
    """For pages that may not ask the database: it is away, or too much is going on."""
    return _on_page(request, _last_known)


def _on_page(request, paper):
    # The page carries the accent as an inline style: its policy has to name it.
    request.accent_css_source = paper.accent_css_source
    return paper


def _stored():
    # Not `SiteSettings.load`, which may be a second behind the purge that asks for this.
    return SiteSettings.objects.filter(pk=1).first() or SiteSettings(pk=1)
