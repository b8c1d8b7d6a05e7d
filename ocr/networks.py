"""The small networks that travel with the package: loaded once a process, each by its digest.

Here: loading, and giving back what they keep. Not here: what goes in and what the answer means (marks.hand,
date_pieces, moved_print), nor the engine's large models (engines.models).
"""

import ctypes
import functools
import hashlib
import resource
from pathlib import Path

import numpy as np
import onnxruntime

from ocr.engines.one_arena import session_options


class NetworkChanged(RuntimeError):
    """A network's file is not the one that its bounds were measured with."""


@functools.cache
def network(file: Path, sha256: str, threads: int = 1) -> onnxruntime.InferenceSession:
    """Return a network (some milliseconds the first time); raises NetworkChanged where its digest differs."""
    weights = file.read_bytes()
    if hashlib.sha256(weights).hexdigest() != sha256:
        raise NetworkChanged(f"ocr/{file.name} is not the network that the bounds were measured with")
    return onnxruntime.InferenceSession(weights, session_options(threads), providers=["CPUExecutionProvider"])


def held_mib() -> int:
    """Return the resident memory of this process in MiB; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize() >> 20
    except (OSError, IndexError, ValueError):
        return 0


def give_memory_back(session: onnxruntime.InferenceSession) -> None:
    """Run a small network once and give the kernel what its process's arena keeps for larger pictures than this.

    Before and after lines are found: one large page would else be paid for by every later one (decisions 26 and 27).
    """
    options = onnxruntime.RunOptions()
    options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
    [given] = session.get_inputs()
    shape = [size if isinstance(size, int) else 1 for size in given.shape]
    session.run(None, {given.name: np.zeros(shape, dtype=np.float32)}, options)
    if (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)) is not None:  # glibc's; pictures leave holes, too
        trim(0)
