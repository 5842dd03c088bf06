"""Who PostgreSQL runs as: it refuses to run as root, so root lends it somebody without privileges."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

from .words import Refused

_LOW_PRIVILEGED = ("anteroom", "postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """An account of this machine that PostgreSQL runs as."""

    name: str
    uid: int
    gid: int

    @property
    def for_popen(self) -> dict:
        """The arguments with which `subprocess` becomes this account, and nobody's groups with it."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def may_enter(self, folder: Path) -> bool:
        """Whether this account can walk down to the folder; what does not exist yet will let it through."""
        return all(self._has(place, 0o1) for place in (folder, *folder.parents) if place.exists())

    def may_run(self, program: Path) -> bool:
        return self.may_enter(program.parent) and self._has(program, 0o5)

    def _has(self, path: Path, wanted: int) -> bool:
        seen = path.stat()
        if seen.st_uid == self.uid:
            return (seen.st_mode >> 6) & wanted == wanted
        if seen.st_gid == self.gid:
            return (seen.st_mode >> 3) & wanted == wanted
        return seen.st_mode & wanted == wanted


def lent_by_root(folder: Path) -> Account | None:
    """The account that PostgreSQL gets when root starts it; None for everybody else, who run it themselves.

    A folder that belongs to a person keeps that person, so that root and they can take turns in one checkout.
    """
    if os.geteuid() != 0:
        return None
    owner = owner_of(folder)
    if owner.st_uid != 0 and (account := _by_uid(owner.st_uid)):
        return account
    for name in _LOW_PRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise Refused(
        "PostgreSQL does not run as root, and there is no account named anteroom, postgres or nobody to lend it. "
        "Make one, or run this as an ordinary user."
    )


def owner_of(folder: Path) -> os.stat_result:
    """What is known of the folder, or of the nearest folder above it that exists."""
    place = next(place for place in (folder, *folder.parents) if place.exists())
    return place.stat()


def make_folder(folder: Path, *, owner: Account | None = None, mode: int | None = None) -> None:
    """Make a folder and those above it; what root makes belongs to the owner of the one above, and lets others pass."""
    if not folder.exists():
        make_folder(folder.parent)
        above = folder.parent.stat()
        folder.mkdir(exist_ok=True)
        if os.geteuid() == 0:
            os.chown(folder, above.st_uid, above.st_gid)
            folder.chmod(0o755)
    if owner is not None:
        os.chown(folder, owner.uid, owner.gid)
    if mode is not None and stat.S_IMODE(folder.stat().st_mode) != mode:
        folder.chmod(mode)


def own_name() -> str:
    """The name of the account we run as; PostgreSQL demands one."""
    if account := _by_uid(os.geteuid()):
        return account.name
    raise Refused(
        f"User number {os.geteuid()} has no name on this machine, and PostgreSQL does not start for a nameless one. "
        "Give it a line in /etc/passwd, or set DATABASE_URL."
    )


def _by_uid(uid: int) -> Account | None:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        return None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
