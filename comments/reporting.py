"""Readers report comments that moderators should look at again."""

from django.db import IntegrityError, transaction

from .models import Report

# So many open ones of one comment are kept. Nobody reads more before the moderators have looked.
MOST = 200


def report(comment, ticket, reason, text):
    """Keeps a report; sent twice it is one."""
    if Report.objects.filter(comment=comment, closed_by=None).count() >= MOST:
        return
    try:
        with transaction.atomic():
            Report.objects.create(comment=comment, reason=reason, text=text, nonce=ticket.nonce)
    except IntegrityError:
        pass  # it is there


def close(step):
    """The staff has looked at the comment: within the transaction of the step."""
    Report.objects.filter(comment=step.comment_id, closed_by=None).update(closed_by=step)


def reopen(step):
    """The step is taken back: what it closed waits again."""
    Report.objects.filter(closed_by=step).update(closed_by=None)
