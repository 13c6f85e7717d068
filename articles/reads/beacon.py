"""What the page of a story tells when it was read: see ``static/js/story.js``."""

from django.http import HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from cms.origin import is_foreign

from . import gathered, hours, readers, writing

_LONGEST = 64


def mark_of(story):
    """The number of a story, signed: nobody can have stories counted that have no page.

    So the database is not asked whether there is one, and what is made up takes no memory.
    """
    return f"{story}-{_signature(story)}"


def story_of(mark):
    """The number in a mark of ours, or None."""
    number, _, signature = mark.partition("-")
    if not constant_time_compare(signature, _signature(number)):
        return None
    return int(number)


def _signature(number):
    return salted_hmac("articles.reads", str(number), algorithm="sha256").hexdigest()[:16]


# Called from pages that every cache keeps, which can carry no token; another site is not heard.
@csrf_exempt
@never_cache
@require_POST
def count_read(request):
    """Counts or does not, and says the same in either case."""
    story = story_of(_said(request))
    if story and _counts(request, story):
        hour, _over = hours.now()
        gathered.add(hour, story)
        writing.write_due()
    return HttpResponse(status=204)


def _said(request):
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > _LONGEST:
        return ""
    return request.body.decode("ascii", errors="replace")


def _counts(request, story):
    return (
        readers.is_person(request)
        and not is_foreign(request)
        and not readers.flood.is_over(request)
        and readers.is_new(request, story)
    )
