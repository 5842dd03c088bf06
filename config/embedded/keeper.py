"""The process that holds PostgreSQL while anybody uses it: `python -m config.embedded.keeper HOME LOCK [--throwaway]`.

It outlives the command that started it, and ends when the kernel says that no command holds the lease any more,
however those commands ended. PostgreSQL is its child and ends with it, however that ends.
"""

import os
import select
import signal
import sys
from pathlib import Path

from . import server
from .locks import LockFile
from .places import Cluster
from .words import Refused

_LOOK_EVERY = 0.25  # seconds
_asked_to_stop = False


def main(home: str, inherited: str, *flags: str) -> int:
    cluster = Cluster(Path(home), throwaway="--throwaway" in flags)
    os.set_inheritable(int(inherited), False)  # the lock is ours; PostgreSQL must not keep it alive
    wake = _wake_on(signal.SIGTERM, signal.SIGINT, signal.SIGCHLD)
    with LockFile(cluster.lease_file) as lease, LockFile(cluster.keeper_file) as line:
        try:
            line.say("starting")
            process = server.start(cluster)
            line.say("ready")
            # Taking the lease for ourselves succeeds when nobody has it; whoever comes then waits until we are gone.
            while not _asked_to_stop and not lease.try_hold():
                _sleep(wake)
                if process.poll() is not None:
                    print(
                        f"PostgreSQL ended by itself ({process.returncode}); starting it again.", flush=True
                    )
                    line.say("starting")
                    process = server.start(cluster)
                    line.say("ready")
            line.say("stopping")
            server.stop(process)
            cluster.remove_socket_folder()
        except Refused as refused:
            line.say("refused", str(refused))
            return 1
        except Exception as surprise:
            line.say("refused", f"The database's keeper failed ({surprise!r}); see {cluster.log_file}.")
            raise
    return 0


def _wake_on(*signums) -> int:
    """A pipe that becomes readable when one of the signals arrives, so that waiting costs nothing."""
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing)
    for signum in signums:
        signal.signal(signum, _note)
    return reading


def _note(signum, frame):
    global _asked_to_stop
    _asked_to_stop = _asked_to_stop or signum != signal.SIGCHLD


def _sleep(wake: int) -> None:
    if select.select([wake], [], [], _LOOK_EVERY)[0]:
        os.read(wake, 1024)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
