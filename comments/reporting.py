"""Readers report comments that moderators should look at again."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from .models import Report

# From one network so many open reports of one comment are kept. Thousands may share one, so nobody
# is refused: the moderators have heard.
MOST = 5


def report(comment, ticket, reason, text, network):
    """Keeps a report; sent twice it is one."""
    alike = Report.objects.filter(comment=comment, closed_at=None, ip_network=network)
    if alike.count() >= MOST:
        return
    try:
        with transaction.atomic():
            Report.objects.create(
                comment=comment, reason=reason, text=text, ip_network=network, nonce=ticket.nonce
            )
    except IntegrityError:
        pass  # it is there


def close(comment_pk):
    """The staff has decided on what was reported: within the transaction of the decision."""
    Report.objects.filter(comment=comment_pk, closed_at=None).update(closed_at=timezone.now())
