"""A child that ends when its parent ends, also when the parent is killed without warning (Linux)."""

import ctypes
import os
import sys
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def with_signal(signum):
    """For `Popen(preexec_fn=…)`: the kernel sends the child this signal when its parent dies.

    Call it from the main thread: the kernel follows the *thread* that made the child. Popen changes the
    user before it runs this, which matters because a change of user clears the wish. Elsewhere than on
    Linux it does nothing; there the check for leftovers at the next start has to do.
    """
    parent = os.getpid()

    def tie():
        if _libc is not None:
            _libc.prctl(_PR_SET_PDEATHSIG, signum)
            if os.getppid() != parent:  # it died before the wish was made
                os._exit(1)

    return tie


def this_process(signum):
    """Let this process receive the signal when whoever started it dies."""
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, signum)


def is_dying(pid: int, signum) -> bool:
    """Whether that process no longer handles the signal (Linux).

    `make` handles Ctrl-C while all is well. Once one has come to it alone, it stops handling it, tells its children
    nothing and waits for them: for ever, if they do not notice.
    """
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
    handled = int(status.partition("SigCgt:")[2].split()[0], 16)
    return not handled >> (signum - 1) & 1
