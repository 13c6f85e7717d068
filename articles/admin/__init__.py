from . import article, layout, page, photo, taxonomy  # noqa: F401  registers the model admins
