"""How duties arise: one for every beneficiary of what the firm was credited beyond its advance, each once."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from intake.presenting.records import show_record
from tests.builders import (
    FATHER,
    MOTHER,
    advance_case,
    living_case,
    make_advance_record,
    make_employer_letter,
    make_proof,
    make_record,
    make_settled_record,
    make_slip,
)
from tests.desk import CLERK, CORE, OFFICE, SECOND, Desk, open_desk
from tests.unit.intake.duties.firm import duties, say, settled_record
from validators.model.claim import Allocation, ClaimItem, ClaimRecord, Settled
from validators.model.codes import Payee
from validators.model.evidence import DocumentReading

WHOLE, ADVANCED, SHARE = 87668000, 20000000, 33834000


@pytest.fixture
def lenient(tmp_path: Path) -> Iterator[Desk]:
    """A service whose policy lets a firm hold what it did not advance, with both letters."""
    policy = tmp_path / "policy.json"
    policy.write_text(json.dumps({"employer_may_hold_unadvanced": True}))
    opened = open_desk(tmp_path / "home", date(2021, 9, 1), {"CLAIMGATE_POLICY": str(policy)})
    yield opened
    opened.service.close()


def paid_out(desk: Desk, record: ClaimRecord) -> list[tuple[int | None, int, str, str]]:
    """Decide and pay a death's whole lump sum to the firm; gives beneficiary, fen, state and day of each duty."""
    desk.register(record)
    desk.bring(CLERK, "C-1", *advance_case(), make_employer_letter())
    decided = desk.decide("C-1", WHOLE, "DEATH_LUMP")
    assert decided.status_code == 200, decided.text
    token = desk.reserve("C-1", WHOLE, "row-1", item="DEATH_LUMP")["token"]
    assert desk.gate("consume", token)["answer"] == "OK"
    assert desk.gate("settled", token, credit_date="2021-09-05")["answer"] == "OK"
    return facts(desk)


def facts(desk: Desk) -> list[tuple[int | None, int, str, str]]:
    """Beneficiary, fen, state and credit day of every duty."""
    return [(one["beneficiary"], one["due_fen"], one["state"], one["received_on"]) for one in duties(desk)]


def death_record(**changes: object) -> ClaimRecord:
    """A death whose whole lump sum goes to the firm by the relatives' letter."""
    items = (ClaimItem("DEATH_LUMP", WHOLE, ADVANCED, Payee.EMPLOYER),)
    return replace(make_advance_record(items=items), claim_no="C-1", office=OFFICE, **changes)  # type: ignore[arg-type]


def test_a_death_gives_one_duty_for_each_beneficiary(lenient: Desk) -> None:
    """What the firm got beyond its advance is owed to each relative by the core system's allocation."""
    assert paid_out(lenient, death_record()) == [
        (1, SHARE, "PASS_ON_DUE", "2021-09-05"),
        (2, SHARE, "PASS_ON_DUE", "2021-09-05"),
    ]
    assert [one["beneficiary_name"] for one in duties(lenient, CLERK)] == [FATHER, MOTHER]


@pytest.mark.parametrize("allocation", [None, (Allocation("DEATH_LUMP", 1, SHARE),)])
def test_an_unknown_allocation_gives_one_duty_without_a_name(
    lenient: Desk, allocation: tuple[Allocation, ...] | None
) -> None:
    """No allocation, or one that does not come to the amount: one duty of all, owed to nobody by name."""
    assert paid_out(lenient, death_record(allocation=allocation)) == [(None, 67668000, "PASS_ON_DUE", "2021-09-05")]
    assert [one["beneficiary_name"] for one in duties(lenient, CLERK)] == [None]


def test_each_beneficiarys_duty_is_proven_by_one_paper(desk: Desk) -> None:
    """One proof with a row for each of two relatives closes both duties, each by its own row."""
    desk.register(make_settled_record(claim_no="C-1", office=OFFICE))
    assert prove_all(desk, make_proof()) == [200, 200]
    assert [one["state"] for one in duties(desk)] == ["CLOSED", "CLOSED"]


def test_a_duty_without_a_name_is_proven_by_all_rows(desk: Desk) -> None:
    """Where nobody is named, the rows of the item together carry what was due."""
    desk.register(make_settled_record(claim_no="C-1", office=OFFICE, allocation=None))
    assert prove_all(desk, make_proof()) == [200]


def test_a_proof_of_one_relative_leaves_the_other_open(desk: Desk) -> None:
    """A proof that does not carry what one beneficiary is due closes neither duty: its sums do not agree."""
    desk.register(make_settled_record(claim_no="C-1", office=OFFICE))
    first, second = make_proof().rows["beneficiaries"]
    less = make_settled_record().settled[0].received_fen  # any other amount
    wrong = {**second, "amount": replace(second["amount"], value=less)}
    assert prove_all(desk, replace(make_proof(), rows={"beneficiaries": (first, wrong)})) == [409, 409]


