# Registers the model admins.
from . import article, layout, page, photo, redirect, takedown, taxonomy, topic  # noqa: F401
