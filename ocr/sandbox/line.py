"""The service's line to its zygote: starts it, hands jobs over, starts it again when it is gone.

Here: processes and memory files of the client's side; thread-safe, one line per process serves all threads.
Not here: what the answers mean.
"""

import contextlib
import json
import os
import select
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ocr.sandbox.wire import Job

_ROOT: Final = Path(__file__).resolve().parents[2]
_START_SECONDS: Final = 30.0  # imports on a cold and busy machine
_GRACE_SECONDS: Final = 5.0  # beyond the job's limit before the zygote itself counts as stuck
_BUSY_PAUSE_SECONDS: Final = 0.05
_ENVIRONMENT: Final = {"LANG": "C.UTF-8", "OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}


class SandboxUnavailableError(RuntimeError):
    """The sandbox cannot be started on this machine; the fault is ours and another try may help."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended, and its memory files (open while the context lasts)."""

    code: int
    answer: int
    pixels: int
    words: int


@dataclass(slots=True)
class _Peer:
    process: subprocess.Popen[bytes]
    control: socket.socket


class Line:
    """A line to one zygote, started when it is first needed."""

    def __init__(self, command: Sequence[str] = (sys.executable, "-m", "ocr.sandbox")) -> None:
        self._command = tuple(command)
        self._lock = threading.Lock()
        self._owner = os.getpid()
        self._peer: _Peer | None = None

    def start(self) -> int:
        """Start the zygote if it does not run, and return its process id."""
        return self._connect().process.pid

    def close(self) -> None:
        """Let the zygote go; the next job starts another."""
        with self._lock:
            self._hang_up()

    @contextmanager
    def run(self, job: Job, data: bytes, patience: float | None = None) -> Iterator[Ended | None]:
        """Run one job in a child of its own; yields None when no answer came within `patience` seconds.

        A child that died is an answer (its exit code says so); a zygote that died is replaced once.
        """
        self._connect()  # starting the zygote is not the file's fault and does not count
        until = time.monotonic() + (job.seconds + _GRACE_SECONDS if patience is None else patience)
        with contextlib.ExitStack() as stack:
            ended: Ended | None = None
            for _ in range(2):
                answer, pixels, words = (_memory_file(stack) for _ in range(3))
                sent = _memory_file(stack, data)
                peer = self._connect()
                report = self._ask(peer, job, (sent, answer, pixels, words), until)
                if report is None:
                    break
                if "code" in report:
                    ended = Ended(report["code"], answer, pixels, words)
                    break
                self._replace(peer)
            else:
                ended = Ended(-1, answer, pixels, words)
            if ended is None and patience is None:
                self._replace(peer)
            yield ended

    def _ask(self, peer: _Peer, job: Job, files: tuple[int, ...], until: float) -> dict[str, int] | None:
        """Send the job; returns the child's end, {} when the zygote died, None when time was up."""
        while True:
            reading, writing = os.pipe2(os.O_CLOEXEC)
            try:
                socket.send_fds(peer.control, [job.encode()], [*files, writing])
            except OSError:
                os.close(reading)
                return {}
            finally:
                os.close(writing)
            report = _await_report(reading, until)
            if report is None or "busy" not in report:
                return report
            time.sleep(_BUSY_PAUSE_SECONDS)
            if time.monotonic() >= until:
                return None

    def _connect(self) -> _Peer:
        if self._owner != os.getpid():  # forked since: the inherited zygote belongs to our parent
            self._lock = threading.Lock()
            self._owner = os.getpid()
            self._peer = None
        with self._lock:
            if self._peer is not None and self._peer.process.poll() is None:
                return self._peer
            self._hang_up()
            self._peer = _start(self._command)
            return self._peer

    def _replace(self, peer: _Peer) -> None:
        """Drop this peer, unless another thread has done so."""
        with self._lock:
            if self._peer is peer:
                self._hang_up()

    def _hang_up(self) -> None:
        peer, self._peer = self._peer, None
        if peer is None:
            return
        peer.control.close()
        peer.process.kill()
        peer.process.wait()


def _start(command: tuple[str, ...]) -> _Peer:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [*command, str(theirs.fileno()), str(os.getpid())],
            pass_fds=(theirs.fileno(),),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env=_ENVIRONMENT,
            cwd=_ROOT,
            start_new_session=True,  # a Ctrl-C at the terminal is the client's to handle
        )
    ours.settimeout(_START_SECONDS)
    try:
        ready = ours.recv(16)
    except OSError:
        ready = b""
    ours.settimeout(None)
    if ready != b"ready":
        ours.close()
        process.kill()
        process.wait()
        raise SandboxUnavailableError("the sandbox process did not start")
    return _Peer(process, ours)


def _memory_file(stack: contextlib.ExitStack, content: bytes = b"") -> int:
    fd = os.memfd_create("page", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    stack.callback(os.close, fd)
    view = memoryview(content)
    while view:
        view = view[os.write(fd, view) :]
    return fd


def _await_report(reading: int, until: float) -> dict[str, int] | None:
    """Wait for the zygote's report; {} when the zygote died, None when time was up."""
    try:
        poll = select.poll()
        poll.register(reading, select.POLLIN)
        if not poll.poll(max(0.0, until - time.monotonic()) * 1000):
            return None
        packet = os.read(reading, 256)
    finally:
        os.close(reading)
    if not packet:
        return {}
    report: dict[str, int] = json.loads(packet)  # from the zygote, which never touches a stranger's bytes
    return report
