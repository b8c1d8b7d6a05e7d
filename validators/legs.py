"""From facts to legs with reasons (DOMAIN §1.5, CONTRACT §2–3), as they stand before any human decision.

Here: what is asked of the routing and what is written beside its answer. Not here: the routing itself, decisions,
freezes and objections (the gate adds them).
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from validators.advance import Claimed, Verified
from validators.catalogue import ORDER
from validators.model.claim import ClaimItem, ClaimRecord, Relative
from validators.model.codes import CardStatus, DocumentKind, LegStatus, Payee, Scope, Severity
from validators.model.evidence import DocumentReading
from validators.model.findings import Finding, Leg, NotRun
from validators.model.policy import Policy
from validators.routing import RoutedLeg, RouteFacts, RouteLine, RoutePolicy, route
from validators.rule_sets import rule_set_on
from validators.rules.view import any_text, effective_kind, sure_bool
from validators.touching import Target, holds, named_items, touches

_WORST = (CardStatus.ACTIVE, CardStatus.NOT_ACTIVE, CardStatus.NONE, CardStatus.UNKNOWN)
_USELESS = frozenset({"DOC-001", "DOC-006"})  # a file that stays shut, a form that nobody filled in


def judge_legs(
    record: ClaimRecord,
    documents: tuple[DocumentReading, ...],
    findings: tuple[Finding, ...],
    not_run: tuple[NotRun, ...],
    claimed: Claimed,
    verified: Verified,
    policy: Policy,
) -> tuple[Leg, ...]:
    """Split every item of the claim into legs; nobody has decided yet, so no third party's leg is open."""
    legs: list[Leg] = []
    for item in record.items:
        blocks = {
            payee: third_party_blocks(Target(item.code, payee), record, documents, findings, not_run)
            for payee in (Payee.EMPLOYER, Payee.JOINT)
        }
        for leg in _route_item(record, item, documents, blocks, claimed, verified, policy):
            reasons: tuple[str, ...] = ()
            if leg.payee in (Payee.EMPLOYER, Payee.JOINT):
                reasons = leg_reasons(Target(item.code, leg.payee), documents, findings, not_run)
                if leg.payee is Payee.EMPLOYER and item.code in claimed.doubtful and "FLD-002" not in reasons:
                    reasons = _in_order((*reasons, "FLD-002"))
            whole = Leg(leg.item, leg.payee, leg.fen, leg.status, leg.code, reasons, leg.obligation_fen)
            legs.extend(_by_person(whole, record))
    return tuple(legs)


def third_party_blocks(
    target: Target,
    record: ClaimRecord,
    documents: tuple[DocumentReading, ...],
    findings: tuple[Finding, ...],
    not_run: tuple[NotRun, ...],
) -> tuple[str, ...]:
    """Give the codes that shut a leg: no rule, no paper, open B in the order of §2.5, checks that did not run.

    A needed paper that is there but shut or blank stands last: its own B is the code, and no override replaces it.
    """
    codes: list[str] = []
    if record.filed_on is not None and rule_set_on(record.filed_on) is None:
        codes.append("NO_RULE_VERSION")
    useless = {index for finding in findings if finding.code in _USELESS for index in finding.documents}
    last: list[str] = []
    for code, papers in _needed_papers(target, record, documents):
        if not papers:
            codes.append(code)
        elif papers <= useless:
            last.append(code)
    shut = {
        finding.code
        for finding in findings
        if finding.severity is Severity.B and finding.scope is not Scope.LINE and touches(finding, target, documents)
    }
    unrun = {gap.code for gap in not_run if holds(gap, target, documents)}
    return (*codes, *_in_order(shut), *(code for code in _in_order(unrun) if code not in shut), *last)


def _needed_papers(
    target: Target, record: ClaimRecord, documents: tuple[DocumentReading, ...]
) -> Iterator[tuple[str, frozenset[int]]]:
    """Give the code of each paper that a leg cannot do without, and which papers of the case may be it.

    A letter towards the employer is one for the items that it lists (AMB-08); in doubt about them it is there.
    """

    def of_kind(kind: DocumentKind) -> frozenset[int]:
        return frozenset(index for index, one in enumerate(documents) if effective_kind(one) is kind)

    if target.payee is not Payee.EMPLOYER:
        yield "NO_JOINT_LETTER", of_kind(DocumentKind.JOINT_ACCT)
        return
    yield "NO_VOUCHER", of_kind(DocumentKind.ADV_VOUCHER)
    if remainder_to(record, target.item, documents) is Payee.EMPLOYER:
        letters = of_kind(DocumentKind.JOINT_EMPLOYER)
        yield (
            "NO_EMPLOYER_LETTER",
            frozenset(index for index in letters if target.item in (named_items(documents[index]) or {target.item})),
        )


def leg_reasons(
    target: Target,
    documents: tuple[DocumentReading, ...],
    findings: tuple[Finding, ...],
    not_run: tuple[NotRun, ...],
) -> tuple[str, ...]:
    """Give all open B and F that touch a leg, and the checks that did not run and hold it."""
    codes = {finding.code for finding in findings if touches(finding, target, documents)}
    codes |= {gap.code for gap in not_run if holds(gap, target, documents)}
    return _in_order(codes)


def reaching_flags(
    target: Target, documents: tuple[DocumentReading, ...], findings: tuple[Finding, ...]
) -> tuple[str, ...]:
    """Give the open F that keep a leg's gate shut; scope line only takes money out (§1.5)."""
    return _in_order(
        {
            finding.code
            for finding in findings
            if finding.severity is Severity.F
            and finding.scope is not Scope.LINE
            and touches(finding, target, documents)
        }
    )


