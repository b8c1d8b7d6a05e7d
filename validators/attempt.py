"""One leg's attempt to be paid: its gate and its decision, moved together over the two tables of lifecycle.

Here: the guards of gate and decision as predicates, and the one step that proves them. Not here: whether checks are
green (gate), where attempts are kept, whether a token lives and is the only one (their keeper asks that first). Every
step gives a new attempt; a refused one raises and changes nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from validators.lifecycle import DECISION, GATE, WrongState, find_transition
from validators.model.gate import Decision, Override, Payment
from validators.rules.gate import overridable


class GuardNotMet(WrongState):
    """The event is possible here and for this actor, but its condition does not hold."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A third party's leg on its way: two states, what was decided, and what was paid (fen)."""

    limit_fen: int  # most that approved and proven amounts allow
    evidence_digest: str
    gate: str = GATE.initial
    stage: str | None = None  # state of the decision; None: nothing proposed
    decision: Decision | None = None
    paid_fen: int = 0
    paid_to: str | None = None  # digest of the account


@dataclass(frozen=True, slots=True)
class Moment:
    """What is true when an event comes: who acts, the day, and what the event brings along."""

    actor: str  # role
    by: str  # subject; "" for the system
    today: date
    green: bool = False  # all checks ran and no B or F is open
    only_open_b: tuple[str, ...] = ()  # open B; with these overridden nothing would be open
    authority: bool = True  # the amount is inside the actor's limit
    reason: str = ""
    payment: Payment | None = None


Guard = Callable[[Attempt, Moment], bool]


def _two_people(attempt: Attempt, moment: Moment) -> bool:
    decision = attempt.decision
    return decision is not None and bool(moment.by) and moment.by != decision.proposed_by


def _digest_stands(attempt: Attempt) -> bool:
    return attempt.decision is not None and attempt.decision.evidence_digest == attempt.evidence_digest


def _other_person_in_authority(attempt: Attempt, moment: Moment) -> bool:
    return _two_people(attempt, moment) and moment.authority and _digest_stands(attempt)


def _confirmed_on_current_digest(attempt: Attempt, moment: Moment) -> bool:
    decision = attempt.decision
    if attempt.stage != "CONFIRMED" or decision is None or not _digest_stands(attempt):
        return False
    return bool(decision.account_digest) and decision.valid_until >= moment.today and decision.cap_fen > 0


def _overridden_with_reason(attempt: Attempt, moment: Moment) -> bool:
    """INV-05: every open B is named with a reason, is one that may be overridden, and two people stand for it."""
    decision = attempt.decision
    if decision is None or not moment.only_open_b or not moment.authority:
        return False
    named = {row.code for row in decision.overrides if row.reason.strip() and overridable(row.code)}
    return set(moment.only_open_b) <= named and _confirmed_on_current_digest(attempt, moment)


def _within_cap_same_account(attempt: Attempt, moment: Moment) -> bool:
    decision, payment = attempt.decision, moment.payment
    if payment is None or not _confirmed_on_current_digest(attempt, moment) or decision is None:
        return False
    same = payment.account_digest == decision.account_digest
    return same and 0 < payment.amount_fen <= min(decision.cap_fen, attempt.limit_fen) and attempt.paid_fen == 0


GUARDS: Mapping[str, Guard] = MappingProxyType(
    {
        "": lambda attempt, moment: True,
        "all_checks_ran_no_open_b_or_f": lambda attempt, moment: moment.green,
        "confirmed_on_current_digest": _confirmed_on_current_digest,
        "open_b_overridden_with_reason_and_authority": _overridden_with_reason,
        "reasons_and_remedy_text": lambda attempt, moment: bool(moment.reason.strip()),
        "atomic_within_cap_same_account_token_alive": _within_cap_same_account,
        "thirty_days_over": lambda attempt, moment: (
            attempt.decision is None or attempt.decision.valid_until < moment.today
        ),
        "digest_differs": lambda attempt, moment: not _digest_stands(attempt),
        "any_beneficiary_or_signer": lambda attempt, moment: bool(moment.by),
        "scope_named": lambda attempt, moment: bool(moment.reason.strip()),
        "never_straight_to_open": lambda attempt, moment: bool(moment.by),
        "other_person_in_authority_digest_unchanged": _other_person_in_authority,
        "reason": lambda attempt, moment: bool(moment.reason.strip()),
        "any_cited_fact_changed": lambda attempt, moment: not _digest_stands(attempt),
        "not_consumed_and_any_cited_fact_changed": lambda attempt, moment: (
            attempt.paid_fen == 0 and not _digest_stands(attempt)
        ),
        "validity_over_or_leg_frozen": lambda attempt, moment: (
            attempt.gate == "FROZEN" or attempt.decision is None or attempt.decision.valid_until < moment.today
        ),
    }
)
"""Every guard that the gate's and the decision's tables name."""


