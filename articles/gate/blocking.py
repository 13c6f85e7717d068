"""Rules that stop a publication. Each yields its reasons."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Publication
from articles.photos import places

from .reasons import Reason

# Nobody plans a story further ahead; a typing slip in the year does.
FARTHEST = timedelta(days=366)
LONGEST_BREAKING = timedelta(days=3)
_LINK = re.compile(r' href="([^"]*)"')
_OUR_STORY = re.compile(r"-(\d{1,18})\.html$", re.ASCII)


def section_is_chosen(version):
    if not version.data["section"]:
        yield Reason("section", _("No section is chosen."))


def headline_is_written(version):
    if not version.data["headline"]:
        yield Reason("headline", _("The headline is missing."))


def somebody_answers_for_it(version):
    if not version.data["authors"] and not version.data["source"]:
        yield Reason("authors", _("There is neither a byline nor a source."))


def lead_photo_is_credited(version):
    if version.data["lead_photo"] and not version.data["lead_credit"]:
        yield Reason("lead_credit", _("The lead photo has no credit."))


def figures_are_credited(version):
    for figure in version.figures:
        if figure.photo_id and not figure.credit:
            yield Reason(
                "body", _("A photo in the text has no credit: %(photo)s"), named(figure),
                about=str(figure.photo_id),
            )  # fmt: skip


def photo_rights_hold(version):
    for photo in version.photos.values():
        if not photo.rights_expired:
            continue
        if photo.pk == version.data["lead_photo"]:
            yield Reason("lead_photo", _("The rights of the lead photo have expired."))
        else:
            yield Reason(
                "body", _("The rights of a photo have expired: %(photo)s"), {"photo": photo},
                about=str(photo.pk),
            )  # fmt: skip


def lead_photo_has_come(version):
    if version.data.get("lead_place"):
        message = _("The lead photo is still to come: %(why)s")
        yield Reason("lead_photo", message, _wait(version))


def _wait(version):
    if places.awaited(places.keys(version.data)):
        return {"why": _("it is waiting to be sent from the reporter's device.")}
    return {"why": _("the one that had come was deleted from the library.")}


def figures_have_photos(version):
    if any(figure.place for figure in version.figures):
        message = _("A photo is still to be added in the text: %(why)s")
        yield Reason("body", message, _wait(version))
        return
    # One that was deleted since would leave readers nothing, and nobody a word about it.
    if any(figure.photo_id not in version.photos for figure in version.figures):
        yield Reason("body", _("A photo is still to be added in the text."))


def embargo_is_over(version):
    """The embargo is stronger than the publication time: both together cannot be meant."""
    ends = version.time("embargo_until")
    if ends and ends > version.appears_at:
        yield Reason(
            "embargo_until",
            _("The embargo lasts until %(moment)s (Vietnam time): readers would get it earlier."),
            {"moment": f"{timezone.localtime(ends):%H:%M %d/%m/%Y}"},
        )


def links_lead_to_no_withdrawn_story(version):
    ids = _linked_stories(version.data["body"])
    if not ids:
        return
    gone = Article.objects.filter(pk__in=ids, publication=Publication.WITHDRAWN)
    for pk, headline in gone.values_list("pk", "headline"):
        yield Reason(
            "body",
            _("The text links to a story that was withdrawn: %(headline)s (number %(number)s)"),
            {"headline": headline, "number": pk},
            about=str(pk),
        )


def _linked_stories(body):
    """Ids of the stories of this site that ``body`` links to."""
    ours = {"", settings.SITE_HOST, *settings.ALLOWED_HOSTS}
    ids = set()
    for address in _LINK.findall(body):
        try:
            parts = urlsplit(unescape(address))
            host = parts.hostname or ""
        except ValueError:  # no address at all
            continue
        found = _OUR_STORY.search(parts.path)
        if found and {host, f"www.{host}", host.removeprefix("www.")} & ours:
            ids.add(int(found[1]))
    return ids


def publication_time_is_near(version):
    if version.appears_at > version.now + FARTHEST:
        yield Reason("published_at", _("The publication time is more than a year ahead."))


def it_appears_before_it_expires(version):
    expires = version.time("expires_at")
    if expires and expires <= version.appears_at:
        yield Reason("expires_at", _("The story would expire before it appears."))


def breaking_news_ends(version):
    ends = version.time("breaking_until")
    if ends and ends > version.appears_at + LONGEST_BREAKING:
        yield Reason(
            "breaking_until", _("The mark of breaking news would last more than three days.")
        )


def named(figure):
    """What a message calls a photo of the text by."""
    return {"photo": figure.caption or f"№ {figure.photo_id}"}


BLOCKING = (
    section_is_chosen,
    headline_is_written,
    somebody_answers_for_it,
    lead_photo_has_come,
    lead_photo_is_credited,
    figures_are_credited,
    photo_rights_hold,
    figures_have_photos,
    links_lead_to_no_withdrawn_story,
    embargo_is_over,
    publication_time_is_near,
    it_appears_before_it_expires,
    breaking_news_ends,
)
