"""A stage for trouble: a var/ of its own, commands that use the database, and a look at what they leave behind."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil
import psycopg

from config import embedded
from config.embedded.places import ROOT, Cluster

LINUX = sys.platform == "linux"
# A command that uses the database until its standard input is closed; it says “up” when it may be used.
HOLDER = "import sys\nfrom config import embedded\nwith embedded.running(): print('up', flush=True); sys.stdin.read()"


class Scene:
    """One checkout's var/, and everything that was started on it."""

    def __init__(self, var: Path):
        self.places = [var]
        self.begun = []

    @property
    def var(self) -> Path:
        return self.places[-1]

    def move_to(self, var: Path) -> None:
        """From here on, commands use another var/."""
        self.places.append(var)

    @property
    def cluster(self) -> Cluster:
        return Cluster(self.var / "postgres" / Cluster.of_the_project().home.name)

    def begin(self, *command: str, cwd=ROOT, **environment) -> subprocess.Popen:
        """Start a Python command on this var/; its output can be read."""
        known = {
            name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "MAKELEVEL"}
        }
        known |= {"ANTEROOM_VAR": str(self.var), "DJANGO_SETTINGS_MODULE": "tests.faults.tiny_site"}
        process = subprocess.Popen(
            command if command[0] == "make" else [sys.executable, *command],
            cwd=cwd, env=known | environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            # A shell that runs the tests in the background has them ignore Ctrl-C, and children inherit that.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )  # fmt: skip
        self.begun.append(process)
        return process

    def hold(self, **options) -> subprocess.Popen:
        """A command that has the database running; `release` ends it in order."""
        process = self.begin("-c", HOLDER, **options)
        assert process.stdout.readline() == "up\n", process.stdout.read()
        return process

    def release(self, process) -> None:
        process.stdin.close()
        assert process.wait(10) == 0, process.stdout.read()

    def run_site(self, *command: str) -> tuple[subprocess.Popen, int]:
        """The runner, up and answering, and its port."""
        port = free_port()
        process = self.begin(*(command or ("-m", "config.runner")), PORT=str(port))
        said = []
        for line in process.stdout:
            said.append(line)
            if "Ready" in line:
                return process, port
        raise AssertionError("".join(said))

    def ask(self, sql: str):
        """The first value the database answers with, or None."""
        where = embedded.connection_settings(self.cluster)
        with psycopg.connect(
            host=where["HOST"], port=where["PORT"], user=where["USER"], dbname=where["NAME"], autocommit=True
        ) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchone()[0] if cursor.description else None

    def processes(self) -> dict[int, str]:
        """Every living process of this scene, with its command: our var/ is in its command or in its environment."""
        return {
            pid: command for pid, command in _everything() if pid != os.getpid() and self._owns(pid, command)
        }

    def _owns(self, pid: int, command: str) -> bool:
        if self.cluster.key in command or str(self.var) in command:
            return True
        with contextlib.suppress(psutil.Error):
            return psutil.Process(pid).environ().get("ANTEROOM_VAR") == str(self.var)
        return False

    def find(self, words: str) -> psutil.Process:
        """The eldest of them whose command has these words in it."""
        return psutil.Process(min(pid for pid, command in self.processes().items() if words in command))

    def seconds_until_empty(self, limit: float = 10) -> float:
        """How long until nothing is left; fails with what is left at the limit."""
        began = time.monotonic()
        while left := self.processes():
            assert time.monotonic() - began < limit, left
            time.sleep(0.05)
        return time.monotonic() - began

    def clear(self) -> None:
        for pid in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for process in self.begun:
            process.kill()
            process.wait(5)
        with contextlib.suppress(AssertionError):
            self.seconds_until_empty(limit=5)
        for place in (self.cluster.data.parent, self.cluster.socket, self.places[0]):
            shutil.rmtree(place, ignore_errors=True)


def _everything():
    """Number and command of every process that is more than a memory (a zombie has no command)."""
    for pid in psutil.pids():
        with contextlib.suppress(psutil.Error, OSError):
            words = (
                Path(f"/proc/{pid}/cmdline").read_text(errors="replace").split("\0")
                if LINUX
                else psutil.Process(pid).cmdline()
            )
            if any(words):
                yield pid, " ".join(words)


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def answers(port: int, *, within: float = 10) -> bool:
    until = time.monotonic() + within
    while time.monotonic() < until:
        with contextlib.suppress(OSError):
            return urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).read() == b"alive"
        time.sleep(0.05)
    return False
