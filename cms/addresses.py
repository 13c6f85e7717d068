"""Addresses as others have to write them."""

from urllib.parse import urljoin

from django.conf import settings


def absolute(address):
    """``address`` with the site in front; one that has a host already stays as it is."""
    return urljoin(settings.SITE_URL, address)
