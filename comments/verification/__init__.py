"""Is this comment worth a moderator's time? The check a reader passes before it is stored.

`mode` says which check the site uses; the rest is the way of one comment::

    offer(article_id)            the form is shown: its ticket, and what to ask
    again(token, ticket)         the form is shown once more: another field was wrong
    challenge(article_id, ...)   the browser fetches a proof of work for that ticket
    ticket.read(token, ...)      the form comes back
    check(data, ticket, ...)     last of all fields: Passed or Failed

Whatever is not `Passed` leads to ``offer(article_id, fallback=outcome.needs_fallback)`` and the
same form with everything typed. Nothing is spent here: the ticket's nonce is spent by the unique
column of the comment, in the transaction that stores it.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from django.conf import settings
from django_recaptcha.constants import TEST_PRIVATE_KEY

from . import proof_of_work, question, recaptcha, ticket
from .outcome import ONE_MORE_MOMENT, Failed, Passed
from .recaptcha import Widget
from .ticket import Ticket, TicketError, TicketExpired, TicketInvalid

__all__ = [
    "Failed",
    "Offer",
    "Passed",
    "Ticket",
    "TicketError",
    "TicketExpired",
    "TicketInvalid",
    "again",
    "challenge",
    "check",
    "mode",
    "offer",
]

EMBEDDED = "embedded"
# A form that asks for a challenge keeps its ticket, unless it would soon run out.
RENEW_AFTER = timedelta(minutes=50)


@dataclass(frozen=True)
class Offer:
    """The check as a template shows it."""

    # For <input type="hidden" name="ticket">.
    token: str
    # "embedded", "recaptcha_v2" or "recaptcha_v3".
    kind: str
    # For the label of <input name="answer">; empty where reCAPTCHA is shown.
    question: str = ""
    recaptcha: Widget | None = None


def mode():
    """Which check this site uses: "embedded", "recaptcha_v2" or "recaptcha_v3"."""
    if settings.COMMENT_VERIFICATION != "auto":
        return settings.COMMENT_VERIFICATION
    private_key = settings.RECAPTCHA_PRIVATE_KEY
    # With Google's test keys every answer passes.
    real_keys = settings.RECAPTCHA_PUBLIC_KEY and private_key and private_key != TEST_PRIVATE_KEY
    return recaptcha.V2 if real_keys else EMBEDDED


def offer(article_id, **how):
    """A new ticket for the form under a story, and what to ask with it; ``how``: see `Ticket`."""
    token = ticket.issue(article_id, **how)
    return again(token, ticket.read(token, article_id))


def again(token, ticket):
    """The offer a form came with, for showing it once more because another field was wrong.

    `check` has not been called, so the reader's proof or answer still counts. After `Failed` a
    new `offer` asks something else: whoever misread one question is not stopped by it.
    """
    if _embedded_is_accepted(ticket):
        return Offer(token, EMBEDDED, question.ask(ticket))
    return Offer(token, mode(), recaptcha=recaptcha.widget(mode()))


def challenge(article_id, token="", *, level=0):
    """The JSON for a form that wants to compute: ``{"ticket": …, "challenge": …}``.

    ``token`` is the ticket the form carries, if any. It stays the form's ticket while it is
    young, so its question stays answerable and a double submit stays one comment; a renewed one
    is a fallback ticket only if the old one was. ``challenge`` is None where reCAPTCHA is asked.
    ``level``: at least so hard, for who has no ticket yet.
    """
    try:
        given = ticket.read(token, article_id)
        fallback, fresh, typed = given.fallback, given.age < RENEW_AFTER, True
        level = max(level, given.level)
    except TicketExpired as error:
        fallback, fresh, typed = error.ticket.fallback, False, True
        level = max(level, error.ticket.level)
    except TicketInvalid:
        fallback, fresh, typed = False, False, False
    if not fresh:
        token = ticket.issue(article_id, fallback=fallback, level=level, typed=typed)
        given = ticket.read(token, article_id)
    if _embedded_is_accepted(given):
        return proof_of_work.challenge(token, given)
    return {"ticket": token, "challenge": None}


def check(data, ticket, *, client_ip, host, level=0):
    """Check the POST fields ``proof``, ``answer`` and ``g-recaptcha-response`` of a form.

    Call it when all other fields are in order, because Google's answer can be asked for once.
    ``client_ip`` is the reader's address behind our own proxies, ``host`` the site's host. A proof
    of work of less than ``level`` is not enough.
    """
    proof = data.get("proof", "")
    answer = data.get("answer", "")
    google = data.get("g-recaptcha-response", "")

    outcome = Failed()
    if _embedded_is_accepted(ticket):
        if proof:
            outcome = proof_of_work.check(proof, ticket)
            if isinstance(outcome, Passed) and ticket.level < level:
                outcome = Failed(ONE_MORE_MOMENT, level=level)
        # Also after a proof that does not hold: the reader's own answer counts.
        if answer.strip() and not isinstance(outcome, Passed):
            outcome = question.check(answer, ticket)
    elif google:
        outcome = recaptcha.check(google, mode(), client_ip=client_ip, host=host)
    else:
        # JavaScript is off, or Google's script is blocked.
        outcome = Failed(needs_fallback=True)

    if not ticket.fallback:
        return outcome
    # Once on the fallback a reader stays there, and a moderator can see it.
    if isinstance(outcome, Passed):
        return replace(outcome, evidence={**outcome.evidence, "fallback": True})
    return replace(outcome, needs_fallback=True)


def _embedded_is_accepted(ticket):
    return ticket.fallback or mode() == EMBEDDED
