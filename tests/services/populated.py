"""A service whose every kind of thing exists in several states, for calls that nobody thought of one by one.

Here: what is put in, and which values of a request name something that exists. Not here: any expectation.
"""

import io
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from intake.access.who import Bound, Role, Who
from intake.replay import blank_png
from storage.objects.base import Area, chunks_of
from storage.records import claims, documents, flags, obligations, pages
from storage.records.obligations import NewObligation
from storage.records.pages import PageRaster
from tests.builders import (
    FIRM_USCC,
    living_case,
    make_death_record,
    make_death_voucher,
    make_joint_letter,
    make_proof,
    make_record,
    make_slip,
    make_voucher,
    with_marks,
)
from tests.desk import CLERK, HANDLER, OFFICE, PAYOUT, RISK, SECOND, Desk, open_desk, worker_of
from validators.lifecycle import OBLIGATION
from validators.model.evidence import DocumentReading

Known = dict[str, list[Any]]
OBJECTION = {"by": "本人", "channel": "phone", "reason": "不同意"}
WHY = {"reason": "见附件"}
DECISION = {"item": "MEDICAL", "payee": "EMPLOYER", "cap_fen": 0}
DOCUMENT_STATES = ("MANUAL", "RETURNED", "QUARANTINED", "IN_REVIEW", "ACCEPTABLE", "REJECTED")
SUBJECTS = {Role.HANDLER: HANDLER, Role.SECOND_REVIEWER: SECOND, Role.RISK_OFFICER: RISK, Role.PAYOUT_SYSTEM: PAYOUT}


@dataclass(slots=True)
class Populated:
    """The home folder of such a service, closed, and by member or parameter the values that exist in it."""

    home: Path
    known: Known = field(default_factory=dict)
    files: Sequence[Sequence[bytes]] = tuple(
        [blank_png(30 + number, 9) for number in range(count)] for count in (1, 2, 1, 3)
    )

    def open_copy(self, home: Path) -> Desk:
        """Open a copy that nobody has called yet."""
        shutil.copytree(self.home, home)
        return open_desk(home)

    def callers(self, role: Role) -> Sequence[Who]:
        """Give callers of a role to whom things of this service belong, and for submitters one of each kind."""
        if role is not Role.SUBMITTER:
            return (SUBJECTS.get(role) or Who(role.value, role, Bound(office=OFFICE)),)
        return (CLERK, *map(worker_of, self.known["claim_no"][:3]), Who("counter", role, Bound(office=OFFICE)))


def populate(home: Path) -> Populated:
    """Fill a new home folder."""
    desk = open_desk(home)
    made = Populated(home)
    fill_desk(desk, made)
    desk.service.close()
    return made


def fill_desk(desk: Desk, made: Populated) -> None:
    """Put everything into an open service."""
    _claims(desk, made)
    _duties(desk, made)
    _flags(desk, made)
    _freezes(desk, made)
    _links(desk, made)
    made.known["claims"] = [made.known["claim_no"], [*made.known["claim_no"][:1], "nobody"]]
    made.known["name"] = ["total_figures", "worker_name", "lines[0].amount", "injury_date"]
    made.known["page"] = [0]


def _keep(made: Populated, **values: Any) -> None:
    for name, value in values.items():
        made.known.setdefault(name, []).append(value)


def _claim(desk: Desk, made: Populated, claim_no: str, *papers: DocumentReading) -> list[str]:
    desk.register(replace(make_record(), claim_no=claim_no, office=OFFICE))
    brought = desk.bring(CLERK, claim_no, *papers)
    _keep(made, claim_no=claim_no)
    for document in brought:
        _keep(made, document_id=document)
    return brought


