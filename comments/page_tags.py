"""Which kept pages a decision about a comment concerns: the story's own, and the search's."""

from cms.page_cache import SITE
from cms.page_cache.changes import when_changed
from cms.page_cache.purges import purge

from .models import CommentSettings, Status

SEARCH = "comments-search"


def thread(article_id):
    """On every page that shows the comments of a story."""
    return f"comments-{article_id}"


def decided(article_id, before, after):
    """A comment that readers neither had nor get changes no page."""
    if Status.APPROVED in (before, after):
        purge(thread(article_id), SEARCH)


@when_changed(CommentSettings)
def _settings(row, created):
    return [SITE]
