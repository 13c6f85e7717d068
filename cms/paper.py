"""What the paper is called and looks like, as the pages know it."""

from .models import SiteSettings
from .page_cache import SITE
from .page_cache.parts import remembered

# What it was when a page last asked.
_last_known = SiteSettings()


def current(request):
    """The settings as they are, remembered by the process until they change."""
    global _last_known
    _last_known = remembered("paper", [SITE], _stored, otherwise=SiteSettings.load)
    return _on_page(request)


def last_known(request):
    """For pages that may not ask the database: it is away, or too much is going on."""
    return _on_page(request)


def _on_page(request):
    # The page carries the accent as an inline style: its policy has to name it.
    request.accent_css_source = _last_known.accent_css_source
    return _last_known


def _stored():
    # Not `SiteSettings.load`, which may be a second behind the purge that asks for this.
    return SiteSettings.objects.filter(pk=1).first() or SiteSettings(pk=1)
