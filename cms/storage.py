"""Where built static files live in production."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Hashed and compressed; imports between ES modules are hashed too, or they would go stale."""

    support_js_module_import_aggregation = True
