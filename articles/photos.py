"""Taking a picture into the library: one way in for admin, demo and imports."""

import hashlib

from django.core.files.base import File
from django.db import transaction

from cms.images import open_image

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


@transaction.atomic
def store(file, uploader=None, **words):
    """Keeps ``file`` (a django File) as a new `Photo` and makes its renditions.

    ``words`` are caption, credit, alt and the other fields. Raises ValidationError when it is
    no acceptable picture, `Duplicate` when the same file is there.
    """
    digest = checksum(file)
    twin = Photo.objects.filter(checksum=digest).first()
    if twin:
        raise Duplicate(twin)
    width, height = open_image(file).size
    photo = Photo(uploader=uploader, checksum=digest, width=width, height=height, **words)
    file.seek(0)
    photo.original.save("", File(file), save=False)
    photo.save()
    renditions.make(photo)
    return photo
