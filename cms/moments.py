"""Moments as machines read them."""

from django.utils import timezone


def iso(moment):
    """``2019-11-26T12:13:00+07:00``: to the second, in the paper's zone.

    Pages, structured data, feeds and sitemaps all write it like this, so that nobody finds two
    times of one story.
    """
    return timezone.localtime(moment).isoformat(timespec="seconds")
