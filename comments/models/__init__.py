from .block import Block
from .comment import Comment, Contact, Status
from .likeness import Likeness
from .moderation import BY_WRITER, ContactView, Decision, Finding, Reason, Verb
from .search_entry import CommentEntry
from .settings import CommentSettings
from .watch_word import WatchWord

__all__ = [
    "BY_WRITER",
    "Block",
    "Comment",
    "CommentEntry",
    "CommentSettings",
    "Contact",
    "ContactView",
    "Decision",
    "Finding",
    "Likeness",
    "Reason",
    "Status",
    "Verb",
    "WatchWord",
]
