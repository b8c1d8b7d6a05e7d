"""Takes from a process what it does not need, before it touches a stranger's bytes.

Here: resource limits, death with the parent, an empty network namespace, no new privileges, no capabilities.
Each step reports whether it worked; none of them may stop the service where a kernel refuses it.
No limit on processes: it would count all of the user's, and HEIC needs a thread. The system-call filter forbids
new processes; without it the zygote kills the child's whole process group.
Accepted remainder: files that the service may read stay readable to the child; it has no way to send them
anywhere but into its own answer.
"""

import contextlib
import ctypes
import os
import resource
import signal
from typing import Final

_PR_SET_PDEATHSIG: Final = 1
_PR_SET_DUMPABLE: Final = 4
_PR_SET_NO_NEW_PRIVS: Final = 38
_CLONE_NEWNET: Final = 0x40000000
_CLONE_NEWUSER: Final = 0x10000000
_CAPABILITY_VERSION_3: Final = 0x20080522

ADDRESS_SPACE_BYTES: Final = 1_610_612_736  # 1.5 GiB
FILE_BYTES: Final = 700_000_000  # also bounds what is written to the memory files
OPEN_FILES: Final = 64

_libc: Final = ctypes.CDLL(None, use_errno=True)


def die_with_parent(parent: int) -> None:
    """Ask the kernel to kill this process as soon as its parent is gone; exit if it is gone already."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def cut_network() -> bool:
    """Move into an empty network namespace; False where the kernel does not let us."""
    if _libc.unshare(_CLONE_NEWNET) == 0:
        return True
    uid, gid = os.getuid(), os.getgid()
    if _libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) != 0:
        return False
    for name, line in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
        with contextlib.suppress(OSError), open(f"/proc/self/{name}", "w", encoding="ascii") as file:
            file.write(line)
    return True


def limit_resources(seconds: float) -> None:
    """Bound memory, CPU time, written bytes and open files of this process, and forbid core files."""
    cpu = int(seconds) + 2
    wanted = (
        (resource.RLIMIT_AS, ADDRESS_SPACE_BYTES),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, value in wanted:
        hard = resource.getrlimit(kind)[1]
        bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (bound, bound))


def drop_privileges() -> bool:
    """Give up all capabilities and the chance to gain any; False where the kernel does not know how."""
    _libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    nothing = (ctypes.c_uint32 * 6)()
    dropped = _libc.capset(header, nothing) == 0
    return bool(_libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 and dropped)
