"""The comment form, on a page of its own: works on any browser, and keeps what was typed.

And the search in comments.
"""

from urllib.parse import urlsplit

from django.core import signing
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from articles import page_tags as story_tags
from articles.models import Article
from cms import page_cache
from cms.client_ip import client_ip
from cms.origin import is_foreign

from . import page_tags, posting, verification
from . import search as searching
from .forms import BODY_LIMIT, CommentForm
from .models import Comment

_SENT_SALT = "comments.sent"


# The form stands on pages that every cache keeps, so it can carry no CSRF token. A post from
# another site is never stored: it gets this form, with a ticket of ours to be sent by hand.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def form(request, pk):
    try:
        article = _live(pk)
    except Http404:
        if request.method != "POST":
            raise
        # Withdrawn while somebody wrote, or never there: the answer is the same, and the text back.
        context = {"form": CommentForm(request.POST)}
        return render(request, "comments/gone.html", context, status=404)
    if not posting.is_open(article):
        return _page(request, article, CommentForm(request.POST or None), status=403)
    if request.method != "POST":
        return _page(request, article, CommentForm(), verification.offer(article.pk))

    return _receive(request, article, CommentForm(request.POST))


def _receive(request, article, comment_form):
    """Stores the comment and says so, or shows the form again with what is missing."""
    try:
        ticket, expired = (
            verification.ticket.read(request.POST.get("ticket", ""), article.pk),
            False,
        )
    except verification.TicketExpired as error:
        ticket, expired = error.ticket, True
    except verification.TicketInvalid:
        return _ask(request, article, comment_form)
    if is_foreign(request):
        return _ask(request, article, comment_form)
    if not comment_form.is_valid():
        if expired:
            return _ask(request, article, comment_form, fallback=ticket.fallback)
        offer = verification.again(request.POST["ticket"], ticket)
        return _page(request, article, comment_form, offer, status=422)
    data = comment_form.cleaned_data
    try:
        # Sent twice, or again from yesterday's page: the first answer once more.
        comment = posting.stored_before(ticket, data)
        if comment is None and expired:
            return _ask(request, article, comment_form, fallback=ticket.fallback)
        if comment is None:
            outcome = verification.check(
                request.POST, ticket, client_ip=client_ip(request), host=_host(request)
            )
            if not isinstance(outcome, verification.Passed):
                return _ask(
                    request,
                    article,
                    comment_form,
                    fallback=outcome.needs_fallback,
                    problem=outcome.message,
                )
            sender = posting.Sender.of(request)
            comment = posting.post(article, data, ticket, outcome, sender)
    except posting.Spent:
        return _ask(request, article, comment_form)
    token = signing.dumps(comment.pk, salt=_SENT_SALT)
    url = reverse("comments:sent", args=[article.pk, token])
    return HttpResponseRedirect(url, status=303)


@never_cache
@require_safe
def challenge(request, pk):
    """A ticket and a proof of work for the form of a cached page, as JSON."""
    article = _live(pk)
    return JsonResponse(verification.challenge(article.pk, request.GET.get("ticket", "")))


@never_cache
@require_safe
def sent(request, pk, token):
    """Tells the sender, and nobody else, what became of the comment."""
    article = _live(pk)
    try:
        comment_pk = signing.loads(token, salt=_SENT_SALT)
    except signing.BadSignature:
        raise Http404("no such comment") from None
    comment = get_object_or_404(Comment, pk=comment_pk, article=article)
    return render(request, "comments/sent.html", {"article": article, "comment": comment})


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


def _live(pk):
    return get_object_or_404(Article.objects.live().select_related("section"), pk=pk)


def _host(request):
    """The name this reader knows the site by, one of ALLOWED_HOSTS."""
    return urlsplit(f"//{request.get_host()}").hostname


def _ask(request, article, comment_form, *, fallback=False, problem=""):
    """The same form with everything typed, and the verification as the one thing missing."""
    offer = verification.offer(article.pk, fallback=fallback)
    comment_form.is_valid()
    return _page(request, article, comment_form, offer, problem=problem, checking=True)


def _page(request, article, comment_form, offer=None, *, problem="", checking=False, status=200):
    context = {
        "article": article,
        "form": comment_form,
        "offer": offer,
        "proof": request.POST.get("proof", "") if not checking else "",
        "problem": problem,
        "checking": checking,
        "limit": BODY_LIMIT,
    }
    response = render(request, "comments/form.html", context, status=status)
    if offer and offer.recaptcha:
        response._csp_update = verification.recaptcha.content_policy()
    return response
