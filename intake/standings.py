"""Judging a claim after a change and keeping what follows: standing, flags, stale decisions, states of papers.

Here: the one step that every event ends with, in the event's own transaction. Not here: what an event is allowed to do
(lifecycle, services), what may be paid now (gate).
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from intake.casefile import CaseFile, load_case
from intake.circumstances import circumstances_of, decided_of, outdated
from intake.elsewhere import remember
from intake.judging import is_human_only
from intake.legal_day import legal_day
from intake.people import digests_of
from intake.review.urgency import due_on, held_fen
from intake.wiring import Service
from storage.faults import UnknownClaim
from storage.records import claims, decisions, documents, flags, standings, steps
from storage.records.claims import Claim
from storage.records.flags import Fired, Flag
from storage.records.standings import Stamp
from storage.records.steps import Step
from validators.formats.names import normal_name
from validators.formats.org_name import normal_org_name
from validators.grounds import THIRD_PARTIES, Outliving, account_of, standing_of
from validators.lifecycle import DECISION, DOCUMENT, FLAG, advance
from validators.model.codes import Payee, Scope, Severity
from validators.model.findings import CaseJudgement, Finding
from validators.model.standing import Standing
from validators.standing import digest_now, evidence_of
from validators.touching import Target, touches

ACCOUNT_PURPOSE = "account"
FLAGGED = frozenset({Scope.DOC, Scope.CASE, Scope.LINE, Scope.CROSS, Scope.DUTY})


def refresh(service: Service, session: Session, claim_no: str, now: datetime) -> tuple[CaseFile, Standing]:
    """Judge a claim anew and keep all that follows; the caller's transaction makes it one with its event."""
    claims.lock(session, claim_no)
    standings.touch(session, claim_no)
    claim = claims.find(session, service.vault, claim_no)
    if claim is None:
        raise UnknownClaim(claim_no)
    case = load_case(service, session, claim)
    taken = remember(session, claim_no, case.traces, now)
    case = replace(case, others=replace(case.others, used_numbers=case.others.used_numbers | taken))
    judgement = case.judge(service.rules, now)
    _bury_flags(service, session, case, now)
    alive = frozenset(one.id for one in case.documents)
    flags.sync(session, claim_no, claim.office, _fired(case, judgement), alive, now)
    known = {one.fingerprint: one for one in flags.of_claim(session, claim_no)}
    case = replace(case, flags=known)
    still_open = case.leave_out_closed(judgement, service.rules)
    standing = _standing(service, case, still_open, now)
    stamp = Stamp(standings.version_of(session, claim_no), service.rules.version, legal_day(now))
    standings.save(session, claim_no, stamp, standing, now)
    _move_papers(service, session, case, still_open, now)
    drop_stale(service, session, claim, standing, now)
    return case, standing


def standing_now(service: Service, session: Session, claim_no: str, now: datetime) -> Standing | None:
    """Give the kept standing if nothing that it rests on has changed since."""
    kept = standings.load(session, claim_no)
    if kept is None:
        return None
    stamp, standing = kept
    fresh = Stamp(standings.version_of(session, claim_no), service.rules.version, legal_day(now))
    return standing if stamp == fresh else None


def ensure(service: Service, session: Session, claim_no: str, now: datetime) -> Standing:
    """Give a standing that is not old; judges in this write transaction where it must."""
    kept = standing_now(service, session, claim_no, now)
    return refresh(service, session, claim_no, now)[1] if kept is None else kept


def drop_stale(service: Service, session: Session, claim: Claim, standing: Standing, now: datetime) -> None:
    """Move to STALE what rests on facts that have changed, was overtaken by a freeze, or ran out (INV-07, INV-13)."""
    alive = decisions.of_claim(session, service.vault, claim.claim_no, decisions.ALIVE)
    if not alive:
        return
    happened = circumstances_of(service, session, claim, now)
    for kept in alive:
        if kept.id in happened.used:
            continue
        decided = decided_of(kept, used=False)
        ground = standing.ground(kept.item, kept.payee) or evidence_of(standing, kept.item)
        refused = kept.state == "CONFIRMED" and kept.decision.cap_fen == 0
        changed = not refused and (ground is None or digest_now(ground, decided) != kept.decision.evidence_digest)
        over = outdated(kept, happened, legal_day(now))
        if not (changed or over):
            continue
        event = "ended" if not changed and kept.state == "CONFIRMED" else "evidence_changed"
        to = advance(DECISION, kept.state, event, "system")
        decisions.move(session, service.vault, kept.id, kept.state, to, now)
        step = Step("decision", kept.id, claim.claim_no, event, kept.state, to, "system")
        steps.append(session, service.vault, step, now)


