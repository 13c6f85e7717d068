"""The draft of a Word file: takes back what it stored when anything fails."""

import logging
from dataclasses import dataclass, field
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from cms.text import line

from .body.figures import Figure
from .models import Article
from .photos import library
from .versions import revisions

log = logging.getLogger(__name__)

_ALT = 300


@dataclass
class Made:
    """What came of an import: the draft, and what somebody has to look at."""

    article: Article
    new_photos: int = 0
    known_photos: int = 0
    unreadable: list = field(default_factory=list)


def create(story, user, *, file_name, **fields):
    """The draft of ``story`` as a `Made`. ``fields`` are those of a snapshot, like its section."""
    made, stored = Made(None), []
    try:
        found = [block for block in _all(story.blocks) if block.pasted and block.source]
        for block in found:
            picture = story.pictures[int(block.source)]
            block.figure = _with_photo(block.figure, picture, user, made, stored)
        made.article = revisions.create(
            {**_snapshot(story, file_name), **fields}, user, note=_note(file_name)
        )
    except BaseException:
        for photo in stored:
            try:
                photo.delete()
            except OSError:  # its renditions were never made; the others still have to go
                log.exception("not all of photo %s could be removed", photo)
        raise
    return made


def _all(parts):
    for part in parts:
        yield part
        yield from _all(part.blocks)


def _with_photo(figure, picture, user, made, stored):
    """``figure`` with its photo of the library; as it is when the picture cannot be read."""
    file = ContentFile(picture.content, name="word")
    words = {"caption": figure.caption, "alt": picture.alt[:_ALT]}
    if figure.credit:  # otherwise what the camera or the agency wrote
        words["credit"] = figure.credit
    if not picture.content:
        made.unreadable.append(_("It is only linked in the file, or damaged."))
        return figure
    try:
        photo = library.store(file, user, **words)
    except library.Duplicate as duplicate:
        photo = duplicate.photo
        made.known_photos += photo not in stored
    except ValidationError as error:
        made.unreadable.extend(error.messages)
        return figure
    except BaseException:
        # What `store` may have kept before it failed.
        stored.extend(filter(None, [library.twin(file)]))
        raise
    else:
        stored.append(photo)
        made.new_photos += 1
    return Figure(
        photo.pk,
        caption=figure.caption or photo.caption,
        credit=figure.credit or photo.credit,
        alt=words["alt"] or photo.alt,
        decorative=photo.decorative,
    )


def _snapshot(story, file_name):
    """The fields of the draft.

    A photo above the text is the lead photo: that is where the page shows it, and a story whose
    body opened with a photo would have none on the front page.
    """
    text = list(story.blocks)
    lead = None
    if text and text[0].figure is not None and getattr(text[0].figure, "photo_id", None):
        lead = text.pop(0).figure
    return {
        **dict.fromkeys(revisions.TEXT, ""),
        **dict.fromkeys((*revisions.TIMES, *revisions.SINGLE)),
        **{name: [] for name in revisions.MANY},
        "comment_policy": Article._meta.get_field("comment_policy").default,
        "headline": story.headline or line(PurePath(file_name).stem)[:200],
        "mark": story.mark,
        "standfirst": story.standfirst,
        "body": "".join(map(str, text)),
        "lead_photo": lead.photo_id if lead else None,
        "lead_caption": lead.caption if lead else "",
        "lead_credit": lead.credit if lead else "",
        "lead_alt": lead.alt if lead else "",
        "lead_decorative": bool(lead and lead.decorative),
    }


def _note(file_name):
    return _("From the Word file “%(name)s”") % {"name": line(file_name)[:100]}
