"""A stage for trouble: a var/ of its own, commands that use the database, and a look at what they leave behind."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import psutil
import psycopg
import pytest

from config import embedded
from config.embedded.places import ROOT, Cluster

# A command that uses the database until its standard input is closed; it says “up” when it may be used.
HOLDER = "import sys\nfrom config import embedded\nwith embedded.running(): print('up', flush=True); sys.stdin.read()"


class Scene:
    """One checkout's var/, and everything that was started on it."""

    def __init__(self, var: Path):
        self.var = var
        self.begun = []

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

    def processes(self) -> list[psutil.Process]:
        """Every living process of this scene: it has our var/ in its command or in its environment."""
        return [
            process for process in psutil.process_iter() if process.pid != os.getpid() and self._owns(process)
        ]

    def _owns(self, process) -> bool:
        with contextlib.suppress(psutil.Error):
            if process.status() == psutil.STATUS_ZOMBIE:
                return False
            if any(str(self.cluster.key) in part or str(self.var) in part for part in process.cmdline()):
                return True
            return process.environ().get("ANTEROOM_VAR") == str(self.var)
        return False

    def find(self, words: str) -> psutil.Process:
        """The first of them whose command has these words in it; its elders come first."""
        found = [process for process in self.processes() if words in " ".join(process.cmdline())]
        return min(found, key=lambda process: (process.create_time(), process.pid))

    def seconds_until_empty(self, limit: float = 10) -> float:
        """How long until nothing is left; fails with what is left at the limit."""
        began = time.monotonic()
        while left := self.processes():
            assert time.monotonic() - began < limit, [" ".join(process.cmdline()) for process in left]
            time.sleep(0.05)
        return time.monotonic() - began

    def clear(self) -> None:
        for process in [*self.begun, *self.processes()]:
            with contextlib.suppress(psutil.Error, OSError):
                process.send_signal(signal.SIGKILL)
        for process in self.begun:
            process.wait(5)
        with contextlib.suppress(AssertionError):
            self.seconds_until_empty(limit=5)
        outside = [self.cluster.data.parent, self.cluster.socket]
        for place in [*outside, self.var]:
            shutil.rmtree(place, ignore_errors=True)


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


@pytest.fixture
def scene():
    """A var/ that anybody may walk into, as in an ordinary checkout."""
    folder = Path(tempfile.mkdtemp(prefix="anteroom-scene-")).resolve()
    folder.chmod(0o755)
    scene = Scene(folder)
    yield scene
    scene.clear()
