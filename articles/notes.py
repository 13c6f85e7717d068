"""Notes between colleagues on a story. Whoever may see the story may write and settle them."""

from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from .models import Note


def write(article, user, text, *, name=""):
    """``name`` is who wrote it, where that is nobody of the staff."""
    name = name or str(user)
    return Note.objects.create(article=article, author=user, author_name=name, text=text)


@transaction.atomic
def settle(note, user, *, done):
    """Marks a note as done, or as open again. The name of who did it first stays."""
    note = Note.objects.select_for_update().get(pk=note.pk)
    if done == bool(note.done_at):
        return note
    note.done_at, note.done_by_name = (timezone.now(), str(user)) if done else (None, "")
    note.save(update_fields=["done_at", "done_by_name"])
    return note


def with_open_notes(stories):
    """``stories``, each with ``open_notes``: how many are not done yet."""
    waiting = Note.objects.filter(article=OuterRef("pk"), done_at=None).order_by()
    count = waiting.values("article").annotate(count=Count("pk")).values("count")
    return stories.annotate(open_notes=Coalesce(Subquery(count), 0))
