"""Proposing and confirming: which parts of a claim can be decided, and what a second person must see before signing.

Here: what both pages show. Not here: whether a decision can stand (review.decisions, validators.deciding).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from intake.access.opening import open_claim, subject_digest
from intake.access.who import Role, Who
from intake.casefile import CaseFile, load_case
from intake.circumstances import circumstances_of, decided_of
from intake.presenting.records import mask_account
from intake.presenting.words import match_word
from intake.problems import Refusal
from intake.standings import ensure, standing_now
from intake.web.reviewing.sheets import Crop, crop_of, sheet_of
from intake.web.reviewing.wording import day_and_time, plain_sentence
from intake.wiring import Service
from storage.records import decisions, pages, steps
from storage.records.claims import Claim
from storage.records.decisions import KeptDecision
from validators.deciding import Proposed, ground_of, judge_confirmation, most_fen
from validators.grounds import THIRD_PARTIES, account_of
from validators.model.codes import MarkType, Payee
from validators.model.gate import Decision
from validators.model.standing import Circumstances, Ground, Standing
from validators.rules.gate import overridable
from validators.standing import digest_now, evidence_of
from validators.texts import display_kind

NOBODY = Decision(0, "", None, "", None, date.max)


@dataclass(frozen=True, slots=True)
class Block:
    """A code that holds a part, and whether two people may let it pass."""

    code: str
    sentence: str
    may_pass: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a claim that can be proposed: the most that it can carry, and what holds it."""

    item: str
    payee: Payee
    supplement: bool
    most_fen: int
    approved_fen: int | None
    verified_fen: int | None
    account: str
    holder: str
    blocks: tuple[Block, ...]
    flags: tuple[str, ...]
    waits: str  # id of a proposal that waits already

    @property
    def name(self) -> str:
        """The part's name in a form."""
        return f"{self.item}|{self.payee.value}|{'UNDECIDED' if self.supplement else ''}"


@dataclass(frozen=True, slots=True)
class DecidePage:
    """The page on which a handler proposes."""

    claim_no: str
    worker: str
    employer: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature or seal that a part rests on, with its crop."""

    paper: str
    document_id: str
    name: str
    text: str
    present: bool
    crop: Crop | None


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened to the claim since the proposal."""

    at: str
    machine: str
    event: str


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """Everything that decides, for the person who signs second."""

    kept: KeptDecision
    worker: str
    employer: str
    account: str
    holder: str
    ground: Ground | None
    signatures: tuple[Signature, ...]
    changes: tuple[Change, ...]
    digest_same: bool | None  # None: the claim must be judged again first
    hurdle: str  # the code that forbids confirming as things stand, or ""
    hurdle_said: str
    proposed_at: str
    proposed_by_me: bool
    keyed_by_me: bool
    keyers: int
    may_confirm: bool
    may_retract: bool
    final: str


def show_decide(service: Service, session: Session, who: Who, claim_no: str) -> DecidePage:
    """Give the parts of a claim that can be proposed now; judges the claim first where it must."""
    claim, now = open_claim(service, session, who, claim_no), service.clock()
    standing = ensure(service, session, claim_no, now)
    happened = circumstances_of(service, session, claim, now).now
    case = load_case(service, session, claim)
    waiting = decisions.of_claim(session, service.vault, claim_no, ("PROPOSED",))
    parts = tuple(
        _part(standing, happened, case, waiting, item, payee, supplement=supplement)
        for item, payee, supplement in _open_parts(standing, happened)
    )
    return DecidePage(claim_no, claim.record.worker.name, claim.record.employer.name, parts)


def _open_parts(standing: Standing, now: Circumstances) -> Iterator[tuple[str, Payee, bool]]:
    for ground in standing.grounds:
        if ground.payee in THIRD_PARTIES:
            yield ground.item, ground.payee, False
    undecided = dict.fromkeys(leg.item for leg in standing.legs if leg.payee is Payee.UNDECIDED)
    for item in undecided:
        for payee in (Payee.EMPLOYER, Payee.PERSON):
            proposed = Proposed(item, payee, supplement=True, decision=NOBODY)
            base = ground_of(standing, item, payee, supplement=True)
            if base is not None and most_fen(standing, now, proposed, base) > 0:
                yield item, payee, True


