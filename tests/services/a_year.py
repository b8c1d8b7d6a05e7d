"""A year of an agency's work as bare rows: claims, papers, flags, cases, payments, duties, objections.

Here: rows written straight into the tables, drawn from a seed, for figures over time and for timing them. Not here:
anything that could be judged or opened (tests.services.populated leads real papers through the service).
"""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from intake.legal_day import legal_day
from storage.records.gate_tables import flags, freezes, objections, obligations, payouts, steps
from storage.records.session import Database
from storage.records.tables import claims, documents

Row = dict[str, Any]
CODES = ("FLD-002", "SIG-001", "AMT-001", "DOC-002", "NAM-001", "SIG-005", "DAT-002", "ACC-002", "K-001", "X-007")
ENDS = ("CLOSED_OK", "CLOSED_OK", "CLOSED_CORRECTED", "CLOSED_UPHELD", "CLOSED_UPHELD", "CLOSED_MOOT", "OPEN")
DUTIES = ("PASS_ON_DUE", "PROOF_DUE", "PASS_ON_OVERDUE", "PROOF_OVERDUE", "CLOSED", "CLOSED", "CLOSED", "DISPUTED")
ZERO = "0" * 64
_CHUNK = 5_000


def fill_year(
    database: Database,
    now: datetime,
    *,
    cases: int,
    flags_each: int = 4,
    offices: int = 5,
    counter_sides: tuple[str, ...] = (ZERO,),
    seed: int = 228,
) -> None:
    """Write the rows of so many cases, spread over the year before a moment."""
    draw = random.Random(seed)
    tables: dict[Table, list[Row]] = {
        one: [] for one in (claims, documents, flags, steps, freezes, objections, payouts, obligations)
    }
    for number in range(cases):
        for table, row in _case(draw, number, cases, now, flags_each, offices, counter_sides):
            tables[table].append(row)
    with database.write() as session:
        for table, rows in tables.items():
            _write(session, table, rows)


def _write(session: Session, table: Table, rows: list[Row]) -> None:
    left = iter(rows)
    while chunk := list(islice(left, _CHUNK)):
        session.execute(insert(table), chunk)


def _case(
    draw: random.Random, number: int, of: int, now: datetime, flags_each: int, offices: int, sides: tuple[str, ...]
) -> Iterator[tuple[Table, Row]]:
    claim_no, office = f"Y-{number:07d}", f"O{1 + number % offices}"
    begun = now - timedelta(days=365 * (1 - number / of), minutes=draw.randrange(600))
    age = (now - begun).days
    times = {"created_at": begun, "updated_at": begun}
    yield claims, {"claim_no": claim_no, "revision": 1, "office": office, "city": None, "state": "CLOSED", **times}
    by_counter = draw.random() < 0.15 + 0.6 * (1 - number / of)
    for paper in range(draw.choice((0, 1, 2, 2, 3))):
        yield documents, _paper(draw, f"{claim_no}-{paper}", claim_no, begun, age, sides[0] if by_counter else "1" * 64)
    for flag in range(flags_each):
        yield flags, _flag(draw, f"{claim_no}-{flag}", claim_no, office, begun, age)
    yield from _way(draw, claim_no, begun, age)


def _paper(draw: random.Random, name: str, claim_no: str, begun: datetime, age: int, side: str) -> Row:
    states, weights = ("ACCEPTABLE", "RETURNED", "SUPERSEDED", "IN_REVIEW", "MANUAL", "STORED"), (60, 6, 8, 4, 1, 1)
    ended = draw.choices(states, weights)[0]
    state = ended if age < 25 or ended not in ("IN_REVIEW", "MANUAL", "STORED") else "ACCEPTABLE"
    return paper_row(name, claim_no, begun) | {"side": side, "state": state, "sha256": name.rjust(64, "0")}


def paper_row(name: str, claim_no: str, at: datetime) -> Row:
    """A paper's row, but for side, state and content."""
    return {
        "id": f"d-{name}",
        "claim_no": claim_no,
        "uploader_digest": ZERO,
        "file_sealed": b"",
        "child_no": 0,
        "stage_n": 5,
        "stage_of": 5,
        "stage_name": "judge",
        "attempt": 1,
        "created_at": at,
        "updated_at": at,
    }


