"""*Báo lỗi*: a reader tells the newsroom that something in a story is wrong.

Nobody else reads it. It goes the way of a comment that is passed to the newsroom: a note on the
story, for whoever edits it.
"""

from django.http import Http404
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from . import crowd, forwarding, gone, senders, verification
from .closing import live_story
from .forms import ErrorForm
from .models import Comment, Status
from .receiving import Door, page, receive

# On one story within `senders.WITHIN`.
MOST_NOTES = 20


def _tell(report):
    if not _is_flooded(report):
        forwarding.report(report)


def _is_flooded(report):
    """No script buries the notes of colleagues: what is above this is in the list of the desk."""
    since = timezone.now() - senders.WITHIN
    lately = Comment.objects.filter(article=report.article_id, for_newsroom=True)
    lately = lately.filter(submitted_at__gte=since).order_by().values("pk")
    return lately[: MOST_NOTES + 1].count() > MOST_NOTES


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
@crowd.in_turn
def report(request, pk):
    """Open as long as readers see the story, also where it takes no comments."""
    try:
        article = live_story(pk)
    except Http404:
        if request.method != "POST":
            raise
        return gone.story_with_error(request, ErrorForm(request.POST)["body"].value())
    if request.method != "POST":
        return page(request, article, ErrorForm(), verification.offer(article.pk), door=_DOOR)
    return receive(request, article, ErrorForm(request.POST), _DOOR)
