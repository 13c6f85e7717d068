"""Real servers for what goes out: one for mail, one for the webhook, each of several minds."""

import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller


def free_port():
    """A port where nobody answers, for a moment."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


class MailServer:
    """Takes mail; ``refuse`` says with which answer to refuse which recipient."""

    def __init__(self):
        self.messages, self.refuse = [], {}
        self._controller = Controller(self, hostname="127.0.0.1", port=free_port())
        self.port = self._controller.port

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.messages.append((envelope.rcpt_tos, envelope.content))
        return "250 OK"

    def __enter__(self):
        self._controller.start()
        return self

    def __exit__(self, *exception):
        self._controller.stop()


class HookServer:
    """Takes posts; ``status`` is what it answers, after ``delay`` seconds."""

    def __init__(self):
        self.posts, self.status, self.delay, self.drip = [], 200, 0, False
        self.headers = {}
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.posts.append((self.path, dict(self.headers), body))
                time.sleep(outer.delay)
                try:
                    if outer.drip:
                        outer.drip_out(self.wfile)
                    self.send_response(outer.status)
                    for name, value in outer.headers.items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(b"a body that nobody may see")
                except OSError:
                    pass  # the caller hung up

            def log_message(self, *args):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/hook?from=us"

    def drip_out(self, out):
        """A byte now and then: each comes in time, all together never."""
        for _each in range(100):
            out.write(b"H")
            out.flush()
            time.sleep(0.1)

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, args=[0.02], daemon=True).start()
        return self

    def __exit__(self, *exception):
        self._server.shutdown()
        self._server.server_close()


class SilentServer:
    """Takes the connection and never says a word."""

    def __enter__(self):
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        return self

    def __exit__(self, *exception):
        self._socket.close()
