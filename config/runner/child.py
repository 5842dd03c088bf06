"""A process the runner began: it ends with the runner, and is begun again when it ends by itself."""

import contextlib
import os
import signal
import subprocess
import time

from config.embedded import tied

_LONGEST_PAUSE = 30  # seconds between two tries
_HEALTHY_AFTER = 60  # seconds; who lived that long starts again without a pause


class Child:
    """One process that is to be there as long as the runner is."""

    def __init__(self, name: str, command: list[str], *, chatty=False, orphaned=signal.SIGTERM):
        self.name, self.command = name, command
        self._output = subprocess.DEVNULL if chatty else None  # what goes wrong is said on the other channel
        self._orphaned = orphaned  # what the kernel sends it when the runner is killed
        self.process = None
        self._began = self._pause = self._again_at = 0.0

    def start(self) -> None:
        """Begin it, from the main thread. Ctrl-C in the terminal does not reach it: the runner tells it, in order."""
        self._again_at = 0.0
        self._began = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            start_new_session=True,
            preexec_fn=tied.with_signal(self._orphaned),
        )

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def look_after(self) -> str | None:
        """Begin it again if it ended by itself, later each time. Gives a sentence when there is something to tell."""
        if self._again_at:
            if time.monotonic() >= self._again_at:
                self.start()
            return None
        if not self.has_ended():
            return None
        how = self._ending()
        self._sweep()
        self.process = None
        if time.monotonic() - self._began > _HEALTHY_AFTER:
            self._pause = 0.0
        self._pause = min(max(1.0, self._pause * 2), _LONGEST_PAUSE)
        self._again_at = time.monotonic() + self._pause
        return f"{self.name} ended by itself ({how}); it starts again in {self._pause:.0f} s."

    def ask_to_stop(self) -> None:
        if self.process and not self.has_ended():
            self.process.terminate()

    def make_sure_it_is_gone(self, until: float) -> None:
        """Wait for its end until that moment (monotonic seconds), then leave nothing of it and its own children."""
        if self.process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.0, until - time.monotonic()))
        self._sweep()
        self.process.wait()

    def _sweep(self) -> None:
        """End what is left of it and of its own children: they would hold its port."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def _ending(self) -> str:
        code = self.process.returncode
        return f"exit {code}" if code >= 0 else signal.Signals(-code).name
