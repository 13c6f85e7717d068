"""Names that a reader should not have: those that speak for the paper."""

from itertools import combinations

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
# What has fewer letters is part of many names once its spaces are gone.
_SHORTEST = 5
LABELS = {"byline": gettext_noop("the name of somebody who writes for the paper")}


def is_reserved(name):
    """Would readers take ``name`` for the paper itself?"""
    own = CommentSettings.load().reserved_names.splitlines()
    reading, reserved = Reading(name), (*_RESERVED, SiteSettings.load().name, *own)
    if any(reading.find(each, any_marks=True) for each in reserved):
        return True
    joined = [each for each in reserved if sum(map(str.isalpha, each)) >= _SHORTEST]
    return any(_is_joined(part, each) for part in _parts(name) for each in joined)


def _parts(name):
    """From each word of ``name`` up to each."""
    words = name.split()
    for start, end in combinations(range(len(words) + 1), 2):
        yield words[start:end]


def _is_joined(words, reserved):
    """Are ``words`` the ``reserved`` ones but for their spaces?

    More words than those are another name, unless the marks are the same: Chu Yến La is not
    Chuyện lạ.
    """
    sought = reserved.rstrip("*").split()
    any_marks = len(words) <= len(sought)
    return bool(Reading("".join(words)).find("".join(sought), any_marks))


def byline(draft):
    """Many people are called Hoàng Cường: a name of ours is noticed, not refused."""
    writes = Author.objects.filter(sort_key=person_sort_key(draft.name)[:100])
    if writes.exists() or User.objects.filter(full_name__iexact=draft.name).exists():
        yield Finding(rule="byline", field="name", weight=2)


RULES = (byline,)
