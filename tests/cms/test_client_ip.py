"""Whose address a request has: past our own proxies, and no further."""

from ipaddress import ip_network

import pytest
from django.test import RequestFactory

from cms.client_ip import client_ip, network_of

READER = "203.0.113.7"


def seen(remote, forwarded=None, trusted=(), settings=None):
    settings.TRUSTED_PROXIES = [ip_network(network) for network in trusted]
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    return client_ip(RequestFactory().get("/", REMOTE_ADDR=remote, headers=headers))


@pytest.mark.parametrize(
    ("remote", "forwarded", "trusted", "expected"),
    [
        # No proxy: what a header says is a lie.
        (READER, None, [], READER),
        (READER, "198.51.100.1", [], READER),
        (READER, "127.0.0.1", [], READER),
        # One.
        ("127.0.0.1", READER, ["127.0.0.1"], READER),
        ("127.0.0.1", f"198.51.100.1, {READER}", ["127.0.0.1"], READER),
        ("127.0.0.1", f"127.0.0.1, {READER}", ["127.0.0.1"], READER),
        # Two, and a stranger who writes the name of one.
        ("127.0.0.1", f"{READER}, 10.0.0.5", ["127.0.0.1", "10.0.0.0/8"], READER),
        ("127.0.0.1", f"10.0.0.9, {READER}, 10.0.0.5", ["127.0.0.1", "10.0.0.0/8"], READER),
        # A stranger who is no proxy of ours.
        ("198.51.100.9", READER, ["127.0.0.1"], "198.51.100.9"),
        # Nothing that can be read: the last address that we know.
        ("127.0.0.1", "", ["127.0.0.1"], "127.0.0.1"),
        ("127.0.0.1", None, ["127.0.0.1"], "127.0.0.1"),
        ("127.0.0.1", "unknown", ["127.0.0.1"], "127.0.0.1"),
        ("127.0.0.1", f"{READER}, <script>", ["127.0.0.1"], "127.0.0.1"),
        ("127.0.0.1", "," * 5_000, ["127.0.0.1"], "127.0.0.1"),
        ("", READER, ["127.0.0.1"], ""),
        # IPv6, also where it wraps the other.
        ("::1", "2001:db8::7", ["::1"], "2001:db8::7"),
        ("2001:db8::7", "2001:db8::8", ["::1"], "2001:db8::7"),
        ("::ffff:127.0.0.1", READER, ["127.0.0.1"], READER),
        ("127.0.0.1", f"::ffff:{READER}", ["127.0.0.1"], READER),
    ],
)
def test_the_address_is_the_nearest_that_is_no_proxy_of_ours(
    settings, remote, forwarded, trusted, expected
):
    assert seen(remote, forwarded, trusted, settings) == expected


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("nonsense", ""),
    ],
)
def test_only_the_network_is_kept(address, network):
    assert network_of(address) == network
