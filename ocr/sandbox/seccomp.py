"""A system-call filter for the child, written as plain BPF.

Here: what a decoder never needs is answered with "not permitted": sockets, programs, processes, tracing,
signals to others, writing or changing files. x86-64 and aarch64; elsewhere the filter is left out and says so.
Not here: an allow list. Libraries change which calls they use; a forgotten one would fail on a good paper.
"""

import ctypes
import errno
import os
import platform
import struct
from typing import Final

_LD_ABS: Final = 0x20
_JEQ: Final = 0x15
_JGE: Final = 0x35
_JSET: Final = 0x45
_RET: Final = 0x06
_ALLOW: Final = 0x7FFF0000
_KILL: Final = 0x80000000
_DENY: Final = 0x00050000 | errno.EPERM
_UNKNOWN: Final = 0x00050000 | errno.ENOSYS
_NR, _ARCH, _ARG0, _ARG1, _ARG2 = 0, 4, 16, 24, 32  # offsets in struct seccomp_data, low halves
_WRITES: Final = 0x1 | 0x2 | 0x40 | 0x200  # O_WRONLY, O_RDWR, O_CREAT, O_TRUNC
_CLONE_THREAD: Final = 0x10000
_X32: Final = 0x40000000

# name: (x86-64, aarch64); None where the machine has no such call
_DENIED: Final[dict[str, tuple[int | None, int | None]]] = {
    "socket": (41, 198), "socketpair": (53, 199), "bind": (49, 200), "listen": (50, 201), "accept": (43, 202),
    "accept4": (288, 242), "connect": (42, 203), "sendto": (44, 206), "sendmsg": (46, 211), "sendmmsg": (307, 269),
    "fork": (57, None), "vfork": (58, None), "execve": (59, 221), "execveat": (322, 281),
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272),
    "kill": (62, 129), "tkill": (200, 130), "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240),
    "pidfd_send_signal": (424, 424), "pidfd_open": (434, 434), "pidfd_getfd": (438, 438),
    "creat": (85, None), "rename": (82, None), "renameat": (264, 38), "renameat2": (316, 276),
    "mkdir": (83, None), "mkdirat": (258, 34), "rmdir": (84, None), "link": (86, None), "linkat": (265, 37),
    "unlink": (87, None), "unlinkat": (263, 35), "symlink": (88, None), "symlinkat": (266, 36),
    "mknod": (133, None), "mknodat": (259, 33), "truncate": (76, 45), "chmod": (90, None), "fchmod": (91, 52),
    "fchmodat": (268, 53), "fchmodat2": (452, 452), "chown": (92, None), "lchown": (94, None), "fchown": (93, 55),
    "fchownat": (260, 54), "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7),
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51), "move_mount": (429, 429),
    "unshare": (272, 97), "setns": (308, 268), "bpf": (321, 280), "perf_event_open": (298, 241),
    "userfaultfd": (323, 282), "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106),
    "kexec_load": (246, 104), "reboot": (169, 142), "swapon": (167, 224), "personality": (135, 92),
    "shmget": (29, 194), "shmat": (30, 196), "msgget": (68, 186), "semget": (64, 190),
}  # fmt: skip
_SPECIAL: Final = {
    # machine: (audit number, openat, open, clone, tgkill, prlimit64)
    "x86_64": (0xC000003E, 257, 2, 56, 234, 302),
    "aarch64": (0xC00000B7, 56, None, 220, 131, 261),
}
_CLONE3: Final = 435
_OPENAT2: Final = 437
_SECCOMP: Final = {"x86_64": 317, "aarch64": 277}


def filter_calls() -> bool:
    """Install the filter on this process; False where machine or kernel does not know it."""
    machine = platform.machine()
    if machine not in _SPECIAL or struct.calcsize("P") != 8:
        return False
    program = _program(machine, os.getpid())
    code = ctypes.create_string_buffer(program, len(program))
    shape = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    libc = ctypes.CDLL(None, use_errno=True)
    return bool(libc.prctl(22, 2, ctypes.create_string_buffer(shape, len(shape)), 0, 0) == 0)


def _program(machine: str, pid: int) -> bytes:
    audit, openat, open_, clone, tgkill, prlimit = _SPECIAL[machine]
    column = 0 if machine == "x86_64" else 1
    code = _step(_LD_ABS, _ARCH) + _step(_JEQ, audit, 1, 0) + _step(_RET, _KILL)
    code += _step(_LD_ABS, _NR)
    if machine == "x86_64":
        code += _step(_JGE, _X32, 0, 1) + _step(_RET, _KILL)
    for numbers in _DENIED.values():
        number = numbers[column]
        if number is not None:
            code += _step(_JEQ, number, 0, 1) + _step(_RET, _DENY)
    for number in (_CLONE3, _OPENAT2):  # "unknown" makes the C library fall back to the calls that are looked into
        code += _step(_JEQ, number, 0, 1) + _step(_RET, _UNKNOWN)
    code += _unless(openat, _ARG2, _step(_JSET, _WRITES, 0, 1) + _step(_RET, _DENY))
    if open_ is not None:
        code += _unless(open_, _ARG1, _step(_JSET, _WRITES, 0, 1) + _step(_RET, _DENY))
    code += _unless(clone, _ARG0, _step(_JSET, _CLONE_THREAD, 1, 0) + _step(_RET, _DENY))
    code += _unless(tgkill, _ARG0, _step(_JEQ, pid, 1, 0) + _step(_RET, _DENY))
    code += _unless(prlimit, _ARG0, _step(_JEQ, 0, 1, 0) + _step(_RET, _DENY))
    return code + _step(_RET, _ALLOW)


def _unless(number: int, argument: int, check: bytes) -> bytes:
    """Load one argument for the call of that number, run the check on it, and load the number again."""
    body = _step(_LD_ABS, argument) + check + _step(_LD_ABS, _NR)
    return _step(_JEQ, number, 0, len(body) // 8) + body


def _step(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("HBBI", code, yes, no, value)
