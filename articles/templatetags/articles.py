"""Pictures, times and rich text on pages."""

from urllib.parse import urljoin

from django import template
from django.conf import settings
from django.template.defaultfilters import date as format_date
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from articles import richtext as rich
from articles.renditions import picture as rendition

register = template.Library()


@register.filter
def richtext(html):
    """Stored rich text, cleaned once more on its way out; wide tables scroll by themselves."""
    html = rich.render(html)
    html = html.replace("<table>", '<div class="table" tabindex="0"><table>')
    return mark_safe(html.replace("</table>", "</table></div>"))  # noqa: S308  the sanitizer's output


@register.filter
def absolute(address):
    """``address`` as others have to write it, with the site in front."""
    return urljoin(settings.SITE_URL, address)


@register.filter
def share_picture(photo):
    """The address of ``photo`` for link previews."""
    return rendition(photo, "wide").url


@register.simple_tag
def dateline(moment):
    """``Thứ ba, 26/11/2019 12:13`` in a ``<time>``, in the newsroom's zone."""
    local = timezone.localtime(moment)
    return format_html(
        '<time datetime="{}">{}</time>',
        local.isoformat(timespec="minutes"),
        format_date(local, "l, d/m/Y H:i"),
    )


@register.inclusion_tag("articles/includes/picture.html")
def picture(photo, alt="", crop="free", sizes="100vw", priority=False):
    """A responsive ``<picture>``; below the fold it loads lazily, with ``priority`` at once."""
    return {
        "picture": (rendered := rendition(photo, crop)),
        "webp": rendered.srcset("webp"),
        "jpeg": rendered.srcset("jpg"),
        "alt": alt,
        "sizes": sizes,
        "priority": priority,
    }