def _part(
    standing: Standing,
    now: Circumstances,
    case: CaseFile,
    waiting: Sequence[KeptDecision],
    item: str,
    payee: Payee,
    *,
    supplement: bool,
) -> Part:
    ground = ground_of(standing, item, payee, supplement=supplement)
    assert ground is not None
    proposed = Proposed(item, payee, supplement, NOBODY)
    number, holder = _account(payee, case)
    same = [one.id for one in waiting if (one.item, one.payee, one.supplement) == (item, payee, supplement)]
    return Part(
        item,
        payee,
        supplement,
        most_fen(standing, now, proposed, ground),
        ground.approved_fen,
        ground.verified_fen,
        number,
        holder,
        tuple(_block(code) for code in ground.blocks),
        ground.flags,
        same[0] if same else "",
    )


def _block(code: str) -> Block:
    return Block(code, plain_sentence(code), overridable(code))


def _account(payee: Payee, case: CaseFile) -> tuple[str, str]:
    """Give the last places of the account that would be paid, and its holder."""
    if payee is Payee.PERSON:
        return "", case.claim.record.worker.name
    account = account_of(payee, case.claim.record, case.readings)
    return ("", "") if account is None else (mask_account(account.number) or "", account.holder)


def show_decision(service: Service, session: Session, who: Who, decision_id: str, *, english: bool) -> DecisionPage:
    """Give a decision with all that it rests on, for a reviewer of the claim's office."""
    kept = decisions.find(session, service.vault, decision_id)
    if kept is None:
        raise Refusal("NOT_FOUND")
    claim = open_claim(service, session, who, kept.claim_no)
    case, now, by = load_case(service, session, claim), service.clock(), subject_digest(service, who)
    standing = standing_now(service, session, kept.claim_no, now)
    ground = None if standing is None else standing.ground(kept.item, kept.payee) or evidence_of(standing, kept.item)
    hurdle = _hurdle(service, session, claim, standing, kept, by, now)
    number, holder = _account(kept.payee, case)
    keyers = frozenset().union(*(hands.keyers for hands in case.hands)) if case.hands else frozenset()
    proposed_by_me = kept.decision.proposed_by == by
    second = who.role is Role.SECOND_REVIEWER and kept.state == "PROPOSED"
    return DecisionPage(
        kept,
        claim.record.worker.name,
        claim.record.employer.name,
        number,
        holder,
        ground,
        tuple(_signatures(service, session, case, english=english)),
        _changes(session, kept),
        None if ground is None else digest_now(ground, decided_of(kept, used=False)) == kept.decision.evidence_digest,
        hurdle,
        plain_sentence(hurdle) if hurdle else "",
        day_and_time(kept.created_at),
        proposed_by_me,
        by in keyers,
        len(keyers),
        second and not proposed_by_me and by not in keyers and not hurdle,
        who.role is Role.HANDLER and proposed_by_me and kept.state == "PROPOSED",
        "" if kept.state == "PROPOSED" else kept.state,
    )


def _hurdle(
    service: Service,
    session: Session,
    claim: Claim,
    standing: Standing | None,
    kept: KeptDecision,
    by: str,
    now: datetime,
) -> str:
    """Give the code by which the service would refuse this person's confirmation now; the service asks again."""
    if standing is None or kept.state != "PROPOSED":
        return ""
    happened = circumstances_of(service, session, claim, now).now
    signed = replace(kept, decision=replace(kept.decision, confirmed_by=by))
    return judge_confirmation(standing, happened, decided_of(signed, used=False)) or ""


def _changes(session: Session, kept: KeptDecision) -> tuple[Change, ...]:
    found = steps.since(session, kept.claim_no, kept.created_at)
    return tuple(
        Change(day_and_time(one.at), one.step.machine, one.step.event)
        for one in found
        if one.step.thing != kept.id and one.step.machine != "reveal"
    )


def _signatures(service: Service, session: Session, case: CaseFile, *, english: bool) -> Iterator[Signature]:
    for document, reading in zip(case.documents, case.readings, strict=True):
        if not reading.marks:
            continue
        rasters = {one.position for one in pages.pages_of(session, document.id)}
        sheets = {one.index: (sheet_of(document.id, one), one) for one in reading.pages if one.index in rasters}
        kind = document.kind or reading.kind
        for mark in reading.marks:
            if mark.type not in (MarkType.SIGNATURE, MarkType.SEAL):
                continue
            match = "" if mark.name_match is None else match_word(mark.type, mark.name_match)
            if english:
                match = "" if mark.name_match is None else mark.name_match.value
            crop = crop_of(sheets, mark.page, mark.box)
            name = mark.name or mark.text
            yield Signature(kind.value if english else display_kind(kind), document.id, name, match, mark.present, crop)
