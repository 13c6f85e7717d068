"""Every address of the admin, found by walking its URL patterns."""

import re

from django.contrib import admin
from django.urls import URLPattern

_APPS = re.compile(r"^\^\(\?P<app_label>.*\)/\$$")
CATCH_ALL = "(?P<url>.*)$"


def routes():
    """Every pattern of the admin as text, like ``cms/user/<id>/password/``."""
    found = _walk(admin.site.get_urls(), "")
    return sorted({_APPS.sub("<app_label>/", route) for route in found})


def _walk(patterns, before):
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield here
        else:
            yield from _walk(pattern.url_patterns, here)


def fill(route, **values):
    """``route`` as an address, its parameters replaced by ``values``."""
    if route == CATCH_ALL:
        return "/admin/no-such-page/"
    return "/admin/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), route)
