"""`serve`: starts API, worker and sweeper as child processes, starts them again when they die, ends them together.

Here: processes and signals. Not here: what the roles do. Children die with this process in any case (lifeline.py).
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import IO

import structlog

from intake.lifeline import LIFELINE

log = structlog.get_logger()

ROLES = ("api", "worker", "sweeper")
PATIENCE_SECONDS = 3.0  # between the polite signal and the last one: `serve` is gone within 5 s
AGAIN_SECONDS = 1.0
QUICK_DEATHS = 5  # in a row, within the time below: something is wrong that starting again does not mend
QUICK_SECONDS = 10.0
UNUSABLE = 2  # a role says that a setting cannot be used (a taken port, say): no second start mends that


@dataclass(slots=True)
class Child:
    """One role and its process."""

    role: str
    process: subprocess.Popen[bytes]
    begun: float
    quick_deaths: int = 0


@dataclass(slots=True)
class Supervisor:
    """Keeps the roles alive until it is told to stop."""

    environ: Mapping[str, str]
    roles: Sequence[str] = ROLES
    program: Sequence[str] = ("-m", "intake")  # what our interpreter runs for a role; the role's name follows
    log: IO[bytes] | None = None  # where the roles write; None means our own stderr
    stopping: threading.Event = field(default_factory=threading.Event)
    _children: dict[str, Child] = field(default_factory=dict)
    _lifeline: tuple[int, int] = (-1, -1)

    def run(self, when_started: Callable[[], None] = lambda: None) -> int:
        """Start all roles and watch them; returns the exit code."""
        self._lifeline = os.pipe()  # the children hold the reading end; ours closes when we end, however we end
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)
        try:
            for role in self.roles:
                self._start(role)
            when_started()
            return self._watch()
        finally:
            self._end_all()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self.stopping.set()

    def _start(self, role: str, deaths: int = 0) -> None:
        reading = self._lifeline[0]
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, *self.program, role],
            env={**self.environ, LIFELINE: str(reading)},
            pass_fds=(reading,),
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,  # a Ctrl-C at the terminal reaches us alone; we pass it on in order
        )
        self._children[role] = Child(role, process, time.monotonic(), deaths)
        log.info("role.started", kind=role, pid=process.pid)

    def _watch(self) -> int:
        while not self.stopping.wait(0.2):
            for child in list(self._children.values()):
                if child.process.poll() is None:
                    continue
                quick = time.monotonic() - child.begun < QUICK_SECONDS
                deaths = child.quick_deaths + 1 if quick else 0
                log.error("role.died", kind=child.role, code=child.process.returncode)
                if child.process.returncode == UNUSABLE:
                    return UNUSABLE
                if deaths >= QUICK_DEATHS:
                    return 1
                if self.stopping.wait(AGAIN_SECONDS):
                    break
                self._start(child.role, deaths)
        return 0

    def _end_all(self) -> None:
        """Ask politely in the order in which work flows, then end what is left."""
        for child in self._children.values():
            if child.process.poll() is None:
                child.process.terminate()
        until = time.monotonic() + PATIENCE_SECONDS
        for child in self._children.values():
            try:
                child.process.wait(max(0.05, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.process.kill()
                child.process.wait()
        for handle in self._lifeline:
            os.close(handle)
