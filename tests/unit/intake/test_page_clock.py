"""A document's limit counts what its reader worked, so that a busy machine makes no paper unreadable."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from intake.readers import STUCK_SECONDS, WALL_TIMES, PageClock
from ocr.child import SECONDS_A_PAGE, START_SECONDS, Progress, ReaderChild, ReaderTimeout

ONE_PAGE = START_SECONDS + SECONDS_A_PAGE
STEP = 5.0


class Machine:
    """A reader's work and the wall clock, set by hand."""

    def __init__(self, worked: float = 3.0) -> None:
        self.worked, self.now = worked, 100.0
        self.clock = PageClock(lambda: self.worked, clock=lambda: self.now)

    def until_over(self, share: float) -> tuple[float, float]:
        """Let the reader get a share of a core; gives the seconds of work and of the clock at which it was over."""
        worked, now = self.worked, self.now
        with pytest.raises(ReaderTimeout):
            self._go_on(share)
        return self.worked - worked, self.now - now

    def _go_on(self, share: float) -> None:
        for _ in range(10_000):
            self.now += STEP
            self.worked += STEP * share
            self.clock.tick()


def test_a_reader_that_works_on_and_on_is_ended() -> None:
    """An endless page is over after its limit of work."""
    worked, _ = Machine().until_over(1.0)
    assert ONE_PAGE < worked <= ONE_PAGE + STEP


def test_a_busy_machine_is_no_fault_of_the_paper() -> None:
    """A reader that gets a fifth of a core has five times as long by the clock."""
    worked, waited = Machine().until_over(0.2)
    assert ONE_PAGE < worked <= ONE_PAGE + STEP
    assert waited > 4 * ONE_PAGE


def test_there_is_an_end_by_the_clock() -> None:
    """One that hardly gets on is over after ten times its limit."""
    _, waited = Machine().until_over(0.05)
    assert WALL_TIMES * ONE_PAGE < waited <= WALL_TIMES * ONE_PAGE + STEP


def test_a_reader_that_stands_still_is_ended() -> None:
    """No work at all for long: it waits for something that never comes."""
    _, waited = Machine().until_over(0.0)
    assert STUCK_SECONDS < waited <= STUCK_SECONDS + STEP


def test_a_step_shows_that_it_moves_and_how_many_pages_there_are() -> None:
    """Every page gives more time; a step that is reached counts as moving."""
    machine = Machine()
    machine.now += STUCK_SECONDS - 1
    machine.clock.progress(Progress("reading", 1, 4))
    machine.now += STUCK_SECONDS - 1
    machine.clock.tick()
    machine.worked += ONE_PAGE + 1
    machine.clock.tick()
    worked, _ = machine.until_over(1.0)
    assert worked > 2 * SECONDS_A_PAGE


def test_a_reader_started_for_the_document_counts_from_nothing() -> None:
    """Where the process before had worked much more, the new one is over after its own limit all the same."""
    machine = Machine(worked=5_000.0)
    machine.worked = 0.0
    worked, _ = machine.until_over(1.0)
    assert ONE_PAGE < worked <= ONE_PAGE + STEP


def test_the_work_of_a_process_is_told_by_the_kernel(tmp_path: Path) -> None:
    """A process that computes uses up seconds; none that is not there."""
    child = ReaderChild(tmp_path)
    assert child.cpu_seconds == 0.0
    code = "import time\nuntil = time.process_time() + 0.3\nwhile time.process_time() < until: pass\ntime.sleep(60)"
    child._process = subprocess.Popen([sys.executable, "-c", code])
    try:
        until = time.monotonic() + 60
        while child.cpu_seconds < 0.3 and time.monotonic() < until:
            time.sleep(0.05)
        assert 0.3 <= child.cpu_seconds < 5
    finally:
        child._process.kill()
        child._process.wait()
        child._process = None
