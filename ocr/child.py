"""The reader child: one process with one engine that reads one document at a time for its parent.

Here: `ReaderChild`, the parent's handle, light to import; and `python -m ocr.child`, the child. Not here: reading
itself (ocr.reader, imported in the child only). The parent never loads OpenCV or the engine.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from ocr.expected import ExpectedNames
from ocr.frames import FrameEnded, FrameLate, read_frame, write_frame
from ocr.open_questions import Asked, Ink, OpenQuestion
from validators.model.codec import from_plain, to_plain
from validators.model.codes import DocumentKind
from validators.model.evidence import DocumentReading, Scalar

T = TypeVar("T")
START_SECONDS = 60.0  # loading the weights on a busy machine
SECONDS_A_PAGE = 20.0
SECONDS_A_QUESTION = 5.0  # of the clock
YIELDS = 10  # niceness of reading beside whatever answers people and payout systems


class ReaderDied(RuntimeError):
    """The child ended before it answered; the document is not at fault until that happens again and again."""


class ReaderTimeout(RuntimeError):
    """The child did not answer in time and was killed."""


@dataclass(frozen=True, slots=True)
class Raster:
    """The picture of one page that the engine read, as PNG; `reading` is the position of its document."""

    reading: int
    page: int
    png: bytes


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What one upload came to: one reading for each paper that it holds, and the rasters if they were asked for."""

    readings: tuple[DocumentReading, ...]
    rasters: tuple[Raster, ...]
    pages: Mapping[int, int] = field(default_factory=dict)  # page -> position of its reading
    questions: tuple[OpenQuestion, ...] = ()  # what the claim's other papers may tell


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the child is: the stage's name, and page n of m."""

    stage: str
    n: int
    of: int


