"""Taking pictures into the library and out of it: one way in for admin, demo and imports."""

import hashlib
from contextlib import contextmanager
from copy import copy

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.db.models.signals import post_delete
from django.dispatch import receiver

from ..models import Photo, PhotoFile
from . import photo_words, places, renditions


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


def twin(file):
    """The photo of the library that shows the very same file, or None."""
    return Photo.objects.filter(file__checksum=checksum(file)).first()


def store(file, uploader=None, opened=None, for_place="", **words):
    """Keeps ``file`` (a django File) as a new `Photo` and makes its renditions.

    ``opened`` is its `renditions.source`, if the caller has looked at it already; ``words`` are
    caption, credit, alt and the other fields. What is not among them is taken from what the
    camera or the agency wrote into the file; an empty word is given too, and stays empty. With
    ``for_place`` it arrives for that place of a story, in the transaction that stores it.

    Raises ValidationError when it is no acceptable picture, `Duplicate` when the same file is
    there.
    """
    if same := twin(file):
        raise Duplicate(same)
    opened = opened or renditions.source(file)
    words = {**photo_words.propose(file), **words}
    photo = Photo(file=_keep(file, opened), uploader=uploader, **words)
    # Before the row, and outside its transaction: encoding takes a second, and nothing may ever
    # show a photo whose pictures could not be written.
    draw(photo, opened)
    with _alone_with(photo):
        photo.save()
        if for_place:
            places.arrived(for_place, photo, uploader)
    return photo


def replace(photo, file, opened=None):
    """Puts ``file`` in the place of the picture of ``photo``; its words and uses stay.

    Stories that readers have keep showing the old picture until they are updated. Raises as
    `store` does.
    """
    if same := twin(file):
        if same == photo:
            return
        raise Duplicate(same)
    opened = opened or renditions.source(file)
    before, kept = photo.file, _keep(file, opened)
    changed = copy(photo)
    changed.file = kept
    draw(changed, opened)
    with _alone_with(changed):
        photo.file = kept
        photo.save(update_fields=["file"])
    transaction.on_commit(lambda: forget(before))


@contextmanager
def _alone_with(photo):
    """A transaction in which no other photo gets the same file.

    Two people, or two windows of one, can send the same picture at the same moment.
    """
    with transaction.atomic():
        PhotoFile.objects.select_for_update().get(pk=photo.file_id)
        same = Photo.objects.filter(file=photo.file_id).exclude(pk=photo.pk).first()
        if same:
            raise Duplicate(same)
        yield


def draw(photo, opened=None):
    """Stores the renditions of ``photo`` that are missing; raises as `renditions.make` does.

    The credit goes into each, as all that is left of what the original says.
    """
    renditions.make(photo.shot, photo.file, opened, photo_words.xmp_packet(photo))


def _keep(file, opened):
    """The `PhotoFile` of ``file``: a new one, or the one that is there."""
    digest = checksum(file)
    kept = PhotoFile.objects.filter(checksum=digest).first()
    if kept:
        return kept
    kept = PhotoFile(checksum=digest, width=opened.width, height=opened.height)
    kept.original.save("", File(file), save=False)
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError:
        # Somebody else was storing the same file at this moment.
        kept.original.delete(save=False)
        return PhotoFile.objects.get(checksum=digest)
    return kept


@receiver(post_delete, sender=Photo)
def _take_the_file_along(sender, instance, **details):
    transaction.on_commit(lambda: forget(instance.file))


def forget_unused(ids):
    """Removes those of the files ``ids`` that neither the library nor a story shows any more."""
    for kept in PhotoFile.objects.filter(pk__in=ids, photos=None, uses=None):
        forget(kept)


def forget(kept):
    """Removes a file that nothing shows any more, and all its renditions."""
    try:
        kept.delete()
    except ProtectedError:
        return
    for name in renditions.stored(kept.token):
        default_storage.delete(name)
    kept.original.delete(save=False)
