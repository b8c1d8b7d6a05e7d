"""How a claim comes to each state of the case table, by what people and the payout system do.

Here: ways to states, one after the other. Not here: what is tested there.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from intake.claims.clock import tick_cases
from intake.results import keep_readings
from storage.records import documents, obligations, steps
from storage.records.obligations import NewObligation
from storage.records.steps import Step
from tests.builders import TODAY, living_case, make_record, make_voucher, seal, with_marks
from tests.desk import CLERK, HANDLER, OFFICE, RISK, SECOND, Desk
from tests.unit.intake.uploads_steps.sending import png, send
from validators.model.evidence import DocumentReading

CASE = "C-1"
UNSIGNED = with_marks(make_voucher(), seal())
WHY = {"reason": "见附件"}


def state_of(desk: Desk) -> str:
    """The case's state as the handler sees it."""
    state: str = desk.get(HANDLER, f"/v1/claims/{CASE}").json()["state"]
    return state


def log_of(desk: Desk, machine: str = "case", thing: str = CASE) -> list[Step]:
    """The events of the case, or of another thing, without their reasons."""
    with desk.service.database.read() as session:
        kept = steps.of_thing(session, desk.service.vault, machine, thing)
    return [replace(one.step, reason=None) for one in kept]


def act(desk: Desk, event: str) -> int:
    """Do what the route of an event does, as whoever may; gives the status."""
    who = {"submit": CLERK, "gap": HANDLER, "suspend": HANDLER, "stop": RISK}.get(event, SECOND)
    route = "suspend" if event == "stop" else event
    body = None if event == "submit" else WHY
    return desk.post(who, f"/v1/claims/{CASE}/{route}", body).status_code


def later(desk: Desk, days: int) -> None:
    """Let days go by, and the service look at the clock."""
    desk.now[0] += timedelta(days=days)
    tick_cases(desk.service, desk.now[0])


def read(desk: Desk, document_id: str, reading: DocumentReading) -> None:
    """Let a waiting paper be read, as a worker would."""
    with desk.service.database.write() as session:
        documents.move(session, document_id, "RECEIVED", "STORED", desk.now[0])
        document = documents.find(session, document_id)
        assert document is not None
        keep_readings(desk.service, session, document, (reading,), {}, desk.now[0])


def owe(desk: Desk, claim_no: str = CASE) -> None:
    """Let the firm have a duty that is not over."""
    with desk.service.database.write() as session:
        new = NewObligation(claim_no, "MEDICAL", None, "0" * 64, None, 1, TODAY, "PASS_ON_DUE")
        obligations.add(session, new, desk.now[0])


def pay(desk: Desk) -> None:
    """Pay everything that the claim gives, and have the bank credit it."""
    for number, (payee, fen) in enumerate((("EMPLOYER", 1_000_000), ("PERSON", 234_567))):
        token = desk.reserve(CASE, fen, f"row-{number}", payee=payee)["token"]
        assert desk.gate("consume", token)["answer"] == "OK"
        assert desk.gate("settled", token, credit_date="2021-09-05")["answer"] == "OK"


def draft(desk: Desk, *papers: DocumentReading) -> list[str]:
    """A claim with its papers, not handed in; gives the papers' ids."""
    desk.register(replace(make_record(), claim_no=CASE, office=OFFICE))
    return desk.bring(CLERK, CASE, *(papers or living_case()))


def submitted(desk: Desk) -> str:
    """A claim that was handed in while its last paper, the voucher, still waits to be read; gives that paper."""
    draft(desk, *living_case()[1:])
    sent = send(desk, CLERK, f"/v1/claims/{CASE}/documents", png(1), kind="ADV_VOUCHER")
    assert act(desk, "submit") == 200
    document: str = sent.json()["id"]
    return document


def notice_sent(desk: Desk) -> list[str]:
    """A claim whose voucher lacks the worker's signature; gives its papers."""
    ids = draft(desk, UNSIGNED, *living_case()[1:])
    assert act(desk, "submit") == 200
    return ids


def under_review(desk: Desk) -> list[str]:
    """A clean claim that was handed in; gives its papers."""
    ids = draft(desk)
    assert act(desk, "submit") == 200
    return ids


def decided(desk: Desk) -> list[str]:
    """A claim on whose every part two people have decided; gives its papers."""
    ids = under_review(desk)
    assert desk.decide(CASE, 1_000_000).status_code == 200
    return ids


def suspended(desk: Desk) -> list[str]:
    """A claim that a handler stopped; gives its papers."""
    ids = under_review(desk)
    assert act(desk, "suspend") == 200
    return ids


def paid(desk: Desk) -> list[str]:
    """A claim that is paid whole while the firm still owes; gives its papers."""
    ids = decided(desk)
    owe(desk)
    pay(desk)
    return ids


def closed(desk: Desk) -> list[str]:
    """A claim that is paid whole, and nobody owes anything; gives its papers."""
    ids = decided(desk)
    pay(desk)
    return ids


def abandoned(desk: Desk) -> list[str]:
    """A draft with which nobody did anything for ninety days; gives its papers."""
    ids = draft(desk)
    later(desk, 91)
    return ids


WAYS: dict[str, Callable[[Desk], object]] = {
    "DRAFT": draft,
    "SUBMITTED": submitted,
    "NOTICE_SENT": notice_sent,
    "UNDER_REVIEW": under_review,
    "DECIDED": decided,
    "SUSPENDED": suspended,
    "POST_PAYOUT": paid,
    "CLOSED": closed,
    "ABANDONED": abandoned,
}
