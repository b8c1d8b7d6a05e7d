"""The progress bar of the command line: label, bar, n of m, time left, on stderr.

Here: drawing. Without a terminal nothing is drawn: the JSON lines on stdout show the progress.
"""

import sys
import time
from typing import Protocol, TextIO

BAR_CELLS = 24


class Progress(Protocol):
    """Told of every finished step; drawn by whoever likes."""

    def step(self, done: int) -> None:
        """Report that `done` steps are finished."""

    def close(self) -> None:
        """Leave the line clean."""


class NoProgress:
    """Says nothing; for pipes and files."""

    def step(self, done: int) -> None:
        """Ignore the step."""

    def close(self) -> None:
        """Nothing to clean."""


class Bar:
    """One line that is drawn again at each step."""

    def __init__(self, label: str, total: int, stream: TextIO) -> None:
        self._label, self._total, self._stream = label, max(total, 1), stream
        self._begun = time.monotonic()
        self.step(0)

    def step(self, done: int) -> None:
        """Draw the bar with `done` of the total."""
        filled = BAR_CELLS * done // self._total
        self._stream.write(
            f"\r\x1b[2K{self._label} {'█' * filled}{'░' * (BAR_CELLS - filled)} {done}/{self._total}{self._left(done)}"
        )
        self._stream.flush()

    def close(self) -> None:
        """End the line, so that the next text starts at the left."""
        self._stream.write("\n")
        self._stream.flush()

    def _left(self, done: int) -> str:
        if not done or done >= self._total:
            return ""
        seconds = int((time.monotonic() - self._begun) / done * (self._total - done)) + 1
        return f" 剩余约 {seconds // 60}:{seconds % 60:02d}"


def show_progress(label: str, total: int, stream: TextIO | None = None) -> Progress:
    """Draw a bar on a terminal, nothing anywhere else."""
    target = sys.stderr if stream is None else stream
    return Bar(label, total, target) if target.isatty() and total > 1 else NoProgress()
