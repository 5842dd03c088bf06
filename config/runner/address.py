"""Where the pages will be: the port, whether it is free, and what a newcomer is told."""

import errno
import os
import socket
import time

_SECONDS_TO_WAIT = 2  # a runner that was killed a moment ago lets go of its port within this time
_SIGN_INS = (
    ("maya@example.org", "a patient, also for her daughter Noa and (less) her son Elis"),
    ("leo@example.org", "a patient who booked online once"),
    ("jonas@example.org", "Maya's partner, who sees her visits only"),
    ("nora@example.org", "owns the clinic"),
    ("ingrid@example.org", "sees patients (so does tomas@example.org)"),
    ("jonah@example.org", "front desk"),
    ("omar@example.org", "owns the second clinic"),
)


class Taken(Exception):
    """The port cannot be had; the text says why, and what to do."""


def port() -> int:
    """The port from PORT, else 8000."""
    wanted = os.environ.get("PORT") or "8000"
    if not wanted.isdigit() or not 0 < int(wanted) < 65536:
        raise Taken(f"PORT is “{wanted}”; it must be a number between 1 and 65535.")
    return int(wanted)


def binds(port: int) -> list[str]:
    """What the web server listens on: this machine only, by both of the ways a browser understands “localhost”."""
    return [f"127.0.0.1:{port}", *([f"[::1]:{port}"] if _may_listen("::1", 0) is None else [])]


def demand(port: int) -> None:
    """Raise Taken unless the port is free, or becomes free in a moment."""
    until = time.monotonic() + _SECONDS_TO_WAIT
    while why := _why_not(port):
        if why != errno.EADDRINUSE:
            raise Taken(f"Port {port} cannot be used: {os.strerror(why)}. Choose another: PORT=8001 make run")
        if time.monotonic() > until:
            raise Taken(
                f"Port {port} is taken by another program. Stop that one, or choose another: PORT={port + 1} make run"
            )
        time.sleep(0.1)


def _why_not(port: int) -> int | None:
    hosts = ["127.0.0.1", *(["::1"] if _may_listen("::1", 0) is None else [])]
    return next(filter(None, (_may_listen(host, port) for host in hosts)), None)


def _may_listen(host: str, port: int) -> int | None:
    """None when we may; else the system's error number."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host, port))
            trial.listen(1)
    except OSError as error:
        return error.errno
    return None


def words(port: int, *, demo: bool) -> str:
    """What is printed once the pages answer."""
    here = f"http://localhost:{port}"
    doors = [
        ("Book a visit", "/book/"),
        ("Patients", "/portal/"),
        ("Clinic", "/office/"),
        ("Configuration", "/admin/"),
    ]
    lines = [f"  {name:<18}{here}{path}" for name, path in doors]
    if demo:
        lines += [
            f"  {'Mail of the demo':<18}{here}/demo/mail/",
            f"  {'Second clinic':<18}http://lakeside.localhost:{port}/",
            "",
            "  Sign in with the password anteroom-demo:",
            *(f"  {address:<22}{who}" for address, who in _SIGN_INS),
        ]
    return "\n".join(["", *lines, "", "  Ctrl-C stops everything.", ""])
