"""What `read` and `verify` print for people: plain Chinese, aligned columns.

Here: terminal text. Not here: JSON (shapes.py).
"""

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol

from intake.judging import Rules, judge_paper, message_of
from intake.presenting import words
from intake.presenting.shapes import split_findings
from intake.presenting.table import lay_out, yuan
from validators.model.claim import ClaimRecord
from validators.model.evidence import DocumentReading, Leaf, Mark
from validators.model.findings import CaseJudgement, Finding
from validators.texts import display_field, display_kind


class UnopenedPath(Protocol):
    """A path that could not be opened, and the sentence about it."""

    @property
    def error(self) -> str:
        """The sentence."""


def print_unopened(unopened: Sequence[UnopenedPath]) -> None:
    """Report on stderr what could not be opened."""
    for one in unopened:
        print(f"claimgate: {one.error}", file=sys.stderr)


def print_documents(readings: Sequence[DocumentReading], rules: Rules, today: date) -> None:
    """Print each paper with what was read from it and what is doubted."""
    for reading in readings:
        print("\n".join(document_lines(reading, judge_paper(reading, rules, today))))
        print()


def print_case(
    record: ClaimRecord, readings: Sequence[DocumentReading], judgement: CaseJudgement, warnings: Sequence[str]
) -> None:
    """Print a case: each paper, what compares badly, and what it means for each leg."""
    own, rest = split_findings(judgement.findings, len(readings))
    for index, reading in enumerate(readings):
        print("\n".join(document_lines(reading, own.get(index, ()))))
        print()
    if rest:
        print("材料之间、材料与案件记录之间：")
        print("\n".join(finding_lines(rest, readings)))
        print()
    if judgement.not_run:
        print("未能核对（缺少数据）：" + "、".join(sorted({entry.code for entry in judgement.not_run})))
        print()
    print("\n".join(leg_lines(record, judgement)))
    for warning in (*warnings, *judgement.warnings):
        print(f"注意：{warning}")


def document_lines(reading: DocumentReading, findings: Sequence[Finding]) -> Iterator[str]:
    """Lines about one paper: kind, fields, marks, findings."""
    yield f"■ {reading.file}    {display_kind(reading.kind)}    可信度 {reading.kind_confidence:.2f}"
    pages = [f"第{page.index + 1}页 {words.word(words.QUALITIES, page.quality.verdict)}" for page in reading.pages]
    if pages:
        yield "  " + "，".join(pages)
    rows = [(display_field(reading.kind, name), _value(name, leaf), _doubt(leaf)) for name, leaf in _leaves(reading)]
    yield from (f"  {line}" for line in lay_out(rows, most=(30, 60, 16)))
    marks = [_mark_row(mark) for mark in reading.marks]
    yield from (f"  {line}" for line in lay_out(marks, most=(16, 36, 30)))
    yield from finding_lines(findings, (reading,))


def finding_lines(findings: Sequence[Finding], readings: Sequence[DocumentReading]) -> Iterator[str]:
    """One line a finding; what is only recorded comes last."""
    rows = [
        (
            words.SEVERITIES[finding.severity],
            finding.code,
            _place(finding, readings),
            message_of(finding, readings) or "仅作记录",
        )
        for finding in sorted(findings, key=lambda one: "BFI".index(one.severity))
    ]
    yield from (f"  {line}" for line in lay_out(rows, most=(12, 10, 44, 90)))


def leg_lines(record: ClaimRecord, judgement: CaseJudgement) -> Iterator[str]:
    """One line a leg, in yuan."""
    yield "现在可以怎么发："
    rows = []
    for leg in judgement.legs:
        payee = words.word(words.PAYEES, leg.payee)
        if leg.beneficiary is not None and record.relatives and leg.beneficiary < len(record.relatives):
            payee = record.relatives[leg.beneficiary].name
        reasons = "、".join(reason for reason in leg.reasons if reason != leg.code)
        rows.append(
            (
                words.word(words.ITEMS, leg.item),
                payee,
                f"{yuan(leg.fen)} 元",
                words.word(words.STATUSES, leg.status),
                words.word(words.LEG_CODES, leg.code),
                f"（{reasons}）" if reasons else "",
            )
        )
    yield from (f"  {line}" for line in lay_out(rows, most=(26, 20, 20, 10, 40, 80)))


def _leaves(reading: DocumentReading) -> Iterator[tuple[str, Leaf]]:
    yield from reading.fields.items()
    for name, leaves in reading.lists.items():
        for leaf in leaves:
            yield name, leaf
    for table, rows in reading.rows.items():
        for index, row in enumerate(rows):
            for column, leaf in row.items():
                yield f"{table}[{index}].{column}", leaf


def _value(name: str, leaf: Leaf) -> str:
    last = name.rpartition(".")[2]
    if leaf.value is None:
        return f"（未读出：{leaf.raw}）" if leaf.raw else "（未读出）"
    if isinstance(leaf.value, bool):
        return "是" if leaf.value else "否"
    if isinstance(leaf.value, int) and last in words.MONEY_FIELDS:
        return f"{yuan(leaf.value)} 元"
    return words.word(words.VALUES, str(leaf.value))


def _doubt(leaf: Leaf) -> str:
    return f"{leaf.confidence:.3f}" if leaf.sure else f"{leaf.confidence:.3f} 待核对"


def _mark_row(mark: Mark) -> tuple[str, str, str]:
    state = "有" if mark.present else "没有找到"
    if mark.name_match is not None and mark.present:
        state = f"{state}，{words.match_word(mark.type, mark.name_match)}"
    return words.word(words.MARKS, mark.type), mark.name or "", state


def _place(finding: Finding, readings: Sequence[DocumentReading]) -> str:
    parts = []
    first = finding.documents[0] if finding.documents else -1
    kind = readings[first].kind if 0 <= first < len(readings) else None
    if len(readings) > 1 and finding.documents and finding.documents[0] < len(readings):
        parts.append(readings[finding.documents[0]].file)
    if finding.page is not None:
        parts.append(f"第{finding.page + 1}页")
    if finding.field:
        parts.append(display_field(kind, finding.field))
    return " ".join(parts)
