"""The reviewers' queue on both databases: each order whole and without repetition, and read from its own index."""

from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from storage.records import claims, flag_queue, flags
from storage.records.flag_queue import Asked, Order, place_of
from storage.records.flags import Fired, Flag
from storage.records.gate_tables import flags as table
from storage.records.session import Database
from storage.vault import Vault
from tests.contract.examples import CLAIM_NO, NOW, make_record
from validators.model.codes import Payee, Scope, Severity

MANY = 4000
OFFICE = "O1"
CODES = ("FLD-002", "SIG-001", "X-007", "AMT-001")


def fill(database: Database, vault: Vault, count: int) -> None:
    """Raise so many flags of one claim, two thirds of them of our office, as a run of judgements would have."""
    chance, start = Random(7), date(2021, 8, 1)
    with database.write() as session:
        claims.register(session, vault, make_record(), NOW)
        rows = []
        for number in range(count):
            severity, money = chance.choice((Severity.B, Severity.F)), chance.randrange(10**7)
            rows.append(
                {
                    "id": f"f-{number}",
                    "claim_no": CLAIM_NO,
                    "fingerprint": f"{number:064x}",
                    "code": chance.choice(CODES),
                    "severity": severity,
                    "scope": Scope.DOC,
                    "kind": chance.choice(("ADV_VOUCHER", "MED_RECEIPT")),
                    "reach": "[]",
                    "state": "OPEN",
                    "stands": True,
                    "lost_paper": False,
                    "office": OFFICE if number % 3 else "O2",
                    "waits_for": "handler" if number % 50 else None,
                    "money_fen": money,
                    "risk": flags.risk_of(severity, money),
                    "due_on": start + timedelta(days=chance.randrange(60)),
                    "created_at": NOW,
                    "updated_at": NOW,
                }
            )
        session.execute(insert(table), rows)
        session.execute(text("ANALYZE flags"))


def walk(session: Session, asked: Asked, limit: int = 97) -> list[Flag]:
    """All pages of a queue one after the other."""
    seen: list[Flag] = []
    while page := flag_queue.page(session, asked, limit):
        seen += page
        place = place_of(page[-1], asked.order)
        asked = Asked(asked.waits_for, asked.office, asked.order, asked.code, asked.kind, asked.claim_no, place)
    return seen


def plan(session: Session, asked: Asked) -> str:
    """How the database means to answer."""
    dialect = session.get_bind().dialect
    statement = flag_queue.statement(asked, 41).compile(dialect=dialect, compile_kwargs={"literal_binds": True})
    ask = "EXPLAIN QUERY PLAN" if dialect.name == "sqlite" else "EXPLAIN"
    return "\n".join(str(row) for row in session.execute(text(f"{ask} {statement}".replace(":", "\\:"))))


def test_every_order_is_whole_and_gravest_dearest_soonest_first(database: Database, vault: Vault) -> None:
    """Pages follow each other without a gap or a repetition, in the order that was asked for."""
    fill(database, vault, 500)
    with database.read() as session:
        by_age, by_risk, by_day = (walk(session, Asked("handler", OFFICE, order)) for order in Order)
    assert len(by_age) == len({one.id for one in by_age}) == sum(1 for n in range(500) if n % 3 and n % 50)
    assert {one.id for one in by_age} == {one.id for one in by_risk} == {one.id for one in by_day}
    assert by_risk == sorted(by_risk, key=lambda one: (one.severity != Severity.B, -one.money_fen, one.seq))
    assert by_day == sorted(by_day, key=lambda one: (one.due_on, one.seq))
    assert by_age == sorted(by_age, key=lambda one: one.seq)


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("further", [False, True])
def test_no_page_scans_or_sorts_the_queue(database: Database, vault: Vault, order: Order, further: bool) -> None:
    """Each order is read from its own index, on the first page and on any other."""
    fill(database, vault, MANY)
    asked = Asked("handler", OFFICE, order)
    with database.read() as session:
        if further:
            last = flag_queue.page(session, asked, 1000)[-1]
            asked = Asked("handler", OFFICE, order, after=place_of(last, order))
        told = plan(session, asked)
    own = {Order.AGE: "flags", Order.RISK: "ix_flags_by_risk", Order.DUE: "ix_flags_by_day"}  # age: the key will do
    assert own[order] in told
    assert "TEMP B-TREE" not in told and "Sort" not in told and "Seq Scan" not in told, told


def test_a_filter_by_code_or_kind_reads_an_index(database: Database, vault: Vault) -> None:
    """Oldest first within a code or a kind of paper is no scan either."""
    fill(database, vault, MANY)
    with database.read() as session:
        for asked in (Asked("handler", OFFICE, code="X-007"), Asked("handler", OFFICE, kind="MED_RECEIPT")):
            told = plan(session, asked)
            assert "TEMP B-TREE" not in told and "Seq Scan" not in told, told


def test_a_queue_without_an_office_is_its_own(database: Database, vault: Vault) -> None:
    """Claims without an office are in the queue of people without one, and in no other."""
    fill(database, vault, 60)
    with database.read() as session:
        assert flag_queue.page(session, Asked("handler", None), 10) == ()
        assert flag_queue.count(session, Asked("handler", "O2")) > 0


def test_a_flag_knows_whom_it_waits_for(database: Database, vault: Vault) -> None:
    """A flag waits for a handler, once escalated for a second reviewer, and for nobody when closed or gone."""
    fired = Fired("1" * 64, "X-007", Severity.F, Scope.CASE, None, None, frozenset({("MEDICAL", Payee.EMPLOYER)}))
    with database.write() as session:
        claims.register(session, vault, make_record(), NOW)
        flags.sync(session, CLAIM_NO, OFFICE, [fired], frozenset(), NOW)
        assert waiting(session) == {"handler"}
        [flag] = flags.of_claim(session, CLAIM_NO)
        flags.move(session, flag, "ESCALATED", NOW)
        assert waiting(session) == {"second_reviewer"}
        flags.sync(session, CLAIM_NO, OFFICE, [], frozenset(), NOW)
        assert waiting(session) == set()
        flags.sync(session, CLAIM_NO, OFFICE, [fired], frozenset(), NOW)
        assert waiting(session) == {"second_reviewer"}
        [flag] = flags.of_claim(session, CLAIM_NO)
        flags.move(session, flag, "CLOSED_OK", NOW)
        assert waiting(session) == set()


def waiting(session: Session) -> set[str]:
    """For whom something waits."""
    both = ("handler", "second_reviewer")
    return {who for who in both if flag_queue.page(session, Asked(who, OFFICE), 5)}
