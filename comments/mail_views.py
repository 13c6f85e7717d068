"""Where a reader says yes to mail, and stops it. Looking changes nothing; a button does."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.origin import is_foreign

from . import reader_mail


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request, token):
    """The owner of an address says that it may be written to."""
    address = _owner(token)
    if request.method == "POST" and not is_foreign(request):
        reader_mail.confirm(address)
    return _page(request, address, asks=not address.wants_mail)


# Mail programs post here by themselves when somebody presses their "unsubscribe" (RFC 8058): they
# have no cookie and no page of ours. The address itself is known to its owner alone.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request, token):
    address = _owner(token)
    if request.method == "POST":
        reader_mail.stop(address)
        address.refresh_from_db()
    return _page(request, address, asks=False)


def _page(request, address, *, asks):
    context = {
        "address": address,
        "asks": asks,
        "confirm_at": reader_mail.link(address, "confirm_mail"),
        "stop_at": reader_mail.link(address, "stop_mail"),
    }
    response = render(request, "comments/mail.html", context)
    response["Referrer-Policy"] = "same-origin"  # as `privacy_views`
    return response


def _owner(token):
    address = reader_mail.owner(token)
    if address is None:
        raise Http404("no such address")
    return address
