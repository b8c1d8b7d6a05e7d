"""The last checks before money goes to a third party (X-023, G-001…G-008), each over the facts of one leg.

Here: one small function a check; a fact that is not known is a check that did not run, and holds. Not here: which
code is named first (validators.gate), PERSON legs (they have no gate, INV-03).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from validators.catalogue import BY_CODE
from validators.model.codes import Payee, Scope, Severity
from validators.model.findings import Finding, Leg
from validators.model.gate import Decision, GateFacts
from validators.rules.view import Missing, found

NEVER_OVERRIDDEN = frozenset({"X-016", "X-024", "X-025", "K-001"})
"""Checks whose B no two people may let pass (DOMAIN §2.5); the gate's own checks and NO_… codes never are either."""


@dataclass(frozen=True, slots=True)
class AtGate:
    """One third party's leg and the facts of the moment."""

    leg: Leg
    facts: GateFacts

    @property
    def decision(self) -> Decision | None:
        """The decision that two people confirmed and whose time has not run out; a refusal's never does."""
        decision = self.facts.decision
        if decision is None or decision.confirmed_by is None:
            return None
        return None if decision.cap_fen > 0 and decision.valid_until < self.facts.today else decision


GateCheck = Callable[[AtGate], Iterator[Finding | Missing]]


def overridable(code: str) -> bool:
    """Say whether two people may let an open finding of this check pass (INV-05)."""
    entry = BY_CODE.get(code)
    if entry is None or entry.scope is Scope.GATE:
        return False
    return entry.severity is Severity.B and code not in NEVER_OVERRIDDEN


def overridden(decision: Decision | None) -> frozenset[str]:
    """Give the checks that a decision lets pass: with a reason, and of those that may be."""
    rows = decision.overrides if decision is not None else ()
    return frozenset(row.code for row in rows if row.reason.strip() and overridable(row.code))


def standing_blocks(asked: AtGate) -> tuple[str, ...]:
    """Give the open B and missing papers that no override lets pass, in the order of §1.5."""
    let_pass = overridden(asked.decision)
    return tuple(code for code in asked.facts.blocks or () if code not in let_pass)


def dispute_stands_missing(asked: AtGate) -> bool:
    """True where a joint leg needs a recorded dispute, has none, and no two people let that pass (AMB-03)."""
    return asked.facts.dispute_missing and "X-028" not in overridden(asked.decision)


def limit_fen(asked: AtGate) -> int | None:
    """Give the most that the leg can carry: for an employer the smaller of approved and proven (R3-01)."""
    facts = asked.facts
    if asked.leg.payee is not Payee.EMPLOYER:
        return asked.leg.fen
    if facts.approved_fen is None or facts.verified_fen is None:
        return None
    if facts.may_hold_unadvanced:
        return facts.approved_fen
    return min(facts.approved_fen, facts.verified_fen)


def check_employer_limit(asked: AtGate) -> Iterator[Finding | Missing]:
    """X-023: the decision gives the employer more than approved and verified (R3-01, 三)."""
    limit = limit_fen(asked)
    if limit is None:
        yield Missing("X-023", "approved and verified amounts")
    elif asked.leg.payee is Payee.EMPLOYER and asked.decision is not None and asked.decision.cap_fen > limit:
        yield found("X-023")


def check_nothing_open(asked: AtGate) -> Iterator[Finding | Missing]:
    """G-001: an open B or F remains, or a check did not run (四(二), INV-14)."""
    facts = asked.facts
    if facts.blocks is None:
        yield Missing("G-001", "findings")
    elif standing_blocks(asked) or facts.not_run or facts.flags or dispute_stands_missing(asked):
        yield found("G-001")


def check_evidence_unchanged(asked: AtGate) -> Iterator[Finding | Missing]:
    """G-002: what the decision cites is not what stands there now (INV-07)."""
    if asked.facts.evidence_digest is None:
        yield Missing("G-002", "evidence digest")
    elif asked.decision is not None and asked.decision.evidence_digest != asked.facts.evidence_digest:
        yield found("G-002")


def check_no_objection(asked: AtGate) -> Iterator[Finding | Missing]:
    """G-003: somebody objects; it is examined afterwards (AMB-18, INV-12)."""
    if asked.facts.objection is None:
        yield Missing("G-003", "objections")
    elif asked.facts.objection:
        yield found("G-003")


def check_not_frozen(asked: AtGate) -> Iterator[Finding | Missing]:
    """G-004: a freeze of claim, employer, city or province is on (四(三))."""
    if asked.facts.frozen is None:
        yield Missing("G-004", "freezes")
    elif asked.facts.frozen:
        yield found("G-004")


def check_account(asked: AtGate) -> Iterator[Finding | Missing]:
    """G-005: the account that will be paid is not the one that was decided; a decision names one (INV-07)."""
    payment, decision = asked.facts.payment, asked.decision
    if decision is None:
        return
    if not decision.account_digest or (payment is not None and not payment.account_digest):
        yield Missing("G-005", "account digest")
    elif payment is not None and payment.account_digest != decision.account_digest:
        yield found("G-005")


def check_cap(asked: AtGate) -> Iterator[Finding | Missing]:
    """G-006: more than the decided cap, or the leg has been consumed: one leg, one token (INV-08)."""
    facts = asked.facts
    if facts.consumed is None:
        yield Missing("G-006", "what was paid already")
    elif facts.consumed or _asks_too_much(asked):
        yield found("G-006")


def _asks_too_much(asked: AtGate) -> bool:
    payment, decision = asked.facts.payment, asked.decision
    if payment is None:
        return False
    cap = min(decision.cap_fen, asked.leg.fen) if decision is not None else 0
    return not 0 < payment.amount_fen <= cap


def check_rules_in_force(asked: AtGate) -> Iterator[Finding | Missing]:
    """G-007: no rule version was in force when the claim was filed (AMB-24)."""
    if asked.facts.rules_in_force is None:
        yield Missing("G-007", "filing date")
    elif not asked.facts.rules_in_force:
        yield found("G-007")


def check_two_people(asked: AtGate) -> Iterator[Finding | Missing]:
    """G-008: the deciders are one person, had a hand in the papers, or are bound to a party (INV-02, INV-09)."""
    people, decision = asked.facts.people, asked.decision
    if people is None:
        yield Missing("G-008", "people")
        return
    if decision is None:
        return
    handler, reviewer = decision.proposed_by.strip(), (decision.confirmed_by or "").strip()
    both = {handler, reviewer}
    unfit = (
        "" in both
        or handler == reviewer
        or bool(both & (people.uploaders | people.related))
        or reviewer in people.keyers | people.keyers_alone
        or handler in people.keyers_alone
    )
    if unfit:
        yield found("G-008")
