"""Where files live."""

from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Hashed and compressed; imports between ES modules are hashed too, or they would go stale."""

    support_js_module_import_aggregation = True


class PrivateStorage(FileSystemStorage):
    """Files that have no address at all."""

    def url(self, name):
        raise ValueError("This file is not for the public; it has no address.")
