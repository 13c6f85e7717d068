"""Taking pictures off the site together with their story, and bringing them back.

A picture stops being served by losing its address: its file gets another token, and what is
stored under the old one is moved away from it. The new address stands in no page that readers
have, so nobody can know it; the newsroom goes on seeing the picture there. The original is
private all the time and is kept.

The rows change with the withdrawal, in its transaction. The storage follows after the commit: a
storage that fails never keeps a story on the site. What could not be moved is noted
(`RetiredAddress`) and tried again with every later withdrawal, on the pages of the register, and
by ``manage.py make_renditions``.
"""

import logging

from django.core.exceptions import ValidationError
from django.db import transaction

from ..models import Article, Author, Photo, PhotoFile, PhotoUse, RetiredAddress, Revision
from ..models.photo import new_token
from ..models.revision import Verb
from . import photo_words, renditions
from .photo_uses import photo_ids

log = logging.getLogger(__name__)


def lock_sharers(article):
    """Locks ``article`` and the stories whose pictures would move with its own.

    In the order of their numbers: two withdrawals at once cannot wait for each other.
    """
    uses = PhotoUse.objects.filter(file__in=_leaving(article))
    ids = {article.pk, *uses.values_list("article_id", flat=True)}
    rows = Article.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    list(rows.values_list("pk"))


def count_leaving(article):
    """``(leaving, staying)``: how many pictures a withdrawal would take off the site."""
    files = _files_of(article)
    staying = _shown_elsewhere(files, article)
    return len(files - staying), len(staying)


def retire(story):
    """Gives the pictures that only ``story`` shows to readers other addresses.

    ``story`` is locked, and saved by the caller; `lock_sharers` came first. Returns their number.
    """
    # After the lock: a colleague may have published another story with one of them.
    wanted = PhotoFile.objects.select_for_update().filter(pk__in=_leaving(story)).order_by("pk")
    files = list(wanted)
    staying = _shown_elsewhere({file.pk for file in files}, story)
    files = [file for file in files if file.pk not in staying]
    moved = {}
    for file in files:
        RetiredAddress.objects.create(token=file.token, file=file)
        moved[file.token] = file.token = new_token()
        file.save(update_fields=["token"])
    story.shots = _with_tokens(story.shots, moved)
    sharers = Article.objects.filter(photo_uses__file__in=files).exclude(pk=story.pk).distinct()
    for other in sharers.only("shots"):
        # Not save(): nobody changed it.
        Article.objects.filter(pk=other.pk).update(shots=_with_tokens(other.shots, moved))
    transaction.on_commit(clear, robust=True)
    return len(files)


def bring_back(story):
    """Draws, once ``story`` is public again, what is missing of its pictures."""
    transaction.on_commit(lambda: _draw(story), robust=True)


def clear():
    """Moves everything away from addresses that were taken; returns how many could not be."""
    left = 0
    for row in RetiredAddress.objects.select_related("file"):
        token = row.file.token if row.file else None
        try:
            renditions.move(row.token, token)
        except Exception:  # whatever a storage raises: the story is gone, and this is tried again
            log.exception("pictures at a retired address could not be removed: %s", row.token)
            left += 1
        else:
            row.delete()
    return left


def _leaving(article):
    files = _files_of(article)
    return files - _shown_elsewhere(files, article)


def _files_of(article):
    """The files that readers have had in ``article``: in what is live, and in what was."""
    shown = set(article.photo_uses.filter(current=True).values_list("file_id", flat=True))
    steps = article.transitions.filter(verb__in=(Verb.PUBLISH, Verb.TIMED, Verb.PUT_BACK))
    past = Revision.objects.filter(pk__in=steps.values("revision"))
    ids = {pk for data in past.values_list("snapshot", flat=True) for pk in photo_ids(data)}
    return shown | set(Photo.objects.filter(pk__in=ids).values_list("file_id", flat=True))


def _shown_elsewhere(files, article):
    """Those of ``files`` that readers have in another story too, or as the face of an author."""
    live = Article.objects.live().exclude(pk=article.pk)
    uses = PhotoUse.objects.filter(file__in=files, current=True, article__in=live)
    portraits = Author.objects.filter(portrait__file__in=files)
    return {
        *uses.values_list("file_id", flat=True),
        *portraits.values_list("portrait__file_id", flat=True),
    }


def _with_tokens(shots, moved):
    return {
        key: {**shot, "token": moved.get(shot["token"], shot["token"])}
        for key, shot in shots.items()
    }


def _draw(story):
    clear()  # what lies at an old address is theirs, and cheaper than drawing
    uses = story.photo_uses.filter(current=True).select_related("file", "photo__file")
    for use in uses:
        shot = story.shot(use.photo_id)
        try:
            if shot:
                renditions.make(shot, use.file, xmp=photo_words.xmp_packet(use.photo))
        except Exception as error:
            known = isinstance(error, OSError | ValidationError)
            log.error("a picture could not be drawn: %s", use.photo, exc_info=not known)
