"""A child that ends when its parent ends, also when the parent is killed without warning (Linux)."""

import ctypes
import os
import sys

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
