"""Two versions of a story, compared: which fields differ, and in which words.

`compare` is for everybody who shows two versions; `summary` says the same in a few words.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..body import figures, markup
from ..models import Article, Photo
from . import body_difference, wording
from .body_difference import ADDED, CHANGED, REMOVED, Row
from .revisions import MANY, SINGLE, TEXT, TIMES, current
from .sequences import Effort

# In the order of the page that readers get.
FIELDS = (
    "kicker", "headline", "mark", "standfirst", "lead_photo", "lead_caption", "lead_credit",
    "lead_alt", "lead_decorative", "body",
)  # fmt: skip
_LEAD_WORDS = ("lead_caption", "lead_credit", "lead_alt", "lead_decorative")
# Where the paragraphs of a stored body end.
_PARAGRAPHS = re.compile(r"(?<=</p>)|(?<=</h[23]>)|(?<=</li>)|(?<=</tr>)|(?<=</figure>)")


@dataclass(frozen=True)
class Difference:
    """One field of two snapshots that differs.

    ``before`` and ``after`` are its plain words, ``rows`` those that changed, with pictures: one
    row, or for the body one for each paragraph.
    """

    field: str
    label: str
    before: str
    after: str
    rows: list


def compare(before, after):
    """The fields in which two snapshots differ, as a list of `Difference`."""
    before, after = current(before), current(after)
    differing = [name for name in _names() if before[name] != after[name]]
    rows = _Relations(differing, before, after)
    effort = Effort()
    return [_difference(name, before[name], after[name], rows, effort) for name in differing]


def summary(before, after):
    """What differs in a few words, without looking into the paragraphs: for long lists."""
    found = []
    for name in _names():
        if before[name] == after[name]:
            continue
        if name == "body":
            found += _counted(before[name], after[name])
        elif name in _LEAD_WORDS:
            found.append(_("words of the lead photo"))
        else:
            found.append(label(name))
    return list(dict.fromkeys(found))


def label(name):
    """What people call a field of a snapshot."""
    if name in _LEAD_WORDS:
        field = str(Article._meta.get_field(name).verbose_name)
        return _("lead photo: %(field)s") % {"field": field}
    return str(Article._meta.get_field(name).verbose_name)


def _names():
    """Every field of a snapshot, in the order of reading."""
    return [*FIELDS, *(name for name in (*SINGLE, *MANY, *TEXT, *TIMES) if name not in FIELDS)]


def _difference(name, before, after, relations, effort):
    words, new_words = (_in_words(name, value, relations) for value in (before, after))
    if name == "body":
        rows = body_difference.rows(before, after, relations.shot, effort)
    else:
        change = CHANGED if words and new_words else ADDED if new_words else REMOVED
        if name in MANY:
            lists = (relations.names(name, value) for value in (before, after))
            parts = wording.of_names(*lists)
        else:
            parts = wording.compare(words, new_words, effort)
        shots = {}
        if name == "lead_photo":
            shots = {"before": relations.shot(before), "after": relations.shot(after)}
        rows = [Row(change, tuple(parts), **shots)]
    return Difference(name, label(name), words, new_words, rows)


def _in_words(name, value, relations):
    field = Article._meta.get_field(name)
    if name == "lead_decorative":
        return _("yes") if value else _("no")
    if value in (None, "", []):
        return ""
    if name in TIMES:
        return f"{timezone.localtime(parse_datetime(value)):%d/%m/%Y %H:%M}"
    if name in SINGLE or name in MANY:
        return ", ".join(relations.names(name, value if name in MANY else [value]))
    if name == "body":
        return markup.plain(value)
    if name == "lead_place":
        return _("on its way")
    if field.choices:
        return str(dict(field.flatchoices)[value])
    return str(value)


class _Relations:
    """The rows that the differing fields of two snapshots name: one question for each table."""

    def __init__(self, differing, *snapshots):
        self._wanted = {}
        for name in differing:
            model = self._model(name)
            if model is None:
                continue
            ids = self._wanted.setdefault(model, set())
            for data in snapshots:
                if name == "body":
                    ids.update(figure.photo_id for figure in figures.find(data[name]))
                else:
                    ids.update(data[name] if name in MANY else [data[name]])

    @staticmethod
    def _model(name):
        if name == "body":
            return Photo
        return Article._meta.get_field(name).related_model

    @cached_property
    def _found(self):
        found = {}
        for model, ids in self._wanted.items():
            rows = model.objects.filter(pk__in=ids - {None})
            if model is Photo:
                rows = rows.select_related("file")
            if model is Article:
                rows = rows.only("headline")
            found[model] = {row.pk: row for row in rows} if ids - {None} else {}
        return found

    def names(self, name, ids):
        """Of what was deleted since, the number is all that is left."""
        rows = self._found[self._model(name)]
        return [str(rows[pk]) if pk in rows else _("deleted (№ %(id)s)") % {"id": pk} for pk in ids]

    def shot(self, photo_id):
        photo = self._found.get(Photo, {}).get(photo_id)
        return photo and photo.shot


def _counted(before, after):
    """How many paragraphs and pictures of a body differ."""
    gone = Counter(_PARAGRAPHS.split(before))
    come = Counter(_PARAGRAPHS.split(after))
    gone, come = gone - come, come - gone
    pictures = max(sum(n for part, n in side.items() if "<figure" in part) for side in (gone, come))
    changed = max(sum(side.values()) for side in (gone, come))
    words = []
    if paragraphs := max(changed - pictures, 0):
        words.append(
            ngettext("%(count)s paragraph", "%(count)s paragraphs", paragraphs)
            % {"count": paragraphs}
        )
    if pictures:
        words.append(
            ngettext("%(count)s photo in the text", "%(count)s photos in the text", pictures)
            % {"count": pictures}
        )
    return words or [_("order of the paragraphs")]
