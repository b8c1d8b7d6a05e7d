"""Withdrawing: a side takes its file back, until money has gone out that rests on it."""

from dataclasses import replace

from storage.records import documents
from tests.builders import make_proof, make_receipt
from tests.desk import CLERK, Desk, worker_of
from tests.unit.intake.uploads_steps.papers import CASE, WHY, add_child, clean_case, paper_in, state_of


def withdraw(desk: Desk, paper: str) -> tuple[int, str]:
    """Withdraw a paper as the firm's clerk; gives status and code, or state."""
    answer = desk.post(CLERK, f"/v1/documents/{paper}/withdraw", WHY)
    return answer.status_code, str(answer.json().get("code") or answer.json()["state"])


def pay(desk: Desk, payee: str, fen: int) -> str:
    """Have a part paid; gives its token."""
    token: str = desk.reserve(CASE, fen, f"row-{payee}", payee=payee)["token"]
    assert desk.gate("consume", token)["answer"] == "OK"
    return token


def test_a_paper_that_money_rests_on_stays(desk: Desk) -> None:
    """Once the firm's part is consumed its voucher, receipts and slips cannot be taken back."""
    papers = clean_case(desk)
    desk.decide(CASE, 1_000_000)
    pay(desk, "EMPLOYER", 1_000_000)
    for paper in papers:
        before = state_of(desk, paper)
        assert withdraw(desk, paper) == (409, "WRONG_STATE")
        assert state_of(desk, paper) == before


def test_a_paper_that_reaches_no_paid_part_may_go(desk: Desk) -> None:
    """A proof of passing on proves no advance: it may be withdrawn after the firm was paid."""
    clean_case(desk)
    desk.decide(CASE, 1_000_000)
    pay(desk, "EMPLOYER", 1_000_000)
    [proof] = desk.bring(CLERK, CASE, make_proof())
    assert withdraw(desk, proof) == (200, "WITHDRAWN")


def test_the_workers_own_money_binds_no_paper(desk: Desk) -> None:
    """The worker's part rests on no paper of the firm: paid or not, the firm may withdraw."""
    papers = clean_case(desk)
    pay(desk, "PERSON", 234_567)
    assert withdraw(desk, papers[0]) == (200, "WITHDRAWN")


def test_money_that_came_back_binds_no_paper(desk: Desk) -> None:
    """A payment that the bank returned is not used any more."""
    papers = clean_case(desk)
    desk.decide(CASE, 1_000_000)
    assert desk.gate("returned", pay(desk, "EMPLOYER", 1_000_000), reason="户名不符")["answer"] == "OK"
    assert withdraw(desk, papers[0]) == (200, "WITHDRAWN")


def test_a_withdrawn_paper_counts_no_more(desk: Desk) -> None:
    """The decision that cited it is stale at once, and the firm's part holds."""
    papers = clean_case(desk)
    desk.decide(CASE, 1_000_000)
    assert withdraw(desk, papers[1]) == (200, "WITHDRAWN")
    assert desk.states(CASE)["EMPLOYER"][1] == "HOLD"
    assert desk.states(CASE)["PERSON"][1] == "OPEN"


def test_a_file_of_several_papers_goes_as_a_whole(desk: Desk) -> None:
    """The file and all its papers are withdrawn, whichever is named; a paper that has ended stays as it is."""
    parent = paper_in(desk, "IN_REVIEW")
    child = add_child(desk, parent, make_receipt("0000000003"))
    ended = add_child(desk, parent, make_receipt("0000000004"), "SUPERSEDED")
    assert withdraw(desk, ended) == (409, "WRONG_STATE")
    assert withdraw(desk, child) == (200, "WITHDRAWN")
    assert {state_of(desk, one) for one in (parent, child)} == {"WITHDRAWN"}
    assert state_of(desk, ended) == "SUPERSEDED"


def test_a_file_of_which_one_paper_was_used_stays_whole(desk: Desk) -> None:
    """Money that rests on one paper of a file binds the file."""
    papers = clean_case(desk)
    desk.decide(CASE, 1_000_000)
    pay(desk, "EMPLOYER", 1_000_000)
    [proof] = desk.bring(CLERK, CASE, make_proof())
    child = add_child(desk, proof, replace(make_receipt("0000000003"), file="more.jpg"))
    assert withdraw(desk, proof) == (409, "WRONG_STATE")
    with desk.service.database.read() as session:
        kept = {one.id: one.live for one in documents.of_claim(session, CASE)}
    assert all(kept[one] for one in (*papers, proof, child))


def test_nobody_withdraws_for_another_side(desk: Desk) -> None:
    """The worker cannot take the firm's paper out of the case."""
    papers = clean_case(desk)
    answer = desk.post(worker_of(CASE), f"/v1/documents/{papers[0]}/withdraw", WHY)
    assert answer.status_code == 404