def _flag(draw: random.Random, name: str, claim_no: str, office: str, begun: datetime, age: int) -> Row:
    state = draw.choice(ENDS)
    code = CODES[min(int(draw.expovariate(0.35)), len(CODES) - 1)]
    ended = "CLOSED_OK" if state == "OPEN" and age > 40 else state
    return flag_row(name, claim_no, office, begun) | {"code": code, "state": ended}


def flag_row(name: str, claim_no: str, office: str, at: datetime) -> Row:
    """An open flag's row."""
    return {
        "id": f"f-{name}",
        "claim_no": claim_no,
        "fingerprint": name.rjust(64, "0"),
        "code": CODES[0],
        "severity": "F",
        "scope": "doc",
        "reach": "[]",
        "state": "OPEN",
        "stands": True,
        "lost_paper": False,
        "office": office,
        "created_at": at,
        "updated_at": at,
    }


def _way(draw: random.Random, claim_no: str, begun: datetime, age: int) -> Iterator[tuple[Table, Row]]:
    """Handed in, perhaps with a notice, decided, paid; each as far as time allows."""
    at = begun + timedelta(hours=draw.randrange(1, 40))
    yield steps, step_row(claim_no, "submit", at)
    if draw.random() < 0.3:
        yield steps, step_row(claim_no, "gaps", at)
        at += timedelta(days=draw.randrange(2, 12))
    yield steps, step_row(claim_no, "complete", at)
    at += timedelta(days=draw.randrange(1, 14), hours=draw.randrange(8))
    if (at - begun).days > age:
        return
    yield steps, step_row(claim_no, "decided", at)
    at += timedelta(days=draw.randrange(1, 9))
    if (at - begun).days > age:
        return
    payee = draw.choices(("PERSON", "EMPLOYER", "JOINT"), (60 + age // -12, 30, 4))[0]
    yield payouts, payout_row(claim_no, payee, at)
    if payee == "EMPLOYER":
        yield obligations, duty_row(claim_no, draw.choice(DUTIES) if age < 90 else "CLOSED", at)
    if draw.random() < 0.02:
        freeze, objection = objection_rows(claim_no, at, at + timedelta(days=9) if draw.random() < 0.7 else None)
        yield freezes, freeze
        yield objections, objection


def step_row(claim_no: str, event: str, at: datetime) -> Row:
    """An event of a case."""
    names = {"machine": "case", "thing": claim_no, "claim_no": claim_no, "event": event}
    return {**names, "source": "-", "target": "-", "actor": "system", "at": at}


def payout_row(claim_no: str, payee: str, at: datetime) -> Row:
    """A credited payment."""
    return {
        "id": f"p-{claim_no}",
        "token_digest": f"t-{claim_no}",
        "token_sealed": b"",
        "batch_row_digest": f"b-{claim_no}",
        "request_digest": ZERO,
        "claim_no": claim_no,
        "item": "MEDICAL",
        "payee": payee,
        "amount_fen": 100,
        "state": "CONSUMED",
        "notice": "SETTLED",
        "expires_at": at,
        "credited_on": legal_day(at),
        "created_at": at,
        "updated_at": at,
    }


def duty_row(claim_no: str, state: str, at: datetime) -> Row:
    """A firm's duty."""
    return {
        "id": f"b-{claim_no}",
        "claim_no": claim_no,
        "item": "MEDICAL",
        "source": f"s-{claim_no}",
        "due_fen": 1,
        "received_on": legal_day(at),
        "state": state,
        "late": False,
        "created_at": at,
        "updated_at": at,
    }


def objection_rows(claim_no: str, at: datetime, lifted: datetime | None) -> tuple[Row, Row]:
    """A freeze and the objection that set it."""
    freeze = {
        "id": f"z-{claim_no}",
        "scope": "claim",
        "value_digest": ZERO,
        "objection_id": f"o-{claim_no}",
        "claim_no": claim_no,
        "created_by": ZERO,
        "reason_sealed": b"",
        "created_at": at,
        "lifted_at": lifted,
    }
    names = {"id": f"o-{claim_no}", "claim_no": claim_no, "freeze_id": f"z-{claim_no}"}
    return freeze, {**names, "words_sealed": b"", "recorded_by": ZERO, "created_at": at}
