"""Hours as the counts know them: numbered since 1970."""

from django.utils import timezone

SECONDS = 3600
DAY, WEEK = 24, 7 * 24


def now():
    """``(hour, how much of it is over)``."""
    hour, seconds = divmod(timezone.now().timestamp(), SECONDS)
    return int(hour), seconds / SECONDS
