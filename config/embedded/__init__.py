"""The database that comes with Anteroom: PostgreSQL without a server to install.

    if embedded.is_wanted():                # no DATABASE_URL in the environment or in .env
        with embedded.running():            # started, or joined if another command has it running
            …

`connection_settings()` tells Django where it will be, without starting anything. The first command that needs the
database starts it, the last one out stops it; nothing stays behind, whichever of them is killed. The rows are in
`var/postgres/<major>/`, and `ANTEROOM_VAR` names another folder than `var`. What stands in the way is said in words
(`Refused`).
"""

import contextlib
import os

import environ

from .lease import Lease
from .places import NAME, PORT, ROOT, USER, Cluster, var_folder
from .words import Refused

__all__ = [
    "Cluster",
    "Lease",
    "Refused",
    "connection_settings",
    "is_wanted",
    "read_env_file",
    "running",
    "var_folder",
]

# Commands that look at no row.
_WITHOUT_DATABASE = {
    "",
    "help",
    "version",
    "check",
    "collectstatic",
    "makemessages",
    "compilemessages",
    "build_translations",
}


def is_wanted() -> bool:
    """Whether this installation uses the embedded database: no DATABASE_URL is set, here or in .env."""
    read_env_file()
    return not os.environ.get("DATABASE_URL")


def read_env_file() -> None:
    """Take into the environment what the file .env says; what is set already, stays."""
    if (ROOT / ".env").exists():
        environ.Env.read_env(ROOT / ".env")


def is_needed_for(arguments: list[str]) -> bool:
    """Whether a `manage.py` command line needs the embedded database started for it."""
    command = arguments[1] if len(arguments) > 1 else ""
    if command in _WITHOUT_DATABASE or command.startswith("-") or {"-h", "--help"} & set(arguments):
        return "--database" in " ".join(arguments) and is_wanted()
    return is_wanted()


def connection_settings(cluster: Cluster | None = None) -> dict:
    """The parts of Django's DATABASES that say where the database is. Starts nothing, writes nothing."""
    cluster = cluster or Cluster.of_the_project()
    return {"NAME": NAME, "USER": USER, "PASSWORD": "", "HOST": str(cluster.socket), "PORT": str(PORT)}


@contextlib.contextmanager
def running(cluster: Cluster | None = None):
    """Hold the database for the time of a `with` block; gives the Lease. Raises Refused, in words for a person."""
    lease = Lease(cluster or Cluster.of_the_project())
    try:
        lease.take()
        yield lease
    finally:
        lease.leave()
