"""Names that a reader should not have: those that speak for the paper."""

from django.utils.translation import gettext_noop

from articles.models import Author
from cms.models import SiteSettings, User
from cms.text import person_sort_key

from .disguise import Reading
from .models import CommentSettings, Finding

# Whole words, in disguise too, with any marks.
_RESERVED = (
    "tòa soạn", "ban biên tập", "bbt", "biên tập viên", "thư ký tòa soạn", "tổng biên tập",
    "ban quản trị", "quản trị viên", "kiểm duyệt viên", "ban kiểm duyệt", "admin*", "moderator",
    "mod", "editor",
)  # fmt: skip
LABELS = {"byline": gettext_noop("the name of somebody who writes for the paper")}


def is_reserved(name):
    """Would readers take ``name`` for the paper itself?"""
    own = CommentSettings.load().reserved_names.splitlines()
    reading = Reading(name)
    reserved = (*_RESERVED, SiteSettings.load().name, *own)
    return any(reading.find(each, any_marks=True) for each in reserved)


def byline(draft):
    """Many people are called Hoàng Cường: a name of ours is noticed, not refused."""
    writes = Author.objects.filter(sort_key=person_sort_key(draft.name)[:100])
    if writes.exists() or User.objects.filter(full_name__iexact=draft.name).exists():
        yield Finding(rule="byline", field="name", weight=2)


RULES = (byline,)
