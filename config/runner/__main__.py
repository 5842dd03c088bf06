"""`python -m config.runner`: from nothing to the first page, and back to nothing on Ctrl-C, SIGTERM or worse."""

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

from config import embedded
from config.embedded import tied
from config.embedded.account import make_folder
from config.embedded.locks import LockFile

from . import address
from .child import Child

_LOOK_EVERY = 0.5  # seconds
_SECONDS_TO_ANSWER = 90
_SECONDS_TO_STOP = 8


class Stopped(BaseException):
    """Somebody asked for the end: Ctrl-C, SIGTERM, or the terminal was closed."""


class Failed(Exception):
    """It cannot run; the text says why."""


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    embedded.read_env_file()
    began = time.monotonic()
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, _stop)
    make, children = _make(), []
    try:
        with contextlib.ExitStack() as stack:
            port = address.port()
            stack.enter_context(_only_one(port))
            address.demand(port)
            os.environ["PORT"] = str(port)
            lease = stack.enter_context(_database())
            stack.callback(_end, children)
            _prepare()
            _begin(children, port)
            print(address.words(port, demo=_is_demo()), flush=True)
            print(f"  Ready after {time.monotonic() - began:.1f} s.", flush=True)
            _watch(children, lease, make)
    except (embedded.Refused, address.Taken, Failed) as failed:
        print(f"\n{failed}", file=sys.stderr, flush=True)
        return 1
    except Stopped:
        pass
    print("Stopped.", flush=True)
    return 0


def _stop(signum, frame):
    raise Stopped


def _make() -> int | None:
    """The `make` that started us, if one did: when it is killed, or told to stop without telling us, we stop too."""
    if "MAKELEVEL" not in os.environ:
        return None
    tied.this_process(signal.SIGTERM)
    return None if tied.is_dying(os.getppid(), signal.SIGINT) else os.getppid()


@contextlib.contextmanager
def _only_one(port: int):
    """One runner at a time in a checkout: two would wake every piece of work twice."""
    try:
        make_folder(embedded.var_folder())
        file = LockFile(embedded.var_folder() / "running")
    except PermissionError as error:
        raise Failed(
            f"{error.filename} belongs to somebody else, perhaps to root, who ran this here before. "
            "Give it to yourself (chown -R), or set ANTEROOM_VAR to a folder of your own."
        ) from error
    with file as lock:
        if not lock.try_hold():
            pid, _, where = lock.said()
            raise Failed(f"It is already running here, at {where} (process {pid}). Stop that one first.")
        lock.say("running", f"http://localhost:{port}")
        yield


@contextlib.contextmanager
def _database():
    if not embedded.is_wanted():
        yield None
        return
    began = time.monotonic()
    with embedded.running() as lease:
        place = lease.cluster.data.parent
        print(f"  {'Database':<18}{place} ({time.monotonic() - began:.1f} s)", flush=True)
        if place != lease.cluster.home:
            print(
                f"  {'':<18}not in {lease.cluster.home}, which root keeps closed to PostgreSQL's account",
                flush=True,
            )
        yield lease


def _prepare() -> None:
    """The rows and the files, side by side; when one fails, the other need not go on."""
    steps = [
        Child(f"Preparing the {what}", [sys.executable, "-m", "config.runner.prepare", what])
        for what in ("rows", "files")
    ]
    try:
        for step in steps:
            step.start()
        while waiting := [step for step in steps if not step.has_ended()]:
            if any(step.process.returncode for step in steps if step not in waiting):
                break
            time.sleep(0.02)
        if failed := [step.name for step in steps if step.has_ended() and step.process.returncode]:
            raise Failed(f"{' and '.join(failed)} failed; what was said is above. Nothing is running.")
    except BaseException:
        _end(steps)
        raise


def _begin(children: list[Child], port: int) -> None:
    """Start the web server, and once it answers, those who work behind it."""
    web = [
        *(
            "-m",
            "gunicorn",
            "config.wsgi:application",
            "--preload",
            "--no-control-socket",
            "--log-level",
            "warning",
        ),
        *("--worker-class", "gthread", "--workers", "2", "--threads", "4", "--graceful-timeout", "5"),
        *(part for bind in address.binds(port) for part in ("--bind", bind)),
    ]
    # The warning about root is for servers; here it would be the first thing a newcomer reads.
    celery = ["-W", "ignore:You're running the worker", "-m", "celery", "-A", "config", "--quiet"]
    quiet = ["--loglevel", "WARNING"]
    alone = ["--pool", "solo", "--without-gossip", "--without-mingle", "--without-heartbeat"]
    children.append(Child("The web server", [sys.executable, *web]))
    children[0].start()
    _wait_for_an_answer(children[0], port)
    # Asked to stop, an idle worker takes up to 2 s. Orphaned, it may go at once: what it was doing is rows, done again.
    worker = [sys.executable, *celery, "worker", *quiet, *alone]
    children.append(Child("The worker", worker, chatty=True, orphaned=signal.SIGKILL))
    children.append(Child("The beat", [sys.executable, *celery, "beat", *quiet, "--pidfile="], chatty=True))
    for child in children[1:]:
        child.start()


def _wait_for_an_answer(web: Child, port: int) -> None:
    until = time.monotonic() + _SECONDS_TO_ANSWER
    while time.monotonic() < until:
        if web.has_ended():
            raise Failed("The web server could not start; what it said is above.")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
            return
        except urllib.error.HTTPError:
            return  # it answers, whatever it says
        except OSError:
            time.sleep(0.05)
    raise Failed(f"The web server did not answer within {_SECONDS_TO_ANSWER} s.")


def _watch(children: list[Child], lease, make: int | None) -> None:
    while not (make and tied.is_dying(make, signal.SIGINT)):
        time.sleep(_LOOK_EVERY)
        for child in children:
            if sentence := child.look_after():
                print(sentence, file=sys.stderr, flush=True)
        if lease and not lease.is_up():
            print("The database ended by itself; it starts again.", file=sys.stderr, flush=True)
            lease.revive()


def _end(children: list[Child]) -> None:
    """Ask all to stop, wait a little, and leave nothing. A second Ctrl-C shortens the wait."""
    until = [time.monotonic() + _SECONDS_TO_STOP]
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, lambda *_: until.__setitem__(0, 0.0))
    for child in children:
        child.ask_to_stop()
    for child in children:
        while not child.has_ended() and child.process and time.monotonic() < until[0]:
            time.sleep(0.02)
        child.make_sure_it_is_gone(until[0])


def _is_demo() -> bool:
    from django.conf import settings

    return getattr(settings, "DEMO", False)


if __name__ == "__main__":
    with contextlib.suppress(subprocess.SubprocessError):
        sys.exit(main())
