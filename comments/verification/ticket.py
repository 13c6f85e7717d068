"""The ticket: one signed text that is the key of a form and the base of its challenge.

It says for which story a form was given out and when, and carries a nonce that belongs to this
form alone. Nothing is stored when a ticket is given out. It is spent when a comment is stored:
``Comment.nonce`` is unique, so of fifty posts with one ticket one makes a row.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing
from django.utils import timezone

SALT = "comments.verification.ticket"
# Longer than people take to write a comment, shorter than solved tickets are worth hoarding.
LIFETIME = timedelta(minutes=60)
# A real ticket has about 120 characters; whatever is much longer need not be hashed.
MAX_LENGTH = 400


class TicketError(Exception):
    """The form came without a ticket that counts; answer with the form again, text kept."""


class TicketInvalid(TicketError):
    """Not ours, changed on the way, or given out for another story."""


class TicketExpired(TicketError):
    """Ours, but too old to be posted with.

    ``ticket`` is what it said: a comment that was sent again from a page of yesterday is
    recognised by ``ticket.nonce``, and the next form keeps ``ticket.fallback``.
    """

    def __init__(self, ticket):
        super().__init__("The ticket has expired.")
        self.ticket = ticket


@dataclass(frozen=True)
class Ticket:
    article_id: int
    nonce: str
    issued: datetime
    # Given out because reCAPTCHA did not answer, was blocked or doubted the reader.
    fallback: bool = False
    # How hard its proof of work is: 0 for nearly everybody.
    level: int = 0
    # Everything had been typed when it was given out: it says nothing of how long that took.
    typed: bool = False

    @property
    def expires(self):
        return self.issued + LIFETIME

    @property
    def age(self):
        """How long ago the form was given out; very short means that nobody typed."""
        return timezone.now() - self.issued


def issue(article_id, *, fallback=False, level=0, typed=False):
    """A new ticket for a form under the story ``article_id``, as the text the form carries."""
    issued = int(timezone.now().timestamp())
    fields = [article_id, secrets.token_urlsafe(16), issued, fallback, level, typed]
    return signing.Signer(salt=SALT).sign_object(fields)


def read(token, article_id):
    """The `Ticket` in ``token``; raises `TicketExpired` or `TicketInvalid`."""
    if not isinstance(token, str) or len(token) > MAX_LENGTH:
        raise TicketInvalid("No ticket.")
    try:
        fields = signing.Signer(salt=SALT).unsign_object(token)
        for_article, nonce, issued, *how = fields
        ticket = Ticket(for_article, nonce, datetime.fromtimestamp(issued, UTC), *how)
    # Lone surrogates, or fields of another release in the middle of a deploy.
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise TicketInvalid("Not a ticket of ours.") from error
    if for_article != article_id:
        raise TicketInvalid("A ticket for another story.")
    if timezone.now() >= ticket.expires:
        raise TicketExpired(ticket)
    return ticket
