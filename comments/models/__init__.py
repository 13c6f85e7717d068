from .comment import Comment, Contact, Status
from .moderation import ContactView, Decision, Finding, Reason

__all__ = [
    "Comment",
    "Contact",
    "ContactView",
    "Decision",
    "Finding",
    "Reason",
    "Status",
]
