"""Proof of work: the browser's half is played by altcha's own solver."""

import base64
import json
import time
from dataclasses import replace
from datetime import timedelta

import altcha
import pytest

from comments.verification import Failed, Passed, proof_of_work, ticket


def new_ticket(article_id=12):
    token = ticket.issue(article_id)
    return token, ticket.read(token, article_id)


def solve(challenge):
    """The POST field ``proof`` for the JSON ``challenge``."""
    parsed = altcha.Challenge.from_dict(challenge)
    return altcha.Payload(parsed, altcha.solve_challenge(parsed)).to_base64()


def encode(value):
    return base64.b64encode(json.dumps(value).encode()).decode()


def decode(payload):
    return json.loads(base64.b64decode(payload))


@pytest.fixture(scope="module")
def solved():
    """A ticket with its solved challenge, as the decoded payload. Solved once: do not change it."""
    token, given = new_ticket()
    return given, decode(solve(proof_of_work.challenge(token, given)["challenge"]))


def test_the_browser_gets_its_ticket_and_a_challenge_that_is_json():
    token, given = new_ticket()
    answer = json.loads(json.dumps(proof_of_work.challenge(token, given)))
    assert answer["ticket"] == token
    assert answer["challenge"]["parameters"]["algorithm"] == "PBKDF2/SHA-256"
    assert answer["challenge"]["parameters"]["expiresAt"] == int(given.expires.timestamp())


def test_a_solved_challenge_passes_as_strong_evidence(solved):
    given, payload = solved
    outcome = proof_of_work.check(encode(payload), given)
    assert isinstance(outcome, Passed)
    assert outcome.method == "proof_of_work"
    assert outcome.weak is False


@pytest.mark.parametrize("level", [0, 1])
def test_solving_takes_a_bounded_number_of_tries(level):
    token = ticket.issue(12, level=level)
    given = ticket.read(token, 12)
    counters = []
    for _ in range(3):
        solution = decode(solve(proof_of_work.challenge(token, given)["challenge"]))["solution"]
        counters.append(solution["counter"])
    assert max(counters) < proof_of_work.MAX_TRIES[level]
    assert len(set(counters)) > 1


def test_a_solution_is_worth_nothing_with_another_ticket_of_the_same_story(solved):
    _, payload = solved
    _, other = new_ticket()
    assert isinstance(proof_of_work.check(encode(payload), other), Failed)


def test_a_solution_is_worth_nothing_on_another_story(solved):
    given, payload = solved
    elsewhere = replace(given, article_id=13)
    assert isinstance(proof_of_work.check(encode(payload), elsewhere), Failed)


def test_a_challenge_past_its_time_fails():
    token, given = new_ticket()
    old = replace(given, issued=given.issued - timedelta(minutes=61))
    payload = solve(proof_of_work.challenge(token, old)["challenge"])
    assert isinstance(proof_of_work.check(payload, old), Failed)


def test_a_challenge_made_cheaper_by_the_reader_fails(solved):
    given, payload = solved
    for name, value in [("cost", 1), ("keyPrefix", ""), ("keyLength", 1), ("expiresAt", 1 << 40)]:
        cheaper = json.loads(json.dumps(payload))
        cheaper["challenge"]["parameters"][name] = value
        assert isinstance(proof_of_work.check(encode(cheaper), given), Failed), name


def test_a_challenge_the_reader_signed_fails(solved):
    given, _ = solved
    own = altcha.create_challenge(
        "PBKDF2/SHA-256",
        1,
        data={"article": given.article_id, "ticket": given.nonce},
        hmac_secret="my own secret",
    )
    assert isinstance(proof_of_work.check(solve(own.to_dict()), given), Failed)


def test_a_challenge_without_work_fails(solved):
    given, payload = solved
    for solution in [
        {"counter": 0, "derivedKey": "00" * 32},
        {"counter": payload["solution"]["counter"], "derivedKey": ""},
        {"counter": payload["solution"]["counter"], "derivedKey": "0"},
        {"counter": payload["solution"]["counter"], "derivedKey": None},
    ]:
        outcome = proof_of_work.check(encode({**payload, "solution": solution}), given)
        assert isinstance(outcome, Failed), solution


def test_a_challenge_of_another_site_fails(solved, settings):
    given, payload = solved
    settings.SECRET_KEY = "another-site"
    assert isinstance(proof_of_work.check(encode(payload), given), Failed)


def test_a_padded_solution_is_not_even_parsed(solved):
    given, payload = solved
    padded = {**payload, "padding": "x" * proof_of_work.MAX_LENGTH}
    assert isinstance(proof_of_work.check(encode(padded), given), Failed)


HOSTILE = [
    None,
    12,
    [],
    "",
    "not base64 at all!",
    "đ",
    "\ud800",
    "\x00",
    "A" * 10_000_000,
    base64.b64encode(b"\xff\xfe").decode(),
    base64.b64encode(b"{").decode(),
    base64.b64encode(b"[" * 2_900).decode(),
    base64.b64encode(b'{"challenge":' * 200).decode(),
    base64.b64encode(b"9" * 2_900).decode(),
    *map(encode, [None, True, 1, "x", [], {}, {"challenge": None}, {"challenge": []}]),
]


@pytest.mark.parametrize("payload", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_a_stranger_posts_fails_without_an_error(payload):
    _, given = new_ticket()
    assert isinstance(proof_of_work.check(payload, given), Failed)


ODD = [None, True, 0, -1, 1e308, float("nan"), float("inf"), 10**400, "", "x", "\ud800", [], {},
       [[[]]], {"a": {}}, {"__proto__": 1}, ["x"]]  # fmt: skip


@pytest.mark.parametrize(
    "path",
    ["challenge", "solution", "challenge.parameters", "challenge.signature", "solution.derivedKey",
     "solution.counter", *(f"challenge.parameters.{name}" for name in (
        "algorithm", "cost", "keyLength", "keyPrefix", "keySignature", "nonce", "salt",
        "expiresAt", "data", "memoryCost"))],
)  # fmt: skip
def test_an_odd_value_in_any_place_fails_without_an_error(path, solved):
    given, payload = solved
    *parents, name = path.split(".")
    for value in ODD:
        changed = json.loads(json.dumps(payload))
        place = changed
        for parent in parents:
            place = place[parent]
        place[name] = value
        outcome = proof_of_work.check(encode(changed), given)
        # The counter is a hint: what proves the work is the derived key.
        expected = Passed if path == "solution.counter" else Failed
        assert isinstance(outcome, expected), (path, value)


def test_checking_is_cheap_for_the_server(solved):
    given, payload = solved
    encoded = encode(payload)
    started = time.process_time()
    for _ in range(100):
        proof_of_work.check(encoded, given)
    # Measured: 0.15 ms a check. A derivation alone is ten times that.
    assert (time.process_time() - started) / 100 < 0.001
