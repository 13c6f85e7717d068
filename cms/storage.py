"""Where files live."""

import os
import secrets
from pathlib import Path

from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Names are made of a random token, and never get another content.
FOR_EVER = "public, max-age=31536000, immutable"


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Hashed and compressed; imports between ES modules are hashed too, or they would go stale."""

    support_js_module_import_aggregation = True


class PublicStorage(FileSystemStorage):
    """Files for readers: there as a whole or not at all, and never twice under two names.

    What two processes make of one picture at the same moment is the same: the last one stays.
    """

    def __init__(self, **options):
        super().__init__(allow_overwrite=True, **options)

    def _save(self, name, content):
        half = super()._save(f"{name}.{secrets.token_hex(4)}.part", content)
        try:
            os.replace(self.path(half), self.path(name))
        except BaseException:
            self.delete(half)
            raise
        return name

    def move(self, name, new_name):
        """Gives a file another name: at no moment it is under both, or half under one."""
        target = Path(self.path(new_name))
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(self.path(name), target)


class NoAddress:
    """For files that are not for readers."""

    def url(self, name, *args, **options):
        raise ValueError("This file is not for the public; it has no address.")


class PrivateStorage(NoAddress, FileSystemStorage):
    """What photographers uploaded, on the disk."""
