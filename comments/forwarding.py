"""What readers wrote, as a note on the story for whoever edits it; and the note's way back."""

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles import notes
from articles.models import Note
from articles.models.note import LONGEST_NOTE

from .models import Comment


def pass_on(comment, text, actor):
    """By a moderator, who thinks that the newsroom should read ``text``, the newest of it."""
    about = {"name": comment.name, "pk": comment.pk}
    sentence = _("A reader, %(name)s, wrote (comment #%(pk)s):") % about
    _write(comment, sentence, text, actor=actor)


def report(comment):
    """By the reader alone, who found an error.

    The name is in the text: above it, it could pass for that of a colleague. Where to reach the
    reader is not in the note.
    """
    about = {"name": comment.name, "pk": comment.pk}
    sentence = _("%(name)s reports an error (#%(pk)s):") % about
    _write(comment, sentence, comment.body, name=_("A reader"))


def _write(comment, sentence, text, *, actor=None, name=""):
    text = Truncator(f"{sentence}\n{text}").chars(LONGEST_NOTE)
    note = notes.write(comment.article, actor, text, name=name)
    comment.notes.add(note)


def open_notes():
    """What readers told the newsroom, and nobody has settled: the oldest first."""
    told = Comment.notes.through.objects.values("note")
    return Note.objects.filter(done_at=None, pk__in=told)


def take_back(comment_pk):
    """It was a slip: the note goes, unless a colleague has settled it already."""
    Note.objects.filter(done_at=None, pk__in=_notes_of(comment_pk)).delete()


def erase(comment_pk):
    """The editor of the story reads that something was here."""
    text = _("What a reader wrote here is erased.")
    Note.objects.filter(pk__in=_notes_of(comment_pk)).update(text=text)


def take_name_off(comment_pk):
    """The writer's words stay, below a sentence without the name."""
    sentence = _("A reader wrote (comment #%(pk)s):") % {"pk": comment_pk}
    for note in Note.objects.filter(pk__in=_notes_of(comment_pk)):
        _named, _break, words = note.text.partition("\n")
        Note.objects.filter(pk=note.pk).update(text=f"{sentence}\n{words}")


def _notes_of(comment_pk):
    return Comment.notes.through.objects.filter(comment=comment_pk).values("note")
