"""The lease: a lock that every command holds while it uses the embedded database.

Three files in the cluster's home carry the whole agreement, and the kernel frees their locks however a process ends:
`lease` (shared: a command uses the database; exclusive: it is being stopped), `starting` (one command at a time looks
whether it must start it) and `keeper` (held by the keeper for its life; its line says how far it is).
"""

import contextlib
import os
import signal
import subprocess
import sys
import time

from .locks import LockFile
from .places import ROOT, Cluster
from .words import Refused

_SECONDS_TO_STOP = 40
_LOOK_EVERY = 0.005  # seconds; only while a start or a stop is under way


class Lease:
    """One command's right to a running database."""

    def __init__(self, cluster: Cluster):
        self.cluster = cluster
        try:
            cluster.make_home()
            self._lock = LockFile(cluster.lease_file)
        except PermissionError as error:
            raise Refused(
                f"{error.filename} belongs to somebody else, perhaps to root, who ran this here before. Run it as "
                "that user, give the folder var to yourself (chown -R), or set ANTEROOM_VAR to a folder of your own."
            ) from error
        self._keeper = None

    def take(self) -> None:
        """Wait for a stop that is under way, then start the database or join the one that runs. Raises Refused."""
        self._lock.share()
        self.revive()

    def revive(self) -> None:
        """Make sure that the database is there, starting a keeper if there is none. Raises Refused."""
        with LockFile(self.cluster.starting_file) as starting:
            starting.hold()
            with LockFile(self.cluster.keeper_file) as keeper:
                if not keeper.is_held():
                    keeper.hold()
                    self._start_keeper(keeper)
            self._wait_until_ready()

    def is_up(self) -> bool:
        """Whether the keeper lives and says that PostgreSQL answers."""
        with LockFile(self.cluster.keeper_file) as keeper:
            return keeper.is_held() and keeper.said()[1] == "ready"

    def leave(self) -> None:
        """Give the lease back. The last one out stops the database and waits until it is gone."""
        others_use_it = not self._lock.try_hold() and self._lock.try_share()
        if not others_use_it:
            self._stop_keeper()
        self._lock.__exit__()
        if self._keeper:
            self._keeper.poll()

    def _start_keeper(self, lock: LockFile) -> None:
        """The keeper inherits the lock while we hold it, so there is no moment at which nobody does."""
        lock.say("starting")
        flags = ["--throwaway"] if self.cluster.throwaway else []
        with LockFile(self.cluster.log_file) as log:
            if os.fstat(log.number).st_size > 5_000_000:
                os.ftruncate(log.number, 0)
            os.lseek(log.number, 0, os.SEEK_END)
            self._keeper = subprocess.Popen(
                [sys.executable, "-m", "config.embedded.keeper", self.cluster.home, str(lock.number), *flags],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log.number,
                stderr=log.number,
                pass_fds=[lock.number],
                start_new_session=True,  # Ctrl-C in a terminal is for the command, not for the database
            )

    def _wait_until_ready(self) -> None:
        with LockFile(self.cluster.keeper_file) as keeper:
            while True:
                is_there = keeper.is_held()
                _, state, words = keeper.said()
                if state == "refused":
                    raise Refused(words)
                if not is_there:
                    raise Refused(
                        f"The database's keeper ended before it was ready; see {self.cluster.log_file}."
                    )
                if state == "ready":
                    return
                time.sleep(_LOOK_EVERY)

    def _stop_keeper(self) -> None:
        with LockFile(self.cluster.keeper_file) as keeper:
            if keeper.is_held():
                with contextlib.suppress(
                    ProcessLookupError, PermissionError
                ):  # it sees by itself that nobody is left
                    os.kill(keeper.said()[0], signal.SIGTERM)
            until = time.monotonic() + _SECONDS_TO_STOP
            while keeper.is_held() and time.monotonic() < until:
                time.sleep(_LOOK_EVERY)
        if self._keeper:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._keeper.wait(2)
