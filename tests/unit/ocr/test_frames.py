"""Frames between a parent and its reader child."""

import os
import threading
import time

import pytest

from ocr.frames import FrameEnded, FrameLate, read_frame, write_frame


def test_round_trip() -> None:
    """A head and its blocks arrive as they were sent, however large."""
    out, into = os.pipe()
    block = os.urandom(300_000)
    writer = threading.Thread(target=write_frame, args=(into, {"type": "result", "名": 1}, [block, b""]))
    writer.start()

    head, blocks = read_frame(out)

    writer.join()
    assert head == {"type": "result", "名": 1}
    assert blocks == [block, b""]


def test_closed_pipe_is_an_end() -> None:
    """A writer that dies in mid frame is told from a slow one."""
    out, into = os.pipe()
    os.write(into, b"\x10\x00")
    os.close(into)

    with pytest.raises(FrameEnded):
        read_frame(out)


def test_late_answer() -> None:
    """Nothing before the deadline is a late frame, and the waiting side was asked to renew meanwhile."""
    out, _into = os.pipe()
    ticks: list[float] = []

    with pytest.raises(FrameLate):
        read_frame(out, deadline=time.monotonic() + 0.35, tick=lambda: ticks.append(time.monotonic()), every=0.1)

    assert len(ticks) >= 2


def test_absurd_size_is_refused() -> None:
    """A head that announces gigabytes is not believed."""
    out, into = os.pipe()
    os.write(into, b"\xff\xff\xff\xff\x01\x00\x00\x00")

    with pytest.raises(FrameEnded):
        read_frame(out)
