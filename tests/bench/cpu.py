"""CPU seconds of this process and of all its children, those at work and those that have ended.

Here: the arithmetic over /proc. A child at work counts in ticks of a hundredth of a second, so sum over pages.
"""

import os
import resource
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def own_seconds() -> float:
    """User and system seconds of this process's threads."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    return own.ru_utime + own.ru_stime


def all_seconds() -> float:
    """The same with all children and theirs: the sandbox opens files in throw-away ones."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own_seconds() + ended.ru_utime + ended.ru_stime + sum(map(_of_tree, _children(os.getpid())))


def _of_tree(pid: int) -> float:
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:  # gone in this moment: then its parent has its seconds
        return 0.0
    own = sum(int(part) for part in after_name[11:15]) / _TICKS  # utime, stime, and those of its ended children
    return own + sum(map(_of_tree, _children(pid)))


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += map(int, task.read_text().split())
        except OSError:
            continue
    return found
