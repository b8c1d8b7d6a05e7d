"""A second person accepts a proof that is read, signed by the beneficiary and adds up; nobody who had a hand in it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from intake.access.who import Bound, Role, Who
from storage.records import documents, uploads
from storage.records.documents import Part
from tests.builders import STRANGER, leaf, seal, signature, with_marks, with_remark, with_value
from tests.desk import CLERK, HANDLER, SECOND, Desk
from tests.unit.intake.duties.firm import bring_to, open_duty, prove, report, say, settled_record, shown, worker_proof
from validators.model.codes import DocumentKind, MarkRole
from validators.model.evidence import DocumentReading, Leaf

FAULTS: dict[str, tuple[Callable[[], DocumentReading], str]] = {
    "nobody signed": (lambda: with_marks(worker_proof(), seal()), "SIG-001"),
    "the place is empty": (lambda: _signed(present=False), "SIG-001"),
    "another signed": (lambda: _signed(STRANGER), "O-003"),
    "one fen too little": (lambda: worker_proof(amount=234566), "O-004"),
    "another's row": (lambda: worker_proof(name=STRANGER), "O-003"),
    "another item": (lambda: worker_proof(item="MEAL"), "O-003"),
    "paid to the firm itself": (lambda: worker_proof(payee_account="4499000099000000123"), "O-007"),
    "paid before the credit": (lambda: worker_proof(pay_date="2021-09-04"), "O-006"),
    "figures against words": (lambda: with_value(worker_proof(), "passed_total_upper", 1), "AMT-001"),
    "a day in doubt": (lambda: _dated(leaf("2021-09-11", sure=False)), "FLD-002"),
    "no seal": (lambda: with_marks(worker_proof(), signature("陈示例", MarkRole.BENEFICIARY)), "SIG-005"),
}


def _signed(name: str = "陈示例", **changes: object) -> DocumentReading:
    return with_marks(worker_proof(), signature(name, MarkRole.BENEFICIARY, **changes), seal())


def _dated(day: Leaf) -> DocumentReading:
    return replace(worker_proof(), lists={"sign_dates": (day,)})


@pytest.mark.parametrize("fault", FAULTS)
def test_a_proof_with_a_fault_is_not_accepted(desk: Desk, fault: str) -> None:
    """What is open about signers, fields, sums or the payment itself refuses with its code; the duty stays."""
    make, code = FAULTS[fault]
    duty = bring_to(desk, "PROOF_DUE")
    assert prove(desk, duty, make()).status_code == 200
    _refused(desk, duty, code)


def test_a_proof_that_nobody_has_read_is_not_accepted(desk: Desk) -> None:
    """A paper that is still being read, or that nobody could read, is unknown, and unknown is no pass."""
    duty = bring_to(desk, "PROOF_DUE")
    with desk.service.database.write() as session:
        part = Part("f" * 64, 1, "image/png")
        found = documents.of_claim(session, "C-1")[0]
        upload = uploads.NewUpload(
            "C-1", found.side, found.uploader_digest, (part,), "a", DocumentKind.PASS_ON_PROOF, None
        )
        paper = uploads.add(session, desk.service.vault, upload, desk.now[0]).document_id
    assert say(desk, CLERK, duty, "proof", {"document": paper}).status_code == 200
    _refused(desk, duty, "G-001")
    say(desk, HANDLER, duty, "return")
    shut = with_remark(replace(worker_proof(), fields={}, rows={}, marks=()), "READER_DIED")
    assert prove(desk, duty, shut).status_code == 200
    _refused(desk, duty, "G-001")


def test_a_proof_that_was_replaced_is_not_accepted(desk: Desk) -> None:
    """A filed proof that is superseded counts no more: it has to be returned and filed anew."""
    duty = bring_to(desk, "PROOF_IN_REVIEW")
    with desk.service.database.write() as session:
        paper = documents.find(session, shown(desk, duty)["proof_document"])
        assert paper is not None
        documents.move(session, paper.id, paper.state, "SUPERSEDED", desk.now[0])
    _refused(desk, duty, "G-001")


@pytest.mark.parametrize("event", ["uploaded", "keyed", "returned"])
def test_who_had_a_hand_in_it_does_not_accept(desk: Desk, event: str) -> None:
    """Who uploaded the proof, keyed in it or returned it is not the second person, whatever the token says."""
    duty = bring_to(desk, "PROOF_IN_REVIEW")
    subject = CLERK.subject if event == "uploaded" else HANDLER.subject
    if event == "keyed":
        place = f"/v1/documents/{shown(desk, duty)['proof_document']}/fields/received_total"
        keyed = desk.call(HANDLER, "PUT", place, {"value": 1234567, "reason": "核对原件"})
        assert keyed.status_code == 200, keyed.text
    if event == "returned":
        say(desk, HANDLER, duty, "return")
        prove(desk, duty)
    _refused(desk, duty, "G-008", Who(subject, Role.SECOND_REVIEWER, Bound(office="O1")))
    assert say(desk, SECOND, duty, "accept").status_code == 200


def test_a_late_proof_can_still_be_accepted(desk: Desk) -> None:
    """Signed after the ten days the proof closes the duty all the same; the lateness stays on record."""
    duty = bring_to(desk, "PROOF_OVERDUE")
    assert prove(desk, duty, _dated(leaf("2021-09-24"))).status_code == 200
    assert say(desk, SECOND, duty, "accept").json()["state"] == "CLOSED"
    assert shown(desk, duty)["late"] is True


def test_the_payout_systems_word_is_enough_to_compare_with(desk: Desk) -> None:
    """Without a settled row in the core system's record the duty's own amount is what the proof must carry."""
    duty = open_duty(desk)
    assert desk.put(replace(settled_record(), settled=())).status_code == 200
    report(desk, duty)
    prove(desk, duty)
    assert say(desk, SECOND, duty, "accept").json()["state"] == "CLOSED"


def test_the_legal_document_is_a_live_paper_of_the_claim(desk: Desk) -> None:
    """A court's word that is not in the file, or is another claim's, closes nothing."""
    duty = bring_to(desk, "RECOVERY")
    open_duty(desk, "C-2", date(2021, 10, 9))
    finance = Who("finance", Role.AGENCY_FINANCE)
    [elsewhere] = desk.bring(CLERK, "C-2", worker_proof())
    for paper in ("d-none", elsewhere):
        answer = say(desk, finance, duty, "court_closed", {"reason": "x", "document": paper})
        assert (answer.status_code, answer.json()["field"]) == (422, "document")
    assert say(desk, finance, duty, "court_closed", {"reason": "x"}).status_code == 422


def _refused(desk: Desk, duty: str, code: str, who: Who = SECOND) -> None:
    answer = say(desk, who, duty, "accept")
    assert (answer.status_code, answer.json()["code"]) == (409, code)
    assert shown(desk, duty)["state"] == "PROOF_IN_REVIEW"
