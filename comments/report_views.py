"""The form by which a reader reports a comment. It needs no JavaScript and no cookie."""

from datetime import timedelta

from django import forms
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.origin import is_foreign
from cms.text import prose

from . import reporting, verification
from .closing import live_story
from .models import Comment, ReportReason
from .models.report import LONGEST_REPORT
from .posting import Sender

# Nobody reads the form and chooses within less.
_TOO_FAST = timedelta(seconds=2)


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=ReportReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong with the comment.")},
    )
    text = forms.CharField(
        label=_("In your words"),
        required=False,
        max_length=LONGEST_REPORT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    website = forms.CharField(required=False)
    use_required_attribute = False

    def __init__(self, data=None, *args, **kwargs):
        if data is not None:
            data = data.copy()
            data["text"] = prose(data.get("text", ""))
        super().__init__(data, *args, **kwargs)


# As the form of a comment: another site's post is never kept, it gets this page.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request, pk, comment):
    article = live_story(pk)
    shown = Comment.objects.public().filter(article=article, erased_at=None)
    comment = get_object_or_404(shown, pk=comment)
    form = ReportForm(request.POST if request.method == "POST" else None)
    context = {"article": article, "comment": comment, "form": form, "sent": False}
    ticket = _ticket(request, article)
    if form.is_bound and form.is_valid() and ticket and not is_foreign(request):
        told = form.cleaned_data
        # What fills the hidden field, or is faster than people, is a script: it is told the same.
        if not told["website"] and ticket.age >= _TOO_FAST:
            network = Sender.of(request).ip_network
            reporting.report(comment, ticket, told["reason"], told["text"], network)
        context["sent"] = True
        return render(request, "comments/report.html", context)
    context["token"] = request.POST["ticket"] if ticket else verification.ticket.issue(article.pk)
    return render(request, "comments/report.html", context, status=422 if form.errors else 200)


def _ticket(request, article):
    try:
        return verification.ticket.read(request.POST.get("ticket", ""), article.pk)
    except verification.TicketError:
        return None
