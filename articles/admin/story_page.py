"""What the pages of one story begin with: the story, and whether this person may."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from articles import permissions
from articles.models import Article
from cms.forms import is_id

# What every step asks of a story.
_AT_HAND = ("section", "latest_revision", "live_revision", "reporter")


def story_for(request, pk, may=permissions.may_see):
    """The story with this number, for whoever ``may`` see or change it."""
    article = get_object_or_404(Article.objects.select_related(*_AT_HAND), pk=pk)
    if not may(request.user, article):
        raise PermissionDenied
    return article


def revision_of(article, number, otherwise=None):
    """The revision of ``article`` with the sent id ``number``; ``otherwise`` if none was sent."""
    if not number:
        return otherwise
    return get_object_or_404(article.revisions, pk=number if is_id(number) else 0)
