"""Bringing what the library says of a photo into the stories that show it.

A use keeps the words, the file and the crop it was published with; whatever happens in the
library changes no story. This is the way in between: a person looks at each use and chooses.
An empty field of the library takes nothing away from a story.
"""

from dataclasses import dataclass, replace

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from .. import gate, permissions, workflow
from ..body import figures
from ..models import Article, PhotoUse, Publication, Revision
from ..models.revision import Verb
from ..versions import revisions
from . import places

# Nobody looks through more at once; those that are done make room for the others.
_OFFERED = 200
# What can be taken over, each for itself; "alt" goes with "decorative".
WORDS = ("caption", "credit", "alt")
_NOTE = Revision._meta.get_field("note").max_length


@dataclass(frozen=True)
class Change:
    """A word of one use that the library says otherwise. ``place`` is "lead" or "text"."""

    place: str
    name: str
    before: object
    after: object


@dataclass(frozen=True)
class Update:
    """What taking over the library would change in a story, and whom it would reach."""

    article: Article
    base_id: int  # the revision it was computed from
    changes: tuple[Change, ...]
    picture: bool  # readers have another file, crop or kind
    publishes: bool

    def __bool__(self):
        return bool(self.changes or self.picture)


def offered(photo, user, used=None):
    """The `Update` of each story that ``user`` may edit and where something differs.

    ``used``: the `photo_uses.Whereabouts` of the photo for ``user``, where they are at hand.
    """
    if used is not None and not used.more:
        stories = [showing.article for showing in used.named if showing.on_desk]
    else:
        ids = PhotoUse.objects.filter(photo=photo).values("article_id")
        stories = Article.objects.for_desk(user).filter(pk__in=ids)
        stories = stories.exclude(publication=Publication.DISCARDED)
        stories = stories.select_related("section", "latest_revision")[:_OFFERED]
    found = [
        _update(photo, story, user, WORDS)
        for story in stories
        if story.publication != Publication.DISCARDED and permissions.may_edit(user, story)
    ]
    return [update for update in found if update]


@transaction.atomic
def take_over(photo, article, user, *, base_id, names=WORDS):
    """Brings the library's words of ``photo`` (those in ``names``) and its picture into a story.

    A story that readers have and that nobody is changing goes to them at once, if ``user`` may
    publish it; everywhere else the change waits in the newest version. Returns the `Update`, which
    is empty if there was nothing to do. Raises `revisions.StaleSave` if the story was saved since
    revision ``base_id``, and `workflow.Refused`; then nothing is stored.
    """
    story = Article.objects.select_for_update().get(pk=article.pk)
    if not permissions.may_edit(user, story):
        raise workflow.Refused(_("You can read this story; it is not yours to change now."))
    if story.latest_revision_id != base_id:
        raise revisions.StaleSave(story.latest_revision)
    update = _update(photo, story, user, names)
    if not update:
        return update
    note = _note(photo)
    data = _rewritten(places.fill(story.latest_revision.snapshot), photo, names)
    revisions.save(story, data, user, base_id=base_id, note=note, even_unchanged=True)
    if update.publishes:
        # What the gate warned of when these words were published was passed then.
        workflow.publish(story, user, reason=note, minor=True, passed=gate.EVERY)
    return update


def _update(photo, story, user, names):
    shown = story.shot(photo.pk)
    settled = story.is_published and not story.has_changes
    return Update(
        article=story,
        base_id=story.latest_revision_id,
        changes=tuple(_changes(places.fill(story.latest_revision.snapshot), photo, names)),
        # Any other version takes the picture anew when it is published.
        picture=bool(settled and shown and shown != photo.shot),
        publishes=settled and permissions.may(user, Verb.PUBLISH, story),
    )


def _words(photo, names):
    words = {name: getattr(photo, name) for name in names if getattr(photo, name)}
    if "alt" in names and (photo.alt or photo.decorative):
        words["decorative"] = photo.decorative
    return words


def _changes(data, photo, names):
    uses = []
    if data["lead_photo"] == photo.pk:
        uses.append(("lead", {name: data[f"lead_{name}"] for name in (*WORDS, "decorative")}))
    uses += [("text", vars(f)) for f in figures.find(data["body"]) if f.photo_id == photo.pk]
    for place, present in uses:
        for name, word in _words(photo, names).items():
            if present[name] != word:
                yield Change(place, name, present[name], word)


def _rewritten(data, photo, names):
    """Snapshot ``data`` with the library's words for every use of ``photo`` in it."""
    words = _words(photo, names)
    data = dict(data)
    if data["lead_photo"] == photo.pk:
        data |= {f"lead_{name}": word for name, word in words.items()}

    def draw(figure):
        return str(replace(figure, **words) if figure.photo_id == photo.pk else figure)

    data["body"] = figures.replace(data["body"], draw)
    return data


def _note(photo):
    """In the language of the paper, whatever that of this person is: history is for all."""
    with translation.override(settings.LANGUAGE_CODE):
        text = _("Photo updated from the library: %(photo)s") % {"photo": photo}
    return Truncator(text).chars(_NOTE)
