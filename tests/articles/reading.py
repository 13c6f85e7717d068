"""Readers, as the beacon hears of them."""

from django.test import Client

from articles.models import ReadCount
from articles.reads import beacon, gathered, hours, readers, writing

PHONE = (
    "Mozilla/5.0 (Linux; Android 13; SM-A137F) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/131.0.0.0 Mobile Safari/537.36"
)
PATH = "/luot-doc/"


def forget():
    """As in a process that has just begun and written."""
    readers.flood.__init__()
    readers.lately.forget()
    gathered.here.take()
    writing.turn.forget()
    writing.turn.has_come()


def post(mark, *, address="203.0.113.5", agent=PHONE, client=None, **headers):
    return (client or Client(enforce_csrf_checks=True)).post(
        PATH,
        mark,
        content_type="text/plain;charset=UTF-8",
        REMOTE_ADDR=address,
        headers={"user-agent": agent, **headers},
    )


def read(story, **options):
    """The beacon of a reader who has ``story`` before their eyes."""
    answer = post(beacon.mark_of(story.pk), **options)
    assert (answer.status_code, answer.content) == (204, b"")
    return answer


def counted(story):
    """How often ``story`` was read, as far as it is written."""
    return sum(ReadCount.objects.filter(article=story).values_list("reads", flat=True))


def was_read(story, times, ago=0):
    """``story`` was read so often, ``ago`` hours before this one."""
    ReadCount.objects.create(article=story, hour=hours.now()[0] - ago, reads=times)
