"""The settings of production, for servers that tests start: without collected static files.

Which pages are made, and by which process, is appended to the file that ``PAGES_MADE`` names.
"""

import os
import time

from cms.settings import *  # noqa: F403
from cms.settings import MIDDLEWARE, STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if "PAGES_MADE" in os.environ:
    MIDDLEWARE.insert(1, "tests.node_settings.pages_made")


def pages_made(get_response):
    def note(request):
        with open(os.environ["PAGES_MADE"], "a") as file:
            file.write(f"{os.getpid()} {request.path}\n")
        if request.path.startswith("/trang/"):
            time.sleep(0.3)  # so that others come meanwhile
        return get_response(request)

    return note
