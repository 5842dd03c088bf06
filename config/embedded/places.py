"""Where an embedded database lives: its folder in var/, its socket, its locks."""

import contextlib
import hashlib
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from . import account, programs
from .words import Refused

ROOT = Path(__file__).resolve().parents[2]
NAME = USER = "anteroom"
PORT = 5432  # only the name of a file in the socket's folder: nothing listens on the network
_LONGEST_SOCKET = 100  # bytes; the systems allow 103 to 107


def var_folder() -> Path:
    """The folder for everything that is made here and not in git: ANTEROOM_VAR, else var/ beside manage.py."""
    return (ROOT / (os.environ.get("ANTEROOM_VAR") or "var")).resolve()


@dataclass(frozen=True)
class Cluster:
    """One embedded database server. A throwaway one is fast and forgets: made for tests, never for patients."""

    home: Path
    throwaway: bool = False

    @classmethod
    def of_the_project(cls) -> "Cluster":
        return cls(var_folder() / "postgres" / str(programs.major()))

    @classmethod
    def for_tests(cls) -> "Cluster":
        return cls(var_folder() / "postgres-test" / str(programs.major()), throwaway=True)

    @property
    def lease_file(self) -> Path:
        return self.home / "lease"

    @property
    def starting_file(self) -> Path:
        return self.home / "starting"

    @property
    def keeper_file(self) -> Path:
        return self.home / "keeper"

    @property
    def log_file(self) -> Path:
        return self.home / "log"

    @property
    def data(self) -> Path:
        """The folder with the rows; `elsewhere` names another one where root's home is closed to PostgreSQL."""
        return Path(self.pointer.read_text().strip()) if self.pointer.exists() else self.home / "data"

    @property
    def pointer(self) -> Path:
        return self.home / "elsewhere"

    @property
    def account(self) -> account.Account | None:
        """Who runs PostgreSQL here, when that is not simply us: the owner of the rows, else whom root lends it to."""
        return account.lent_by_root(self.data if self.data.exists() else self.home)

    @property
    def socket(self) -> Path:
        """The private folder of the socket: in var/, or in the system's temporary folder when that path will not do.

        A socket's path may not be long, and an unprivileged account must be able to walk to it.
        """
        inside = self.home / "socket"
        short = len(os.fsencode(inside / f".s.PGSQL.{PORT}")) <= _LONGEST_SOCKET
        lent_to = self.account
        if short and (lent_to is None or lent_to.may_enter(self.home)):
            return inside
        return self._kept_socket() or Path(tempfile.gettempdir()) / f"anteroom-{os.getuid()}-{self.key}"

    def _kept_socket(self) -> Path | None:
        """Where the last start put it, for commands that see another temporary folder; void in a copy of var/."""
        kept = self.home / "socket.path"
        if not kept.exists():
            return None
        place = Path(kept.read_text().strip())
        return place if place.name.endswith(self.key) and place.parent.exists() else None

    @property
    def key(self) -> str:
        """Tells this home from all others in places that homes share."""
        return hashlib.sha256(os.fsencode(self.home)).hexdigest()[:12]

    def make_home(self) -> None:
        account.make_folder(self.home)

    def make_socket_folder(self) -> Path:
        """The socket's folder, 0700 and ours: somebody else's folder of that name is refused, not used."""
        place, lent_to = self.socket, self.account
        place.mkdir(mode=0o700, exist_ok=True)
        seen = place.lstat()
        ours = {os.geteuid(), lent_to.uid if lent_to else os.geteuid()}
        if not stat.S_ISDIR(seen.st_mode) or seen.st_uid not in ours:
            raise Refused(
                f"{place} belongs to somebody else; remove it, or set ANTEROOM_VAR to a folder with a short path."
            )
        if lent_to:
            os.chown(place, lent_to.uid, lent_to.gid)
        place.chmod(0o700)
        if place.parent != self.home:
            (self.home / "socket.path").write_text(f"{place}\n")
        return place

    def remove_socket_folder(self) -> None:
        """Leave nothing in the system's temporary folder; one in var/ may stay."""
        if self.socket.parent != self.home:
            with contextlib.suppress(OSError):
                self.socket.rmdir()
