"""What the takedown register, which is the one of the stories, says about a comment."""

from django.db.models import Q

from articles import takedowns
from articles.models import Outcome, Takedown
from cms.addresses import absolute


def address_of(comment):
    """As readers copy it: it names the comment, and no story is meant by it."""
    return absolute(comment.get_absolute_url())


def entries_of(comment):
    under_story = Q(address__endswith=f"#y-kien-{comment.pk}")
    return Takedown.objects.filter(under_story | Q(address__endswith=comment.get_absolute_url()))


def put_back(comment, actor):
    """Readers see the comment again: what was done about it no longer is."""
    for entry in entries_of(comment).filter(outcome=Outcome.DONE):
        takedowns.amend(entry, actor, outcome=Outcome.OPEN)
