from . import article, house_word, page, photo, taxonomy  # noqa: F401  registers the model admins
