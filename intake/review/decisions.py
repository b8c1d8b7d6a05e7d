"""Decisions: one person proposes, another confirms on the same evidence; what changes meanwhile makes them stale.

Here: proposing, confirming, returning, retracting. Not here: the gate's checks (validators), flags (flags.py), HTTP
(endpoints.py). Refused by a check of the gate: 409 with its code.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from intake.access.opening import open_claim, subject_digest
from intake.access.who import Who
from intake.circumstances import circumstances_of, decided_of
from intake.claims.progress import progress_case
from intake.legal_day import legal_day
from intake.presenting.shapes import Json
from intake.problems import Refusal
from intake.review.schemas import ConfirmBody, DecisionBody
from intake.standings import drop_stale, ensure
from intake.wiring import Service
from storage.faults import WrongState as RowChanged
from storage.records import claims, decisions, steps
from storage.records.claims import Claim
from storage.records.decisions import KeptDecision
from storage.records.steps import Step
from validators.deciding import Proposed, judge_confirmation, judge_proposal
from validators.evidence_digest import bind
from validators.lifecycle import DECISION, WrongState, advance
from validators.model.codes import Payee
from validators.model.gate import Decision, Override
from validators.model.standing import Circumstances, Standing
from validators.rules.gate import overridable

VALID_FOR = timedelta(days=30)


def propose(service: Service, session: Session, who: Who, claim_no: str, body: DecisionBody) -> Json:
    """Keep a proposal about one part; the digest binds evidence, cap, account and overrides."""
    claim = open_claim(service, session, who, claim_no)
    claims.lock(session, claim_no)
    now = service.clock()
    standing, happened = _ready(service, session, claim, now)
    payee, supplement = Payee(body.payee), body.from_ is not None
    if any(not overridable(row.code) for row in body.overrides):
        raise Refusal("NOT_OVERRIDABLE")
    bare = Decision(
        cap_fen=body.cap_fen,
        evidence_digest="",
        account_digest=None,
        proposed_by=subject_digest(service, who),
        confirmed_by=None,
        valid_until=legal_day(now) + VALID_FOR,
        overrides=tuple(Override(row.code, row.reason) for row in body.overrides),
    )
    judged = judge_proposal(standing, happened, Proposed(body.item, payee, supplement, bare))
    if judged.code is not None or judged.ground is None:
        raise Refusal("GATE_REFUSES", more={"code": judged.code or "G-001"})
    decision = replace(bare, account_digest=judged.account_digest)
    evidence = bind(judged.ground.evidence_digest, body.item, payee, decision, supplement=supplement)
    new = KeptDecision(
        "",
        claim_no,
        body.item,
        payee,
        supplement,
        DECISION.initial,
        replace(decision, evidence_digest=evidence),
        tuple(body.reasons),
        now,
        now,
        judged.ground.evidence_digest,
    )
    try:
        kept = decisions.propose(session, service.vault, new, now)
    except RowChanged:
        raise Refusal("WRONG_STATE") from None
    _log(service, session, who, kept, "propose", "-", kept.state, None, now)
    return {
        "id": kept.id,
        "state": kept.state,
        "evidence_digest": evidence,
        "valid_until": kept.decision.valid_until.isoformat(),
    }


def confirm(service: Service, session: Session, who: Who, decision_id: str, body: ConfirmBody) -> Json:
    """A second person's word: only on the digest that was proposed, and only where the gate would open on it."""
    kept, claim = _open(service, session, who, decision_id)
    now = service.clock()
    standing, happened = _ready(service, session, claim, now)
    kept = decisions.find(session, service.vault, decision_id) or kept
    if kept.state == "STALE":
        raise Refusal("GATE_REFUSES", more={"code": "G-002"})
    to = _next(kept, "confirm", who)
    if body.evidence_digest != kept.decision.evidence_digest:
        raise Refusal("GATE_REFUSES", more={"code": "G-002"})
    by = subject_digest(service, who)
    decided = decided_of(replace(kept, decision=replace(kept.decision, confirmed_by=by)), used=False)
    code = judge_confirmation(standing, happened, decided)
    if code is not None:
        raise Refusal("GATE_REFUSES", more={"code": code})
    decisions.move(session, service.vault, kept.id, kept.state, to, now, confirmed_by=by)
    _log(service, session, who, kept, "confirm", kept.state, to, body.reason, now)
    _end_older(service, session, kept, now)
    progress_case(service, session, claim.claim_no, now)
    return {"id": kept.id, "state": to}


