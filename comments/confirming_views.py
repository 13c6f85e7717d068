"""The page of a link that was mailed. Looking changes nothing: mail scanners follow every link."""

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.origin import is_foreign

from . import confirming, hours, notices
from .models import Status


# No token of a form is needed: the address itself is known to who got the mail alone.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request, token):
    comment = confirming.find(token)
    if comment and request.method == "POST" and not is_foreign(request):
        confirming.confirm(comment)
    if comment is None or comment.erased_at or comment.status == Status.WITHDRAWN:
        state = "gone"
    else:
        state = "open" if comment.status == Status.UNCONFIRMED else "confirmed"
    status = 404 if state == "gone" else 200
    context = {"state": state, "later": hours.later()}
    context["notices"] = state == "open" and notices.are_wanted(comment)
    return render(request, "comments/confirm.html", context, status=status)
