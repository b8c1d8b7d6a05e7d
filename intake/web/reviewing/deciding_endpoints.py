"""Routes of proposing and confirming: one part at a time, no list of several ever.

Here: HTTP of both pages. Not here: what they show (deciding.py), whether a decision can stand (review.decisions).
"""

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import StringConstraints, ValidationError

from intake.access.gatekeeper import GuardedRoute, who_asks
from intake.problems import Refusal
from intake.review import decisions
from intake.review.reasons import REASONS, written_reason
from intake.review.schemas import ConfirmBody, DecisionBody
from intake.runtime import runtime_of
from intake.web.pages import in_english, render, see_other
from intake.web.reviewing.deciding import show_decide, show_decision
from intake.web.reviewing.saying import explained
from intake.web.reviewing.values import typed_fen

router = APIRouter(include_in_schema=False, route_class=GuardedRoute)
Text = Annotated[str, Form(max_length=600)]
Several = Annotated[list[Annotated[str, StringConstraints(max_length=600)]], Form(max_length=50)]
Short = Annotated[str, Query(max_length=80)]
NOTHING: list[str] = []
GROUNDS: Mapping[str, tuple[str, str]] = {
    "ADVANCE_PROVEN": ("垫付已由凭证、票据和付款回单证明", "the advance is proven by voucher, receipts and slips"),
    "JOINT_DESIGNATED": ("近亲属已共同指定账户", "the relatives designated the account together"),
    "JOINT_DESIGNATED_EMPLOYER": ("近亲属共同指定发放到单位", "the relatives designated the employer"),
    "NEW_EVIDENCE": ("有新的证明材料", "there is new evidence"),
    "NOT_PROVEN": ("材料不能证明，不予发放", "the papers do not prove it: refused"),
}


@router.get("/cases/{claim_no}/decide")
def decide(claim_no: str, request: Request) -> HTMLResponse:
    """The parts of a claim that a handler may propose."""
    service, who = runtime_of(request).service, who_asks(request)
    with service.database.write() as session:
        page = show_decide(service, session, who, claim_no)
    return render(request, "reviewing/decide.html", page=page, grounds=GROUNDS)


@router.post("/cases/{claim_no}/decide")
def propose(
    claim_no: str,
    request: Request,
    part: Text,
    cap: Text,
    note: Text = "",
    reason: Several = NOTHING,
    override: Several = NOTHING,
    code: Several = NOTHING,
    why: Several = NOTHING,
) -> RedirectResponse:
    """Propose one part, with reasons and overrides."""
    service, who = runtime_of(request).service, who_asks(request)
    reasons = [*(one for one in reason if one in GROUNDS), *([note.strip()] if note.strip() else [])]
    whys = {name: words.strip() for name, words in zip(code, why, strict=False)}
    try:
        body = proposal_of(part, cap, reasons, {name: whys.get(name, "") for name in override})
        with service.database.write() as session:
            kept = decisions.propose(service, session, who, claim_no, body)
    except Refusal as refusal:
        raise explained(refusal) from None
    return see_other(f"/decisions/{kept['id']}?done=proposed")


def proposal_of(part: str, cap: str, reasons: Sequence[str], overrides: Mapping[str, str]) -> DecisionBody:
    """Give the body of a proposal from its form: item, payee and source as one name, yuan, reasons, codes with why."""
    item, _, rest = part.partition("|")
    payee, _, source = rest.partition("|")
    if not reasons:
        raise Refusal("BAD_REQUEST", "请至少选择一个理由，或用自己的话写明。")
    for name, words in overrides.items():
        if not words:
            raise Refusal("BAD_REQUEST", f"放行 {name[:12]} 要写明理由。")
    passing = [{"code": name, "reason": words} for name, words in overrides.items()]
    values = {"item": item, "payee": payee, "from": source or None, "cap_fen": typed_fen(cap)}
    try:
        return DecisionBody.model_validate({**values, "reasons": list(reasons), "overrides": passing})
    except ValidationError:
        raise Refusal("BAD_REQUEST") from None


@router.get("/decisions/{decision_id}")
def decision(decision_id: str, request: Request, done: Short = "") -> HTMLResponse:
    """What decides, on one page, for the person who signs second."""
    service, who = runtime_of(request).service, who_asks(request)
    with service.database.read() as session:
        page = show_decision(service, session, who, decision_id, english=in_english(request))
    return render(request, "reviewing/decision.html", page=page, done=done, reasons=REASONS, grounds=GROUNDS)


@router.post("/decisions/{decision_id}/confirm")
def confirm(decision_id: str, request: Request, digest: Text, reason: Text, note: Text = "") -> RedirectResponse:
    """Sign second, on the digest that the page showed."""
    service, who = runtime_of(request).service, who_asks(request)
    try:
        body = ConfirmBody(reason=written_reason("CONFIRM", reason, note), evidence_digest=digest)
        with service.database.write() as session:
            decisions.confirm(service, session, who, decision_id, body)
    except ValidationError:
        raise Refusal("BAD_REQUEST") from None
    except Refusal as refusal:
        raise explained(refusal) from None
    return see_other("/queue?done=confirmed")


@router.post("/decisions/{decision_id}/return")
def give_back(decision_id: str, request: Request, reason: Text, note: Text = "") -> RedirectResponse:
    """Send a proposal back with a reason."""
    service, who = runtime_of(request).service, who_asks(request)
    with service.database.write() as session:
        decisions.give_back(service, session, who, decision_id, written_reason("RETURN", reason, note))
    return see_other("/queue?done=returned")


@router.post("/decisions/{decision_id}/retract")
def retract(decision_id: str, request: Request, reason: Text, note: Text = "") -> RedirectResponse:
    """Take an own proposal back."""
    service, who = runtime_of(request).service, who_asks(request)
    try:
        with service.database.write() as session:
            decisions.retract(service, session, who, decision_id, written_reason("RETRACT", reason, note))
    except Refusal as refusal:
        raise explained(refusal) from None
    return see_other("/queue?done=retracted")
