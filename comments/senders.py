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
_VERDICTS = (Status.APPROVED, Status.REJECTED, Status.SPAM, Status.FORWARDED)


# The fourth and the ninth comment within that time cost the sender's browser more; never who
# shares a network.
_STEPS = (3, 8)


def level(email, own=()):
    """How hard a proof of work is asked of a sender.

    ``own``: keys of comments that came from the same browser. While the whole site is flooded,
    everybody is asked for a little more.
    """
    since = timezone.now() - WITHIN
    # Who has not opened the mailed link may have given another's address.
    comments = Comment.objects.filter(submitted_at__gte=since).exclude(status=Status.UNCONFIRMED)
    sent = [comments.sent_from(email)] if email else []
    sent += [comments.filter(pk__in=own)] if own else []
    most = max((_count(rows, _STEPS[-1]) for rows in sent), default=0)
    reached = sum(most >= step for step in _STEPS)
    return reached or int(_count(comments, MANY["site"]) == MANY["site"])


def _count(rows, most):
    """How many they are, counted no further than ``most``."""
    return rows.order_by().values("pk")[:most].count()


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
        if _count(rows, before) == before:
            weight = 3 if kind == "sender" else 1
            yield Finding(rule=f"flood_{kind}", weight=weight, detail=f"≥ {MANY[kind]}")


def record(draft):
    """What became of the last comments from this address."""
    rows = Comment.objects.sent_from(draft.email)
    decided = rows.filter(status__in=_VERDICTS).order_by("-submitted_at")
    verdicts = list(decided.values_list("status", flat=True)[:_RECENT]) if draft.email else []
    refused = sum(status in (Status.REJECTED, Status.SPAM) for status in verdicts)
    if len(verdicts) >= DECIDED and refused >= REFUSED * len(verdicts):
        yield Finding(rule="record", weight=2, detail=f"{refused}/{len(verdicts)}")


def blocked(draft):
    # Not by what: an address is for those who may see it, and goes with its owner.
    for block in Block.objects.of(draft.email, draft.network):
        yield Finding(rule="blocked", weight=5, detail=block.kind)


RULES = (floods, record, blocked)
