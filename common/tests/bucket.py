"""A bucket of our own, on this machine: enough of S3 to put, look at, fetch and delete, and to read a signed link."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

SAID = {"response-content-disposition": "Content-Disposition", "response-content-type": "Content-Type",
        "response-cache-control": "Cache-Control"}  # fmt: skip


class Bucket(BaseHTTPRequestHandler):
    """Keeps what it is given in `things`; `is_down` answers nothing but errors, `is_full` takes no more."""

    things: dict[str, bytes] = {}
    is_down = is_full = False

    def do_PUT(self):
        """Keep it."""
        given = self.rfile.read(int(self.headers["Content-Length"]))
        if not self.is_full:
            self.things[self.key] = given
        self.say(507 if self.is_full else 200)

    def do_HEAD(self):
        """Is it there?"""
        self.say(
            500 if self.is_down else 200 if self.key in self.things else 404, self.things.get(self.key, b"")
        )

    def do_GET(self):
        """Hand it out under the headers that the link names; without a signature nobody gets anything."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        if "X-Amz-Signature" not in asked and "Authorization" not in self.headers:
            return self.say(403)
        code = 500 if self.is_down else 200 if self.key in self.things else 404
        said = {header: asked[name] for name, header in SAID.items() if name in asked}
        return self.say(code, self.things.get(self.key, b""), said)

    def do_DELETE(self):
        """Forget it."""
        self.things.pop(self.key, None)
        self.say(204)

    @property
    def key(self) -> str:
        """Its name, with the bucket's own."""
        return unquote(urlsplit(self.path).path).lstrip("/")

    def say(self, code: int, body: bytes = b"", headers=None):
        """Answer; what is only asked about is not sent."""
        self.send_response(code)
        known = {
            "Content-Length": str(len(body)),
            "ETag": '"x"',
            "Last-Modified": "Sat, 28 Nov 2026 10:00:00 GMT",
        }
        for name, value in (known | (headers or {})).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, *args):
        """Quietly."""


@contextmanager
def a_bucket():
    """(its address, the bucket), while the test needs it."""
    kind = type("OneBucket", (Bucket,), {"things": {}})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", kind
    finally:
        server.shutdown()
        server.server_close()
