"""Papers of one case are asked for each other's values after all were read, and a dead reader costs nothing."""

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import pytest

from intake.commands.reading import read_all
from intake.papers import Paper
from intake.pipeline import read_before
from intake.readers import ask_across
from ocr.child import ReaderDied, ReaderTimeout, ReadResult
from ocr.expected import NOBODY
from ocr.open_questions import READ_WITH_PAPERS, Asked, Ink, OpenQuestion
from tests.builders import leaf, make_slip, with_field
from validators.model.evidence import DocumentReading, Scalar

ACCOUNT, MISREAD = "6299990517062393", "6290990517062303"
INK = Ink(1, 1, b"\0\0\0")
UNCLEAR = with_field(make_slip("TEST1"), "payee_account", leaf(MISREAD, sure=False))
CLEAR = with_field(make_slip("TEST2"), "payee_account", leaf(ACCOUNT))


class Reader:
    """Reads two papers a file, the second unclear in its account, and says of every crop the clear one."""

    def __init__(self, fault: Exception | None = None) -> None:
        self._fault, self.asked = fault, list[Asked]()
        self.cpu_seconds = 0.0

    def read(self, file: str, parts: Sequence[bytes], **_: object) -> ReadResult:
        """The papers of a file."""
        readings = (CLEAR, UNCLEAR) if file.startswith("two") else (UNCLEAR,)
        return ReadResult(readings, (), {}, (OpenQuestion(len(readings) - 1, "payee_account", (INK,)),))

    def ask(self, asked: Sequence[Asked]) -> tuple[Scalar, ...]:
        """The clear account, or a fault."""
        self.asked += asked
        if self._fault is not None:
            raise self._fault
        return tuple(next((value for value in one.values if value == ACCOUNT), None) for one in asked)

    def kill(self) -> None:
        """Nothing runs."""


def accounts(readings: Sequence[DocumentReading]) -> list[Scalar]:
    """Each paper's account."""
    return [one.fields["payee_account"].value for one in readings]


def test_a_case_is_asked_once_all_its_papers_are_read(tmp_path: Path) -> None:
    """An unclear paper read first takes what a later one says; each question keeps its own paper."""
    for name in ("one.jpg", "two.jpg"):
        (tmp_path / name).write_bytes(b"x")
    reader = Reader()
    papers = [Paper(name, (tmp_path / name,)) for name in ("one.jpg", "two.jpg")]
    read = read_all(papers, reader, expected=NOBODY)
    assert accounts(read.readings) == [ACCOUNT, ACCOUNT, ACCOUNT]
    flags = [one.fields["payee_account"].flags for one in read.readings]
    assert flags == [(READ_WITH_PAPERS,), (), (READ_WITH_PAPERS,)]
    assert len(reader.asked) == 2
    apart = read_all(papers, reader)  # of no claim: nobody says that they belong together
    assert accounts(apart.readings) == [MISREAD, ACCOUNT, MISREAD]
    assert len(reader.asked) == 2


@pytest.mark.parametrize("fault", [ReaderDied("gone"), ReaderTimeout("late")])
def test_a_reader_that_dies_over_it_leaves_what_was_read(fault: Exception) -> None:
    """What was read stays in doubt and the papers count as read."""
    found = ask_across(Reader(fault), [UNCLEAR, CLEAR], [OpenQuestion(0, "payee_account", (INK,))])
    assert accounts(found) == [MISREAD, ACCOUNT]


def test_without_a_question_nobody_is_asked() -> None:
    """Clear papers cost no further look."""
    reader = Reader()
    assert ask_across(reader, [UNCLEAR, CLEAR], []) == (UNCLEAR, CLEAR)
    assert reader.asked == []


def test_in_the_service_a_paper_is_asked_for_its_own_sides_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the other side's papers say stays there, and a paper is not its own other."""
    sides = [("1", "firm"), ("2", "family"), ("3", "firm")]
    documents = tuple(SimpleNamespace(id=number, side=side) for number, side in sides)
    readings = tuple(with_field(CLEAR, "slip_no", leaf(number)) for number, _ in sides)
    case = SimpleNamespace(documents=documents, readings=readings)
    monkeypatch.setattr("intake.pipeline.load_case", lambda *_: case)
    service = SimpleNamespace(database=SimpleNamespace(read=lambda: nullcontext()))
    work = SimpleNamespace(claim=None, document=documents[2])
    assert read_before(service, work) == (readings[0],)  # type: ignore[arg-type]
