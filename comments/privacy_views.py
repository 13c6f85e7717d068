"""What the paper keeps about a reader: said to everybody, shown and erased by a mailed link."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from cms import page_cache
from cms.forms import is_id
from cms.origin import is_foreign

from . import own, privacy, reader_mail, verification
from .forms import CorrectionForm, PrivacyForm
from .models import CommentSettings, PrivacyRequest, ReaderAddress, RequestKind, RequestOutcome


@page_cache.kept()
@require_safe
def page(request):
    """What is kept, why and how long; and the form that mails the link."""
    return _page(request, PrivacyForm())


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request):
    """Mails the link. The answer is the same whether anything is known of the address or not."""
    if request.method != "POST" or not settings.MAIL_IS_ON:
        return redirect("comments:privacy")
    form = PrivacyForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    if is_foreign(request):
        return _page(request, form, status=403)
    if not form.cleaned_data["website"]:
        privacy.mail_link(form.cleaned_data["email"])
    return _page(request, form, sent=True)


# The address itself is known to its owner alone: that is the token.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request, token):
    """Everything that is kept about an address, and what its owner may do with it."""
    address = privacy.owner(token)
    if address is None:
        words = request.POST.get("words", "")
        return _private(request, "comments/my_data_gone.html", {"words": words}, status=404)
    if request.method != "POST":
        return _mine(request, token, address)
    if is_foreign(request):
        return _mine(request, token, address, status=403)
    return _act(request, token, address)


@never_cache
@require_safe
def download(request, token):
    """The same as a file."""
    address = privacy.owner(token)
    if address is None:
        return _private(request, "comments/my_data_gone.html", {}, status=404)
    response = HttpResponse(privacy.as_json(address.email), content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="binh-luan-cua-toi.json"'
    response["Referrer-Policy"] = "same-origin"
    return response


def _act(request, token, address):
    step = request.POST.get("step", "")
    one = step.removeprefix("erase-")
    if step == RequestKind.CORRECT:
        form = CorrectionForm(request.POST)
        if not form.is_valid():
            return _mine(request, token, address, correction=form, status=422)
        privacy.ask(address.email, RequestKind.CORRECT, form.cleaned_data["words"])
        return _mine(request, token, address, answer=_corrected())
    if step == "stop":
        reader_mail.stop(address)
        return HttpResponseRedirect(request.path, status=303)
    if step in (RequestKind.ERASE, RequestKind.CONSENT) and not request.POST.get("sure"):
        problem = _("Tick the box beside the button first; nothing was changed.")
        return _mine(request, token, address, problem=problem, unsure=step, status=422)
    if step == RequestKind.ERASE:
        done = privacy.erase(address.email)
    elif step == RequestKind.CONSENT:
        done = privacy.withdraw_consent(address.email)
    elif one != step and is_id(one):
        done = privacy.erase_one(address.email, int(one))
        if done is None:  # erased a moment ago, from another tab
            return HttpResponseRedirect(request.path, status=303)
    else:
        return _mine(request, token, address, status=400)
    if done.outcome == RequestOutcome.HELD:
        return _mine(request, token, address, held=done)
    if one != step:
        return _mine(request, token, address, answer=_erased(done))
    context = {"done": done, "erased": step == RequestKind.ERASE}
    return _private(request, "comments/my_data_erased.html", context)


def _corrected():
    return _("Thank you. The newsroom answers within two working days.")


def _erased(done):
    return _("The comment is erased. Number of your request: %(number)s.") % {"number": done.pk}


def _page(request, form, *, sent=False, status=200):
    context = {
        "form": form,
        "sent": sent,
        "rules": CommentSettings.load(),
        "hours": privacy.LINK_HOURS,
        "by_mail": settings.MAIL_IS_ON,
        "recaptcha": verification.mode().startswith("recaptcha"),
    }
    return render(request, "comments/privacy.html", context, status=status)


def _mine(request, token, address, *, status=200, **said):
    address = ReaderAddress.objects.filter(pk=address.pk).first() or address
    comments = list(privacy.comments_of(address.email))
    holds = list(privacy.holds_on(address.email))
    for comment in comments:
        comment.told = own.told(comment)
        comment.is_held = any(hold.email or hold.comment_id == comment.pk for hold in holds)
    context = {
        "address": address,
        "token": token,
        "comments": comments,
        "blocked": privacy.is_blocked(address.email),
        "requests": PrivacyRequest.objects.of(address.email),
        "correction": CorrectionForm(),
        "rules": CommentSettings.load(),
        **said,
    }
    return _private(request, "comments/my_data.html", context, status=status)


def _private(request, template, context, status=200):
    response = render(request, template, context, status=status)
    # The address of the page is the key to it: no link to another site may tell it. Its own forms
    # say where they come from; with "no-referrer" they would not.
    response["Referrer-Policy"] = "same-origin"
    return response
