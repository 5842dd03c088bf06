"""The data folder: made once, never handed to another major version, never trusted after a crash without a look."""

import locale
import os
import secrets
import shutil
import signal
import subprocess
import time
from pathlib import Path

from . import account, programs
from .places import NAME, USER, Cluster
from .words import Refused


def ready_to_start(cluster: Cluster) -> None:
    """Make the data folder if there is none, and look at what the last run left. Refuses in words."""
    if cluster.throwaway and not _is_sure(cluster.data):
        _stop_leftover(cluster.data)
        shutil.rmtree(cluster.data, ignore_errors=True)
    _refuse_another_major(cluster)
    _settle(cluster)
    if not (cluster.data / "PG_VERSION").exists():
        _make(cluster)
    _stop_leftover(cluster.data)
    _write_who_may_connect(cluster)


def _is_sure(data: Path) -> bool:
    """Whether a throwaway server ended in order, in our version; without fsync nothing else may be relied on."""
    return not (data / "postmaster.pid").exists() and _major_of(data) == programs.major()


def environment() -> dict:
    """What PostgreSQL programs get to know of our environment: nothing that could point them elsewhere."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": _ctype(), "TZ": "UTC"}


def _refuse_another_major(cluster: Cluster) -> None:
    here, ours = cluster.data, programs.major()
    others = [here] if _major_of(here) not in (None, ours) else []
    if _major_of(here) is None and not cluster.throwaway:
        homes = [Cluster(home) for home in sorted(cluster.home.parent.glob("[0-9]*"))]
        others = [home.data for home in homes if _major_of(home.data)]
    if others:
        theirs = _major_of(others[0])
        raise Refused(
            f"{others[0]} was written by PostgreSQL {theirs}, and this version of Anteroom brings PostgreSQL {ours}, "
            f"which cannot read it. To keep the data: dump it with PostgreSQL {theirs} (pg_dump) and load it into a "
            f"new database. To start empty: move the folder {others[0].parent} somewhere else."
        )


def _major_of(data: Path) -> int | None:
    try:
        return int((data / "PG_VERSION").read_text().split(".")[0])
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None


def _settle(cluster: Cluster) -> None:
    """Choose the place of the rows. A private home that PostgreSQL's account cannot enter gets a place in /var/lib."""
    _forget_a_copied_pointer(cluster)
    lent_to = cluster.account
    if lent_to is None:
        return
    if cluster.data.exists() and cluster.data.stat().st_uid != lent_to.uid:
        for path in (cluster.data, *cluster.data.rglob("*")):  # root copied it here
            os.chown(path, lent_to.uid, lent_to.gid, follow_symlinks=False)
    if lent_to.may_enter(cluster.data.parent):
        return
    if cluster.data.exists():
        raise Refused(
            f"{cluster.data} cannot be reached by the account “{lent_to.name}”, which PostgreSQL runs as when root "
            f"starts it: a folder above it is closed. Open that folder (chmod o+x), or run this as the folder's owner."
        )
    place = programs.REACHABLE / f"{cluster.key}-{secrets.token_hex(4)}"
    account.make_folder(place)
    (place / "home").write_text(f"{cluster.home}\n")
    cluster.pointer.write_text(f"{place / 'data'}\n")
    print(f"The rows are in {place}: PostgreSQL runs as “{lent_to.name}”, who cannot enter {cluster.home}.")


def _forget_a_copied_pointer(cluster: Cluster) -> None:
    """A copy of a checkout starts its own rows; a moved one keeps them."""
    if not cluster.pointer.exists():
        return
    owner = cluster.data.parent / "home"
    theirs = Cluster(Path(owner.read_text().strip())) if owner.exists() else cluster
    if theirs.home != cluster.home and theirs.pointer.exists() and theirs.data == cluster.data:
        cluster.pointer.unlink()
    else:
        account.make_folder(owner.parent)
        owner.write_text(f"{cluster.home}\n")


def _make(cluster: Cluster) -> None:
    """A fresh data folder, complete or absent: it is built beside its place and then moved there."""
    lent_to, building = cluster.account, cluster.data.with_name("data.new")
    shutil.rmtree(building, ignore_errors=True)
    account.make_folder(building, owner=lent_to, mode=0o700)
    arguments = [
        f"--pgdata={building}", f"--username={USER}", "--encoding=UTF8", "--no-instructions",
        # PostgreSQL's own C.UTF-8: the same order everywhere, and the wheel has no ICU.
        "--locale=C", f"--lc-ctype={_ctype()}", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
        "--auth-local=peer", "--auth-host=reject", *(["--no-sync"] if cluster.throwaway else []),
    ]  # fmt: skip
    _run(cluster, "initdb", arguments)
    _run(
        cluster, "postgres", ["--single", "-D", str(building), "postgres"], typed=f"CREATE DATABASE {NAME};\n"
    )
    building.rename(cluster.data)


def _run(cluster: Cluster, program: str, arguments: list[str], typed: str = "") -> None:
    lent_to = cluster.account
    done = subprocess.run(
        [programs.folder_for(lent_to) / program, *arguments],
        input=typed, text=True, cwd="/", env=environment(), check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **(lent_to.for_popen if lent_to else {}),
    )  # fmt: skip
    if done.returncode:
        raise Refused(f"The database could not be made; {program} said: {done.stdout.strip()[-600:]}")


def _ctype() -> str:
    """C.UTF-8 where the system has it (macOS may not); full-text search then knows é is a letter and “ is not."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return "C.UTF-8"


def _write_who_may_connect(cluster: Cluster) -> None:
    """Only the operating system's word counts (peer), only for root and the account that runs PostgreSQL, never TCP."""
    names = {"root", cluster.account.name if cluster.account else account.own_name()}
    wanted = {
        "pg_hba.conf": "local all all peer map=anteroom\n",
        "pg_ident.conf": "".join(f'anteroom "{name}" {USER}\n' for name in sorted(names)),
    }
    for file, text in wanted.items():
        (cluster.data / file).write_text(text)


def _stop_leftover(data: Path) -> None:
    """Whatever `postmaster.pid` says, believe the process.

    A PostgreSQL that is still at work on these rows is stopped; a number that is somebody else's by now is forgotten.
    """
    file = data / "postmaster.pid"
    try:
        first, _, rest = file.read_text().partition("\n")
        pid = abs(int(first))
    except (FileNotFoundError, ValueError):
        return
    for signum, seconds in ((None, 3), (signal.SIGINT, 10), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
        if signum and _is_postgres_on(pid, data):
            os.kill(pid, signum)
        until = time.monotonic() + seconds
        while _is_postgres_on(pid, data):
            if time.monotonic() > until:
                break
            time.sleep(0.02)
        else:
            break
    if file.exists():
        # Our own number there means “not running” to the server we start. The rest of the file stays, for with it the
        # server makes sure that no process of the crashed one is still writing.
        file.write_text(f"{os.getpid()}\n{rest}")


def _is_postgres_on(pid: int, data: Path) -> bool:
    """Whether that process is a PostgreSQL at work on these rows, not a stranger with a used number."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    try:
        name = Path(f"/proc/{pid}/comm").read_text().strip()
        return name == "postgres" and os.path.samefile(f"/proc/{pid}/cwd", data)
    except OSError:
        if os.path.isdir("/proc/self"):
            return False
    said = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout
    return "postgres" in said and str(data) in said
