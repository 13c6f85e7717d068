"""What is noticed of the sender of a comment: floods, an earlier record, blocks.

Mobile carriers put thousands of people behind one network. A network alone never decides anything;
it adds a finding that weighs little.
"""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_noop

from .models import Block, Comment, Contact, Finding, Status

LABELS = {
    "flood_sender": gettext_noop("many from this address"),
    "flood_network": gettext_noop("many from this network"),
    "flood_story": gettext_noop("many under this story"),
    "flood_site": gettext_noop("many on all of the site"),
    "record": gettext_noop("mostly refused before"),
    "blocked": gettext_noop("on the block list"),
}
WITHIN = timedelta(minutes=10)
# From so many on within that time it is a flood.
MANY = {"sender": 4, "network": 15, "story": 60, "site": 400}
# So many decisions are a record, and so many of them refusals.
DECIDED, REFUSED = 3, 0.6
_RECENT = 50


def floods(draft):
    since = timezone.now() - WITHIN
    comments = Comment.objects.filter(submitted_at__gte=since)
    contacts = Contact.objects.filter(comment__submitted_at__gte=since)
    counted = {"story": comments.filter(article=draft.article_id), "site": comments}
    if draft.email:
        counted["sender"] = contacts.filter(email__iexact=draft.email)
    if draft.network:
        counted["network"] = contacts.filter(ip_network=draft.network)
    for kind, rows in counted.items():
        # The comment itself is one of them.
        before = MANY[kind] - 1
        if rows.order_by().values("pk")[:before].count() >= before:
            weight = 3 if kind == "sender" else 1
            yield Finding(rule=f"flood_{kind}", weight=weight, detail=f"≥ {MANY[kind]}")


def record(draft):
    """What became of the last comments from this address."""
    rows = Comment.objects.filter(contact__email__iexact=draft.email)
    decided = rows.exclude(status=Status.PENDING).order_by("-submitted_at")
    verdicts = list(decided.values_list("status", flat=True)[:_RECENT]) if draft.email else []
    refused = sum(status != Status.APPROVED for status in verdicts)
    if len(verdicts) >= DECIDED and refused >= REFUSED * len(verdicts):
        yield Finding(rule="record", weight=2, detail=f"{refused}/{len(verdicts)}")


def blocked(draft):
    for block in Block.objects.of(draft.email, draft.network):
        yield Finding(rule="blocked", weight=5, detail=block.value)


RULES = (floods, record, blocked)
