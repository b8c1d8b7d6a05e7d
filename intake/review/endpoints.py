"""Routes of the reviewers: queue, keying, decisions.

Here: HTTP only. Not here: what a word leads to (flags.py, keying.py, decisions.py).
"""

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy.orm import Session

from intake.access.gatekeeper import GuardedRoute, who_asks
from intake.gate.schemas import ReasonBody
from intake.idempotent import answer_once
from intake.openapi.patterns import list_of
from intake.presenting.shapes import Json
from intake.review import decisions, flags
from intake.review.keying import key_value
from intake.review.schemas import CloseBody, ConfirmBody, DecisionBody, GiveBackBody, KeyBody
from intake.runtime import runtime_of
from intake.standings import refresh
from storage.records import documents
from validators.keyed import KeyingState

router = APIRouter(prefix="/v1", tags=["review"], route_class=GuardedRoute)
STATES = frozenset({"OPEN", "TAKEN", "ESCALATED"})
FRESH = {"Cache-Control": "no-store"}


@router.get("/flags")
def get_flags(
    request: Request,
    state: str = Query("OPEN", pattern=list_of(STATES)),
    after: str | None = Query(None, max_length=20),
) -> JSONResponse:
    """One page of the queue, oldest first."""
    service, who = runtime_of(request).service, who_asks(request)
    with service.database.read() as session:
        return JSONResponse(flags.list_flags(service, session, who, state.split(","), after), headers=FRESH)


@router.post("/flags/{flag_id}/take")
def take(flag_id: str, request: Request) -> JSONResponse:
    """Lease a flag."""
    service, who = runtime_of(request).service, who_asks(request)
    with service.database.write() as session:
        return JSONResponse(flags.take(service, session, who, flag_id), headers=FRESH)


@router.post("/flags/{flag_id}/close")
def close(flag_id: str, body: CloseBody, request: Request) -> Response:
    """Close a flag with a reason."""
    service, who = runtime_of(request).service, who_asks(request)
    return answer_once(request, body, lambda session: (200, flags.close(service, session, who, flag_id, body)))


@router.post("/flags/{flag_id}/escalate")
def escalate(flag_id: str, body: ReasonBody, request: Request) -> Response:
    """Hand a flag to a second reviewer."""
    service, who = runtime_of(request).service, who_asks(request)
    return answer_once(
        request, body, lambda session: (200, flags.escalate(service, session, who, flag_id, body.reason))
    )


@router.put("/documents/{document_id}/fields/{name}")
def put_field(document_id: str, name: str, body: KeyBody, request: Request) -> Response:
    """Key or correct a field."""
    service, who = runtime_of(request).service, who_asks(request)

    def effect(session: Session) -> tuple[int, Json]:
        state = key_value(service, session, who, document_id, name, body)
        document = documents.find(session, document_id)
        assert document is not None
        now = service.clock()
        refresh(service, session, document.claim_no, now)
        if state is KeyingState.SET:
            flags.close_corrected(service, session, who, document_id, name, now)
        return 200, {"state": state.value}

    return answer_once(request, body, effect)


@router.post("/claims/{claim_no}/decisions", status_code=201)
def propose(claim_no: str, body: DecisionBody, request: Request) -> Response:
    """Propose a decision about one part."""
    service, who = runtime_of(request).service, who_asks(request)
    return answer_once(request, body, lambda session: (201, decisions.propose(service, session, who, claim_no, body)))


@router.post("/decisions/{decision_id}/confirm")
def confirm(decision_id: str, body: ConfirmBody, request: Request) -> Response:
    """Confirm another person's proposal on unchanged evidence."""
    service, who = runtime_of(request).service, who_asks(request)
    return answer_once(
        request, body, lambda session: (200, decisions.confirm(service, session, who, decision_id, body))
    )


@router.post("/decisions/{decision_id}/return")
def give_back(decision_id: str, body: GiveBackBody, request: Request) -> Response:
    """Send a proposal back."""
    service, who = runtime_of(request).service, who_asks(request)
    return answer_once(
        request, body, lambda session: (200, decisions.give_back(service, session, who, decision_id, body.reason))
    )


@router.post("/decisions/{decision_id}/retract")
def retract(decision_id: str, body: ReasonBody, request: Request) -> Response:
    """Take an own proposal back."""
    service, who = runtime_of(request).service, who_asks(request)
    return answer_once(
        request, body, lambda session: (200, decisions.retract(service, session, who, decision_id, body.reason))
    )