def _claims(desk: Desk, made: Populated) -> None:
    for document, state in zip(
        _claim(desk, made, "W-draft", with_marks(make_voucher()), *living_case()[1:], make_slip(), make_proof()),
        DOCUMENT_STATES,
        strict=False,
    ):
        with desk.service.database.write() as session:
            found = documents.find(session, document)
            assert found is not None
            if found.state != state:
                documents.move(session, document, found.state, state, desk.now[0])
            png = desk.service.objects.put(chunks_of(io.BytesIO(blank_png(9, 9))), 10_000, Area.DERIVED)
            pages.save_pages(session, document, [PageRaster(0, png.sha256, 9, 9)])
    desk.register(replace(make_death_record(), claim_no="W-death", office=OFFICE))
    made.known["document_id"] += desk.bring(CLERK, "W-death", make_death_voucher())
    made.known["document_id"] += desk.bring(worker_of("W-death"), "W-death", make_joint_letter())
    _keep(made, claim_no="W-death")
    for claim_no in ("W-review", "W-proposed", "W-decided", "W-paid", "W-suspended"):
        _claim(desk, made, claim_no, *living_case())
        assert desk.post(CLERK, f"/v1/claims/{claim_no}/submit").status_code == 200
    desk.post(HANDLER, "/v1/claims/W-suspended/suspend", WHY)
    for claim_no in ("W-proposed", "W-review"):
        answer = desk.post(HANDLER, f"/v1/claims/{claim_no}/decisions", DECISION)
        assert answer.status_code == 201, answer.text
        _keep(made, decision_id=answer.json()["id"], evidence_digest=answer.json()["evidence_digest"])
    _tokens(desk, made)
    made.known["document"] = made.known["slip_document"] = made.known["document_id"]


def _tokens(desk: Desk, made: Populated) -> None:
    """Tokens that are reserved, consumed, settled and returned; a worker's own part needs no decision."""
    for number, claim_no in enumerate(("W-draft", "W-review", "W-proposed", "W-decided", "W-paid")):
        for part in range(2):
            token = desk.reserve(claim_no, 1000, f"row-{number}-{part}", payee="PERSON")["token"]
            assert token is not None
            if number:
                desk.gate("consume", token)
            if number == 2:
                desk.gate("settled", token, credit_date="2021-09-01")
            if number == 3:
                desk.gate("returned", token, reason="户名不符")
            _keep(made, token=token)


def _duties(desk: Desk, made: Populated) -> None:
    with desk.service.database.write() as session:
        head = claims.find_head(session, "W-paid")
        assert head is not None
        for state in sorted(OBLIGATION.states):
            new = NewObligation(
                "W-paid", "MEDICAL", None, f"{state:0>64}", head.employer_digest, 1, date(2021, 8, 20), state
            )
            _keep(made, obligation_id=obligations.add(session, new, desk.now[0]))


def _flags(desk: Desk, made: Populated) -> None:
    with desk.service.database.read() as session:
        found = [one for claim_no in made.known["claim_no"] for one in flags.of_claim(session, claim_no)]
    assert len(found) > 2
    for number, flag in enumerate(found[:9]):
        if number % 3:
            desk.post(HANDLER, f"/v1/flags/{flag.id}/take")
        if number % 3 == 2:
            desk.post(HANDLER, f"/v1/flags/{flag.id}/escalate", WHY)
        _keep(made, flag_id=flag.id)


def _freezes(desk: Desk, made: Populated) -> None:
    objected = desk.post(HANDLER, "/v1/claims/W-suspended/objections", OBJECTION).json()
    set_by_risk = desk.post(RISK, "/v1/freezes", {"scope": "claim", "value": "W-suspended", "reason": "x"}).json()
    _keep(made, freeze_id=objected["freeze_id"])
    _keep(made, freeze_id=set_by_risk["id"])
    made.known["value"] = ["W-draft", FIRM_USCC, "虚构市", 1_000_000]


def _links(desk: Desk, made: Populated) -> None:
    for body in ({"claim_no": "W-draft"}, {"claim_no": "W-death", "relative": 0}):
        issued = desk.post(HANDLER, "/v1/links", body)
        assert issued.status_code == 201, issued.text
        _keep(made, link_id=issued.json()["id"])


def fill(known: Mapping[str, Sequence[Any]], body: Any, turn: int) -> Any:
    """Give a body whose members name things that exist, as far as any of that name exists."""
    if not isinstance(body, dict):
        return body
    return {name: known[name][turn % len(known[name])] if name in known else value for name, value in body.items()}
