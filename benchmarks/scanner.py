"""B12 with a real clamd beside us, where Debian's `clamav-daemon` is installed: started here, and stopped."""

import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from django.test import override_settings

from benchmarks.figures import Figure
from common import files, scanning
from common.tests.hostile import EICAR, image

DAEMON = "clamd"
PATIENCE = 30  # seconds until it must answer
# The list of viruses is not ours to fetch: it is told of the one file that is made to be found.
KNOWN = f"Known-Test-File:0:*:{EICAR.hex()}\n"


@contextmanager
def _running():
    """The address of a scanner of our own on this machine; yields a function that stops it, too."""
    with tempfile.TemporaryDirectory(prefix="clamd") as folder:
        place = Path(folder)
        (place / "known.ndb").write_text(KNOWN)
        address = str(place / "clamd.sock")
        lines = (
            f"DatabaseDirectory {folder}",
            f"LocalSocket {address}",
            "Foreground yes",
            "StreamMaxLength 50M",
        )
        (place / "clamd.conf").write_text("\n".join(lines) + "\n")
        daemon = subprocess.Popen(
            [DAEMON, "-c", str(place / "clamd.conf")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

        def stop():
            daemon.terminate()
            daemon.wait()

        try:
            until = time.monotonic() + PATIENCE
            while not Path(address).exists():
                assert daemon.poll() is None and time.monotonic() < until, "clamd did not start"
                time.sleep(0.1)
            yield address, stop
        finally:
            stop()


def _accepted(content: bytes) -> str:
    try:
        files.accept(content, "x.jpg")
    except files.Refused as refused:
        return type(refused).__name__
    return "kept"


def scanned() -> list[Figure]:
    """What is known is refused, what is not is kept, and a scanner that stops lets nothing in; control: none asked."""
    if shutil.which(DAEMON) is None:
        print("B12 with a real scanner: not measured, for there is no clamd here (Debian: clamav-daemon).")
        return []
    with override_settings(CLAMD=""):
        control = _accepted(image() + EICAR) == "kept"
    with _running() as (address, stop), override_settings(CLAMD=address):
        wrong = (_accepted(image() + EICAR) != files.Infected.__name__) + (_accepted(image()) != "kept")
        wrong += scanning.is_infected(bytes(8 << 20))
        stop()
        wrong += _accepted(image()) == "kept"
    name = "with a real clamd: a known file, a picture, 8 MB, the scanner stopped; wrong"
    return [Figure("B12", name, wrong, "of 4", "0; control > 0", int(control), wrong == 0 < control)]
