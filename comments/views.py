"""The comment form, on a page of its own: works on any browser, and keeps what was typed.

And the search in comments.
"""

from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from articles import page_tags as story_tags
from cms import page_cache
from cms.client_ip import client_ip
from cms.forms import is_id
from cms.origin import is_foreign

from . import browser, confirming, crowd, own_views, page_tags, posting, senders, verification
from . import hints as hinting
from . import search as searching
from .closing import closed, live_story
from .forms import BODY_LIMIT, CommentForm
from .models import Comment


# The form stands on pages that every cache keeps, so it can carry no CSRF token. A post from
# another site is never stored: it gets this form, with a ticket of ours to be sent by hand.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def form(request, pk):
    try:
        article = live_story(pk)
    except Http404:
        if request.method != "POST":
            raise
        # Withdrawn while somebody wrote, or never there: the answer is the same, and the text back.
        context = {"form": CommentForm(request.POST)}
        return render(request, "comments/gone.html", context, status=404)
    data = request.POST if request.method == "POST" else None
    why_closed = closed(article)
    if why_closed:
        return _page(request, article, CommentForm(data), closed=why_closed, status=403)
    parent = _answered(request, article)
    if request.method != "POST":
        return _page(request, article, _empty(request, parent), verification.offer(article.pk))
    comment_form = CommentForm(data, parent=parent)
    if parent is None and data.get("parent"):
        return _ask(request, article, comment_form, problem=NOT_THERE_ANY_MORE)
    return _receive(request, article, comment_form)


NOT_THERE_ANY_MORE = gettext_lazy(
    "The comment that you answer is not shown any more. Your text is kept: sent again, it stands "
    "on its own."
)


def _answered(request, article):
    """The public comment that is answered: of one that is a reply itself, what that replies to."""
    asked = request.POST.get("parent") or request.GET.get("tra-loi", "")
    if not is_id(asked):
        return None
    row = Comment.objects.public().filter(article=article, pk=asked).select_related("parent")
    found = row.first()
    return found and (found.parent or found)


def _empty(request, parent):
    """The form before anything is typed: with who the reader is, if that was to be remembered."""
    who = browser.who(request)
    return CommentForm(initial={**who, "remember": bool(who)}, parent=parent)


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
                request.POST,
                ticket,
                client_ip=client_ip(request),
                host=_host(request),
                level=senders.level(data["email"], browser.own(request)),
            )
            if isinstance(outcome, verification.Passed):
                store = partial(posting.post, article, data, ticket, outcome)
            elif "by_mail" in request.POST and confirming.may_ask(data["email"]):
                store = partial(confirming.ask, article, data, ticket)
            else:
                return _ask(
                    request,
                    article,
                    comment_form,
                    fallback=outcome.needs_fallback,
                    level=outcome.level,
                    problem=confirming.TOO_MANY if "by_mail" in request.POST else outcome.message,
                )
            with crowd.place() as there_is_one:
                if not there_is_one:
                    return _send_again(request, article, comment_form, ticket)
                comment = store(posting.Sender.of(request), parent=comment_form.parent)
    except posting.Spent:
        return _ask(request, article, comment_form)
    response = HttpResponseRedirect(own_views.address(comment), status=303)
    browser.add(request, response, comment)
    browser.remember(request, response, data)
    return response


def _send_again(request, article, comment_form, ticket):
    """The same form, complete: nothing of it is spent."""
    offer = verification.again(request.POST["ticket"], ticket)
    response = _page(request, article, comment_form, offer, problem=crowd.BUSY, status=503)
    response["Retry-After"] = str(crowd.RETRY_AFTER)
    return response


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


def _host(request):
    """The name this reader knows the site by, one of ALLOWED_HOSTS."""
    return urlsplit(f"//{request.get_host()}").hostname


def _ask(request, article, comment_form, *, fallback=False, level=0, problem=""):
    """The same form with everything typed, and the verification as the one thing missing."""
    offer = verification.offer(article.pk, fallback=fallback, level=level, typed=True)
    comment_form.is_valid()
    comment_form.hints = list(hinting.hints(comment_form.cleaned_data.get("body", "")))
    # The page computes and sends by itself what only lacks a harder proof.
    return _page(
        request, article, comment_form, offer, problem=problem, checking=True, again=level > 0
    )


def _page(request, article, comment_form, offer=None, *, problem="", status=200, **shown):
    """``shown``: checking, again and closed, as the template has them."""
    checking = shown.get("checking", False)
    context = {
        "article": article,
        "form": comment_form,
        "offer": offer,
        "proof": request.POST.get("proof", "") if not checking else "",
        "problem": problem,
        "limit": BODY_LIMIT,
        "hint": hinting,
        "by_mail": settings.MAIL_IS_ON,
        **shown,
    }
    response = render(request, "comments/form.html", context, status=status)
    if offer and offer.recaptcha:
        response._csp_update = verification.recaptcha.content_policy()
    return response
