"""One arena of memory for all networks of a process: they run one after another, and each alone would keep its largest.

With an arena each a reader of unclear photographs had grown to 1,109 MiB; with one, given back between papers, one of
200 papers took 837 MiB at its peak.
Here: the arena, the options of a session that lives in it, the same for a library that makes its sessions itself. Not
here: any network.
"""

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import onnxruntime

_STEP = 16 << 20  # bytes by which it grows, or as many as are asked for at once
_LOCK = threading.Lock()
_FROM_PROCESS = "session.use_env_allocators"


@functools.cache
def _register() -> None:
    """Make the process's arena, once."""
    memory = onnxruntime.OrtMemoryInfo(
        "Cpu", onnxruntime.OrtAllocatorType.ORT_ARENA_ALLOCATOR, 0, onnxruntime.OrtMemType.DEFAULT
    )
    # Grown by doubling, it had taken 160 MB more at a large photograph.
    growth = onnxruntime.OrtArenaCfg(
        {
            "max_mem": 0,
            "arena_extend_strategy": 0,
            "initial_chunk_size_bytes": -1,
            "max_dead_bytes_per_chunk": -1,
            "initial_growth_chunk_size_bytes": -1,
            "max_power_of_two_extend_bytes": _STEP,
        }
    )
    onnxruntime.create_and_register_allocator(memory, growth)


def session_options(threads: int = 1) -> onnxruntime.SessionOptions:
    """Return the options of a session that takes its memory from the process's arena."""
    options = _in_arena(onnxruntime.SessionOptions())
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.enable_mem_pattern = False  # a plan for each width that was ever seen would be kept
    options.log_severity_level = 3
    return options


@contextmanager
def library_sessions_in_arena() -> Iterator[None]:
    """Let a library's sessions that are made meanwhile live there, too: PaddleX passes no such option on."""
    with _LOCK:
        own = onnxruntime.SessionOptions
        onnxruntime.SessionOptions = lambda: _in_arena(own())
        try:
            yield
        finally:
            onnxruntime.SessionOptions = own


def _in_arena(options: onnxruntime.SessionOptions) -> onnxruntime.SessionOptions:
    _register()
    options.add_session_config_entry(_FROM_PROCESS, "1")
    return options
