"""A file whose lock says that somebody is there, and whose one line says how far they are."""

import fcntl
import os
from pathlib import Path


class LockFile:
    """One open look at a lock file. The kernel frees what it holds when the process ends, however it ends."""

    def __init__(self, path: Path):
        self.number = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        above = path.parent.stat()
        if os.geteuid() == 0 and os.fstat(self.number).st_uid != above.st_uid:
            os.fchown(self.number, above.st_uid, above.st_gid)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.number)

    def share(self) -> None:
        fcntl.flock(self.number, fcntl.LOCK_SH)

    def hold(self) -> None:
        fcntl.flock(self.number, fcntl.LOCK_EX)

    def try_share(self) -> bool:
        return self._try(fcntl.LOCK_SH)

    def try_hold(self) -> bool:
        return self._try(fcntl.LOCK_EX)

    def is_held(self) -> bool:
        """Whether another process holds it for itself; looking leaves no trace."""
        if not self._try(fcntl.LOCK_SH):
            return True
        fcntl.flock(self.number, fcntl.LOCK_UN)
        return False

    def _try(self, kind: int) -> bool:
        try:
            fcntl.flock(self.number, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def say(self, state: str, words: str = "") -> None:
        os.ftruncate(self.number, 0)
        os.pwrite(self.number, f"{os.getpid()} {state} {words}".encode(), 0)

    def said(self) -> tuple[int, str, str]:
        """Who wrote the line (process number), the state and its words; zero and nothing while it is being written."""
        pid, _, rest = os.pread(self.number, 10_000, 0).decode(errors="replace").partition(" ")
        state, _, words = rest.partition(" ")
        return int(pid or 0), state, words
