"""Saying what a story got wrong, and changing what was said without forgetting it."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from . import permissions
from .models import Article, Correction, CorrectionChange
from .models.signed import Signed


@transaction.atomic
def add(article, actor, *, kind, text):
    """Appends a correction to a story that readers have had; they get it at once.

    Sent twice, it is one.
    """
    story = Article.objects.select_for_update().get(pk=article.pk)
    if story.first_published_at is None or not permissions.may_correct(actor, story):
        raise PermissionDenied
    if same := story.corrections.filter(kind=kind, text=text).first():
        return same
    return Correction.objects.create(article=story, kind=kind, text=text, **Signed.by(actor))


@transaction.atomic
def change(correction, actor, *, kind, text):
    """Other words for a correction. Its moment stays; what it said before is kept."""
    row = Correction.objects.select_for_update().get(pk=correction.pk)
    if not permissions.may_correct(actor, row.article):
        raise PermissionDenied
    if (row.kind, row.text) == (kind, text):
        return row
    CorrectionChange.objects.create(
        correction=row, kind=row.kind, text=row.text, **Signed.by(actor)
    )
    row.kind, row.text = kind, text
    row.save(update_fields=["kind", "text"])
    return row
