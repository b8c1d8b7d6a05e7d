"""Counts over a time: the same numbers on both databases, by part, by office, and only of the time asked for."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, insert
from sqlalchemy.orm import Session

from storage.records import tallies
from storage.records.gate_tables import flags, freezes, objections, obligations, payouts, steps
from storage.records.session import Database
from storage.records.tables import claims, documents
from storage.records.tallies import FlagTally, Span
from tests.services import a_year

T0 = datetime(2021, 8, 31, 16, tzinfo=UTC)  # the legal day 2021-09-01 begins
SPAN = Span(T0, T0 + timedelta(days=30), date(2021, 9, 1), date(2021, 9, 30))
HALF = [T0 + timedelta(days=15)]
O1 = Span(SPAN.since, SPAN.until, SPAN.first, SPAN.last, False, "O1")
NOWHERE = Span(SPAN.since, SPAN.until, SPAN.first, SPAN.last, False, None)


def day(number: float) -> datetime:
    """A moment so many days after the beginning."""
    return T0 + timedelta(days=number)


def claim(session: Session, number: str, at: datetime, office: str | None = "O1") -> None:
    """A claim without anything."""
    row = {"claim_no": number, "revision": 1, "state": "DRAFT", "office": office, "created_at": at, "updated_at": at}
    session.execute(insert(claims).values(**row))


def paper(session: Session, name: str, claim_no: str, at: datetime, **more: Any) -> None:
    """A paper of a claim."""
    row = {"side": "own", "state": "ACCEPTABLE", "sha256": name} | a_year.paper_row(name, claim_no, at) | more
    session.execute(insert(documents).values(**row))


def step(session: Session, claim_no: str, name: str, at: datetime) -> None:
    """An event of a case."""
    session.execute(insert(steps).values(**a_year.step_row(claim_no, name, at)))


@pytest.fixture
def filled(database: Database) -> Database:
    """Claims of two offices and of none, around the edges of September."""
    with database.write() as session:
        for number, at, office in (
            ("A", day(0), "O1"),
            ("B", day(20), "O1"),
            ("C", day(20), "O2"),
            ("D", day(20), None),
            ("E", day(-0.001), "O1"),
            ("F", day(30), "O1"),
        ):
            claim(session, number, at, office)
        paper(session, "a1", "A", day(1))
        paper(session, "a2", "A", day(1), side="counter", state="IN_REVIEW")
        paper(session, "a3", "A", day(2), parent="d-a1", child_no=1, state="RETURNED")
        paper(session, "c1", "C", day(21), state="SUPERSEDED")
        paper(session, "c2", "C", day(22), replaces="d-c1")
        paper(session, "e1", "E", day(-20), state="MANUAL")
    return database


def test_registered_claims_and_those_with_papers(filled: Database) -> None:
    """Each claim stands in the part in which it was registered; the edges belong to the later day."""
    with filled.read() as session:
        assert tallies.registered(session, SPAN, HALF) == {0: (1, 1), 1: (3, 1)}
        assert tallies.registered(session, O1, HALF) == {0: (1, 1), 1: (1, 0)}
        assert tallies.registered(session, NOWHERE, []) == {0: (1, 0)}
        assert tallies.offices(session) == ("O1", "O2")


def test_papers_by_channel(filled: Database) -> None:
    """A file counts once, whatever papers it holds; a counter's are told apart."""
    with filled.read() as session:
        assert tallies.papers(session, SPAN, HALF, ["counter"]) == {0: (2, 1), 1: (2, 0)}
        assert tallies.papers(session, O1, [], []) == {0: (2, 0)}


def test_papers_that_wait_by_age(filled: Database) -> None:
    """What waits now is counted whenever it came."""
    with filled.read() as session:
        assert tallies.waiting_papers(session, SPAN, [day(0)]) == {(0, "MANUAL"): 1, (1, "IN_REVIEW"): 1}


def test_papers_at_first_pass(filled: Database) -> None:
    """Of the papers that were sent for the first time and have their answer: one of three passed."""
    with filled.read() as session:
        assert tallies.first_pass_papers(session, SPAN) == (3, 1)


def test_days_are_legal_days_and_the_first_decision_counts(filled: Database) -> None:
    """From the day of handing in to the day of the first decision; a case taken up again is not counted twice."""
    with filled.write() as session:
        step(session, "A", "submit", day(1.9))  # 2 September, 21:36
        step(session, "A", "decided", day(4.1))  # 5 September
        step(session, "A", "decided", day(9))
        step(session, "B", "submit", day(-5))
        step(session, "B", "decided", day(-2))
        step(session, "B", "decided", day(3))  # again, after a reopening
        step(session, "C", "decided", day(3))  # never handed in
    with filled.read() as session:
        assert tallies.days_to_decision(session, SPAN) == {3: 1}
        assert tallies.days_to_decision(session, NOWHERE) == {}


