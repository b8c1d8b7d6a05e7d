"""Shared by `read`, `verify` and `verify --cases`: papers from paths, read in a child, judged in process.

Here: the in-process main job, nothing stored. Not here: printing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from intake.cli import UsageFault
from intake.judging import Rules, checks_without_source, judge_case, judge_paper, load_rules, settle
from intake.legal_day import legal_today
from intake.papers import Paper, PaperBytes, PathFault, load_paper
from intake.presenting.shapes import Json, show_document, show_finding, show_leg, show_not_run, split_findings
from intake.readers import PaperReader, ask_across, names_of, read_surely
from intake.settings import Settings, SettingsFault
from intake.unread import unread
from ocr.child import ReadResult
from ocr.expected import ExpectedNames
from ocr.open_questions import OpenQuestion
from validators.model.claim import ClaimRecord
from validators.model.codes import DocumentKind
from validators.model.evidence import DocumentReading
from validators.model.findings import CaseJudgement


@dataclass(frozen=True, slots=True)
class Unopened:
    """A path that may not or cannot be opened, with the sentence that says so."""

    file: str
    error: str


@dataclass(frozen=True, slots=True)
class Read:
    """All papers that could be opened, and the paths that could not."""

    readings: tuple[DocumentReading, ...]
    unopened: tuple[Unopened, ...]


def parse_day(text: str | None) -> date:
    """Read `--today`, or take today."""
    if text is None:
        return legal_today()
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a calendar day has no zone
    except ValueError:
        raise UsageFault("--today 应写成 2021-08-01。") from None


def parse_kind(text: str | None) -> DocumentKind | None:
    """Read `--kind`."""
    if text is None:
        return None
    try:
        return DocumentKind(text)
    except ValueError:
        raise UsageFault(f"--kind 应是以下之一：{', '.join(DocumentKind)}。") from None


def rules_of(settings: Settings) -> Rules:
    """Load the policy that the settings name, as a usage error where it cannot be read."""
    try:
        return load_rules(settings.policy_file)
    except SettingsFault as fault:
        raise UsageFault(str(fault)) from None


def read_all(
    papers: Sequence[Paper],
    reader: PaperReader,
    *,
    declared: DocumentKind | None = None,
    expected: ExpectedNames | None = None,
    within: Path | None = None,
    on_done: Callable[[int], None] = lambda done: None,
) -> Read:
    """Read papers one after another; a path that cannot be opened is reported and the rest goes on.

    With names `expected` they are papers of one claim, and asked for each other's values at the end.
    """
    readings: list[DocumentReading] = []
    questions: list[OpenQuestion] = []
    unopened: list[Unopened] = []
    for done, paper in enumerate(papers, start=1):
        try:
            result = _read(load_paper(paper, within=within), reader, declared, expected or names_of(None))
            questions += (replace(one, reading=one.reading + len(readings)) for one in result.questions)
            readings += result.readings
        except PathFault as fault:
            unopened.append(Unopened(paper.label, str(fault)))
        on_done(done)
    asked = () if expected is None else questions
    return Read(ask_across(reader, readings, asked), tuple(unopened))


def _read(paper: PaperBytes, reader: PaperReader, declared: DocumentKind | None, expected: ExpectedNames) -> ReadResult:
    if paper.too_large:
        return ReadResult((unread(paper.label, paper.sha256, "NOT_OPENABLE", declared),), ())
    return read_surely(reader, paper, declared=declared, expected=expected)


def show_read(read: Read, rules: Rules, today: date) -> Json:
    """The answer of `read`: documents with the findings of the paper alone."""
    documents = [show_document(reading, judge_paper(reading, rules, today), rules.version) for reading in read.readings]
    shown: Json = {
        "documents": documents,
        "findings": [],
        "not_run": [show_not_run(entry) for entry in checks_without_source()],
        "warnings": [],
        "rule_version": rules.version,
    }
    if read.unopened:
        shown["unopened"] = [{"file": one.file, "error": one.error} for one in read.unopened]
    return shown


def show_case(read: Read, judgement: CaseJudgement, warnings: Sequence[str] = ()) -> Json:
    """The answer of `verify`: documents, findings across them, checks that could not run, and the legs."""
    own, rest = split_findings(judgement.findings, len(read.readings))
    shown: Json = {
        "documents": [
            show_document(reading, own.get(index, ()), judgement.rule_version)
            for index, reading in enumerate(read.readings)
        ],
        "findings": [show_finding(finding, read.readings) for finding in rest],
        "not_run": [show_not_run(entry) for entry in judgement.not_run],
        "warnings": [*warnings, *judgement.warnings],
        "legs": [show_leg(leg) for leg in judgement.legs],
        "rule_version": judgement.rule_version,
    }
    if read.unopened:
        shown["unopened"] = [{"file": one.file, "error": one.error} for one in read.unopened]
    return shown


def judge(record: ClaimRecord, read: Read, rules: Rules, today: date) -> tuple[Read, CaseJudgement]:
    """Judge a case as it would stand before any human decision; gives the readings as they were judged, too."""
    settled = replace(read, readings=settle(record, read.readings))
    return settled, judge_case(record, settled.readings, rules, today, inside_service=False)
