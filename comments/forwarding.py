"""What readers wrote, as a note on the story for whoever edits it; and the note's way back."""

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles import notes
from articles.models import Note
from articles.models.note import LONGEST_NOTE

from .models import Comment


def write(comment, sentence, *, actor=None, name=""):
    """Within the transaction that passes it on. Where to reach the reader is not in the note."""
    text = Truncator(f"{sentence}\n{comment.body}").chars(LONGEST_NOTE)
    note = notes.write(comment.article, actor, text, name=name)
    Comment.objects.filter(pk=comment.pk).update(note=note)


def take_back(comment_pk):
    """It was a slip: the note goes, unless a colleague has settled it already."""
    Note.objects.filter(done_at=None, pk__in=_note_of(comment_pk)).delete()


def forget(comment_pk):
    """Its writer had it erased: the story's editor reads that something was here."""
    text = _("What a reader wrote here was erased at their wish.")
    Note.objects.filter(pk__in=_note_of(comment_pk)).update(text=text, author_name="")


def _note_of(comment_pk):
    return Comment.objects.filter(pk=comment_pk).exclude(note=None).values("note")
