"""What a firm, a worker and the agency do about one duty of a living worker's claim: 2,345.67 yuan to pass on.

Here: one claim whose money is settled, and each event by its route. Not here: any expectation.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import httpx

from intake.access.who import Who
from intake.duties.clock import tick_duties
from storage.records import steps
from tests.builders import (
    WORKER,
    WORKER_ID,
    fields,
    leaf,
    make_proof,
    make_record,
    make_slip,
    row,
    seal,
    signature,
    with_list,
    with_marks,
    with_rows,
    with_value,
)
from tests.desk import CLERK, FINANCE, HANDLER, OFFICE, RISK, SECOND, Desk, worker_of
from validators.model.claim import ClaimRecord, Settled
from validators.model.codes import MarkRole
from validators.model.evidence import DocumentReading

DUE = 234567
CARD = "6299990000000001010"
RECEIVED, PAID, FILED = date(2021, 9, 5), date(2021, 9, 10), date(2021, 9, 13)
AFTER_MONTH, AFTER_TEN_DAYS = date(2021, 10, 9), date(2021, 9, 24)
Act = Callable[[Desk, str], httpx.Response | None]


def settled_record(claim_no: str = "C-1", received: date = RECEIVED, **changes: object) -> ClaimRecord:
    """The record of a claim whose firm was credited all 12,345.67, of which it had advanced 10,000.00."""
    made = replace(make_record(), claim_no=claim_no, office=OFFICE)
    paid = (Settled("MEDICAL", 1234567, 1000000, received),)
    return replace(made, settled=paid, **changes)  # type: ignore[arg-type]


def open_duty(desk: Desk, claim_no: str = "C-1", received: date = RECEIVED) -> str:
    """Register such a claim on the day of the credit; gives the id of its duty."""
    desk.set_day(received)
    desk.register(settled_record(claim_no, received))
    [duty] = [one for one in duties(desk) if one["claim_no"] == claim_no]
    found: str = duty["id"]
    return found


def duties(desk: Desk, who: Who = RISK, query: str = "") -> list[Mapping[str, Any]]:
    """The first page of somebody's duties."""
    answer = desk.get(who, f"/v1/obligations{query}")
    assert answer.status_code == 200, answer.text
    found: list[Mapping[str, Any]] = answer.json()["obligations"]
    return found


def shown(desk: Desk, duty: str) -> Mapping[str, Any]:
    """One duty as the risk officer sees it."""
    [one] = [one for one in duties(desk) if one["id"] == duty]
    return one


def log_of(desk: Desk, duty: str) -> list[tuple[str, str, str, str]]:
    """Event, source, target and actor of everything that happened to a duty."""
    with desk.service.database.read() as session:
        kept = steps.of_thing(session, desk.service.vault, "obligation", duty)
    return [(one.step.event, one.step.source, one.step.target, one.step.actor) for one in kept]


def pass_days(desk: Desk, to: date) -> int:
    """Let it be another day and the sweeper look; gives how many duties it moved."""
    desk.set_day(to)
    return tick_duties(desk.service, desk.now[0])


def say(desk: Desk, who: Who, duty: str, word: str, body: object = None) -> httpx.Response:
    """Post one event of a duty, with a reason where nothing else is said."""
    return desk.post(who, f"/v1/obligations/{duty}/{word}", {"reason": "核对"} if body is None else body)


def report(desk: Desk, duty: str, who: Who = CLERK, day: date = PAID, **changes: object) -> httpx.Response:
    """The clerk brings the bank's slip and reports the payment, on the day itself where it is still to come."""
    if desk.now[0].date() < day:
        desk.set_day(day)
    one = shown(desk, duty)
    paper = make_slip(f"TEST{day:%Y%m%d}", day.isoformat(), DUE, WORKER)
    [slip] = desk.bring(CLERK, one["claim_no"], with_value(paper, "payee_account", CARD))
    body = {"paid_on": day.isoformat(), "amount_fen": one["due_fen"], "slip_document": slip, **changes}
    return say(desk, who, duty, "report", body)


