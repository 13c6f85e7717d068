from . import article, page, photo, taxonomy  # noqa: F401  registers the model admins
