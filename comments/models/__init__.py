from .block import Block
from .comment import FLAGGED, Comment, Contact, Status
from .discussion import Discussion
from .like import Like
from .likeness import Likeness
from .moderation import BY_WRITER, ContactView, Decision, Finding, Reason, Verb
from .moderator_mail import Digest, FloodAlarm, ModeratorMail
from .privacy import (
    About,
    Hold,
    PrivacyRequest,
    ReaderAddress,
    ReaderNotice,
    RequestKind,
    RequestOutcome,
)
from .report import Report, ReportReason
from .search_entry import CommentEntry
from .settings import CommentSettings
from .watch_word import WatchWord

__all__ = [
    "BY_WRITER",
    "FLAGGED",
    "About",
    "Block",
    "Comment",
    "CommentEntry",
    "CommentSettings",
    "Contact",
    "ContactView",
    "Decision",
    "Digest",
    "Discussion",
    "Finding",
    "FloodAlarm",
    "Hold",
    "Like",
    "Likeness",
    "ModeratorMail",
    "PrivacyRequest",
    "ReaderAddress",
    "ReaderNotice",
    "Reason",
    "Report",
    "ReportReason",
    "RequestKind",
    "RequestOutcome",
    "Status",
    "Verb",
    "WatchWord",
]
