"""The stories that stand below a story."""

from django.db.models import Q

from .models import Article

SHOWN = 5


def newest_around(section, story):
    """The newest live stories of the section's family, without ``story`` itself."""
    top = section.parent_id or section.pk
    return (
        Article.objects.live()
        .filter(Q(section_id=top) | Q(section__parent_id=top))
        .exclude(pk=story.pk)
        .order_by("-published_at", "-pk")
    )
