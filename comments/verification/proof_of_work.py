"""Proof of work in the ALTCHA v2 protocol: the browser computes for a moment while one types.

It is a price, not a proof of a person: about 250 key derivations for each comment. The
browser's half is ``static/js/comment-form.js``.
"""

import secrets

import altcha
from django.utils.crypto import salted_hmac

from .outcome import Failed, Passed

METHOD = "proof_of_work"
ALGORITHM = "PBKDF2/SHA-256"
# One try takes 0.9 ms in desktop Chromium, 3.2 ms when throttled to a quarter (a plain phone),
# 1.2-2.5 ms here on the server, which does one try for each challenge it gives out.
COST = 5_000
# The answer lies anywhere below this: on average 250 tries, at most 500. So 0.2 s on a desktop
# and 0.8 s on a phone, at worst double. A leading-zeros target of the same mean would keep one
# reader in fifty waiting four times as long. Who sends much computes 4 or 16 times as long.
MAX_TRIES = (500, 2_000, 8_000)
# A real payload has about 900 characters.
MAX_LENGTH = 4_000


def challenge(ticket_token, ticket):
    """What the browser gets as JSON: the ticket to send back, and the challenge bound to it."""
    made = altcha.create_challenge(
        ALGORITHM,
        COST,
        counter=secrets.randbelow(MAX_TRIES[ticket.level]),
        expires_at=ticket.expires,
        data=_signed_data(ticket),
        hmac_secret=_secret("challenge"),
        # With the signed key a check costs two HMACs (0.1 ms), not a derivation.
        hmac_key_secret=_secret("key"),
    )
    return {"ticket": ticket_token, "challenge": made.to_dict()}


def check(payload, ticket):
    """Whether ``payload``, straight from a POST, solves the challenge made for ``ticket``."""
    if not isinstance(payload, str) or len(payload) > MAX_LENGTH:
        return Failed()
    try:
        solved = altcha.Payload.from_base64(payload)
        verified = altcha.verify_solution(
            solved, _secret("challenge"), hmac_key_secret=_secret("key")
        ).verified
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError):
        return Failed()  # Not base64, not JSON, not the shape of a payload.
    # altcha says only that some challenge of ours was solved: another story's would do, and
    # one solution would do for any number of comments.
    if not verified or solved.challenge.parameters.data != _signed_data(ticket):
        return Failed()
    return Passed(METHOD, {"cost": COST, "max_tries": MAX_TRIES[ticket.level]})


def _signed_data(ticket):
    return {"article": ticket.article_id, "ticket": ticket.nonce}


def _secret(purpose):
    """A key for this purpose only, so no signature made elsewhere in the project fits here."""
    return salted_hmac(f"{__name__}.{purpose}", "", algorithm="sha256").digest()
