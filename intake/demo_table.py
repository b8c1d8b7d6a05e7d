"""The table of the demonstration: paper, kind, what was found, what it means for each leg; aligned for Chinese text.

Here: text only. Not here: getting it (demo.py).
"""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from intake.presenting import words
from intake.presenting.table import pad, width, yuan
from validators.texts import display_kind

HEAD = ("材料 paper", "种类 kind", "发现 found", "对各笔款项的影响 what it means for each leg")
SHARES = (18, 24, 46, 40)  # cells of the columns on a terminal of 136 cells and more
NARROWEST = 100
WIDEST = 150
GAP = 2


@dataclass(frozen=True, slots=True)
class PaperShown:
    """One paper: file, kind, what was found as (code, severity, sentence)."""

    file: str
    kind: str
    found: tuple[tuple[str, str, str], ...]

    @classmethod
    def of(cls, file: str, body: Mapping[str, object]) -> "PaperShown":
        """Take it out of the API's answer."""
        reading = body.get("reading")
        own = reading.get("findings") if isinstance(reading, dict) else []
        across = body.get("case_findings")
        every = [*(own if isinstance(own, list) else []), *(across if isinstance(across, list) else [])]
        found = tuple((str(one["code"]), str(one["severity"]), str(one["message"])) for one in every)
        kind = str(body.get("kind") or "OTHER")
        return cls(file, f"{display_kind(kind)} {kind}", tuple(one for one in found if one[1] != "I"))


@dataclass(frozen=True, slots=True)
class LegShown:
    """One leg in words, and the codes that hold it."""

    text: str
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class CaseShown:
    """One case: its papers and legs."""

    claim_no: str
    name: str
    papers: tuple[PaperShown, ...]
    legs: tuple[LegShown, ...]

    @classmethod
    def of(cls, claim_no: str, name: str, papers: Sequence[PaperShown], verdict: Mapping[str, object]) -> "CaseShown":
        """Take it out of the API's answers."""
        legs = verdict.get("legs")
        shown = tuple(_leg(leg) for leg in legs if isinstance(leg, dict)) if isinstance(legs, list) else ()
        return cls(claim_no, name, tuple(papers), shown)


def _leg(leg: Mapping[str, object]) -> LegShown:
    item, payee = words.word(words.ITEMS, str(leg["item"])), words.word(words.PAYEES, str(leg["payee"]))
    status = words.word(words.STATUSES, str(leg["status"]))
    code = str(leg["code"])
    reasons = leg["reasons"] if isinstance(leg["reasons"], list) else []
    text = f"{item} → {payee} {yuan(int(str(leg['fen'])))} 元：{status} {words.word(words.LEG_CODES, code)}"
    return LegShown(text, frozenset({code, *map(str, reasons)}))


def print_cases(cases: Sequence[CaseShown]) -> None:
    """Print all cases as one table."""
    columns = _columns()
    rule = "─" * (sum(columns) + GAP * 3)
    print(_line(HEAD, columns))
    for case in cases:
        print(rule)
        print(f"{case.claim_no}  {case.name}")
        for index, paper in enumerate(case.papers):
            for line in _rows(paper, case.legs if index == 0 else (), columns):
                print(line)
    print(rule, flush=True)


def _columns() -> tuple[int, ...]:
    room = min(WIDEST, max(NARROWEST, shutil.get_terminal_size((136, 24)).columns)) - GAP * 3
    total = sum(SHARES)
    return tuple(share * room // total for share in SHARES)


def _rows(paper: PaperShown, legs: Sequence[LegShown], columns: Sequence[int]) -> Iterator[str]:
    found = [f"{code} {sentence}" for code, _, sentence in paper.found] or ["没有发现问题"]
    cells = (
        wrap(paper.file, columns[0]),
        [line for part in paper.kind.split(" ") for line in wrap(part, columns[1])],
        [line for one in found for line in wrap(one, columns[2])],
        [line for leg in legs for line in wrap(leg.text, columns[3])],
    )
    for at in range(max(map(len, cells))):
        yield _line([cell[at] if at < len(cell) else "" for cell in cells], columns)


def _line(cells: Sequence[str], columns: Sequence[int]) -> str:
    return (" " * GAP).join(pad(cell, cells_wide) for cell, cells_wide in zip(cells, columns, strict=True)).rstrip()


def wrap(text: str, cells: int) -> list[str]:
    """Break a text into lines of at most so many cells; Chinese breaks anywhere, words at blanks where that fits."""
    lines: list[str] = []
    rest = text
    while width(rest) > cells:
        at, used = 0, 0
        while at < len(rest) and used + width(rest[at]) <= cells:
            used += width(rest[at])
            at += 1
        blank = rest.rfind(" ", 0, at + 1)
        if blank > at // 2:
            lines.append(rest[:blank])
            rest = rest[blank + 1 :]
        else:
            lines.append(rest[:at])
            rest = rest[at:]
    return [*lines, rest]
