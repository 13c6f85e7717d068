"""Which photos a version of a story shows, and how they look there.

The uses answer "where is this photo used?" and keep used photos and files from being deleted. How
the photos look is kept in the story's row: what happens to the library afterwards changes no story
that readers have.
"""

from dataclasses import asdict

from . import figures
from .models import Photo, PhotoUse


def photo_ids(data):
    """Ids of the photos in the snapshot ``data``, the lead photo first, each once."""
    ids = [data["lead_photo"]] if data["lead_photo"] else []
    ids += [figure.photo_id for figure in figures.find(data["body"]) if figure.photo_id]
    return list(dict.fromkeys(ids))


def shots(photos):
    """`Article.shots` for these photos, as the library has them now."""
    return {str(photo.pk): asdict(photo.shot) for photo in photos}


def index(article, data, *, current, keep=False):
    """Writes the uses of snapshot ``data``: of the story's row, or of its next version.

    Returns the shots of its photos. With ``keep`` a photo that the row shows already stays as it
    looked; otherwise all are taken anew from the library.
    """
    ids = photo_ids(data)
    photos = list(Photo.objects.filter(pk__in=ids).select_related("file")) if ids else []
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
    for photo in photos:
        use = before.get(photo.pk) or PhotoUse(article=article, photo=photo, current=current)
        if use.pk is None or (not keep and use.file_id != photo.file_id):
            use.file_id = photo.file_id
            use.save()
    now = shots(photos)
    if keep:
        now |= {key: shot for key, shot in article.shots.items() if key in now}
    return now
