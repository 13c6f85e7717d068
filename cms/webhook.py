"""One signed POST to an address that the publisher chose.

An address is something that a person types and a server then calls from inside its network, so
it could be made to call what only that network reaches. Hence: https to public addresses only,
checked again when calling (names can be pointed elsewhere meanwhile) and called by the number
that was checked; no redirect is followed; nothing of an answer but its status is kept.
``WEBHOOK_PRIVATE_HOSTS`` names hosts of one's own network that the operator allows.
"""

import hashlib
import hmac
import http.client
import ipaddress
import json
import queue
import socket
import ssl
import time
from contextlib import suppress
from threading import Thread, Timer
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

SIGNATURE = "X-Newsroom-Signature"


class Unsafe(Exception):
    """The address is none that this site calls. Says why, in words for the publisher."""

    again = False


class Failed(Exception):
    """The receiver did not take it. ``again`` says whether it might another time."""

    def __init__(self, message, *, again=True):
        self.again = again
        super().__init__(message)


def refuse_unsafe(url):
    """Raises `Unsafe` for an address that no call will be made to, as far as it shows."""
    parts = _parts(url)
    if _is_trusted(parts.hostname):
        return
    if parts.scheme != "https":
        raise Unsafe(_("The address must begin with https://"))
    try:
        number = ipaddress.ip_address(parts.hostname)
    except ValueError:
        if "." not in parts.hostname.strip(".") or parts.hostname.endswith((".local", ".internal")):
            raise Unsafe(_("This address is within a private network.")) from None
        return
    _refuse_private(number)


def send(url, secret, payload, *, key, timeout):
    """Posts ``payload`` as JSON; raises `Failed` or `Unsafe`. Takes ``timeout`` seconds at most."""
    body = json.dumps(payload, ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Newsroom-Webhook",
        # The same at each try: the receiver can tell what it had already.
        "X-Newsroom-Delivery": str(key),
        SIGNATURE: signature(secret, body, int(time.time())),
    }
    refuse_unsafe(url)
    try:
        status = _post(_parts(url), body, headers, timeout)
    except TimeoutError:
        raise Failed(_("no answer within %(seconds)s s") % {"seconds": timeout}) from None
    except ssl.SSLError as error:
        raise Failed(f"TLS: {error.reason or type(error).__name__}") from None
    except (OSError, http.client.HTTPException) as error:
        raise Failed(_reason(error)) from None
    if not 200 <= status < 300:
        raise Failed(f"HTTP {status}", again=status >= 500 or status == 429)


def signature(secret, body, moment):
    """What stands in the header: ``t=<unix time>,v1=<hex>`` over ``<time>.<body>``."""
    digest = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256)
    return f"t={moment},v1={digest.hexdigest()}"


def _parts(url):
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or parts.username or parts.password or not url.isascii():
        raise Unsafe(_("This is no address of a web server."))
    return parts


def _is_trusted(host):
    return settings.DEBUG or host in settings.WEBHOOK_PRIVATE_HOSTS


def _refuse_private(number):
    mapped = getattr(number, "ipv4_mapped", None) or number
    if not number.is_global or not mapped.is_global or number.is_multicast:
        raise Unsafe(_("This address is within a private network."))


def _post(parts, body, headers, timeout):
    """The status of the answer. The sum of all waiting is limited, not only each of it."""
    ends = time.monotonic() + timeout
    port = parts.port or (443 if parts.scheme == "https" else 80)
    sock = _connected(parts.hostname, port, timeout)
    if parts.scheme == "https":
        context = ssl.create_default_context()
        host = parts.hostname
        sock = context.wrap_socket(sock, server_hostname=host, do_handshake_on_connect=False)
    alarm = Timer(max(ends - time.monotonic(), 0), _hang_up, [sock])
    alarm.daemon = True
    alarm.start()
    try:
        if parts.scheme == "https":
            sock.do_handshake()
        connection = http.client.HTTPConnection(parts.hostname, parts.port)
        connection.sock = sock
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body, headers)
        return connection.getresponse().status
    except Exception:
        if time.monotonic() >= ends:
            raise TimeoutError from None
        raise
    finally:
        alarm.cancel()
        sock.close()


def _connected(host, port, timeout):
    """A connection to an address that was looked at, however the name is pointed later."""
    addresses = _looked_up(host, port, timeout)
    if not _is_trusted(host):
        for address in addresses:
            _refuse_private(ipaddress.ip_address(address[0]))
    return socket.create_connection(addresses[0][:2], timeout=timeout)


def _looked_up(host, port, timeout):
    """The addresses of a name. Asking for them knows no time limit: another thread waits."""
    answers = queue.SimpleQueue()

    def look():
        try:
            answers.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except OSError as error:
            answers.put(error)

    Thread(target=look, daemon=True).start()
    try:
        answer = answers.get(timeout=timeout)
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(answer, OSError):
        raise answer
    return [entry[4] for entry in answer]


def _hang_up(sock):
    with suppress(OSError):  # it is closed already
        sock.shutdown(socket.SHUT_RDWR)


def _reason(error):
    if isinstance(error, socket.gaierror):
        return _("the name of the server is not known")
    if isinstance(error, ConnectionRefusedError):
        return _("nobody answers there")
    return type(error).__name__
