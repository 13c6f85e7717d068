"""A Google for tests: a real HTTPS server on localhost that answers siteverify as it is told.

django-recaptcha hard-codes ``https://``, so the server has a certificate of a throw-away
authority, and the client's own OpenSSL is told to trust that one through SSL_CERT_FILE. Nothing
of our code or of django-recaptcha is replaced::

    @pytest.fixture
    def google(tmp_path, monkeypatch, settings):
        with FakeGoogle(tmp_path) as google:
            google.use(monkeypatch, settings)
            yield google

    google.accepts(hostname="localhost")
    google.rejects("timeout-or-duplicate")
    google.breaks("cut")        # see BREAKDOWNS
    google.questions            # what was posted to it, one dict each
"""

import json
import ssl
import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from urllib.parse import parse_qsl

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def _says(body, status=200):
    def answer(handler):
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def _cut(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", "500")
    handler.end_headers()
    handler.wfile.write(b'{"success": tr')


def _hang_up(handler):
    handler.connection.close()


def _time_out(handler):
    handler.server.closing.wait(30)


def _trickle(handler):
    """One byte every half second: no single step on the socket is ever slow."""
    handler.send_response(200)
    handler.send_header("Content-Length", "60")
    handler.end_headers()
    for _ in range(60):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        if handler.server.closing.wait(0.5):
            return


BREAKDOWNS = {
    "cut": _cut,
    "hang up": _hang_up,
    "time out": _time_out,
    "trickle": _trickle,
    "html": _says(b"<!doctype html><title>Sorry</title>"),
    "empty": _says(b""),
    "not utf-8": _says(b"\xff\xfe"),
    "list": _says(b"[]"),
    "null": _says(b"null"),
    "string": _says(b'"success"'),
    "no success": _says(b"{}"),
    "odd error codes": _says(b'{"success": false, "error-codes": 7}'),
    "odd hostname": _says(b'{"success": true, "hostname": "["}'),
    "nested": _says(b"[" * 100_000),
    "http 500": _says(b"{}", status=500),
    "http 403": _says(b"{}", status=403),
}


class FakeGoogle:
    def __init__(self, directory):
        self.questions = []
        self.ca_file = directory / "fake-google-ca.pem"
        self._chain_file = directory / "fake-google-chain.pem"
        _write_certificates(self.ca_file, self._chain_file)
        self.accepts()

    def __enter__(self):
        google = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                length = int(self.headers["Content-Length"])
                form = dict(parse_qsl(self.rfile.read(length).decode()))
                google.questions.append({"path": self.path, **form})
                google._answer(self)

            def log_message(self, *args):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.closing = threading.Event()
        self._server.handle_error = lambda *args: None  # Clients that gave up waiting.
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._chain_file)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.domain = f"localhost:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *exception):
        self.refuses_connections()

    def use(self, monkeypatch, settings, *, trusted=True):
        """Make the site ask this Google, with keys set; untrusted, its certificate is bad."""
        settings.RECAPTCHA_DOMAIN = self.domain
        settings.RECAPTCHA_PUBLIC_KEY = "site-key"
        settings.RECAPTCHA_PRIVATE_KEY = "private-key"
        settings.COMMENT_VERIFICATION = "auto"
        for name in ("no_proxy", "NO_PROXY"):  # A machine behind a proxy can run the tests too.
            monkeypatch.setenv(name, "localhost")
        if trusted:
            monkeypatch.setenv("SSL_CERT_FILE", str(self.ca_file))

    def accepts(self, *, hostname="localhost", **fields):
        """Success; for v3 give ``score`` and ``action``."""
        solved_at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        self.replies(success=True, hostname=hostname, challenge_ts=solved_at, **fields)

    def rejects(self, *codes):
        self.replies(**{"success": False, "error-codes": list(codes)})

    def replies(self, **fields):
        self._answer = _says(json.dumps(fields).encode())

    def breaks(self, how):
        if how == "refuse connections":
            self.refuses_connections()
        else:
            self._answer = BREAKDOWNS[how]

    def refuses_connections(self):
        self._server.closing.set()
        self._server.shutdown()
        self._server.server_close()


def _write_certificates(ca_file, chain_file):
    ca_key, ca_name = ec.generate_private_key(ec.SECP256R1()), _name("Throw-away authority")
    ca = (
        _certificate(ca_name, ca_name, ca_key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(ca_key, hashes.SHA256())
    )
    key = ec.generate_private_key(ec.SECP256R1())
    names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    server = (
        _certificate(_name("localhost"), ca_name, key.public_key())
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(ca_key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    ca_file.write_bytes(ca.public_bytes(pem))
    chain_file.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + server.public_bytes(pem)
    )


def _name(common_name):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _certificate(subject, issuer, public_key):
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=1))
    )
