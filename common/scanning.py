"""Asking a virus scanner of the installation's own (clamd) about a file, before anything opens it.

Off while the setting CLAMD is empty. Its protocol: `zINSTREAM`, then pieces with their length before them, a length of
zero at the end; the answer is `stream: OK` or `stream: NAME FOUND`, anything else is no answer.
"""

import logging
import socket
import struct
from pathlib import PurePosixPath

from django.conf import settings

SECONDS, PIECE, LONGEST_ANSWER = 5, 1 << 16, 4096
log = logging.getLogger(__name__)


class Unreachable(OSError):
    """The scanner is switched on and gives no answer in time."""


def is_infected(content: bytes) -> bool:
    """What the scanner says; False without one. Raises Unreachable."""
    if not settings.CLAMD:
        return False
    try:
        answer = _asked(content)
    except OSError as fault:
        log.error("the virus scanner cannot be reached: %s", type(fault).__name__)
        raise Unreachable from fault
    words = answer.strip(b"\0\n ").split(b" ")
    if words[-1] == b"FOUND":
        return True
    if words[-1] == b"OK":
        return False
    log.error("the virus scanner gave no answer we know")
    raise Unreachable


def _asked(content: bytes) -> bytes:
    with _connected() as line:
        line.sendall(b"zINSTREAM\0")
        for begin in range(0, len(content), PIECE):
            piece = content[begin : begin + PIECE]
            line.sendall(struct.pack("!I", len(piece)) + piece)
        line.sendall(struct.pack("!I", 0))
        answer = b""
        while (more := line.recv(LONGEST_ANSWER)) and len(answer) < LONGEST_ANSWER:
            answer += more
            if answer.endswith(b"\0"):
                break
        return answer


def _connected():
    """A path is a socket of this machine; else host:port."""
    if PurePosixPath(settings.CLAMD).is_absolute():
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(SECONDS)
        try:
            line.connect(settings.CLAMD)
        except OSError:
            line.close()
            raise
        return line
    host, _colon, port = settings.CLAMD.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)
