"""The story that a comment is about: whether readers see it, and may comment on it."""

from datetime import timedelta

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Article, CommentPolicy
from cms.models import SiteSettings

from .models import CommentSettings


def live_story(pk):
    """The story if readers see it, else 404."""
    return get_object_or_404(Article.objects.live().select_related("section__parent"), pk=pk)


def closed(article, site=None, rules=None):
    """Why ``article`` takes no comments, as a sentence for readers; "" if it takes them.

    The site's switch is stronger than the story's, and the story's than that of its section and
    the number of days.
    """
    if not (site or SiteSettings.load()).comments_open:
        return _("Readers’ comments are closed at the moment.")
    if article.comment_policy == CommentPolicy.CLOSED:
        return _("Comments are closed for this story.")
    if article.comment_policy == CommentPolicy.OPEN:
        return ""
    if _closes(article.section):
        return _("This section takes no comments.")
    days = (rules or CommentSettings.load()).close_after_days
    if days and timezone.now() - article.published_at > timedelta(days=days):
        return ngettext(
            "Comments are closed %(count)s day after publication.",
            "Comments are closed %(count)s days after publication.",
            days,
        ) % {"count": days}
    return ""


def _closes(section):
    above = section.parent if section.parent_id else None
    return not section.comments_open or bool(above and not above.comments_open)
