"""The publish gate: everything that stands between a story and its readers, said at once.

Each rule looks at a snapshot and answers with the field it is about and a reason, or with
nothing. Drafts are loose: only publishing asks.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from . import figures, places
from .models import Photo
from .photo_uses import photo_ids

# Nobody plans a story further ahead; a typing slip in the year does.
FARTHEST = timedelta(days=366)


@dataclass(frozen=True)
class Reason:
    """Why a story cannot go out yet, and the field of the form to mend it in."""

    field: str
    message: str


def section_is_chosen(data):
    if not data["section"]:
        return Reason("section", _("No section is chosen."))


def headline_is_written(data):
    if not data["headline"]:
        return Reason("headline", _("The headline is missing."))


def somebody_answers_for_it(data):
    if not data["authors"] and not data["source"]:
        return Reason("authors", _("There is neither a byline nor a source."))


def lead_photo_is_credited(data):
    if data["lead_photo"] and not data["lead_credit"]:
        return Reason("lead_credit", _("The lead photo has no credit."))


def lead_photo_is_described(data):
    if data["lead_photo"] and not data["lead_alt"] and not data["lead_decorative"]:
        return Reason(
            "lead_alt", _("The lead photo has neither alternative text nor is decorative.")
        )


def photo_rights_hold(data):
    expired = Photo.objects.filter(pk__in=photo_ids(data)).rights_expired()
    if expired.filter(pk=data["lead_photo"]).exists():
        return Reason("lead_photo", _("The rights of the lead photo have expired."))
    if photo := expired.first():
        return Reason("body", _("The rights of a photo have expired: %(photo)s") % {"photo": photo})


def lead_photo_has_come(data):
    if data.get("lead_place"):
        return Reason("lead_photo", _("The lead photo is still to come: %(why)s") % _wait(data))


def figures_have_photos(data):
    if any(figure.place for figure in figures.find(data["body"])):
        message = _("A photo is still to be added in the text: %(why)s")
        return Reason("body", message % _wait(data))
    wanted = {figure.photo_id for figure in figures.find(data["body"])}
    # One that was deleted since would leave readers nothing, and nobody a word about it.
    if wanted and Photo.objects.filter(pk__in=wanted - {None}).count() < len(wanted):
        return Reason("body", _("A photo is still to be added in the text."))


def figures_are_credited(data):
    for figure in figures.find(data["body"]):
        if figure.photo_id and not figure.credit:
            message = _("A photo in the text has no credit: %(photo)s")
            return Reason("body", message % _named(figure))


def figures_are_described(data):
    for figure in figures.find(data["body"]):
        if figure.photo_id and not figure.alt and not figure.decorative:
            return Reason(
                "body",
                _("A photo in the text has neither alternative text nor is decorative: %(photo)s")
                % _named(figure),
            )


def _wait(data):
    if places.awaited(places.keys(data)):
        return {"why": _("it is waiting to be sent from the reporter's device.")}
    return {"why": _("the one that had come was deleted from the library.")}


def _named(figure):
    return {"photo": figure.caption or f"№ {figure.photo_id}"}


def publication_time_is_near(data):
    published = _time(data, "published_at")
    if published and published > timezone.now() + FARTHEST:
        return Reason("published_at", _("The publication time is more than a year ahead."))


def it_appears_before_it_expires(data):
    expires = _time(data, "expires_at")
    if expires and expires <= (_time(data, "published_at") or timezone.now()):
        return Reason("expires_at", _("The story would expire before it appears."))


def _time(data, name):
    return data[name] and parse_datetime(data[name])


RULES = (
    section_is_chosen,
    headline_is_written,
    somebody_answers_for_it,
    lead_photo_has_come,
    lead_photo_is_credited,
    lead_photo_is_described,
    photo_rights_hold,
    figures_have_photos,
    figures_are_credited,
    figures_are_described,
    publication_time_is_near,
    it_appears_before_it_expires,
)


def reasons_against(data):
    """All reasons why the story of snapshot ``data`` cannot be published; empty if it can."""
    data = places.fill(data)
    return [reason for rule in RULES if (reason := rule(data))]
