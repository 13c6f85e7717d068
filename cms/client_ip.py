"""The address of whoever asks, past the proxies we know and no further."""

import ipaddress

from django.conf import settings


def _address(text):
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    # A server that listens on [::] calls 192.0.2.1 ::ffff:192.0.2.1.
    return getattr(address, "ipv4_mapped", None) or address


def client_ip(request):
    """The nearest address that is not one of our own proxies, as text; "" if there is none.

    Walks X-Forwarded-For from the right, and only as long as the hop before is trusted:
    everything left of the first stranger was written by that stranger.
    """
    address = _address(request.META.get("REMOTE_ADDR", ""))
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    while address and hops and any(address in network for network in settings.TRUSTED_PROXIES):
        forwarded = _address(hops.pop())
        if forwarded is None:
            break
        address = forwarded
    return str(address) if address else ""


def network_of(ip):
    """The /24 (IPv4) or /64 (IPv6) that ``ip`` belongs to, as text: enough to see a flood."""
    address = _address(ip)
    if address is None:
        return ""
    prefix = 24 if address.version == 4 else 64
    return str(ipaddress.ip_network((address, prefix), strict=False))
