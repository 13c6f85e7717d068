"""Places whose photo is still on its way: from the phone of a reporter on a bad line.

A place is a promise, named by a random key that the reporter's browser made: ``data-place`` of a
figure in the text, ``lead_place`` for the lead photo. The text is saved and handed in with it; the
picture arrives by itself, and only the arrival is written down (`arrived`). No revision is made of
it, so nobody's open form becomes stale: whoever reads a snapshot to work with it reads it through
`fill`, and whatever is saved next holds the photo. Readers' pages know nothing of places: the gate
lets none pass.
"""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ..body import figures
from ..models import Article, PhotoArrival, PhotoPlace, PhotoUse

# More than one story has, and a limit for what somebody may ask at once.
MOST = 200
_WORDS = ("caption", "credit", "alt", "decorative")


def keys(data):
    """Keys of the places in snapshot ``data`` that hold no photo, the lead photo's first."""
    found = [_lead_place(data)]
    if "data-place" in data["body"]:
        found += [figure.place for figure in figures.find(data["body"])]
    return list(dict.fromkeys(filter(None, found)))


def fill(data):
    """``data`` with the photos that have arrived for its places, and with their words.

    Words that somebody wrote for the place before stay. Costs nothing where no place is.
    """
    place = data.get("lead_place")
    if place and place != _lead_place(data):
        data = {**data, "lead_place": ""}  # a photo was chosen after all, or it is no key
    arrived = photos_for(keys(data))
    if not arrived:
        return data
    data = dict(data)
    if photo := arrived.get(data.get("lead_place")):
        present = {name: data.get(f"lead_{name}", "") for name in _WORDS}
        words = {f"lead_{name}": word for name, word in _with_words(present, photo).items()}
        data |= {"lead_place": "", "lead_photo": photo.pk, **words}
    data["body"] = figures.replace(
        data["body"], lambda figure: str(_filled(figure, arrived.get(figure.place)))
    )
    return data


def photos_for(wanted):
    """The photos that have arrived, by the keys ``wanted``."""
    if not wanted:
        return {}
    rows = PhotoArrival.objects.filter(key__in=wanted[:MOST], photo__isnull=False)
    return {row.key: row.photo for row in rows.select_related("photo__file")}


def awaited(wanted):
    """Those of the keys ``wanted`` for which nothing has arrived yet."""
    if not wanted:
        return []
    there = set(PhotoArrival.objects.filter(key__in=wanted).values_list("key", flat=True))
    return [key for key in wanted if key not in there]


def note(article, data):
    """Writes down which places of ``data`` wait, so that an arrival finds the story."""
    if waiting := keys(data)[:MOST]:
        rows = [PhotoPlace(article=article, key=key) for key in waiting]
        PhotoPlace.objects.bulk_create(rows, ignore_conflicts=True)


def arrival(key):
    """What has arrived under ``key``: a `PhotoArrival` whose photo is there, or None."""
    rows = PhotoArrival.objects.filter(key=key, photo__isnull=False)
    return rows.select_related("photo__file").first()


@transaction.atomic
def arrived(key, photo, uploader):
    """Writes down that ``photo`` came for the place ``key``; returns the photo that stands there.

    The first one stays: what is sent twice, because an answer got lost, changes nothing. Raises
    ValidationError when somebody else's photo came under this key: it is no key of theirs.
    """
    row, _made = PhotoArrival.objects.select_for_update().get_or_create(
        key=key, defaults={"photo": photo, "uploader": uploader}
    )
    refuse_others(row, uploader)
    if row.photo_id is None:
        row.photo = photo
        row.save(update_fields=["photo"])
    _count_as_used(key, row.photo)
    return row.photo


def refuse_others(arrival, uploader):
    if arrival.uploader_id != (uploader and uploader.pk):
        raise ValidationError(_("Somebody else has sent a photo for this place."), code="taken")


def _count_as_used(key, photo):
    """The stories with that place use the photo from now on: it is not to be deleted as unused."""
    ids = PhotoPlace.objects.filter(key=key).values_list("article_id", flat=True)
    # The row is locked as by a save, which writes the same uses.
    for story in Article.objects.select_for_update().filter(pk__in=list(ids)):
        if key in keys(story.latest_revision.snapshot):
            PhotoUse.objects.get_or_create(
                article=story,
                photo=photo,
                current=not story.is_published,
                defaults={"file_id": photo.file_id},
            )


def is_key(value):
    return isinstance(value, str) and bool(figures.PLACE.fullmatch(value))


def _lead_place(data):
    """The key of the lead photo's place, unless a photo was chosen."""
    place = data.get("lead_place") or ""
    return place if not data["lead_photo"] and is_key(place) else ""


def _filled(figure, photo):
    if photo is None:
        return figure
    present = {name: getattr(figure, name) for name in _WORDS}
    return replace(figure, photo_id=photo.pk, place="", **_with_words(present, photo))


def _with_words(present, photo):
    """``present`` words, and those of ``photo`` where nobody wrote any."""
    words = {name: present[name] or getattr(photo, name) for name in ("caption", "credit")}
    said = present if present["alt"] or present["decorative"] else vars(photo)
    return {**words, "alt": said["alt"], "decorative": said["decorative"]}
