"""What writers are told by mail: rows written with the step, said when they still are true.

A moderator who undoes a slip within minutes has told nobody anything. Whatever goes wrong here
leaves a line in the log of the server, and the comment and the decision as they are.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from . import reader_mail
from .models import About, Contact, ReaderNotice, Status
from .telling import tell_due

log = logging.getLogger(__name__)

# So long a decision can be undone before its writer is told.
DELAY = timedelta(minutes=5)
_TELLS = {
    Status.APPROVED: About.APPROVED,
    Status.REJECTED: About.DECLINED,
    Status.FORWARDED: About.PASSED_ON,
}


def arrived(email, *, wanted):
    """A comment was stored, within its transaction; its writer may want to be told of it."""
    if wanted:
        _safely(lambda: reader_mail.ask(email))


def are_wanted(comment):
    return Contact.objects.filter(comment=comment, wants_notices=True).exists()


def confirmed(comment):
    """Its writer said by a mailed link that it is theirs: that mail also asked about notices."""
    if are_wanted(comment):
        writer = comment.contact
        _safely(lambda: reader_mail.confirm(reader_mail.address_of(writer.email)))


def decided(comment, before):
    """The state of a comment was ``before``: within the transaction that changed it."""
    if comment.status != before and comment.status in _TELLS:
        _safely(lambda: _decided(comment))


def _decided(comment):
    writer = Contact.objects.filter(comment=comment).first()
    if writer and writer.wants_notices:
        _leave(comment.pk, _TELLS[comment.status], comment.pk)
    if comment.status == Status.APPROVED:
        _replied(comment, writer)


def _replied(reply, writer=None):
    if reply.parent_id is None:
        return
    asker = Contact.objects.filter(comment=reply.parent_id, wants_notices=True).first()
    # Nobody is told of their own reply.
    if asker and (writer is None or writer.email.casefold() != asker.email.casefold()):
        _leave(reply.parent_id, About.REPLY, reply.pk)


def _leave(comment, about, cause):
    due = timezone.now() + DELAY
    row, made = ReaderNotice.objects.get_or_create(
        comment_id=comment, about=about, cause_id=cause, defaults={"due_at": due}
    )
    if not made:
        # Decided again. What was said once is not said again.
        ReaderNotice.objects.filter(pk=row.pk, sent_at=None).update(due_at=due)
    transaction.on_commit(lambda: _come_back(due), robust=True)


def _come_back(due):
    patient = tell_due.get_backend().supports_defer
    (tell_due.using(run_after=due) if patient else tell_due).enqueue()


def _safely(step):
    try:
        with transaction.atomic():
            step()
    except Exception:
        log.exception("a mail to a reader could not be prepared")
