"""What somebody wrote about is not shown (any more): the words go back to who typed them.

The answer is the same for what was withdrawn and for what never was.
"""

from django.shortcuts import render
from django.utils.translation import gettext as _


def story(request, words):
    """The answer to a comment on a story that readers do not see."""
    told = _("Your comment was not sent: its story is not on this site at the moment.")
    return _page(request, _no_story(), told, words)


def story_with_error(request, words):
    """The answer to the report of an error in such a story."""
    told = _("Your report was not sent: its story is not on this site at the moment.")
    return _page(request, _no_story(), told, words)


def comment(request, words):
    """The answer to the report of a comment that readers do not see."""
    told = _("Your report was not sent: nobody sees that comment at the moment.")
    return _page(request, _("There is no such comment (any more)"), told, words)


def _no_story():
    return _("There is no such story (any more)")


def _page(request, what, told, words):
    context = {"gone": what, "not_sent": told, "words": words}
    return render(request, "comments/gone.html", context, status=404)