def _standing(service: Service, case: CaseFile, judgement: CaseJudgement, now: datetime) -> Standing:
    accounts: dict[Payee, str | None] = {}
    for payee in THIRD_PARTIES:
        account = account_of(payee, case.claim.record, case.readings)
        accounts[payee] = None if account is None else account_digest(service, account.number, account.holder)
    return standing_of(
        case.claim.record,
        case.readings,
        judgement,
        service.rules.policy,
        legal_day(now),
        hands=case.hands,
        accounts=accounts,
        outliving=_outliving(case),
        people=digests_of(service.vault, case.claim.record),
    )


def account_digest(service: Service, number: str, holder: str) -> str:
    """Give the keyed digest of an account: its digits, a line feed, the folded holder (DOMAIN §6.2)."""
    digits = "".join(sign for sign in number if sign.isdigit())
    return service.vault.digest(f"{digits}\n{fold_holder(holder)}", ACCOUNT_PURPOSE)


def fold_holder(holder: str) -> str:
    """Give the form of an account holder's name that two systems write alike."""
    return normal_org_name(normal_name(holder))


def _fired(case: CaseFile, judgement: CaseJudgement) -> tuple[Fired, ...]:
    """Give what needs a person: every B and F about papers that somebody has read, each once."""
    fired: dict[str, Fired] = {}
    for finding in judgement.findings:
        if finding.severity is Severity.I or finding.scope not in FLAGGED or case.waiting & set(finding.documents):
            continue
        fingerprint = case.fingerprint(finding)
        papers = [case.documents[index] for index in finding.documents if index < len(case.documents)]
        reach = _reach(case, judgement, finding)
        fired[fingerprint] = Fired(
            fingerprint,
            finding.code,
            finding.severity,
            finding.scope,
            papers[0].id if papers else None,
            finding.field,
            reach,
            case.readings[finding.documents[0]].kind if papers else None,
            held_fen(judgement.legs, reach),
            due_on(case.claim.record.filed_on, legal_day(papers[0].created_at) if papers else None),
        )
    return tuple(fired.values())


def _reach(case: CaseFile, judgement: CaseJudgement, finding: Finding) -> frozenset[tuple[str, Payee]]:
    parts = [(leg.item, leg.payee) for leg in judgement.legs if leg.payee in THIRD_PARTIES]
    return frozenset(part for part in parts if touches(finding, Target(*part), case.readings))


def _bury_flags(service: Service, session: Session, case: CaseFile, now: datetime) -> None:
    """Close as moot the flags whose paper is gone, but for those that outlive it (DOMAIN §6, flag)."""
    alive = {one.id for one in case.documents}
    for flag in case.flags.values():
        if flag.open and flag.document_id is not None and flag.document_id not in alive and not _outlives(flag):
            to = advance(FLAG, flag.state, "document_gone", "system")
            flags.move(session, flag, to, now, taken_by=None, lease_until=None)
            step = Step("flag", flag.id, flag.claim_no, "document_gone", flag.state, to, "system")
            steps.append(session, service.vault, step, now)


def _outlives(flag: Flag) -> bool:
    return flag.scope is Scope.CROSS or is_human_only(flag.code)


def _paper_gone(flag: Flag, alive: set[str]) -> bool:
    """What was never about a paper (K-008) ends with its fact; only a paper can be taken away from a finding."""
    return flag.document_id is not None and flag.document_id not in alive


def _outliving(case: CaseFile) -> tuple[Outliving, ...]:
    alive = {one.id for one in case.documents}
    return tuple(
        Outliving(flag.code, flag.severity, flag.reach)
        for flag in case.flags.values()
        if flag.open and flag.lost_paper and _paper_gone(flag, alive) and _outlives(flag)
    )


def _move_papers(service: Service, session: Session, case: CaseFile, still_open: CaseJudgement, now: datetime) -> None:
    """A new fact may cast doubt on an accepted paper, or clear one in review about which nobody need ask any more."""
    doubted = {
        index for finding in still_open.findings if finding.severity is not Severity.I for index in finding.documents
    }
    for index, document in enumerate(case.documents):
        if index in doubted and document.state == "ACCEPTABLE":
            to = advance(DOCUMENT, "ACCEPTABLE", "new_fact", "system")
        elif index not in doubted and index not in case.waiting and document.state == "IN_REVIEW":
            to = advance(DOCUMENT, "IN_REVIEW", "flags_closed", "handler")  # the last flag went with its finding
        else:
            continue
        documents.move(session, document.id, document.state, to, now)
        event = "new_fact" if to == "IN_REVIEW" else "flags_closed"
        step = Step("document", document.id, case.claim.claim_no, event, document.state, to, "system")
        steps.append(session, service.vault, step, now)