def worker_proof(**changes: object) -> DocumentReading:
    """The proof that the worker signed for 2,345.67."""
    made = make_proof()
    values = {
        **made.fields,
        **fields(received_total=1234567, retained_advance=1000000, passed_total=DUE, pay_date=PAID.isoformat()),
        "passed_total_upper": leaf(DUE, raw="人民币贰仟叁佰肆拾伍元陆角柒分"),
    }
    paid = {"name": WORKER, "id_no": WORKER_ID, "item": "MEDICAL", "amount": DUE, "pay_method": "TRANSFER"}
    paid |= {"payee_account": CARD, "pay_date": PAID.isoformat(), "slip_no": "TEST20210910"}
    made = with_rows(replace(made, fields=values), "beneficiaries", row(**{**paid, **changes}))  # type: ignore[arg-type]
    made = with_list(made, "sign_dates", "2021-09-11")
    return with_marks(made, signature(WORKER, MarkRole.BENEFICIARY), seal())


def prove(desk: Desk, duty: str, reading: DocumentReading | None = None, who: Who = CLERK) -> httpx.Response:
    """The clerk brings the signed proof and files it."""
    if desk.now[0].date() < FILED:
        desk.set_day(FILED)
    [paper] = desk.bring(CLERK, shown(desk, duty)["claim_no"], reading or worker_proof())
    return say(desk, who, duty, "proof", {"document": paper})


def deny(desk: Desk, duty: str) -> httpx.Response:
    """The worker says that no money came."""
    return say(desk, worker_of(shown(desk, duty)["claim_no"]), duty, "deny")


def recover(desk: Desk, duty: str) -> httpx.Response:
    """The risk officer has the money claimed back."""
    return say(desk, RISK, duty, "recover")


def close_by_court(desk: Desk, duty: str) -> httpx.Response:
    """Finance brings the court's word to the file; the claim's slip stands for it."""
    [paper] = desk.bring(CLERK, shown(desk, duty)["claim_no"], make_slip("COURT"))
    return say(desk, FINANCE, duty, "court_closed", {"reason": "法院裁定终结执行", "document": paper})


def month_over(desk: Desk, duty: str) -> None:
    """The month's last working day passes."""
    pass_days(desk, AFTER_MONTH)


def ten_days_over(desk: Desk, duty: str) -> None:
    """The ten days for the proof pass."""
    pass_days(desk, AFTER_TEN_DAYS)


EVENTS: dict[str, Act] = {
    "reported": report,
    "month_over": month_over,
    "filed": prove,
    "ten_days_over": ten_days_over,
    "accepted": lambda desk, duty: say(desk, SECOND, duty, "accept"),
    "returned": lambda desk, duty: say(desk, HANDLER, duty, "return"),
    "beneficiary_denies": deny,
    "recover": recover,
    "settled": lambda desk, duty: say(desk, SECOND, duty, "settle"),
    "paid_back": lambda desk, duty: say(desk, FINANCE, duty, "paid_back"),
    "court_closed": close_by_court,
}

WAYS: dict[str, tuple[str, ...]] = {
    "PASS_ON_DUE": (),
    "PASS_ON_OVERDUE": ("month_over",),
    "PROOF_DUE": ("reported",),
    "PROOF_OVERDUE": ("reported", "ten_days_over"),
    "PROOF_IN_REVIEW": ("reported", "filed"),
    "DISPUTED": ("beneficiary_denies",),
    "RECOVERY": ("month_over", "recover"),
    "CLOSED": ("reported", "filed", "accepted"),
    "WRITTEN_OFF": ("month_over", "recover", "court_closed"),
}


def bring_to(desk: Desk, state: str, claim_no: str = "C-1") -> str:
    """Open a duty and lead it into a state; gives its id."""
    duty = open_duty(desk, claim_no)
    for event in WAYS[state]:
        answer = EVENTS[event](desk, duty)
        assert answer is None or answer.status_code == 200, answer.text
    assert shown(desk, duty)["state"] == state
    return duty
