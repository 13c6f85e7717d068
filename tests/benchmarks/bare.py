"""The denominator of all ratios: a bare Django view that returns pages as constants."""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(
    SECRET_KEY="bare", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, MIDDLEWARE=[], USE_TZ=True
)
FOLDER = Path(os.environ["PAGES"])
BODIES = {name: (FOLDER / name).read_bytes() for name in ("story", "front page", "section")}


def page(request, name):
    return HttpResponse(BODIES[name])


urlpatterns = [path("<str:name>/", page)]
application = get_wsgi_application()
