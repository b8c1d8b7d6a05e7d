"""What the gate is asked about one third party's leg, and what it answers.

Here: decisions, the people beside them, the facts of the moment. None means "not known", and unknown holds.
Not here: the checks (rules.gate), the answer (gate), how a decision comes about (attempt).
"""

from dataclasses import dataclass
from datetime import date

from validators.model.codes import LegStatus, Payee

_NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Override:
    """An open B that two people let pass, with their written reason (INV-05)."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What two people decided about one leg: at most `cap_fen` (0 refuses), on this evidence, to this account.

    `confirmed_by` None is a proposal. `account_digest` is keyed elsewhere; the gate only compares it.
    """

    cap_fen: int
    evidence_digest: str
    account_digest: str | None
    proposed_by: str
    confirmed_by: str | None
    valid_until: date
    overrides: tuple[Override, ...] = ()


@dataclass(frozen=True, slots=True)
class People:
    """Who had a hand in the papers of a leg (INV-09), by subject."""

    uploaders: frozenset[str] = _NOBODY
    related: frozenset[str] = _NOBODY  # relatives and former employees of a party
    keyers: frozenset[str] = _NOBODY  # keyed a value of a cited paper
    keyers_alone: frozenset[str] = _NOBODY  # keyed a value that nobody else keyed alike


@dataclass(frozen=True, slots=True)
class Payment:
    """What the payout system wants to pay now, in fen, and the digest of the account that it will really pay."""

    amount_fen: int
    account_digest: str | None


@dataclass(frozen=True, slots=True)
class GateFacts:
    """Everything that holds for one EMPLOYER or JOINT leg at the moment of asking.

    `blocks` are the codes of `legs.third_party_blocks` without gaps, `not_run` the gaps that hold, `flags` the open F.
    Findings of scope line never stand here: they only take money out of `verified_fen`.
    """

    approved_fen: int | None
    verified_fen: int | None
    blocks: tuple[str, ...] | None
    not_run: tuple[str, ...]
    flags: tuple[str, ...]
    decision: Decision | None
    people: People | None
    evidence_digest: str | None
    objection: bool | None
    frozen: bool | None
    rules_in_force: bool | None
    consumed: bool | None
    today: date
    may_hold_unadvanced: bool = False  # AMB-08, for a death with voucher and letter only
    payment: Payment | None = None  # None: only asked, nothing is paid yet
    dispute_missing: bool = False  # AMB-03: a JOINT leg without any recorded dispute
    paid_fen: int | None = None  # what a consumed leg was paid; None: not known


@dataclass(frozen=True, slots=True)
class GateAnswer:
    """What may be paid now: `cap_fen` to `payee` if OPEN, else nothing, with the first code and all of them."""

    item: str
    payee: Payee
    status: LegStatus
    code: str
    codes: tuple[str, ...]
    cap_fen: int
    account_digest: str | None