class ReaderChild:
    """A handle on one child process. Not thread-safe: one owner, one document at a time. Starts on first use."""

    def __init__(self, models: Path, threads: int = 1) -> None:
        self._command = [sys.executable, "-m", "ocr.child", str(models), str(threads)]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """Process id of a running child."""
        return self._process.pid if self._process and self._process.poll() is None else None

    @property
    def rss_mb(self) -> float:
        """Resident memory of the child in MiB, 0 when it is not running."""
        try:
            with open(f"/proc/{self.pid}/statm", encoding="ascii") as stream:
                return int(stream.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / (1 << 20)
        except (OSError, IndexError):
            return 0.0

    @property
    def cpu_seconds(self) -> float:
        """Processor's time that the child has used, all its threads together; 0 when it is not running."""
        try:
            with open(f"/proc/{self.pid}/stat", encoding="ascii", errors="replace") as stream:
                user, system = stream.read().rpartition(")")[2].split()[11:13]
            return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
        except (OSError, ValueError):
            return 0.0

    def read(
        self,
        file: str,
        parts: Sequence[bytes],
        *,
        declared: DocumentKind | None = None,
        expected: ExpectedNames,
        keep_rasters: bool = False,
        seconds: float | None = None,
        tick: Callable[[], None] | None = None,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> ReadResult:
        """Read one document; `tick` is called every 5 s of waiting. Raises ReaderDied or ReaderTimeout."""
        head = {
            "file": file,
            "declared": declared.value if declared else None,
            "expected": to_plain(expected),
            "keep_rasters": keep_rasters,
        }
        limit = seconds if seconds is not None else START_SECONDS + SECONDS_A_PAGE * 50
        return self._exchange(head, parts, limit, lambda fd, until: _await_result(fd, until, tick, on_progress))

    def ask(self, asked: Sequence[Asked]) -> tuple[Scalar, ...]:
        """Ask crops for the values that other papers name; None for each that says none. Raises like `read`."""
        head = {"ask": [[_sizes(one.inks), one.script, one.read, one.own, list(one.values)] for one in asked]}
        limit = START_SECONDS + SECONDS_A_QUESTION * len(asked)
        return self._exchange(head, [ink.rgb for one in asked for ink in one.inks], limit, _await_answers)

    def _exchange(
        self, head: dict[str, Any], blocks: Sequence[bytes], limit: float, answer: Callable[[int, float], T]
    ) -> T:
        process = self._running()
        deadline = time.monotonic() + limit
        try:
            assert process.stdin is not None and process.stdout is not None
            write_frame(process.stdin.fileno(), head, list(blocks))
            return answer(process.stdout.fileno(), deadline)
        except FrameLate as late:
            self.kill()
            raise ReaderTimeout("reading took too long") from late
        except (FrameEnded, BrokenPipeError, ConnectionError) as ended:
            self.kill()
            raise ReaderDied("the reader ended before it answered") from ended
        except BaseException:
            self.kill()  # an interrupted exchange must not leave half an answer in the pipe for the next document
            raise

    def kill(self) -> None:
        """End the child now, whatever it does."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.kill()
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
            )
        return self._process


def _await_result(
    fd: int, deadline: float, tick: Callable[[], None] | None, on_progress: Callable[[Progress], None] | None
) -> ReadResult:
    rasters: list[tuple[int, bytes]] = []
    while True:
        head, blocks = read_frame(fd, deadline=deadline, tick=tick)
        if head["type"] == "raster":
            rasters.append((int(head["page"]), blocks[0]))
            continue
        if head["type"] == "progress":
            if on_progress is not None:
                on_progress(Progress(str(head["stage"]), int(head["n"]), int(head["of"])))
            continue
        if head["type"] == "failed":
            raise ReaderDied(str(head["error"]))
        readings = tuple(from_plain(DocumentReading, plain) for plain in head["readings"])
        owner = {int(page): int(reading) for page, reading in head["pages"]}
        named = tuple(Raster(owner.get(page, 0), page, png) for page, png in rasters)
        crops = iter(blocks)
        questions = tuple(
            OpenQuestion(int(reading), str(place), _inks(sizes, crops)) for reading, place, sizes in head["questions"]
        )
        return ReadResult(readings, named, owner, questions)


def _await_answers(fd: int, deadline: float) -> tuple[Scalar, ...]:
    head, _ = read_frame(fd, deadline=deadline)
    if head["type"] == "failed":
        raise ReaderDied(str(head["error"]))
    return tuple(head["answers"])


def end_with_parent() -> None:
    """Ask the kernel to kill this process when its parent ends, however that ends."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)


def serve(models: Path, threads: int, incoming: int, outgoing: int) -> None:
    """Read documents from one pipe and answer on the other until the parent closes it."""
    from ocr.reader import Reader

    os.nice(YIELDS)  # whoever asks the gate comes first; a paper may take a little longer
    reader = Reader.start(models, threads)
    while True:
        try:
            head, parts = read_frame(incoming)
        except FrameEnded:
            return
        try:
            if "ask" in head:
                write_frame(outgoing, {"type": "answers", "answers": reader.ask(_asked(head["ask"], parts))})
                continue
            result = reader.read(
                head["file"],
                parts,
                declared=DocumentKind(head["declared"]) if head["declared"] else None,
                expected=from_plain(ExpectedNames, head["expected"]),
                keep_rasters=bool(head["keep_rasters"]),
                on_progress=lambda step: write_frame(outgoing, {"type": "progress", **to_plain(step)}),
                # One at a time: fifty pages of pictures would not fit beside the engine.
                on_raster=lambda page, png: write_frame(outgoing, {"type": "raster", "page": page}, [png]),
            )
        except Exception as error:  # noqa: BLE001 - the edge of this process: the parent decides what a failure means
            # The class and the place only: the text of an exception may hold what the paper says.
            write_frame(outgoing, {"type": "failed", "error": _where(error)})
            continue
        head = {
            "type": "result",
            "readings": [to_plain(reading) for reading in result.readings],
            "pages": [[page, reading] for page, reading in result.pages.items()],
            "questions": [[one.reading, one.place, _sizes(one.inks)] for one in result.questions],
        }
        write_frame(outgoing, head, [ink.rgb for one in result.questions for ink in one.inks])


def _asked(plain: Sequence[Any], blocks: Sequence[bytes]) -> list[Asked]:
    crops = iter(blocks)
    return [Asked(_inks(sizes, crops), script, read, own, tuple(values)) for sizes, script, read, own, values in plain]


def _sizes(inks: Sequence[Ink]) -> list[list[int]]:
    return [[ink.height, ink.width] for ink in inks]


def _inks(sizes: Sequence[Sequence[int]], crops: Iterator[bytes]) -> tuple[Ink, ...]:
    return tuple(Ink(int(height), int(width), next(crops)) for height, width in sizes)


def _where(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"
    return f"{type(error).__name__} at {place}"


if __name__ == "__main__":
    end_with_parent()
    answers = os.dup(1)
    os.dup2(2, 1)  # what a library prints must not fall between two frames
    serve(Path(sys.argv[1]), int(sys.argv[2]), 0, answers)
