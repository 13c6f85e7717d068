"""Taking a comment off at somebody's demand: the decision and the register's entry together.

An entry that waits in the register with the comment's own address is closed by the act; without
one, one is made.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from articles import takedowns
from articles.models import Outcome
from articles.models.signed import Signed

from .models import Comment, Hold, Status
from .moderation import Verb, decide
from .register import address_of, entries_of


def may(user):
    return user.has_perm("comments.moderate_comment") and user.has_perm("articles.add_takedown")


@transaction.atomic
def take_down(comment, actor, *, told, reason, hold=False, **facts):
    """Rejects the comment, whatever it is now; returns its entry of the register.

    ``told`` is the `Reason` that its writer is told, ``reason`` what the register says; ``facts``
    are requester, document and clock. With ``hold`` its text is kept from being erased.
    """
    if not may(actor):
        raise PermissionDenied
    row = Comment.objects.select_for_update().get(pk=comment.pk)
    # A newer text that waits is rejected first, and then the one that stands.
    for _each in range(2):
        if row.status in (Status.APPROVED, Status.PENDING, Status.FORWARDED):
            decide([(row.pk, row.version)], Verb.REJECT, actor, told)
            row.refresh_from_db()
    if hold:
        Hold.objects.create(comment=row, reason=reason, **Signed.by(actor))
    waiting = entries_of(row).filter(outcome=Outcome.OPEN).first()
    if waiting:
        return takedowns.complete(waiting, actor, facts, outcome=Outcome.DONE)
    return takedowns.enter(
        actor, article=None, address=address_of(row), reason=reason, outcome=Outcome.DONE,
        **takedowns.known(facts),
    )  # fmt: skip
