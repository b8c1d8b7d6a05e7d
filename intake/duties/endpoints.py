"""Routes of the duties after a payment: the list, and every event that a person may cause.

Here: HTTP only. Not here: what an event leads to (service.py), who may call (access.table).
"""

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse

from intake.access.gatekeeper import GuardedRoute, who_asks
from intake.duties import service as duties
from intake.duties.schemas import CourtBody, ProofBody, ReportBody
from intake.duties.showing import list_duties
from intake.gate.schemas import ReasonBody
from intake.idempotent import answer_once
from intake.openapi.patterns import list_of
from intake.runtime import runtime_of
from validators.lifecycle import OBLIGATION

router = APIRouter(prefix="/v1", tags=["obligations"], route_class=GuardedRoute)
FRESH = {"Cache-Control": "no-store"}


@router.get("/obligations")
def get_obligations(
    request: Request,
    state: str | None = Query(None, pattern=list_of(OBLIGATION.states)),
    after: str | None = Query(None, max_length=20),
) -> JSONResponse:
    """One page of the caller's duties with their days; `state` names some states only, with commas between."""
    states = None if state is None else state.split(",")
    service, who = runtime_of(request).service, who_asks(request)
    with service.database.read() as session:
        return JSONResponse(list_duties(service, session, who, states, after), headers=FRESH)


@router.post("/obligations/{obligation_id}/report")
def report(obligation_id: str, body: ReportBody, request: Request) -> Response:
    """The firm paid the beneficiary."""
    service, who = runtime_of(request).service, who_asks(request)
    return answer_once(request, body, lambda session: (200, duties.report(service, session, who, obligation_id, body)))


@router.post("/obligations/{obligation_id}/proof")
def prove(obligation_id: str, body: ProofBody, request: Request) -> Response:
    """The firm files the signed proof."""
    service, who = runtime_of(request).service, who_asks(request)
    return answer_once(
        request, body, lambda session: (200, duties.prove(service, session, who, obligation_id, body.document))
    )


@router.post("/obligations/{obligation_id}/accept")
def accept(obligation_id: str, body: ReasonBody, request: Request) -> Response:
    """A second reviewer accepts the proof: the duty is done."""
    service, who = runtime_of(request).service, who_asks(request)
    return answer_once(
        request, body, lambda session: (200, duties.accept(service, session, who, obligation_id, body.reason))
    )


@router.post("/obligations/{obligation_id}/deny")
def deny(obligation_id: str, body: ReasonBody, request: Request) -> Response:
    """The beneficiary says that the money did not come."""
    service, who = runtime_of(request).service, who_asks(request)
    return answer_once(
        request, body, lambda session: (200, duties.deny(service, session, who, obligation_id, body.reason))
    )


@router.post("/obligations/{obligation_id}/settle")
def settle(obligation_id: str, body: ReasonBody, request: Request) -> Response:
    """A second reviewer ends a dispute: the proof is due again."""
    return _act(request, obligation_id, "settled", body)


@router.post("/obligations/{obligation_id}/return")
def give_back(obligation_id: str, body: ReasonBody, request: Request) -> Response:
    """A handler sends the proof back with all its faults."""
    return _act(request, obligation_id, "returned", body)


@router.post("/obligations/{obligation_id}/recover")
def recover(obligation_id: str, body: ReasonBody, request: Request) -> Response:
    """The risk officer has the money claimed back."""
    return _act(request, obligation_id, "recover", body)


@router.post("/obligations/{obligation_id}/paid_back")
def paid_back(obligation_id: str, body: ReasonBody, request: Request) -> Response:
    """The firm paid the money back."""
    return _act(request, obligation_id, "paid_back", body)


@router.post("/obligations/{obligation_id}/court_closed")
def court_closed(obligation_id: str, body: CourtBody, request: Request) -> Response:
    """A court's word ends the recovery without money."""
    service, who = runtime_of(request).service, who_asks(request)
    return answer_once(
        request, body, lambda session: (200, duties.close_by_court(service, session, who, obligation_id, body))
    )


def _act(request: Request, obligation_id: str, event: str, body: ReasonBody) -> Response:
    service, who = runtime_of(request).service, who_asks(request)
    return answer_once(
        request, body, lambda session: (200, duties.act(service, session, who, obligation_id, event, body.reason))
    )
