"""Pages of comments: all of a story, a page at a time; and one with what was replied to it."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles import page_tags as story_tags
from articles.models import Article
from cms import page_cache

from . import page_tags, threads
from .closing import closed, live_story
from .models import Comment


@page_cache.kept(parameters=["xep", "truoc"])
@require_safe
def thread(request, pk):
    """``xep``: the order; ``truoc``: behind which comment the page begins."""
    article = live_story(pk)
    _tag(request, article)
    order = request.GET.get("xep", "")
    order = order if order in threads.Order else threads.Order.NEWEST
    context = {
        "article": article,
        "thread": threads.page(article, order, request.GET.get("truoc", "")),
        "orders": threads.Order.choices,
        "closed": closed(article),
    }
    return render(request, "comments/thread.html", context)


@page_cache.kept(parameters=["sau"])
@require_safe
def one(request, pk):
    """A comment that readers see; of a reply, that alone below what it answers."""
    row = get_object_or_404(Comment.objects.only("article_id"), pk=pk)
    # Also of a page that is not there: it is when the comment is approved.
    page_cache.tag(request, page_tags.thread(row.article_id))
    shown = Comment.objects.public().filter(article__in=Article.objects.live())
    comment = get_object_or_404(shown.select_related("parent"), pk=pk)
    article = live_story(row.article_id)
    _tag(request, article)
    root = comment.parent or comment
    if comment.parent:
        if comment.erased_at:
            raise Http404("an erased reply is nowhere else either")
        root.visible_replies, later = [comment], None
    else:
        root.visible_replies, later = threads.replies(comment, request.GET.get("sau", ""))
    context = {
        "article": article,
        "comment": comment,
        "root": root,
        "later": later,
        "closed": closed(article),
    }
    return render(request, "comments/one.html", context)


def _tag(request, article):
    page_cache.tag(request, page_tags.thread(article.pk), *story_tags.stories([article]))
