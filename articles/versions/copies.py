"""A new story out of another one: for what comes every day, like gold price, weather, lottery."""

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from .. import permissions
from ..models import Section
from . import revisions


def make(article, user):
    """A new draft of ``user`` with all that ``article`` says, but none of its times.

    Its address, number, comments and history stay with the old one.
    """
    data = revisions.existing(revisions.working(article))
    data |= dict.fromkeys(revisions.TIMES)
    # Only where this person could file a new story as well.
    ids = {data["section"], *data["further_sections"]} - {None}
    mine = {
        section.pk
        for section in Section.objects.filter(pk__in=ids)
        if permissions.on_desk(user, section)
    }
    data["section"] = data["section"] if data["section"] in mine else None
    data["further_sections"] = [pk for pk in data["further_sections"] if pk in mine]
    headline = Truncator(data["headline"]).chars(120)
    note = _("Copied from “%(headline)s” (№ %(id)s)") % {"headline": headline, "id": article.pk}
    return revisions.create(data, user, note=note)
