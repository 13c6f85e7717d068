"""Which photos a version of a story shows, and how they look there.

The uses answer "where is this photo used?" and keep used photos and files from being deleted. How
the photos look is kept in the story's row: what happens to the library afterwards changes no story
that readers have.
"""

from dataclasses import asdict, dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef

from ..body import figures
from ..models import Article, Photo, PhotoUse
from . import library, places

# So many stories are named; of a logo that a thousand stories show, nobody reads more.
_NAMED = 100


def photo_ids(data):
    """Ids of the photos in the snapshot ``data``, the lead photo first, each once."""
    ids = [data["lead_photo"]] if data["lead_photo"] else []
    ids += [figure.photo_id for figure in figures.find(data["body"]) if figure.photo_id]
    return list(dict.fromkeys(ids))


def shots(photos):
    """`Article.shots` for these photos, as the library has them now."""
    return {str(photo.pk): asdict(photo.shot) for photo in photos}


def index_next(article):
    """Writes the uses of the version in preparation, and of one that waits for its moment."""
    waits = article.due_revision_id not in (None, article.latest_revision_id)
    waiting = places.fill(article.due_revision.snapshot) if waits else None
    newest = places.fill(article.latest_revision.snapshot)
    index(article, newest, current=False, also=waiting)


def index(article, data, *, current, keep=False, also=None):
    """Writes the uses of snapshot ``data``: of the story's row, or of its next version.

    Returns the shots of its photos. With ``keep`` a photo that the row shows already stays as it
    looked; otherwise all are taken anew from the library.
    """
    ids = photo_ids(data) + (photo_ids(also) if also else [])
    shown = list(_locked(ids)) if ids else []
    uses = list(article.photo_uses.all())
    before = {use.photo_id: use for use in uses if use.current == current}
    # With a new row there is no next version any more, until one is saved.
    gone = [
        use
        for use in uses
        if (use.current == current and use.photo_id not in ids) or (current and not use.current)
    ]
    left = {use.file_id for use in gone}
    if gone:
        PhotoUse.objects.filter(pk__in=[use.pk for use in gone]).delete()
    for photo in shown:
        use = before.get(photo.pk) or PhotoUse(article=article, photo=photo, current=current)
        if use.pk is None or (not keep and use.file_id != photo.file_id):
            left.add(use.file_id)
            use.file_id = photo.file_id
            use.save()
    if left := left - {None, *(photo.file_id for photo in shown)}:
        # A picture that was replaced in the library, and that this story showed last.
        transaction.on_commit(lambda: library.forget_unused(left))
    now = shots(shown)
    if keep:
        now |= {key: shot for key, shot in article.shots.items() if key in now}
    return now


def _locked(ids):
    """The photos, their files in the hands of nobody else: a withdrawal may be moving one."""
    rows = Photo.objects.filter(pk__in=ids).select_related("file").order_by("file_id")
    return rows.select_for_update(of=("file",), no_key=True)


@dataclass(frozen=True)
class Showing:
    """A story that shows a photo: where in it, and whether this person may open it."""

    article: Article
    as_lead: bool
    in_text: bool
    in_preparation: bool  # readers do not have it (yet)
    on_desk: bool


@dataclass(frozen=True)
class Whereabouts:
    """The stories that show a photo, as far as a person may know of them."""

    named: list[Showing]
    more: int
    elsewhere: int  # on other desks: nothing of them is told but their number

    @property
    def count(self):
        return len(self.named) + self.more + self.elsewhere

    def __bool__(self):
        return self.count > 0


def where_used(photo, user):
    """The `Whereabouts` of ``photo`` for ``user``: what is on their desk, and what is public."""
    this = {"pk": OuterRef("article_id")}
    uses = PhotoUse.objects.filter(photo=photo).annotate(
        on_desk=Exists(Article.objects.for_desk(user).filter(**this)),
        is_live=Exists(Article.objects.live().filter(**this)),
    )
    uses = list(uses.values_list("article_id", "current", "on_desk", "is_live"))
    every = {pk for pk, *_is in uses}
    current = {pk for pk, is_current, *_is in uses if is_current}
    desk = {pk for pk, _current, on_desk, _live in uses if on_desk}
    public = {pk for pk, is_current, _desk, is_live in uses if is_current and is_live}
    rows = Article.objects.filter(pk__in=desk | public).select_related("section", "latest_revision")
    named = [_showing(photo, row, row.pk in desk, row.pk in current) for row in rows[:_NAMED]]
    known = len(desk | public)
    return Whereabouts(named, known - len(named), len(every) - known)


def _showing(photo, article, on_desk, is_current):
    """``article`` as a `Showing`; of a version in preparation only its desk is told."""
    versions = [_row(article)] if is_current else []
    if on_desk and article.has_changes:
        versions.append(article.latest_revision.snapshot)
    versions = list(map(places.fill, versions))
    return Showing(
        article,
        as_lead=any(data["lead_photo"] == photo.pk for data in versions),
        in_text=any(
            figure.photo_id == photo.pk
            for data in versions
            for figure in figures.find(data["body"])
        ),
        in_preparation=article.has_changes and not is_current,
        on_desk=on_desk,
    )


def _row(article):
    return {
        "lead_photo": article.lead_photo_id,
        "lead_place": article.lead_place,
        "body": article.body,
    }
