"""The note between shifts: each save is kept, and nobody writes over somebody else's."""

from django.db import IntegrityError, transaction

from .models import HandoverNote


class Stale(Exception):
    """A colleague wrote since this form was loaded. What was typed is kept beside, as ``aside``."""

    def __init__(self, current, aside):
        self.current, self.aside = current, aside
        super().__init__(f"note {current.number} is newer")


def write(text, author, *, base):
    """Stores ``text`` on top of the note with number ``base`` (0: there was none).

    Nothing is stored when nothing differs. Raises `Stale`, and has stored the text then as well.
    """
    current = HandoverNote.objects.current()
    number = current.number if current else 0
    if base == number and current and current.text == text:
        return current
    words = {"text": text, "author": author, "author_name": str(author)[:120]}
    if base == number:
        try:
            with transaction.atomic():
                return HandoverNote.objects.create(number=number + 1, **words)
        except IntegrityError:  # somebody did so in the same moment
            current = HandoverNote.objects.current()
    raise Stale(current, HandoverNote.objects.create(**words))
