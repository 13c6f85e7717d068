"""Addresses, remembered: a page names dozens, and mostly those of the page before."""

from functools import lru_cache
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

# Of a hundred bytes or two, in every process.
_REMEMBERED = 10_000


@lru_cache(_REMEMBERED)
def path(name, *args):
    """The path of the page ``name``, as `reverse` finds it."""
    return reverse(name, args=args)


def absolute(address):
    """``address`` with the site in front; one that has a host already stays as it is."""
    return _joined(settings.SITE_URL, address)


_joined = lru_cache(_REMEMBERED)(urljoin)