def _in_order(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(codes, key=lambda code: (ORDER.get(code, len(ORDER)), code)))


def remainder_to(record: ClaimRecord, code: str, documents: tuple[DocumentReading, ...]) -> Payee:
    """Say where the rest of an item goes: the record's word, else a letter that lists it, else the person."""
    for item in record.items:
        if item.code == code and item.remainder_to is not None:
            return item.remainder_to
    for kind, payee in ((DocumentKind.JOINT_ACCT, Payee.JOINT), (DocumentKind.JOINT_EMPLOYER, Payee.EMPLOYER)):
        if code in letter_items(documents, kind):
            return payee
    return Payee.PERSON


def letter_items(documents: tuple[DocumentReading, ...], kind: DocumentKind) -> frozenset[str]:
    """Give the items that the letters of one kind list."""
    return frozenset(
        any_text(leaf)
        for reading in documents
        if effective_kind(reading) is kind
        for leaf in reading.lists.get("items", ())
    )


def person_route(record: ClaimRecord, item: ClaimItem, documents: tuple[DocumentReading, ...]) -> tuple[LegStatus, str]:
    """Say how money of an item goes to the person, whatever third parties get: open or held, under which code."""
    card, passbook = _worst_card(record, item.code)
    recorded = dispute_recorded(record, documents)
    shares = [row for row in record.allocation or () if row.item == item.code and row.fen > 0]
    leg = route(
        RouteLine(item.code, max(item.approved_fen, 1), 0, 0, Payee.PERSON.value),
        RouteFacts(
            death=record.death,
            card=card.value,
            passbook_exception=passbook,
            allocation_known=bool(shares),
            dispute_recorded=recorded,
            employer_blocks=(),
            joint_blocks=(),
            two_person_decision=False,
            objection=False,
            frozen=False,
        ),
        RoutePolicy(),
    )[0]
    return leg.status, leg.code


def dispute_recorded(record: ClaimRecord, documents: tuple[DocumentReading, ...]) -> bool:
    """True if the record, a paper about the dispute, or the sentence in a joint letter says so (AMB-03)."""
    if record.dispute_recorded:
        return True
    for reading in documents:
        kind = effective_kind(reading)
        if kind is DocumentKind.DISPUTE_RECORD:
            return True
        if kind is DocumentKind.JOINT_ACCT and sure_bool(reading.leaf("dispute")):
            return True
    return False


def _route_item(
    record: ClaimRecord,
    item: ClaimItem,
    documents: tuple[DocumentReading, ...],
    blocks: dict[Payee, tuple[str, ...]],
    claimed: Claimed,
    verified: Verified,
    policy: Policy,
) -> tuple[RoutedLeg, ...]:
    card, passbook = _worst_card(record, item.code)
    line = RouteLine(
        item.code,
        item.approved_fen,
        claimed.fen.get(item.code, 0),
        verified.fen.get(item.code, 0),
        remainder_to(record, item.code, documents).value,
    )
    facts = RouteFacts(
        death=record.death,
        card=card.value,
        passbook_exception=passbook,
        allocation_known=True,
        dispute_recorded=dispute_recorded(record, documents),
        employer_blocks=blocks[Payee.EMPLOYER],
        joint_blocks=blocks[Payee.JOINT],
        two_person_decision=False,
        objection=False,
        frozen=False,
    )
    asked = RoutePolicy(policy.employer_may_hold_unadvanced, policy.joint_needs_recorded_dispute)
    legs = route(line, facts, asked)
    persons = sum(leg.fen for leg in legs if leg.payee is Payee.PERSON)
    if not record.death or _allocation_fits(record, item.code, persons):
        return legs
    return route(line, replace(facts, allocation_known=False), asked)


def _allocation_fits(record: ClaimRecord, code: str, persons: int) -> bool:
    """True when the core system's shares add up to what persons get; anything else is not known."""
    rows = [row for row in record.allocation or () if row.item == code]
    known = all(0 <= row.relative < len(record.relatives or ()) and row.fen >= 0 for row in rows)
    return bool(rows) and known and sum(row.fen for row in rows) == persons


def _worst_card(record: ClaimRecord, code: str) -> tuple[CardStatus, bool]:
    """Give the card that decides: the worker's, or the worst among the item's beneficiaries."""
    if not record.death:
        return record.worker.card, record.worker.passbook_exception
    people = _beneficiaries(record, code)
    shut = [one for one in people if one.card is not CardStatus.ACTIVE]
    if people and not shut:
        return CardStatus.ACTIVE, False
    without = [one for one in shut if not one.passbook_exception]
    judged = without or shut
    card = max((one.card for one in judged), key=_WORST.index, default=CardStatus.UNKNOWN)
    return card, bool(shut) and not without


def _beneficiaries(record: ClaimRecord, code: str) -> tuple[Relative, ...]:
    relatives = record.relatives or ()
    rows = [row for row in record.allocation or () if row.item == code and row.fen > 0]
    chosen = tuple(relatives[row.relative] for row in rows if 0 <= row.relative < len(relatives))
    return chosen or tuple(one for one in relatives if one.living)


def _by_person(leg: Leg, record: ClaimRecord) -> tuple[Leg, ...]:
    """Split a death claim's PERSON leg by the core system's allocation, where it is known."""
    if leg.payee is not Payee.PERSON or not record.death or not _allocation_fits(record, leg.item, leg.fen):
        return (leg,)
    rows = [row for row in record.allocation or () if row.item == leg.item and row.fen > 0]
    shares: dict[int, int] = {}
    for row in rows:
        shares[row.relative] = shares.get(row.relative, 0) + row.fen
    return tuple(replace(leg, fen=fen, beneficiary=relative) for relative, fen in sorted(shares.items()))
