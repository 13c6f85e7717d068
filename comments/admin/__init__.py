"""The desk of the moderators. Django looks for admins here."""

from . import blocks, queue, watch_words  # noqa: F401
