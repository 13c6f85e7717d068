"""Which photos a version of a story shows: the index behind its snapshot.

It answers "where is this photo used?", keeps used photos from being deleted, and holds the file
and the focal point that a version was published with: what happens to the library afterwards
changes no story that readers have.
"""

from . import figures
from .models import Photo, PhotoUse


def photo_ids(data):
    """Ids of the photos in the snapshot ``data``, the lead photo first, each once."""
    ids = [data["lead_photo"]] if data["lead_photo"] else []
    ids += [figure.photo_id for figure in figures.find(data["body"]) if figure.photo_id]
    return list(dict.fromkeys(ids))


def index(article, data, *, current, keep=False):
    """Writes the uses of snapshot ``data``: of the story's row, or of its next version.

    Returns that of the lead photo, or None.

    With ``keep`` a photo that is used already stays in the file and around the focal point of
    before; otherwise all are taken anew from the library.
    """
    ids = photo_ids(data)
    uses = list(article.photo_uses.all())
    before = {use.photo_id: use for use in uses if use.current == current}
    # With a new row there is no next version any more, until one is saved.
    gone = [
        use.pk
        for use in uses
        if (use.current == current and use.photo_id not in ids) or (current and not use.current)
    ]
    if gone:
        PhotoUse.objects.filter(pk__in=gone).delete()
    now = {}
    for photo in Photo.objects.filter(pk__in=ids) if ids else ():
        use = before.get(photo.pk) or PhotoUse(article=article, photo=photo, current=current)
        if use.pk is None or (not keep and looks(use) != looks(photo)):
            vars(use).update(looks(photo))
            use.save()
        now[photo.pk] = use
    return now.get(data["lead_photo"])


def looks(shot):
    """The columns that decide how a photo looks."""
    return {name: getattr(shot, name) for name in ("file_id", "focal_x", "focal_y", "kind")}


def shots(article):
    """The current uses of a story, by the id of their photo: one query for a whole page."""
    uses = article.photo_uses.filter(current=True).select_related("file")
    return {use.photo_id: use for use in uses}
