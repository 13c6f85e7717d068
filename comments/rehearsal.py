"""What a watch word would have found, before it counts."""

from collections import Counter
from dataclasses import dataclass, field

from .disguise import Reading
from .models import Comment, Status

# So many of the newest comments are looked through, and so many of those that are hit are shown.
LOOKED_AT, SHOWN = 3_000, 20


@dataclass
class Rehearsal:
    """``hits``: status -> how many comments; ``shown``: ``(comment, places)``, the newest first."""

    looked_at: int = 0
    hits: Counter = field(default_factory=Counter)
    shown: list = field(default_factory=list)

    @property
    def by_verdict(self):
        return [(status, self.hits[status]) for status in Status]

    @property
    def total(self):
        return self.hits.total()


def rehearse(text, any_marks):
    """A `Rehearsal` on the newest comments."""
    found = Rehearsal()
    rows = Comment.objects.order_by("-submitted_at", "-pk").only("name", "body", "status")
    for comment in rows[:LOOKED_AT]:
        found.looked_at += 1
        places = Reading(comment.body).find(text, any_marks)
        if places or Reading(comment.name).find(text, any_marks):
            found.hits[comment.status] += 1
            if len(found.shown) < SHOWN:
                found.shown.append((comment, places))
    return found
