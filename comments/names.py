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
# In so many pieces a name is cut where it is disguised. Single letters are found without this.
_MOST_PIECES = 6
LABELS = {"byline": gettext_noop("the name of somebody who writes for the paper")}


def is_reserved(name):
    """Would readers take ``name`` for the paper itself?"""
    own = CommentSettings.load().reserved_names.splitlines()
    reading, reserved = Reading(name), (*_RESERVED, SiteSettings.load().name, *own)
    if any(reading.find(each, any_marks=True) for each in reserved):
        return True
    return _is_joined(name.split(), [each.rstrip("*").split() for each in reserved])


def _is_joined(words, reserved):
    """Are some of ``words``, side by side, those of a ``reserved`` name but for their spaces?

    More words than those are another name, unless the marks are the same: Chu Yến La is not
    Chuyện lạ.
    """
    sought = [(len(each), "".join(each)) for each in reserved]
    sought = [each for each in sought if sum(map(str.isalpha, each[1])) >= _SHORTEST]
    for start, end in combinations(range(len(words) + 1), 2):
        if end - start <= _MOST_PIECES and len(part := "".join(words[start:end])) >= _SHORTEST:
            reading = Reading(part)
            if any(reading.find(joined, end - start <= number) for number, joined in sought):
                return True
    return False


def byline(draft):
    """Many people are called Hoàng Cường: a name of ours is noticed, not refused."""
    writes = Author.objects.filter(sort_key=person_sort_key(draft.name)[:100])
    if writes.exists() or User.objects.filter(full_name__iexact=draft.name).exists():
        yield Finding(rule="byline", field="name", weight=2)


RULES = (byline,)
