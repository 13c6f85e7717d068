"""The form by which a reader reports a comment. It needs no JavaScript and no cookie."""

from datetime import timedelta

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.origin import is_foreign

from . import gone, reporting, verification
from .closing import live_story
from .forms import ReportForm
from .models import Comment

# Nobody reads the form and chooses within less.
_TOO_FAST = timedelta(seconds=2)


# As the form of a comment: another site's post is never kept, it gets this page.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request, pk, comment):
    form = ReportForm(request.POST if request.method == "POST" else None)
    try:
        article = live_story(pk)
        comment = get_object_or_404(Comment.objects.readable(), article=article, pk=comment)
    except Http404:
        if not form.is_bound:
            raise
        return gone.comment(request, form["text"].value())
    context = {"article": article, "comment": comment, "form": form}
    ticket = _ticket(request, article)
    if form.is_bound and form.is_valid() and ticket and not is_foreign(request):
        told = form.cleaned_data
        # What fills the hidden field, or is faster than people, is a script: it is told the same.
        if not told["website"] and (ticket.typed or ticket.age >= _TOO_FAST):
            reporting.report(comment, ticket, told["reason"], told["text"])
        return render(request, "comments/report.html", {**context, "sent": True})
    if ticket:
        context["token"] = request.POST["ticket"]
    else:
        context["token"] = verification.ticket.issue(article.pk, typed=form.is_bound)
    context["again"] = form.is_bound and not form.errors
    return render(request, "comments/report.html", context, status=422 if form.errors else 200)


def _ticket(request, article):
    try:
        return verification.ticket.read(request.POST.get("ticket", ""), article.pk)
    except verification.TicketError:
        return None
