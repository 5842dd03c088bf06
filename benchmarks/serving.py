"""A real server on the loopback, and browsers that ask it without a pause."""

import contextlib
import signal
import socket
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from urllib.parse import urlencode

from config.runner.child import Child

OURS, BARE = "config.wsgi:application", "benchmarks.bare_wsgi:application"
TOKEN = "b" * 32  # of forgery: any will do that is in the cookie as well
_GUNICORN = (
    "-m gunicorn --no-control-socket --log-level error --worker-class gthread --keep-alive 30 --workers 2"
)


@contextlib.contextmanager
def served(application: str, *, threads=4, python=sys.executable, said: dict | None = None):
    """A real server, with two workers as we deploy it; gives its port. `said` goes into its environment."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = [f"{name}={value}" for name, value in (said or {}).items()]
    command = ["/usr/bin/env", *told, str(python), *_GUNICORN.split(), "--threads", str(threads)]
    command += ["--bind", f"127.0.0.1:{port}", application]
    server = Child("The server", command, chatty=True, orphaned=signal.SIGTERM)
    server.start()
    try:
        until = time.monotonic() + 60
        while socket.socket().connect_ex(("127.0.0.1", port)):
            if server.has_ended() or time.monotonic() > until:
                raise RuntimeError("The server did not start.")
            time.sleep(0.1)
        yield port
    finally:
        server.ask_to_stop()
        server.make_sure_it_is_gone(time.monotonic() + 10)


class Line:
    """One browser's open line to a server. It costs next to nothing, for it runs beside what it measures."""

    def __init__(self, port: int, *, host="localhost", cookies: dict | None = None, address="127.0.0.1"):
        cookies = {"csrftoken": TOKEN, **(cookies or {})}
        self._port, self._socket = port, None
        self._said = (
            f"Host: {host}\r\nOrigin: http://{host}\r\nX-CSRFToken: {TOKEN}\r\nAccept-Encoding: gzip\r\n"
            f"X-Requested-With: XMLHttpRequest\r\nX-Forwarded-For: {address}\r\n"
            f"Cookie: {'; '.join(f'{name}={value}' for name, value in cookies.items())}\r\n"
        )

    def ask(self, path: str, sent: dict | None = None, *, says="") -> tuple[int, dict[str, str], bytes]:
        """Status, headers (names in small letters) and body. A POST when something is sent; `says` are more headers."""
        body = urlencode(sent or {}).encode()
        head = f"{'GET' if sent is None else 'POST'} {path} HTTP/1.1\r\n{self._said}{says}"
        if sent is not None:
            head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        return self._exchange(head.encode() + b"\r\n" + body)

    def expect(
        self, status: int, path: str, sent: dict | None = None, *, says=""
    ) -> tuple[dict[str, str], bytes]:
        """The same, where another answer would mean that something else is measured than was meant."""
        got, headers, body = self.ask(path, sent, says=says)
        if got != status:
            raise AssertionError(f"{path} answered {got}")
        return headers, body

    def close(self) -> None:
        if self._socket:
            self._socket = self._socket.close()

    def _exchange(self, request: bytes):
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=120)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(request)
        got = b""
        while b"\r\n\r\n" not in got:
            got += self._more()
        head, _, body = got.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        pieces, missing = [body], int(headers.get("content-length", 0)) - len(body)
        while missing > 0:
            pieces.append(self._more())
            missing -= len(pieces[-1])
        if headers.get("connection", "").lower() == "close":
            self._socket = self._socket.close()
        return int(first.split()[1]), headers, b"".join(pieces)

    def _more(self) -> bytes:
        got = self._socket.recv(65536)
        if not got:
            raise ConnectionError("The server closed the line in the middle of an answer.")
        return got


def per_second(clients: int, seconds: float, work: Callable[[int], None]) -> float:
    """How often `work(client)` is done in a second by so many clients at once, each without a pause."""

    def client(number) -> tuple[int, float]:
        began = now = time.perf_counter()
        done = 0
        while now - began < seconds:
            work(number)
            done, now = done + 1, time.perf_counter()
        return done, now - began

    with ThreadPoolExecutor(clients) as crowd:
        return sum(done / took for done, took in crowd.map(client, range(clients)))


def in_turns(rounds: int, measures: dict[str, Callable[[], float]]) -> dict[str, float]:
    """The median of each measure, taken in turns: what disturbs one disturbs all. The first turn only warms up."""
    found: dict[str, list[float]] = {name: [] for name in measures}
    for _ in range(rounds + 1):
        for name, measure in measures.items():
            found[name].append(measure())
    return {name: median(kept[1:]) for name, kept in found.items()}


def seconds_each(rounds: int, works: dict[str, Callable[[], object]]) -> dict[str, float]:
    """The median seconds of each piece of work, one client, done in turns."""

    def timed(work):
        began = time.perf_counter()
        work()
        return time.perf_counter() - began

    return in_turns(rounds, {name: lambda work=work: timed(work) for name, work in works.items()})
