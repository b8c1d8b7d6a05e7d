"""Opening a reader: the one place that chooses it by setting, and that makes a dead child a value.

Here: a reader process with its time limit and its second try. Not here: reading itself (ocr.reader, in the child).
This process never loads OpenCV or the engine.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from intake.papers import PaperBytes
from intake.settings import Settings, SettingsFault
from intake.unread import unread
from ocr.child import SECONDS_A_PAGE, START_SECONDS, Progress, ReaderChild, ReaderDied, ReaderTimeout, ReadResult
from ocr.expected import ExpectedNames
from ocr.open_questions import Asked, OpenQuestion, asked_for, with_answers
from validators.model.claim import ClaimRecord
from validators.model.codes import DocumentKind
from validators.model.evidence import DocumentReading, Scalar

WALL_TIMES = 10  # how much longer than its limit a document may take where others use the machine
STUCK_SECONDS = 150.0  # without any work; opening a paper, which another process does, takes 60 s at most
LEAST_WORK_SECONDS = 0.05  # a waiting process's own ticking is no work
ASKED_AT_ONCE = 100  # crops of values in doubt: a frame holds a thousand blocks, and what was answered is kept
TRIES = 2  # on the command line; in the service the job's attempts count


class PaperReader(Protocol):
    """Reads one document at a time; raises ReaderDied or ReaderTimeout when there is no answer."""

    @property
    def cpu_seconds(self) -> float:
        """What its process has worked so far; the clock's time where nothing is worked out."""

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
        """Read one document of one or more parts."""

    def ask(self, asked: Sequence[Asked]) -> tuple[Scalar, ...]:
        """Ask crops for the values that other papers name; None for each that says none. Raises like `read`."""

    def kill(self) -> None:
        """End the reader's process."""


class PageClock:
    """The hard limit of one document: a start, and so many seconds for every page that shows up.

    Counted is what the reader's process worked, since on a busy machine it stands still for no fault of the paper. Over
    as well: a process that does no work for long, and one that takes ten times as long as its limit by the wall clock.
    """

    def __init__(
        self,
        worked: Callable[[], float],
        tick: Callable[[], None] | None = None,
        on_progress: Callable[[Progress], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._worked, self._clock, self._tick, self._on_progress = worked, clock, tick, on_progress
        self._begun = self._moved = clock()
        self._before = self._last = worked()
        self._pages = 1

    def progress(self, step: Progress) -> None:
        """Note that the reader reached a step."""
        self._pages, self._moved = max(self._pages, step.of), self._clock()
        if self._on_progress is not None:
            self._on_progress(step)

    def tick(self) -> None:
        """Look whether it is over; called every few seconds of waiting."""
        now, worked = self._clock(), self._worked()
        if worked < self._before:  # another process: the reader was started for this document
            self._before = self._last = 0.0
        if worked - self._last > LEAST_WORK_SECONDS:
            self._last, self._moved = worked, now
        limit = START_SECONDS + SECONDS_A_PAGE * self._pages
        if worked - self._before > limit or now - self._begun > WALL_TIMES * limit:
            raise ReaderTimeout("reading took too long")
        if now - self._moved > STUCK_SECONDS:
            raise ReaderTimeout("the reader stands still")
        if self._tick is not None:
            self._tick()


def open_process(settings: Settings) -> PaperReader:
    """Give the handle on a reader process that the settings ask for; it starts on first use."""
    if settings.reader.startswith("replay:"):
        from intake.replay import ReplayReader

        return ReplayReader.at(settings.reader.removeprefix("replay:"))
    if settings.reader != "paddle":
        raise SettingsFault("CLAIMGATE_READER 应是 paddle 或 replay:文件夹。")
    prepare_models(settings)
    return ReaderChild(settings.models, settings.threads)


def prepare_models(settings: Settings) -> None:
    """Make sure that the weights lie in their folder with the right digests; copies them there the first time."""
    from ocr.engines.models import ModelsMissing, check_models, lay_out

    try:
        check_models(settings.models)
    except ModelsMissing:
        try:
            lay_out(settings.models)
        except (ModelsMissing, OSError) as fault:
            raise SettingsFault(
                f"OCR 权重不齐：{settings.models}。请重新运行安装，或检查 CLAIMGATE_MODELS。"
            ) from fault


@contextmanager
def open_reader(settings: Settings) -> Iterator[PaperReader]:
    """Open a reader for a while and end its process afterwards, whatever happens."""
    reader = open_process(settings)
    try:
        yield reader
    finally:
        reader.kill()


def read_once(
    reader: PaperReader,
    file: str,
    parts: Sequence[bytes],
    *,
    declared: DocumentKind | None,
    expected: ExpectedNames,
    keep_rasters: bool = False,
    tick: Callable[[], None] | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> ReadResult:
    """Read one document within its time limit; raises ReaderDied or ReaderTimeout."""
    clock = PageClock(lambda: reader.cpu_seconds, tick, on_progress)
    return reader.read(
        file,
        parts,
        declared=declared,
        expected=expected,
        keep_rasters=keep_rasters,
        tick=clock.tick,
        on_progress=clock.progress,
    )


def read_surely(
    reader: PaperReader, paper: PaperBytes, *, declared: DocumentKind | None, expected: ExpectedNames
) -> ReadResult:
    """Read one document; after two dead readers it becomes a reading for a person, never an exception."""
    for _ in range(TRIES):
        try:
            return read_once(reader, paper.label, paper.parts, declared=declared, expected=expected)
        except (ReaderDied, ReaderTimeout):
            continue
    return ReadResult((unread(paper.label, paper.sha256, "READER_DIED", declared),), ())


def ask_across(
    reader: PaperReader,
    readings: Sequence[DocumentReading],
    questions: Sequence[OpenQuestion],
    others: Sequence[DocumentReading] = (),
) -> tuple[DocumentReading, ...]:
    """Return readings of one claim with what stayed in doubt asked for what its other papers say.

    Where the reader dies over it, they are what they were: doubt goes to a person.
    """
    asked = asked_for(readings, questions, others)
    answers: list[tuple[OpenQuestion, Scalar]] = []
    for first in range(0, len(asked), ASKED_AT_ONCE):
        some = asked[first : first + ASKED_AT_ONCE]
        try:
            said = reader.ask([one for _, one in some])
        except (ReaderDied, ReaderTimeout):
            break
        answers += zip((question for question, _ in some), said, strict=True)
    return with_answers(readings, answers)


def names_of(record: ClaimRecord | None) -> ExpectedNames:
    """Take names, numbers and days out of a claim record, as a prior for reading; nobody without one."""
    if record is None:
        return ExpectedNames()
    relatives = record.relatives or ()
    employer = record.employer
    representative = employer.legal_representative
    numbers = (record.worker.id_no, employer.uscc, employer.account, *(relative.id_no for relative in relatives))
    worker = record.worker
    holders = ((worker.id_no, worker.name), *((relative.id_no, relative.name) for relative in relatives))
    return ExpectedNames(
        worker=record.worker.name,
        relatives=tuple(relative.name for relative in relatives),
        guardians=tuple(relative.guardian for relative in relatives if relative.guardian),
        beneficiaries=tuple(relative.name for relative in relatives) if record.death else (record.worker.name,),
        others=(representative,) if representative else (),
        employer=record.employer.name,
        numbers=tuple(number for number in numbers if number),
        holders=tuple((number, name) for number, name in holders if number),
        since=record.injury_date,
        filed_on=record.filed_on,
    )
