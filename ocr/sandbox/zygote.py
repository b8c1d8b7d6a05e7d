"""The pre-forked parent: has the parsers imported, touches no file itself, forks one child per document.

Here: taking jobs, forking, killing at the time limit, reporting how a child ended, leaving with the client.
Not here: opening anything.
"""

import contextlib
import gc
import json
import os
import select
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NoReturn

from PIL import Image

from ocr.sandbox import child, confine
from ocr.sandbox.child import Files
from ocr.sandbox.wire import Job, write_json

_TICK_MS: Final = 500  # how often the zygote looks whether its client still lives, besides the closed socket
_FILES_OF_A_JOB: Final = 5  # sent, answer, pixels, words, report
_MAX_CHILDREN: Final = 8

DoJob = Callable[[Job, Files], None]


@dataclass(frozen=True, slots=True)
class _Running:
    """A child at work: where its end is reported and when it must be over (monotonic seconds)."""

    report: int
    deadline: float


class Zygote:
    """Serves one client over one socket until the client is gone."""

    def __init__(self, control: socket.socket, client: int, do_job: DoJob) -> None:
        self._control = control
        self._client = client
        self._do_job = do_job
        self._running: dict[int, _Running] = {}
        self._network_cut = False

    def serve(self) -> None:
        """Fork a child for every job, until the client has gone."""
        self._network_cut = confine.cut_network()
        wake, woken = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda _signal, _frame: None)
        self._control.send(b"ready")
        poll = select.poll()
        poll.register(wake, select.POLLIN)
        poll.register(self._control, select.POLLIN)
        try:
            while os.getppid() == self._client:
                ready = dict(poll.poll(self._wait_ms()))
                if wake in ready:
                    os.read(wake, 512)
                self._bury()
                self._kill_late()
                if self._control.fileno() in ready and not self._take():
                    return
        finally:
            for pid in self._running:
                _kill(pid)

    def _wait_ms(self) -> int:
        if not self._running:
            return _TICK_MS
        first = min(running.deadline for running in self._running.values())
        return max(0, min(_TICK_MS, int((first - time.monotonic()) * 1000) + 1))

    def _take(self) -> bool:
        """Take one job from the client; False when the client has closed the socket."""
        try:
            packet, fds, _, _ = socket.recv_fds(self._control, 4096, _FILES_OF_A_JOB)
        except InterruptedError:
            return True
        if not packet:
            return False
        if len(fds) != _FILES_OF_A_JOB:
            for fd in fds:
                os.close(fd)
            return True
        job = Job.decode(packet)
        if len(self._running) >= _MAX_CHILDREN:
            self._report(fds[4], {"busy": True})
        else:
            self._fork(job, Files(*fds[:4]), fds[4])
        for fd in fds[:4]:
            os.close(fd)
        return True

    def _fork(self, job: Job, files: Files, report: int) -> None:
        zygote = os.getpid()
        try:
            pid = os.fork()
        except OSError:
            self._report(report, {"busy": True})
            return
        if pid == 0:
            self._be_child(zygote, job, files)
        self._running[pid] = _Running(report, time.monotonic() + job.seconds)

    def _be_child(self, zygote: int, job: Job, files: Files) -> NoReturn:
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.setpgid(0, 0)
            _keep_only(files)
            filtered = child.confine_child(zygote, job.seconds)
            if job.kind == "probe":
                _answer_probe(files, self._network_cut or filtered, filtered)
            else:
                self._do_job(job, files)
            code = 0
        finally:
            os._exit(code)

    def _bury(self) -> None:
        """Collect every child that has ended and report how."""
        for pid in tuple(self._running):
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(pid, signal.SIGKILL)
                self._report(self._running.pop(pid).report, {"code": os.waitstatus_to_exitcode(status)})

    def _kill_late(self) -> None:
        now = time.monotonic()
        for pid, running in self._running.items():
            if running.deadline <= now:
                _kill(pid)

    def _report(self, fd: int, shape: dict[str, int | bool]) -> None:
        with contextlib.suppress(OSError):  # the client may have stopped waiting
            os.write(fd, json.dumps(shape).encode())
        os.close(fd)


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _keep_only(files: Files) -> None:
    """Close everything but the job's own files and the standard streams (which are /dev/null)."""
    kept = sorted((files.sent, files.answer, files.pixels, files.words))
    low = 3
    for fd in kept:
        os.closerange(low, fd)
        low = fd + 1
    os.closerange(low, 4096)


def _answer_probe(files: Files, network_cut: bool, filtered: bool) -> None:
    write_json(files.answer, {"network_cut": network_cut, "calls_filtered": filtered})


def main(arguments: list[str], do_job: DoJob = child.do_job) -> None:
    """Run as the zygote of the client whose socket and process id are given as arguments."""
    control = socket.socket(fileno=int(arguments[0]))
    os.chdir("/")
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):  # native libraries print pieces of a file to stderr: never into our logs
        os.dup2(null, stream)
    Image.init()  # the child may not be able to import plug-ins any more
    import pillow_heif  # imported here so that a planted zygote of a test need not have it

    pillow_heif.register_heif_opener(thumbnails=False)
    pillow_heif.options.DECODE_THREADS = 1
    gc.collect()
    gc.freeze()
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        Zygote(control, int(arguments[1]), do_job).serve()
