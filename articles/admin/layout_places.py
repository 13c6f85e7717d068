"""The places that are arranged, their names and addresses."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cms.forms import is_id

# In addresses, where a section has its number.
FRONT = "front"


def place_of(section):
    return section.pk if section else FRONT


def name_of(section):
    return section.name if section else pgettext("newsroom", "Front page")


def route_name(page):
    return f"articles_layout_{page}"


def address(page, section, *args):
    return reverse(f"admin:{route_name(page)}", args=[place_of(section), *args])


def number_in(request):
    """The number of the layout that the page showed, from the field ``base``."""
    value = request.POST.get("base", "")
    return int(value) if is_id(value) else 0


def overtaken(stale):
    """That somebody was faster, in words."""
    if stale.current is None:
        return _("The page was arranged anew in the meantime. Look at it again.")
    moment = timezone.localtime(stale.current.at)
    return _("%(name)s applied another arrangement at %(moment)s. Look at it first.") % {
        "name": stale.current.author_name,
        "moment": f"{moment:%H:%M %d/%m/%Y}",
    }
