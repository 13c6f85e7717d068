"""An older version as the newest one again, everything included."""

from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.translation import gettext as _

from .. import permissions
from ..body import figures
from ..models import Photo, Revision, Section
from . import difference, revisions


@dataclass(frozen=True)
class Restored:
    """The new `Revision`, and in words what of the old one could not come back."""

    revision: Revision
    left_out: list


def restore(article, revision, user, *, base_id):
    """Saves what ``revision`` says as the newest version of ``article``.

    A save like any other: raises `revisions.StaleSave` when a colleague saved since ``base_id``,
    and what readers have of a published story stays until it is published.
    """
    old = revision.snapshot
    data = revisions.existing(old)
    left_out = [difference.label(name) for name in revisions.RELATIONS if data[name] != old[name]]
    data["body"], lost = _with_places(old["body"])
    left_out += [_("photos in the text")] if lost else []
    left_out += _stay_on_desk(data, revisions.working(article), user)
    made = revisions.save(article, data, user, base_id=base_id, note=_note(article, revision))
    return Restored(made, list(dict.fromkeys(left_out)))


def _note(article, revision):
    moment = timezone.localtime(revision.created_at)
    return _("Restored: version %(number)s of %(moment)s (%(name)s)") % {
        "number": revisions.number(revision),
        "moment": f"{moment:%H:%M %d/%m/%Y}",
        "name": revision.author_name or "–",
    }


def _with_places(body):
    """``body`` with a place to fill for each photo that the library has no more; and are there any?

    The words stay. The gate asks for a photo before the story is published.
    """
    wanted = {figure.photo_id for figure in figures.find(body)} - {None}
    there = set(Photo.objects.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else ()

    def draw(figure):
        if figure.photo_id is None or figure.photo_id in there:
            return str(figure)
        return str(replace(figure, photo_id=None))

    return (figures.replace(body, draw), True) if wanted - set(there) else (body, False)


def _stay_on_desk(data, now, user):
    """Keeps the filing where this person could not change it in the form either."""
    if permissions.works_on_all_desks(user):
        return []
    kept = []
    sections = Section.objects.in_bulk(
        {data["section"], now["section"], *data["further_sections"]} - {None}
    )

    def may(pk):
        return pk is None or (pk in sections and permissions.on_desk(user, sections[pk]))

    if data["section"] != now["section"] and not (may(data["section"]) and may(now["section"])):
        data["section"] = now["section"]
        kept.append(difference.label("section"))
    further = [pk for pk in data["further_sections"] if pk in now["further_sections"] or may(pk)]
    if further != data["further_sections"]:
        data["further_sections"] = further
        kept.append(difference.label("further_sections"))
    return kept
