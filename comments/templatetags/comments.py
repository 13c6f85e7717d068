"""Comments under a story."""

from collections import defaultdict

from django import template

from cms import page_cache
from comments import page_tags, posting
from comments.forms import BODY_LIMIT, CommentForm
from comments.models import Comment

register = template.Library()


@register.inclusion_tag("comments/includes/thread.html", takes_context=True)
def comments(context, article):
    """Approved comments of ``article`` and the form: the same bytes for every reader.

    Nothing personal and no token is in here, so the page can be kept by every cache; the form
    gets its ticket when it is sent or touched.
    """
    page_cache.tag(context["request"], page_tags.thread(article.pk))
    rows = list(Comment.objects.for_thread(article))
    replies = defaultdict(list)
    for row in rows:
        replies[row.parent_id].append(row)
    for row in rows:
        row.visible_replies = replies[row.pk]
    return {
        "article": article,
        "comments": replies[None],
        "count": len(rows),
        "open": posting.is_open(article, context["paper"]),
        "form": CommentForm(),
        "limit": BODY_LIMIT,
        "paper": context["paper"],
    }
