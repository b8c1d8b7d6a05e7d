"""The small networks that travel with the package: loaded once a process, each by its digest.

Here: loading. Not here: what goes in and what the answer means (marks.hand, date_pieces, moved_print), nor the engine's
large models (engines.models).
"""

import functools
import hashlib
from pathlib import Path

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
