"""Length-checked frames between a parent and a reader child: a JSON head and raw blocks of bytes.

Here: writing and reading one frame on a pipe, with a deadline. Not here: what the heads mean.
"""

import json
import os
import select
import struct
import time
from collections.abc import Callable, Sequence
from typing import Any

_HEAD = struct.Struct("<II")  # bytes of JSON, number of blocks
_BLOCK = struct.Struct("<Q")
MOST_JSON = 64 << 20
MOST_BLOCK = 512 << 20


class FrameEnded(EOFError):
    """The other side closed the pipe."""


class FrameLate(TimeoutError):
    """No complete frame came before the deadline."""


def write_frame(fd: int, head: dict[str, Any], blocks: Sequence[bytes] = ()) -> None:
    """Write one frame; raises BrokenPipeError when nobody reads any more."""
    body = json.dumps(head, ensure_ascii=False).encode()
    _write(fd, _HEAD.pack(len(body), len(blocks)) + body)
    for block in blocks:
        _write(fd, _BLOCK.pack(len(block)))
        _write(fd, block)


def read_frame(
    fd: int, *, deadline: float | None = None, tick: Callable[[], None] | None = None, every: float = 5.0
) -> tuple[dict[str, Any], list[bytes]]:
    """Read one frame; `deadline` is on time.monotonic's clock and `tick` is called every few seconds of waiting."""
    source = _Source(fd, deadline, tick, every)
    json_bytes, count = _HEAD.unpack(source.take(_HEAD.size))
    if json_bytes > MOST_JSON or count > 1024:
        raise FrameEnded("ill-formed frame")
    head = json.loads(source.take(json_bytes))
    blocks = []
    for _ in range(count):
        [size] = _BLOCK.unpack(source.take(_BLOCK.size))
        if size > MOST_BLOCK:
            raise FrameEnded("ill-formed frame")
        blocks.append(source.take(size))
    if not isinstance(head, dict):
        raise FrameEnded("ill-formed frame")
    return head, blocks


class _Source:
    """A pipe read with a deadline and a heartbeat."""

    def __init__(self, fd: int, deadline: float | None, tick: Callable[[], None] | None, every: float) -> None:
        self._fd, self._deadline, self._tick, self._every = fd, deadline, tick, every
        self._next = time.monotonic() + every

    def take(self, size: int) -> bytes:
        """Return exactly `size` bytes."""
        buffer = bytearray()
        while len(buffer) < size:
            self._wait()
            block = os.read(self._fd, min(size - len(buffer), 1 << 20))
            if not block:
                raise FrameEnded("the other side closed the pipe")
            buffer += block
        return bytes(buffer)

    def _wait(self) -> None:
        while True:
            now = time.monotonic()
            if self._tick is not None and now >= self._next:
                self._next = now + self._every
                self._tick()
            if self._deadline is not None and now >= self._deadline:
                raise FrameLate("no answer in time")
            limits = [self._every] if self._tick else [60.0]
            if self._deadline is not None:
                limits.append(self._deadline - now)
            if select.select([self._fd], [], [], max(0.01, min(limits)))[0]:
                return


def _write(fd: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(fd, view) :]
