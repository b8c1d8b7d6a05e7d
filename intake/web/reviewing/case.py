"""One claim for reviewers: differences between papers, earlier uses of a number, open flags, legs, decisions.

Here: putting the page together. Not here: comparing (comparing.py), the verdict (gate.service), deciding (deciding.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from intake.access.opening import open_claim, subject_digest
from intake.access.who import Who
from intake.casefile import CaseFile, load_case
from intake.gate.service import show_verdict
from intake.presenting.records import mask_account, mask_id
from intake.presenting.shapes import Json
from intake.web.reviewing.cards import Card, card_of, findings_by_flag
from intake.web.reviewing.comparing import Row, Sum, compare, sums_of
from intake.wiring import Service
from storage.records import claim_keys, decisions
from storage.records.claim_keys import Use
from storage.records.decisions import KeptDecision
from validators.model.claim import ClaimRecord
from validators.texts import display_kind


@dataclass(frozen=True, slots=True)
class PaperHead:
    """A paper as a column: its id, name and state."""

    id: str
    name: str
    state: str
    flags: int


@dataclass(frozen=True, slots=True)
class EarlierUse:
    """Another claim that holds a number of this one; `claim_no` only where the caller's office has that claim."""

    number: str
    claim_no: str | None
    first: bool  # that claim has it counted: it brought it first
    at: datetime | None


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything that a reviewer sees of a claim."""

    claim_no: str
    state: str
    record: ClaimRecord
    worker_id: str
    firm_account: str
    papers: tuple[PaperHead, ...]
    rows: tuple[Row, ...]
    sums: tuple[Sum, ...]
    uses: tuple[EarlierUse, ...]
    cards: tuple[Card, ...]
    legs: Sequence[Mapping[str, object]]
    decisions: tuple[KeptDecision, ...]


def show_case(service: Service, who: Who, claim_no: str, *, english: bool) -> CasePage:
    """Give the page of a claim of the caller's office."""
    verdict = show_verdict(service, who, claim_no)
    with service.database.read() as session:
        claim = open_claim(service, session, who, claim_no)
        case = load_case(service, session, claim)
        kept = decisions.of_claim(session, service.vault, claim_no)
        uses = _earlier_uses(session, who, case)
        cards = _cards(service, case, who, english=english)
    record = claim.record
    return CasePage(
        claim_no,
        claim.state,
        record,
        mask_id(record.worker.id_no) or "",
        mask_account(record.employer.account) or "—",
        _papers(case, cards, english=english),
        compare(record, case.readings, english=english),
        sums_of(record, case.readings),
        uses,
        cards,
        _legs(verdict),
        kept,
    )


def _legs(verdict: Json) -> Sequence[Mapping[str, object]]:
    legs = verdict["legs"]
    assert isinstance(legs, list)
    return legs


def _papers(case: CaseFile, cards: Sequence[Card], *, english: bool) -> tuple[PaperHead, ...]:
    heads, seen = [], dict[str, int]()
    for document, reading in zip(case.documents, case.readings, strict=True):
        kind = document.kind or document.declared or reading.kind
        name = kind.value if english else display_kind(kind)
        seen[name] = seen.get(name, 0) + 1
        open_flags = sum(card.flag.document_id == document.id for card in cards)
        heads.append(PaperHead(document.id, f"{name} {seen[name]}", document.state, open_flags))
    return tuple(heads)


def _earlier_uses(session: Session, who: Who, case: CaseFile) -> tuple[EarlierUse, ...]:
    numbers = {digest: number for number, digest in case.traces.digests.items() if number in case.traces.keys.numbers}
    found = claim_keys.uses(session, case.claim.claim_no, numbers)
    return tuple(_use(one, numbers[one.digest], who) for one in found)


def _use(one: Use, number: str, who: Who) -> EarlierUse:
    """Another office's claim is named to nobody here: that it exists is what K-001 says anyway."""
    mine = one.office == who.bound.office
    return EarlierUse(number, one.claim_no if mine else None, one.counted, one.at)


def _cards(service: Service, case: CaseFile, who: Who, *, english: bool) -> tuple[Card, ...]:
    now, by = service.clock(), subject_digest(service, who)
    behind = findings_by_flag(case, case.judge(service.rules, now))
    return tuple(
        card_of(flag, behind.get(flag.id), case, who, by, now, None, keyable=False, english=english)
        for flag in sorted(case.flags.values(), key=lambda one: ("BFI".index(one.severity), one.seq))
        if flag.open and flag.holds
    )
