"""The comment form, on a page of its own: works on any browser, and keeps what was typed.

And the search in comments.
"""

from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from articles import page_tags as story_tags
from cms import page_cache
from cms.forms import is_id

from . import browser, crowd, gone, page_tags, senders, verification
from . import search as searching
from .closing import closed, live_story
from .forms import CommentForm
from .models import Comment
from .receiving import ask, page, receive

NOT_THERE_ANY_MORE = gettext_lazy(
    "The comment that you answer is not shown any more. Your text is kept: sent again, it stands "
    "on its own."
)


# The form stands on pages that every cache keeps, so it can carry no CSRF token. A post from
# another site is never stored: it gets this form, with a ticket of ours to be sent by hand.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@crowd.in_turn
def form(request, pk):
    try:
        article = live_story(pk)
    except Http404:
        if request.method != "POST":
            raise
        return gone.story(request, CommentForm(request.POST)["body"].value())
    data = request.POST if request.method == "POST" else None
    why_closed = closed(article)
    if why_closed:
        return page(request, article, CommentForm(data), closed=why_closed, status=403)
    parent = _answered(request, article)
    if request.method != "POST":
        return page(request, article, _empty(request, parent), verification.offer(article.pk))
    comment_form = CommentForm(data, parent=parent)
    if parent is None and data.get("parent"):
        return ask(request, article, comment_form, problem=NOT_THERE_ANY_MORE)
    return receive(request, article, comment_form)


def _answered(request, article):
    """The public comment that is answered: of one that is a reply itself, what that replies to."""
    asked = request.POST.get("parent") or request.GET.get("tra-loi", "")
    if not is_id(asked):
        return None
    rows = Comment.objects.readable().filter(article=article, pk=asked)
    found = rows.select_related("parent").first()
    return found and (found.parent or found)


def _empty(request, parent):
    """The form before anything is typed: with who the reader is, if that was to be remembered."""
    who = browser.who(request)
    return CommentForm(initial={**who, "remember": bool(who)}, parent=parent)


@never_cache
@require_safe
def challenge(request, pk):
    """What the form of a kept page lacks, as JSON: a ticket, a proof of work, and who writes."""
    article = live_story(pk)
    who = browser.who(request)
    level = senders.level(who.get("email", ""), browser.own(request))
    made = verification.challenge(article.pk, request.GET.get("ticket", ""), level=level)
    return JsonResponse({**made, "who": who})


@page_cache.kept(parameters=[*searching.PARAMETERS, "truoc"])
@require_safe
def search(request):
    """Approved comments with the words that are asked for, and where they stand."""
    found = searching.page(request)
    if "listing" in found:
        shown = [row.article for row in found["listing"].rows]
        # A story that goes live, or is put back, brings its comments along.
        tags = [page_tags.SEARCH, story_tags.SEARCH, *story_tags.stories(shown)]
        page_cache.tag(request, *tags)
    return render(request, "comments/search.html", found)
