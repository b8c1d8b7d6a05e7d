"""A claim as papers and record leave it on one day, ready for people, freezes and payments to be laid over it.

Here: plain values that can be kept and read back (codec), free of personal data. Not here: how they come about
(grounds), what may be paid (standing).
"""

from dataclasses import dataclass
from datetime import date

from validators.model.codes import LegStatus, Payee
from validators.model.findings import Leg
from validators.model.gate import Decision


@dataclass(frozen=True, slots=True)
class Ground:
    """What the gate must know of one item towards one third party; people by keyed digest, amounts in fen."""

    item: str
    payee: Payee
    approved_fen: int | None
    verified_fen: int | None
    blocks: tuple[str, ...]
    not_run: tuple[str, ...]
    flags: tuple[str, ...]
    rules_in_force: bool | None
    may_hold_unadvanced: bool
    dispute_missing: bool
    evidence_digest: str
    account_digest: str | None
    uploaders: tuple[str, ...] = ()
    keyers: tuple[str, ...] = ()
    keyers_alone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonRoute:
    """How money of an item would go to the person: open or held, and under which code."""

    item: str
    status: LegStatus
    code: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A claim's routed legs, the grounds of its third parties and the persons' routes, as of one judgement."""

    rule_version: str
    legs: tuple[Leg, ...]
    grounds: tuple[Ground, ...] = ()
    persons: tuple[PersonRoute, ...] = ()
    people: tuple[str, ...] = ()  # keyed digests of the record's relatives, in its order

    def ground(self, item: str, payee: Payee) -> Ground | None:
        """Give the ground of one third party's part of an item."""
        return next((one for one in self.grounds if (one.item, one.payee) == (item, payee)), None)


@dataclass(frozen=True, slots=True)
class Decided:
    """A confirmed decision about an item's part; `supplement` is one over UNDECIDED money (CONTRACT: `from`)."""

    id: str
    item: str
    payee: Payee
    decision: Decision
    supplement: bool = False
    used: bool = False  # its money was consumed and not returned: it never opens again
    base: str | None = None  # evidence alone, where `decision.evidence_digest` is known to bind it


@dataclass(frozen=True, slots=True)
class Spent:
    """Money of a part that a token took and that did not come back, or (reserved) that a live token may take."""

    item: str
    payee: Payee
    fen: int
    beneficiary: int | None = None
    person: str | None = None  # keyed digest of the beneficiary: his place in the record may be another today
    supplement: bool = False  # paid on a further decision over UNDECIDED money


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What people and the payout system did so far, at the moment of asking.

    `objections` names items; an objection without an item is `ALL_ITEMS`. `related` are people excluded by
    declaration, by keyed digest.
    """

    today: date
    decisions: tuple[Decided, ...] = ()
    frozen: bool = False
    objections: frozenset[str] = frozenset()
    spent: tuple[Spent, ...] = ()
    reserved: tuple[Spent, ...] = ()
    related: frozenset[str] = frozenset()


ALL_ITEMS = "*"


@dataclass(frozen=True, slots=True)
class PayQuestion:
    """What the payout system wants to pay now; `account_digest` None for PERSON (the account is the core's)."""

    item: str
    payee: Payee
    amount_fen: int
    account_digest: str | None = None
    beneficiary: int | None = None


@dataclass(frozen=True, slots=True)
class PayAnswer:
    """ALLOW (OPEN), HOLD or DENY with codes; `decision` is the decision that a third party's payment rests on."""

    status: LegStatus
    codes: tuple[str, ...] = ()
    decision: str | None = None
    beneficiary: int | None = None  # whose leg it is, where the question named nobody
