"""What the page of one claim shows its submitter, and to reviewers as a plain view: parts, notice, papers.

Here: the answers of /v1 put into words. Not here: who may see what (the functions that /v1 calls), HTML (templates).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from intake.access.binding import is_counter
from intake.access.who import Role, Who
from intake.claims.answers import ClaimShown, DocumentListed
from intake.claims.service import show_claim
from intake.duties.showing import is_person, list_duties
from intake.gate.answers import Fault, LegShown, Notice, PersonLeg, Verdict
from intake.gate.notice import show_notice
from intake.gate.service import show_verdict
from intake.web.submitting import wording
from intake.web.submitting.signature import find_signature
from intake.wiring import Service
from validators.lifecycle import CASE, DOCUMENT, WrongState, find_transition
from validators.standing import CONSUMED, THIRD_PARTIES

READING = frozenset({"RECEIVED", "STORED", "CLASSIFIED", "EXTRACTED", "CHECKED"})
GONE = DOCUMENT.final - {"ARCHIVED"}
OBJECTED = "OBJECTION"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an item: whose it is, how much, and how it stands in words."""

    item: str
    payee: str
    fen: int
    tag: str
    status: str
    sentence: str
    codes: str = ""  # for reviewers only


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper in the list: what it is, where it stands, how many faults the notice names."""

    id: str
    name: str
    state: str
    reading: bool
    gone: bool
    faults: int
    tag: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """Everything of one claim's page."""

    claim_no: str
    worker: str
    death: bool
    about: str  # the items, in words
    state: str
    own: tuple[Part, ...]
    others: tuple[Part, ...]
    asked: tuple[Part, ...]  # what third parties ask for and have not got: what an objection would stop
    asked_fen: int
    objected: bool
    notice: Notice | None
    papers: tuple[Paper, ...]
    past: tuple[Paper, ...]
    person: bool
    counter: bool
    may_send: bool
    may_submit: bool
    again: bool
    signed: bool  # his signature on the firm's voucher can be shown to the worker
    owed: bool  # money that the firm must pass on to the person

    @property
    def reading(self) -> tuple[Paper, ...]:
        """The papers that are being read just now."""
        return tuple(one for one in self.papers if one.reading)

    @property
    def faults(self) -> int:
        """How much the notice asks for."""
        return 0 if self.notice is None else len(self.notice.faults)


def view_case(service: Service, who: Who, claim_no: str, *, english: bool) -> CaseView:
    """Gather one claim as this caller may see it."""
    claim = ClaimShown.model_validate(show_claim(service, who, claim_no))
    legs = Verdict.model_validate(show_verdict(service, who, claim_no)).legs
    submitter = who.role is Role.SUBMITTER
    notice = Notice.model_validate(show_notice(service, who, claim_no)) if submitter else None
    person = is_person(who)
    own = _own_parts(claim, legs, notice, apart=submitter and not person, english=english)
    papers = _papers(claim.documents, notice.faults if notice else (), english=english)
    third = [leg for leg in legs if leg.payee in THIRD_PARTIES and leg.code != CONSUMED and leg.status != "DENY"]
    return CaseView(
        claim_no=claim.claim_no,
        worker=claim.record.worker.name,
        death=claim.record.kind == "death",
        about=("、", ", ")[english].join(wording.item(one.code, english=english) for one in claim.record.items),
        state=wording.case_state(_state_told(claim, notice), english=english),
        own=own,
        others=tuple(_part(claim, leg, submitter, english) for leg in legs if leg.payee != "PERSON"),
        asked=tuple(_part(claim, leg, submitter, english) for leg in third),
        asked_fen=sum(leg.fen for leg in third),
        objected=any(OBJECTED in (leg.code, *leg.reasons) for leg in third),
        notice=notice,
        papers=tuple(one for one in papers if not one.gone),
        past=tuple(one for one in papers if one.gone),
        person=person,
        counter=is_counter(who),
        may_send=submitter,
        may_submit=submitter and any(_allows(claim.state, event) for event in ("submit", "resubmit")),
        again=_allows(claim.state, "resubmit"),
        signed=person and _signed(service, who, claim_no),
        owed=person and _owed(service, who),
    )


def _state_told(claim: ClaimShown, notice: Notice | None) -> str:
    """The state as its side should read it: after a notice of which nothing is left, only handing in again is."""
    mended = claim.state == "NOTICE_SENT" and notice is not None and not notice.faults
    return wording.MENDED if mended else claim.state


def _signed(service: Service, who: Who, claim_no: str) -> bool:
    with service.database.read() as session:
        return find_signature(service, session, who, claim_no) is not None


def _owed(service: Service, who: Who) -> bool:
    with service.database.read() as session:
        return bool(list_duties(service, session, who, None, None)["obligations"])


def _allows(state: str, event: str) -> bool:
    try:
        find_transition(CASE, state, event, "submitter")
    except WrongState:
        return False
    return True


def _own_parts(
    claim: ClaimShown, legs: Sequence[LegShown], notice: Notice | None, *, apart: bool, english: bool
) -> tuple[Part, ...]:
    """The person's parts; a firm learns them from the notice, since its verdict holds none of them."""
    if apart and notice is not None:
        return tuple(_person_part(claim, leg, english) for leg in notice.person_legs)
    submitter = notice is not None
    return tuple(_part(claim, leg, submitter, english) for leg in legs if leg.payee == "PERSON")


def _person_part(claim: ClaimShown, leg: PersonLeg, english: bool) -> Part:
    living = claim.record.kind == "living"
    return Part(
        wording.item(leg.item, english=english),
        claim.record.worker.name if living else wording.payee("PERSON", english=english),
        leg.fen,
        leg.status,
        wording.leg_status(leg.status, leg.code, english=english),
        wording.leg_sentence(leg.status, leg.code, english=english),
    )


def _part(claim: ClaimShown, leg: LegShown, submitter: bool, english: bool) -> Part:
    codes = "" if submitter else "、".join(dict.fromkeys([leg.code, *leg.reasons]))
    return Part(
        wording.item(leg.item, english=english),
        _whose(claim, leg, english),
        leg.fen,
        "OPEN" if leg.code == CONSUMED else leg.status,
        wording.leg_status(leg.status, leg.code, english=english),
        wording.leg_sentence(leg.status, leg.code, english=english),
        codes,
    )


def _whose(claim: ClaimShown, leg: LegShown, english: bool) -> str:
    """Name a relative where the caller may see the list, else the payee in general."""
    relatives = claim.record.relatives or []
    if leg.payee == "PERSON" and leg.beneficiary is not None and leg.beneficiary < len(relatives):
        one = relatives[leg.beneficiary]
        return f"{one.relation or ''} {one.name}".strip()
    if leg.payee == "PERSON" and claim.record.kind == "living":
        return claim.record.worker.name
    return wording.payee(leg.payee, english=english)


def _papers(documents: Sequence[DocumentListed], faults: Sequence[Fault], *, english: bool) -> list[Paper]:
    counted = Counter(one.document for one in faults)
    return [_paper(one, counted[one.id], english) for one in documents]


def _paper(one: DocumentListed, faults: int, english: bool) -> Paper:
    gone = one.state in GONE
    reading = one.state in READING
    tag = "I" if reading or gone else "B" if faults else "good" if one.state in {"ACCEPTABLE", "ARCHIVED"} else "F"
    return Paper(
        one.id,
        wording.kind(one.kind, english=english),
        wording.paper_state(one.state, english=english),
        reading,
        gone,
        0 if gone else faults,
        tag,
    )
