"""Comments as JSON lines."""

import json

from django.db.models import prefetch_related_objects

from ..models import Comment

_AT_ONCE = 500
FIELDS = (
    "name", "body", "proposed", "status", "submitted_at", "from_paper", "house_edited_at",
    "erased_at", "picked_at", "for_newsroom",
)  # fmt: skip
STEP = ("verb", "before", "after", "at", "reason", "note", "version")
CONTACT = (
    "email", "ip_network", "user_agent", "consent_version", "consented_at", "wants_notices",
)  # fmt: skip


def lines(*, with_contacts):
    """Every comment as a line of text, however many there are: a few hundred in memory."""
    last = 0
    while rows := list(
        Comment.objects.filter(pk__gt=last)
        .select_related("article__section", "parent", *(["contact"] if with_contacts else []))
        .order_by("pk")[:_AT_ONCE]
    ):
        prefetch_related_objects(rows, "decisions")
        for row in rows:
            yield json.dumps(_line(row, with_contacts), default=_moment, ensure_ascii=False)
        last = rows[-1].pk


def _moment(value):
    """With its microseconds: in the order of times nothing may change on the way."""
    return value.isoformat()


def _line(row, with_contacts):
    story = row.article
    line = {
        "key": row.nonce,
        "story": {
            "legacy_id": story.legacy_id,
            "address": story.get_absolute_url() if story.section_id else "",
            "id": story.pk,
        },
        "parent": row.parent.nonce if row.parent else None,
        **{name: getattr(row, name) for name in FIELDS},
        "steps": [
            {**{name: getattr(step, name) for name in STEP}, "by": step.actor_name}
            for step in sorted(row.decisions.all(), key=lambda step: step.pk)
        ],
    }
    contact = getattr(row, "contact", None) if with_contacts else None
    if contact:
        line["contact"] = {name: getattr(contact, name) for name in CONTACT}
    return line
