"""*Báo lỗi*: a reader tells the newsroom that something in a story is wrong.

Nobody else reads it. It goes the way of a comment that is passed to the newsroom: a note on the
story, for whoever edits it.
"""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from . import forwarding, verification
from .closing import live_story
from .forms import ErrorForm
from .models import Status
from .receiving import Door, page, receive


def _tell(report):
    sentence = _("A reader reports an error (#%(pk)s):") % {"pk": report.pk}
    forwarding.write(report, sentence, name=report.name)


_DOOR = Door(
    "comments/error.html",
    stored_as={"status": Status.FORWARDED, "for_newsroom": True, "also": _tell},
    by_mail=False,
    is_kept=False,
)


# As the form of a comment, which says why.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request, pk):
    """Open as long as readers see the story, also where it takes no comments."""
    try:
        article = live_story(pk)
    except Http404:
        if request.method != "POST":
            raise
        return render(request, "comments/gone.html", {"form": ErrorForm(request.POST)}, status=404)
    if request.method != "POST":
        return page(request, article, ErrorForm(), verification.offer(article.pk), door=_DOOR)
    return receive(request, article, ErrorForm(request.POST), _DOOR)
