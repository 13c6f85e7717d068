"""The desk of the moderators. Django looks for admins here."""

from . import blocks, moderator_mail, privacy, queue, settings, watch_words  # noqa: F401