def propose(attempt: Attempt, decision: Decision) -> Attempt:
    """Put a proposal beside the leg; one at a time, never more than the leg can carry, never already confirmed."""
    if attempt.stage in ("PROPOSED", "CONFIRMED") or attempt.gate in GATE.final:
        raise GuardNotMet("a decision stands already, or the leg has come to its end")
    if decision.confirmed_by is not None or not decision.proposed_by:
        raise GuardNotMet("a proposal names its handler and nobody else")
    if not 0 <= decision.cap_fen <= attempt.limit_fen:
        raise GuardNotMet("the cap is above what is approved and proven")
    if not all(row.reason.strip() and overridable(row.code) for row in decision.overrides):
        raise GuardNotMet("an override needs a reason, and a check that may be overridden")
    return replace(attempt, stage=DECISION.initial, decision=decision)


def decide(attempt: Attempt, event: str, moment: Moment) -> Attempt:
    """Move the decision by one event of its table."""
    if attempt.stage is None:
        raise WrongState("decision: nothing is proposed")
    row = find_transition(DECISION, attempt.stage, event, moment.actor)
    _prove(row.guard, attempt, moment)
    decision = attempt.decision
    if event == "confirm" and decision is not None:
        decision = replace(decision, confirmed_by=moment.by)
    return replace(attempt, stage=row.target, decision=decision)


def move_gate(attempt: Attempt, event: str, moment: Moment) -> Attempt:
    """Move the gate by one event of its table; what shuts it makes the decision stale at once (INV-07, INV-12)."""
    row = find_transition(GATE, attempt.gate, event, moment.actor)
    _prove(row.guard, attempt, moment)
    paid, to = attempt.paid_fen, attempt.paid_to
    if event == "consume" and moment.payment is not None:
        paid, to = moment.payment.amount_fen, moment.payment.account_digest
    stage = attempt.stage
    # A lift needs a new decision: one that was taken during the freeze is stale as well (DOMAIN §6).
    if "FROZEN" in (row.source, row.target) or event in ("expire", "evidence_changed"):
        stage = "STALE" if stage in ("PROPOSED", "CONFIRMED") else stage
    return replace(attempt, gate=row.target, stage=stage, paid_fen=paid, paid_to=to)


def change_evidence(attempt: Attempt, digest: str, limit_fen: int) -> Attempt:
    """Put new evidence beside the leg, with the most (fen) that it allows now, up or down (INV-07).

    An open or waiting gate shuts, a decision that was not used is stale; with nothing new all stays as it is.
    """
    if (digest, limit_fen) == (attempt.evidence_digest, attempt.limit_fen):
        return attempt
    gate = "CLOSED" if attempt.gate in ("OPEN", "PENDING") else attempt.gate
    stale = attempt.stage in ("PROPOSED", "CONFIRMED") and attempt.paid_fen == 0
    stage = "STALE" if stale else attempt.stage
    return replace(attempt, limit_fen=limit_fen, evidence_digest=digest, gate=gate, stage=stage)


def reduce_cap(attempt: Attempt, cap_fen: int) -> Attempt:
    """Lower what a third party may get: one person may (INV-20); more than before needs a new decision.

    Down to nothing is a final refusal (CONTRACT §4), which two people decide.
    """
    if attempt.decision is None or attempt.gate in GATE.final or not 0 < cap_fen < attempt.decision.cap_fen:
        raise GuardNotMet("only a smaller cap needs no second person")
    return replace(attempt, decision=replace(attempt.decision, cap_fen=cap_fen))


def monthly_overrides(attempts: tuple[Attempt, ...]) -> tuple[tuple[Override, str, str], ...]:
    """List every confirmed override with its two people, for the monthly report (INV-05)."""
    return tuple(
        (row, decision.proposed_by, decision.confirmed_by)
        for attempt in attempts
        if (decision := attempt.decision) is not None and decision.confirmed_by is not None
        for row in decision.overrides
    )


def _prove(guard: str, attempt: Attempt, moment: Moment) -> None:
    if not GUARDS[guard](attempt, moment):
        raise GuardNotMet(guard.replace("_", " "))
