"""No role outlives the one that started it, however that one ends, SIGKILL included.

Here: the kernel's parent-death signal, and a pipe whose end says that nobody holds the other side. Two ways, because
the first is lost when the parent dies before it is set, and the second needs a thread that runs.
"""

import ctypes
import os
import signal
import threading

PR_SET_PDEATHSIG = 1
LIFELINE = "CLAIMGATE_LIFELINE_FD"  # set by `serve` for its children; not a setting


def tie_to_parent() -> None:
    """Make this process end with its parent; does nothing for a role that was started by hand."""
    text = os.environ.pop(LIFELINE, "")
    if not text.isdigit():
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    threading.Thread(target=_watch, args=(int(text),), name="lifeline", daemon=True).start()


def _watch(handle: int) -> None:
    os.set_inheritable(handle, False)
    while os.read(handle, 1):
        pass
    os.kill(os.getpid(), signal.SIGKILL)
