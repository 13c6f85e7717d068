"""What stands where on the front page: a lead, four beside it, then a block for each section.

No story stands twice among the lead, its neighbours and the blocks; the latest list may repeat.
"""

from django.db.models import F, Q, Window
from django.db.models.functions import Coalesce, RowNumber

from .models import Article

BESIDE = 4
LATEST = 8
IN_BLOCK = 4


def zones(sections):
    """``lead``, ``beside``, ``latest`` and ``blocks`` (pairs of section and stories).

    ``sections`` are the top-level ones in order. Three queries, however many sections.
    """
    newest = list(Article.objects.live().for_list()[: 1 + BESIDE + LATEST])
    # A front page opens with a picture where there is one among the newest.
    lead = next((story for story in newest[: 1 + BESIDE] if story.lead_photo_id), None)
    lead = lead or next(iter(newest), None)
    beside = [story for story in newest if story is not lead][:BESIDE]
    shown = {story.pk for story in (lead, *beside) if story}
    latest = [story for story in newest if story.pk not in shown][:LATEST]
    return {
        "lead": lead,
        "beside": beside,
        "latest": latest,
        "blocks": _blocks(sections, shown),
    }


def _blocks(sections, shown):
    ranked = (
        Article.objects.live()
        .exclude(pk__in=shown)
        .annotate(top=Coalesce("section__parent_id", "section_id"))
        .annotate(
            place=Window(
                RowNumber(),
                partition_by=F("top"),
                order_by=[F("published_at").desc(), F("pk").desc()],
            )
        )
        .filter(place__lte=IN_BLOCK)
        .values_list("pk", flat=True)
    )
    by_section = {}
    for story in Article.objects.live().for_list().filter(Q(pk__in=list(ranked))):
        by_section.setdefault(story.section.parent_id or story.section_id, []).append(story)
    return [(section, by_section[section.pk]) for section in sections if section.pk in by_section]
