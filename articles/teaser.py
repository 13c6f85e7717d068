"""A story in a list, as HTML.

A page has dozens, most of which stood on it the last time it was made: what is told of a story is
drawn once for as long as it stays the same. The template gets nothing but the arguments, so nothing
else can change what it says.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.translation import get_language

from .models.photo import Shot

# Of a kilobyte or two each, in every process.
_REMEMBERED = 2000


@dataclass(frozen=True)
class Teaser:
    """What a list tells of a story, and how."""

    address: str
    headline: str
    standfirst: str
    published_at: datetime | None
    is_breaking: bool
    comments: int
    shot: Shot | None
    crop: str
    sizes: str
    priority: bool
    label: str
    look: str
    level: str


def html(story, *, look, level, sizes="", priority=False, label="", standfirst=False, dated=False):
    """See the template for what the arguments mean."""
    teaser = Teaser(
        address=story.get_absolute_url(),
        headline=story.headline,
        standfirst=story.standfirst if standfirst else "",
        published_at=story.published_at if dated else None,
        is_breaking=story.is_breaking,
        # Told by whoever counts them; see `ArticleQuerySet.told_by_others`.
        comments=getattr(story, "comment_count", None) or 0,
        shot=story.lead_shot if sizes else None,
        crop=getattr(story, "crop", "") or "wide",
        sizes=sizes,
        priority=priority,
        label=label,
        look=look,
        level=level,
    )
    return _drawn(teaser, get_language())


@lru_cache(_REMEMBERED)
def _drawn(teaser, language):
    return render_to_string("articles/includes/teaser.html", {"teaser": teaser})