def _end_older(service: Service, session: Session, newest: KeptDecision, now: datetime) -> None:
    """The newest word about a part is the only one: an older one must not come to life when it ends.

    Money given to the person adds up, so there each word stays.
    """
    if newest.payee is Payee.PERSON:
        return
    claim = claims.find_head(session, newest.claim_no)
    assert claim is not None
    used = circumstances_of(service, session, claim, now).used
    for kept in decisions.of_claim(session, service.vault, newest.claim_no, ("CONFIRMED",)):
        same = (kept.item, kept.payee, kept.supplement) == (newest.item, newest.payee, newest.supplement)
        if same and kept.id != newest.id and kept.id not in used:
            to = advance(DECISION, kept.state, "evidence_changed", "system")
            decisions.move(session, service.vault, kept.id, kept.state, to, now)
            step = Step("decision", kept.id, kept.claim_no, "evidence_changed", kept.state, to, "system")
            steps.append(session, service.vault, step, now)


def give_back(service: Service, session: Session, who: Who, decision_id: str, reason: str) -> Json:
    """The second person sends a proposal back."""
    return _end(service, session, who, decision_id, "return", reason)


def retract(service: Service, session: Session, who: Who, decision_id: str, reason: str) -> Json:
    """The handler who proposed takes the proposal back."""
    kept, _ = _open(service, session, who, decision_id)
    if kept.decision.proposed_by != subject_digest(service, who):
        raise Refusal("GATE_REFUSES", more={"code": "G-008"})
    return _end(service, session, who, decision_id, "retract", reason)


def _end(service: Service, session: Session, who: Who, decision_id: str, event: str, reason: str) -> Json:
    kept, _ = _open(service, session, who, decision_id)
    to, now = _next(kept, event, who), service.clock()
    decisions.move(session, service.vault, kept.id, kept.state, to, now)
    _log(service, session, who, kept, event, kept.state, to, reason, now)
    return {"id": kept.id, "state": to}


def _ready(service: Service, session: Session, claim: Claim, now: datetime) -> tuple[Standing, Circumstances]:
    """Judge where needed and drop what went stale, so that people decide on what stands now."""
    standing = ensure(service, session, claim.claim_no, now)
    drop_stale(service, session, claim, standing, now)
    return standing, circumstances_of(service, session, claim, now).now


def _open(service: Service, session: Session, who: Who, decision_id: str) -> tuple[KeptDecision, Claim]:
    kept = decisions.find(session, service.vault, decision_id)
    if kept is None:
        raise Refusal("NOT_FOUND")
    claim = open_claim(service, session, who, kept.claim_no)
    claims.lock(session, kept.claim_no)
    return decisions.find(session, service.vault, decision_id) or kept, claim


def _next(kept: KeptDecision, event: str, who: Who) -> str:
    try:
        return advance(DECISION, kept.state, event, who.role)
    except WrongState:
        raise Refusal("WRONG_STATE") from None


def _log(
    service: Service,
    session: Session,
    who: Who,
    kept: KeptDecision,
    event: str,
    source: str,
    target: str,
    reason: str | None,
    now: datetime,
) -> None:
    by = subject_digest(service, who)
    step = Step("decision", kept.id, kept.claim_no, event, source, target, who.role, by, reason)
    steps.append(session, service.vault, step, now)
