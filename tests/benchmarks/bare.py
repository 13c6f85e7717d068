"""The denominator of all ratios: a bare Django view that returns a page as a constant."""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(
    SECRET_KEY="bare", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, MIDDLEWARE=[], USE_TZ=True
)
BODY = Path(os.environ["PAGE"]).read_bytes()


def page(request):
    return HttpResponse(BODY)


urlpatterns = [path("page/", page)]
application = get_wsgi_application()
