"""One signed ticket is the key of a form and the base of its challenge."""

from datetime import timedelta

import pytest
from django.core import signing
from django.utils import timezone

from comments.verification import ticket
from comments.verification.ticket import TicketExpired, TicketInvalid


@pytest.fixture
def clock(monkeypatch):
    """Moves the present: ``clock(minutes=5)``."""
    real_now = timezone.now

    def move(**delta):
        monkeypatch.setattr(timezone, "now", lambda: real_now() + timedelta(**delta))

    return move


def test_a_ticket_says_what_it_was_issued_for():
    given = ticket.read(ticket.issue(12), 12)
    assert given.article_id == 12
    assert given.fallback is False
    assert timedelta() <= given.age < timedelta(seconds=5)


def test_a_fallback_ticket_says_so():
    assert ticket.read(ticket.issue(12, fallback=True), 12).fallback is True


def test_no_two_tickets_share_a_nonce_of_128_bits():
    nonces = {ticket.read(ticket.issue(12), 12).nonce for _ in range(200)}
    assert len(nonces) == 200
    assert {len(nonce) for nonce in nonces} == {22}


def test_a_ticket_for_one_story_is_refused_on_another():
    with pytest.raises(TicketInvalid):
        ticket.read(ticket.issue(12), 13)


def test_a_ticket_lives_almost_an_hour(clock):
    token = ticket.issue(12)
    clock(minutes=59)
    assert ticket.read(token, 12)


def test_an_expired_ticket_still_says_which_form_it_was(clock):
    token = ticket.issue(12, fallback=True)
    nonce = ticket.read(token, 12).nonce
    clock(minutes=61)
    with pytest.raises(TicketExpired) as caught:
        ticket.read(token, 12)
    assert caught.value.ticket.nonce == nonce
    assert caught.value.ticket.fallback is True


def test_an_expired_ticket_of_another_story_tells_nothing(clock):
    token = ticket.issue(12)
    clock(minutes=61)
    with pytest.raises(TicketInvalid):
        ticket.read(token, 13)


def test_a_ticket_changed_in_any_place_is_refused():
    token = ticket.issue(12)
    for place in range(len(token)):
        other = "A" if token[place] != "A" else "B"
        changed = token[:place] + other + token[place + 1 :]
        with pytest.raises(TicketInvalid):
            ticket.read(changed, 12)


def test_what_the_site_signed_for_another_purpose_is_no_ticket():
    elsewhere = signing.Signer(salt="newsletter").sign_object([12, "n" * 22, 1_800_000_000, True])
    with pytest.raises(TicketInvalid):
        ticket.read(elsewhere, 12)


def test_a_ticket_of_another_release_is_refused_and_not_an_error():
    token = signing.Signer(salt=ticket.SALT).sign_object([12, "nonce"])
    with pytest.raises(TicketInvalid):
        ticket.read(token, 12)


@pytest.mark.parametrize(
    "token", [None, "", ":", "::", "a:b", "\x00", "\ud800:\ud800", "đ:ệ", "x" * 10_000_000, 12, []]
)
def test_whatever_a_stranger_posts_is_no_ticket(token):
    with pytest.raises(TicketInvalid):
        ticket.read(token, 12)


def test_a_ticket_survives_a_change_of_the_secret_key(settings):
    token = ticket.issue(12)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "the-next-key"
    assert ticket.read(token, 12)


def test_a_ticket_is_worth_nothing_under_another_key(settings):
    token = ticket.issue(12)
    settings.SECRET_KEY = "another-site"
    with pytest.raises(TicketInvalid):
        ticket.read(token, 12)