def prove_all(desk: Desk, reading: DocumentReading) -> list[int]:
    """Report and prove every duty of the claim with one paper; gives how each acceptance was answered."""
    desk.set_day(date(2021, 10, 8))
    found = duties(desk)
    for number, one in enumerate(found):
        [slip] = desk.bring(CLERK, "C-1", make_slip(f"TEST{number}", "2021-10-08", one["due_fen"]))
        body = {"paid_on": "2021-10-08", "amount_fen": one["due_fen"], "slip_document": slip}
        assert say(desk, CLERK, one["id"], "report", body).status_code == 200
    desk.set_day(date(2021, 10, 11))
    [paper] = desk.bring(CLERK, "C-1", reading)
    for one in found:
        assert say(desk, CLERK, one["id"], "proof", {"document": paper}).status_code == 200
    return [say(desk, SECOND, one["id"], "accept").status_code for one in found]


def test_the_record_opens_a_duty_once(desk: Desk) -> None:
    """A settled row acts once: not without a credit day, not again when the record is replaced, whatever it says."""
    record = settled_record()
    desk.register(replace(record, settled=(Settled("MEDICAL", 1234567, 1000000, None),)))
    assert facts(desk) == []
    once = [(None, 234567, "PASS_ON_DUE", "2021-09-05")]
    assert desk.put(record).status_code == 200
    assert facts(desk) == once
    desk.put(record)
    desk.put(settled_record(received=date(2021, 9, 6)))
    assert facts(desk) == once


def test_an_allocation_that_comes_later_adds_no_duty(desk: Desk) -> None:
    """Money whose beneficiaries were not known stays one duty when the core system names them afterwards."""
    record = make_settled_record(claim_no="C-1", office=OFFICE)
    desk.register(replace(record, allocation=None))
    desk.put(record)
    assert facts(desk) == [(None, 67668000, "PASS_ON_DUE", "2021-09-05")]


def test_record_and_payout_system_tell_of_the_same_money(lenient: Desk) -> None:
    """What the payout system reported is not opened again by the record, nor the other way round."""
    both = paid_out(lenient, death_record())
    row = (Settled("DEATH_LUMP", WHOLE, ADVANCED, date(2021, 9, 5)),)
    lenient.put(death_record(settled=row))
    assert facts(lenient) == both


def test_the_record_may_come_first(lenient: Desk) -> None:
    """The record told of the credit before the payout system did: the duties stay as they were opened."""
    row = (Settled("DEATH_LUMP", WHOLE, ADVANCED, date(2021, 9, 5)),)
    lenient.register(death_record(settled=row))
    before = facts(lenient)
    lenient.bring(CLERK, "C-1", *advance_case(), make_employer_letter())
    assert lenient.decide("C-1", WHOLE, "DEATH_LUMP").status_code == 200
    token = lenient.reserve("C-1", WHOLE, "row-1", item="DEATH_LUMP")["token"]
    lenient.gate("consume", token)
    assert lenient.gate("settled", token, credit_date="2021-09-05")["answer"] == "OK"
    assert facts(lenient) == before
    assert len(before) == 2


def test_what_is_not_known_is_due_whole(desk: Desk) -> None:
    """A record that does not say what was advanced, in a case whose papers prove nothing: all of it is due."""
    settled = (Settled("MEDICAL", 1234567, None, date(2021, 9, 5)),)
    desk.register(replace(make_record(), claim_no="C-1", office=OFFICE, settled=settled))
    assert facts(desk) == [(None, 1234567, "PASS_ON_DUE", "2021-09-05")]


def test_the_services_own_figure_stands_in(desk: Desk) -> None:
    """A record that does not say what was advanced: what the papers prove is taken off."""
    record = replace(make_record(), claim_no="C-1", office=OFFICE)
    desk.register(record)
    desk.bring(CLERK, "C-1", *living_case())
    desk.put(replace(record, settled=(Settled("MEDICAL", 1234567, None, date(2021, 9, 5)),)))
    assert facts(desk) == [(None, 234567, "PASS_ON_DUE", "2021-09-05")]


def test_a_record_whose_credit_lies_years_ahead_is_refused(desk: Desk) -> None:
    """Such a month would never be over: the core system is told which member to look at, and no duty arises."""
    far = settled_record(received=desk.now[0].date() + timedelta(days=732))
    answer = desk.post(CORE, "/v1/claims", show_record(far))
    assert (answer.status_code, answer.json()["code"]) == (422, "BAD_RECORD")
    assert "settled.credited_on" in answer.json()["detail"]
    desk.register(settled_record(received=desk.now[0].date() + timedelta(days=731)))
    assert len(duties(desk)) == 1
