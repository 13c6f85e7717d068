"""Taking a picture into the library: one way in for admin, demo and imports."""

import hashlib

from django.core.files.base import File
from django.db import IntegrityError, transaction

from . import renditions
from .models import Photo


class Duplicate(Exception):
    """The very same file is in the library already, as ``photo``."""

    def __init__(self, photo):
        self.photo = photo
        super().__init__(str(photo))


def checksum(file):
    file.seek(0)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def store(file, uploader=None, opened=None, **words):
    """Keeps ``file`` (a django File) as a new `Photo` and makes its renditions.

    ``opened`` is its `renditions.source`, if the caller has looked at it already; ``words`` are
    caption, credit, alt and the other fields. Raises ValidationError when it is
    no acceptable picture, `Duplicate` when the same file is there.
    """
    digest = checksum(file)
    twin = Photo.objects.filter(checksum=digest).first()
    if twin:
        raise Duplicate(twin)
    opened = opened or renditions.source(file)
    size = {"width": opened.width, "height": opened.height}
    photo = Photo(uploader=uploader, checksum=digest, **size, **words)
    file.seek(0)
    photo.original.save("", File(file), save=False)
    try:
        with transaction.atomic():
            photo.save()
    except IntegrityError:
        # Somebody else was storing the same file at this moment.
        photo.original.delete(save=False)
        raise Duplicate(Photo.objects.get(checksum=digest)) from None
    renditions.make(photo, opened)
    return photo
