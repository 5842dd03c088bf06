"""A virus scanner for tests: says what it is told to, over its own protocol, on a port of this machine."""

import socketserver
import struct
import threading
import time
from contextlib import contextmanager

from common.tests.hostile import EICAR


class Scan(socketserver.BaseRequestHandler):
    """Reads one stream and answers."""

    def handle(self):
        begin = b""
        while not begin.endswith(b"\0"):
            begin += self.request.recv(1)
        assert begin == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!I", self._read(4))[0]:
            content += self._read(size)
        self.server.seen.append(content)
        time.sleep(self.server.pause)
        answer = b"stream: Eicar-Signature FOUND\0" if EICAR in content else self.server.answer
        self.request.sendall(answer)

    def _read(self, size: int) -> bytes:
        got = b""
        while len(got) < size:
            got += self.request.recv(size - len(got))
        return got


@contextmanager
def clamd(answer=b"stream: OK\0", pause=0.0):
    """`server.seen` are the files it was shown; `server.address` is what the setting CLAMD says."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Scan) as server:
        server.daemon_threads, server.block_on_close = True, False
        server.answer, server.pause, server.seen = answer, pause, []
        server.address = f"127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, daemon=True, kwargs={"poll_interval": 0.01}).start()
        try:
            yield server
        finally:
            server.shutdown()
