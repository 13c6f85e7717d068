"""Finished pages, kept for every reader: see README.md beside this file.

A view says that its page may be kept with `kept`, and what the page shows with `tag`. Whoever
changes what readers see says so with `purge`, within the transaction of the change.
"""

from .tags import MISSING, SITE, kept, tag

__all__ = ["MISSING", "SITE", "kept", "tag"]
