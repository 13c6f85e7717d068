"""The way of a like: a press; without JavaScript, a page with a button."""

from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.client_ip import client_ip
from cms.origin import is_foreign

from . import browser, liking, verification
from .closing import live_story
from .models import Comment, Like


# As the form of a comment: the page of the story carries no token, and another site's post gets
# this page instead of being counted.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def like(request, pk):
    """``off`` takes it back. A script is told the number, or what to compute first."""
    comment = get_object_or_404(Comment.objects.readable(), pk=pk)
    article = live_story(comment.article_id)
    known = browser.liker(request)
    preferred = request.get_preferred_type(["text/html", "application/json"])
    wants_json = preferred == "application/json"
    if request.method != "POST" or is_foreign(request):
        return _page(request, article, comment, known)
    reader, problem = known or "", ""
    if not known:
        reader, problem = _checked(request, article)
    if not reader:
        if wants_json:
            return JsonResponse(_to_compute(request, article))
        return _page(request, article, comment, known, problem, status=422)
    is_on = "off" not in request.POST
    number = (liking.like if is_on else liking.unlike)(comment, reader)
    response = (
        JsonResponse({"likes": number, "on": is_on})
        if wants_json
        else HttpResponseRedirect(comment.get_absolute_url(), status=303)
    )
    if not known:
        browser.know_liker(response, reader)
    return response


def _checked(request, article):
    """``(name of the browser, problem)``: the name is the nonce of what it was checked with."""
    try:
        ticket = verification.ticket.read(request.POST.get("ticket", ""), article.pk)
    except verification.TicketError:
        return "", ""
    outcome = verification.check(request.POST, ticket, client_ip=client_ip(request), host="")
    if isinstance(outcome, verification.Passed):
        return ticket.nonce, ""
    return "", outcome.message


def _to_compute(request, article):
    # Always ours: a like is not worth a question to Google.
    token = verification.ticket.issue(article.pk, fallback=True)
    return verification.challenge(article.pk, token)


def _page(request, article, comment, known, problem="", status=200):
    is_liked = bool(known) and Like.objects.filter(comment=comment, browser=known).exists()
    context = {
        "article": article,
        "comment": comment,
        "is_liked": is_liked,
        "offer": None if known else verification.offer(article.pk, fallback=True),
        "problem": problem,
    }
    return render(request, "comments/like.html", context, status=status)
