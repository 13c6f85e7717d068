# Registers the model admins.
from . import article, page, photo, redirect, takedown, taxonomy, topic  # noqa: F401
