"""Pages of a writer's own comments: what became of them, and for ten minutes a new text.

A comment has a signed address that tells its state. Its text, and the way to change it, are only
for the browser that it was sent from.
"""

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.origin import is_foreign

from . import browser, gone, hours, own
from .closing import live_story
from .forms import BODY_LIMIT, RevisionForm
from .models import Comment, Verb
from .own_addresses import address, key_in


@never_cache
@require_safe
def sent(request, pk, token):
    """Tells the sender, and nobody else, what became of the comment."""
    article, comment = _found(pk, token)
    context = {"article": article, "comment": comment, **_of_this_browser(request, comment)}
    context["later"] = hours.later()
    if comment.pk in browser.own(request):
        context["asked_at"] = own.asked_at(comment)
    last = comment.decisions.first()
    context["is_revised"] = bool(last) and last.verb == Verb.REVISE
    return render(request, "comments/sent.html", context)


# No token of a form is needed: the address itself is known to the writer alone.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def revise(request, pk, token):
    """The form with the text as it stands; what is sent waits for a moderator."""
    try:
        article, comment = _found(pk, token)
    except Http404:
        if request.method != "POST":
            raise
        return gone.story(request, RevisionForm(request.POST)["body"].value())
    is_own = comment.pk in browser.own(request)
    context = {"article": article, "comment": comment, "limit": BODY_LIMIT, "is_own": is_own}
    if request.method != "POST":
        may = is_own and own.may_change(comment)
        text = {"body": comment.newest_text} if is_own else {}
        context["form"] = RevisionForm(initial=text)
        return _revision(request, context, status=200 if may else 403)
    context["form"] = form = RevisionForm(request.POST)
    if not is_own or is_foreign(request):
        return _revision(request, context, status=403)
    if not form.is_valid():
        return _revision(request, context, status=422)
    if not own.revise(comment, form.cleaned_data["body"]):
        comment.refresh_from_db()
        return _revision(request, context, status=403)
    return HttpResponseRedirect(address(comment), status=303)


@csrf_exempt
@never_cache
@require_POST
def withdraw(request, pk, token):
    _article, comment = _found(pk, token)
    if comment.pk in browser.own(request) and not is_foreign(request):
        own.withdraw(comment)
    return HttpResponseRedirect(address(comment), status=303)


@never_cache
@require_safe
def mine(request, pk):
    """What this browser sent under a story: a part of its page, for the writer alone."""
    article = live_story(pk)
    rows = Comment.objects.filter(article=article, erased_at=None, pk__in=browser.own(request))
    rows = rows.select_related("parent").prefetch_related("decisions")
    told = [
        {"comment": row, **_of_this_browser(request, row)} for row in rows.order_by("-submitted_at")
    ]
    return render(request, "comments/includes/own.html", {"article": article, "told": told})


def _of_this_browser(request, comment):
    """``told`` for everybody who has the address; ``text`` and ``change`` for its writer."""
    context = {"told": own.told(comment), "address": address(comment)}
    if comment.pk in browser.own(request):
        context["text"] = comment.newest_text
        context["refused"] = comment.refused_text
        if own.may_change(comment):
            left = own.minutes_left(comment)
            context["change"] = address(comment, "revise")
            context["withdraw"] = address(comment, "withdraw")
            context["left"] = _("You can change or withdraw it for %(minutes)s more minutes.") % {
                "minutes": left
            }
    return context


def _revision(request, context, status):
    if status == 403:
        # What was typed stays in sight, to be copied.
        context["closed"] = (
            _("This comment can be changed only in the browser it was sent from.")
            if not context["is_own"]
            else _("This comment cannot be changed any more. %(told)s")
            % {"told": own.told(context["comment"])}
        )
    return render(request, "comments/revise.html", context, status=status)


def _found(pk, token):
    article = live_story(pk)
    return article, get_object_or_404(Comment, pk=key_in(token), article=article)
