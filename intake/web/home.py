"""The first page, by role: a firm's claims, the one claim of a person, the queue's counts, the head's figures.

Here: where each role begins. Not here: what a firm's list holds (intake.claims.own), the queue and the overview
themselves.
"""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from intake.access.gatekeeper import GuardedRoute
from intake.access.opening import open_head, subject_digest
from intake.access.table import READERS
from intake.access.who import Role, Who
from intake.claims.own import list_own_claims
from intake.problems import Refusal
from intake.runtime import runtime_of
from intake.web.pages import render, see_other
from intake.wiring import Service
from storage.records import office_counts

router = APIRouter(include_in_schema=False, route_class=GuardedRoute)
REVIEWERS = frozenset({Role.HANDLER, Role.SECOND_REVIEWER})
BEGIN_AT_OVERVIEW = frozenset({Role.RISK_OFFICER, Role.AUDITOR, Role.ADMIN})
LONGEST_NUMBER = 64
CASE_STATES = {
    "DRAFT": ("尚未提交", "Not handed in yet"),
    "SUBMITTED": ("已提交，正在核对", "Handed in, being checked"),
    "NOTICE_SENT": ("请补正", "Please mend"),
    "UNDER_REVIEW": ("工作人员审核中", "Under review"),
    "DECIDED": ("已审定，等待发放", "Decided, to be paid"),
    "POST_PAYOUT": ("已发放", "Paid"),
    "SUSPENDED": ("暂停办理", "Suspended"),
    "CLOSED": ("已办结", "Closed"),
    "ABANDONED": ("已失效", "Lapsed"),
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits in a reviewer's office, and of it what she has taken herself."""

    flags: int
    mine: int
    escalated: int
    proposals: int
    papers: int


@router.get("/")
def home(
    request: Request,
    number: Annotated[str | None, Query(max_length=LONGEST_NUMBER)] = None,
    show: Annotated[str | None, Query(max_length=8)] = None,
    after: Annotated[str | None, Query(max_length=LONGEST_NUMBER)] = None,
) -> Response:
    """Where to begin; `number` opens a claim, so that the form works without a script."""
    if number is not None and number.strip():
        return see_other(claim_path(number.strip()))
    who, service = request.state.who, runtime_of(request).service
    if not isinstance(who, Who):
        return render(request, "home.html", may_open=False)
    if who.role in BEGIN_AT_OVERVIEW:
        return see_other("/overview")
    with service.database.read() as session:
        if who.role in REVIEWERS:
            return render(request, "home/reviewer.html", waiting=count_waiting(service, session, who))
        if who.role is Role.SUBMITTER and who.bound.claim:
            return _to_own_claim(request, session, who)
        if who.role is Role.SUBMITTER and who.bound.uscc:
            return _firm(request, session, who, waiting=show != "all", after=after)
    return render(request, "home.html", may_open=who.role in READERS)


def claim_path(number: str) -> str:
    """Give the address of a claim's page."""
    return f"/cases/{quote(number, safe='')}"


def count_waiting(service: Service, session: Session, who: Who) -> Waiting:
    """Count what waits in the caller's office."""
    office = who.bound.office
    flags = office_counts.open_flags(session, office)
    return Waiting(
        flags=flags.get("OPEN", 0),
        mine=office_counts.flags_taken_by(session, office, subject_digest(service, who)),
        escalated=flags.get("ESCALATED", 0),
        proposals=office_counts.proposals(session, office),
        papers=office_counts.papers_to_key(session, office),
    )


def _to_own_claim(request: Request, session: Session, who: Who) -> Response:
    """Lead a worker or relative to the one claim; where it cannot be opened, say so instead of going in circles."""
    number = who.bound.claim or ""
    try:
        open_head(runtime_of(request).service, session, who, number)
    except Refusal:
        return render(request, "home.html", may_open=False)
    return see_other(claim_path(number))


def _firm(request: Request, session: Session, who: Who, *, waiting: bool, after: str | None) -> HTMLResponse:
    service = runtime_of(request).service
    listed = list_own_claims(service, session, who, waiting=waiting, after=after)
    return render(request, "home/firm.html", listed=listed, waiting=waiting, first=after is None, states=CASE_STATES)
