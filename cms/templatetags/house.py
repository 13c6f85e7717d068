"""What stands around every page."""

from django import template
from django.template.loader import render_to_string
from django.utils.translation import get_language

from cms.page_cache import SITE
from cms.page_cache.parts import drawn

register = template.Library()

_AROUND = ("paper", "sections", "footer_pages")


@register.simple_tag(takes_context=True)
def around(context, name, **further):
    """The template ``name``, made once for all pages with the same ``further``.

    It shows the settings, the sections and the pages in the footer, and nothing else.
    """
    shown = {key: context.get(key) for key in _AROUND}
    return drawn(
        context.get("request"),
        (name, get_language(), *further.values()),
        [SITE],
        lambda: render_to_string(name, {**shown, **further}),
    )