def test_first_money_counts_once_a_claim(filled: Database) -> None:
    """Two payments of one day are one arrival; money of an earlier month makes later money no first."""
    with filled.write() as session:
        for number, claim_no, on in ((1, "A", 5), (2, "A", 5), (3, "A", 9), (4, "B", 3), (5, "B", -3)):
            row = a_year.payout_row(claim_no, "PERSON", day(on))
            names = {name: f"{number}-{row[name]}" for name in ("id", "token_digest", "batch_row_digest")}
            session.execute(insert(payouts).values(**row | names))
        step(session, "A", "submit", day(1))
        step(session, "B", "submit", day(-9))
    with filled.read() as session:
        assert tallies.days_to_payment(session, SPAN) == {4: 1}
        assert tallies.payments(session, SPAN, [date(2021, 9, 8)]) == {(0, "PERSON"): 3, (1, "PERSON"): 1}


def test_cases_at_first_pass(filled: Database) -> None:
    """A case that needed a notice did not pass at first; one that nobody checked yet is not counted."""
    with filled.write() as session:
        for claim_no, events in (
            ("A", ("submit", "complete")),
            ("B", ("submit", "gaps", "complete")),
            ("C", ("submit",)),
            ("D", ("submit", "complete", "gap_found")),
        ):
            for name in events:
                step(session, claim_no, name, day(1))
    with filled.read() as session:
        assert tallies.first_pass_cases(session, SPAN) == (3, 1)
        assert tallies.first_pass_cases(session, O1) == (2, 1)


def test_flags_by_code_and_end(filled: Database) -> None:
    """Every end is counted for itself; a flag that holds nothing any more is not open."""
    states = ("CLOSED_OK", "CLOSED_OK", "CLOSED_CORRECTED", "CLOSED_UPHELD", "CLOSED_MOOT", "OPEN", "TAKEN")
    with filled.write() as session:
        for number, state in enumerate(states):
            row = a_year.flag_row(f"x{number}", "A", "O1", day(1))
            session.execute(insert(flags).values(**row | {"state": state, "code": "SIG-001"}))
        gone = {"state": "OPEN", "stands": False, "code": "DOC-002", "office": "O2"}
        session.execute(insert(flags).values(**a_year.flag_row("y", "C", "O2", day(2)) | gone))
        session.execute(insert(flags).values(**a_year.flag_row("z", "C", "O2", day(31))))
    with filled.read() as session:
        assert tallies.flags_by_code(session, SPAN) == (
            FlagTally("SIG-001", 7, 2, 1, 1, 1, 2),
            FlagTally("DOC-002", 1, 0, 0, 0, 0, 0),
        )
        assert [one.code for one in tallies.flags_by_code(session, O1)] == ["SIG-001"]


def test_duties_and_objections(filled: Database) -> None:
    """Duties that are done are not counted; an objection is open until its freeze is lifted."""
    with filled.write() as session:
        for number, (claim_no, state) in enumerate((("A", "PASS_ON_OVERDUE"), ("C", "PROOF_DUE"), ("A", "CLOSED"))):
            row = a_year.duty_row(claim_no, state, day(0)) | {"id": f"b{number}", "source": f"s{number}"}
            session.execute(insert(obligations).values(**row))
        for claim_no, at, lifted in (("A", day(1), None), ("C", day(20), day(21))):
            freeze, objection = a_year.objection_rows(claim_no, at, lifted)
            session.execute(insert(freezes).values(**freeze))
            session.execute(insert(objections).values(**objection))
    with filled.read() as session:
        assert tallies.running_duties(session, SPAN) == {"PASS_ON_OVERDUE": 1, "PROOF_DUE": 1}
        assert tallies.running_duties(session, O1) == {"PASS_ON_OVERDUE": 1}
        assert tallies.objections_made(session, SPAN, HALF) == {0: (1, 1), 1: (1, 0)}


def test_a_year_can_be_counted(database: Database) -> None:
    """A made-up year has something of everything, on both databases alike."""
    now = day(30)
    a_year.fill_year(database, now, cases=200)
    year = Span(now - timedelta(days=366), now, date(2020, 10, 1), date(2021, 9, 30))
    with database.read() as session:
        assert sum(one.raised for one in tallies.flags_by_code(session, year)) == 800
        assert tallies.days_to_payment(session, year)
        assert tallies.running_duties(session, year)
        assert tallies.objections_made(session, year, [])


def test_no_count_walks_through_a_whole_table(tmp_path: Path) -> None:
    """Each statement begins at an index of its time or state; what it asks of one case, it asks by that case."""
    database = Database(f"sqlite:///{tmp_path}/claimgate.db")
    database.migrate()
    plans: list[str] = []

    def explain(_connection: object, cursor: Any, statement: str, parameters: Any, *_more: object) -> None:
        if statement.startswith("SELECT"):
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plans.extend(row[3] for row in cursor.fetchall())

    event.listen(database.engine, "before_cursor_execute", explain)
    with database.read() as session:
        for span in (SPAN, O1):
            tallies.registered(session, span, HALF)
            tallies.papers(session, span, HALF, ["counter"])
            tallies.payments(session, span, [])
            tallies.days_to_decision(session, span)
            tallies.days_to_payment(session, span)
            tallies.first_pass_cases(session, span)
            tallies.first_pass_papers(session, span)
            tallies.flags_by_code(session, span)
            tallies.running_duties(session, span)
            tallies.objections_made(session, span, HALF)
            tallies.waiting_papers(session, span, HALF)
    database.close()
    assert len(plans) > 40
    for line in plans:
        assert not line.startswith("SCAN") or "anon_" in line, line
        assert "ix_steps_event" not in line or "at>?" in line, line
        assert "ix_documents_parent" not in line, line
