"""The legs of one benefit item: which part may go to whom, and why not (DOMAIN §1.5).

Amounts are integer fen. What the facts are, and where they come from, is not asked here.
"""

from dataclasses import dataclass
from typing import Literal

from validators.items import ITEM_BY_CODE, JOINT_OK, Item, Payer
from validators.model.codes import CardStatus, LegStatus, Payee

Remainder = Literal["PERSON", "JOINT", "EMPLOYER"]

REMAINDERS = frozenset({"PERSON", "JOINT", "EMPLOYER"})
CARDS = frozenset(card.value for card in CardStatus)


class RouteError(ValueError):
    """The question cannot be answered: a fact has the wrong type or an unknown word."""


@dataclass(frozen=True, slots=True)
class RouteLine:
    """One item of a claim: assessed, claimed by the employer, proven, and where the rest shall go (fen)."""

    item: str
    approved: int
    claimed_advance: int
    verified_advance: int
    remainder_to: str

    def __post_init__(self) -> None:
        if not isinstance(self.item, str) or self.item not in ITEM_BY_CODE:
            raise RouteError("item is not one of the known benefit items")
        for name in ("approved", "claimed_advance", "verified_advance"):
            _need_fen(name, getattr(self, name))
        if not isinstance(self.remainder_to, str) or self.remainder_to not in REMAINDERS:
            raise RouteError("remainder_to must be PERSON, JOINT or EMPLOYER")


@dataclass(frozen=True, slots=True)
class RouteFacts:
    """What is known about the claim when its legs are asked for; blocks are open codes, the first one counts."""

    death: bool
    card: str
    passbook_exception: bool
    allocation_known: bool
    dispute_recorded: bool
    employer_blocks: tuple[str, ...]
    joint_blocks: tuple[str, ...]
    two_person_decision: bool
    objection: bool
    frozen: bool

    def __post_init__(self) -> None:
        for name in _FACT_SWITCHES:
            _need_switch(name, getattr(self, name))
        if not isinstance(self.card, str) or self.card not in CARDS:
            raise RouteError("card must be ACTIVE, NOT_ACTIVE, NONE or UNKNOWN")
        for name in ("employer_blocks", "joint_blocks"):
            object.__setattr__(self, name, _blocks(name, getattr(self, name)))


_FACT_SWITCHES = (
    "death",
    "passbook_exception",
    "allocation_known",
    "dispute_recorded",
    "two_person_decision",
    "objection",
    "frozen",
)


@dataclass(frozen=True, slots=True)
class RoutePolicy:
    """The two readings of the notice that change a route; the defaults are the conservative ones."""

    employer_may_hold_unadvanced: bool = False  # AMB-08
    joint_needs_recorded_dispute: bool = True  # AMB-03

    def __post_init__(self) -> None:
        _need_switch("employer_may_hold_unadvanced", self.employer_may_hold_unadvanced)
        _need_switch("joint_needs_recorded_dispute", self.joint_needs_recorded_dispute)


@dataclass(frozen=True, slots=True)
class RoutedLeg:
    """One part of an item (fen) towards one payee; `obligation_fen` is what the employer must pass on."""

    item: str
    payee: Payee
    fen: int
    status: LegStatus
    code: str
    obligation_fen: int | None = None


def route(line: RouteLine, facts: RouteFacts, policy: RoutePolicy) -> tuple[RoutedLeg, ...]:
    """Split an item into legs that add up to the approved amount; a leg of nothing appears only as DENY."""
    item = ITEM_BY_CODE[line.item]
    if item.payer is Payer.EMPLOYER:
        return (RoutedLeg(item.code, Payee.EMPLOYER, line.approved, LegStatus.DENY, "EMPLOYER_LIABILITY"),)
    legs, rest = _employer_legs(item, line, facts, policy)
    if line.remainder_to == Payee.JOINT and item.code not in JOINT_OK:
        legs.append(_denied(item, Payee.JOINT, "JOINT_ONLY_FUNERAL_AND_DEATH_LUMP"))
        legs.append(_person_leg(item, rest, facts))
    elif line.remainder_to == Payee.JOINT:
        legs.append(_joint_leg(item, rest, facts, policy))
    else:
        legs.append(_person_leg(item, rest, facts))
    return tuple(leg for leg in legs if leg.fen or leg.status is LegStatus.DENY)


def _employer_legs(item: Item, line: RouteLine, facts: RouteFacts, policy: RoutePolicy) -> tuple[list[RoutedLeg], int]:
    """Give the legs of the employer's request and what remains of the approved amount."""
    approved = line.approved
    claimed = min(approved, line.claimed_advance)
    verified = min(claimed, line.verified_advance)
    to_employer = line.remainder_to == Payee.EMPLOYER
    if not (claimed or to_employer):
        return [], approved
    if not item.employer_ok:
        reason = "PERIODIC_NEVER_EMPLOYER" if item.periodic else "ITEM_NOT_ADVANCEABLE"
        return [_denied(item, Payee.EMPLOYER, reason)], approved
    whole = facts.death and to_employer and policy.employer_may_hold_unadvanced
    asked = approved if whole else claimed
    if code := _shut_by(facts, facts.employer_blocks, dispute_missing=False):
        return [RoutedLeg(item.code, Payee.EMPLOYER, asked, LegStatus.HOLD, code)], approved - asked
    if whole:
        leg = RoutedLeg(
            item.code,
            Payee.EMPLOYER,
            approved,
            LegStatus.OPEN,
            "JOINT_DESIGNATED_EMPLOYER",
            obligation_fen=approved - verified,
        )
        return [leg], 0
    proven = RoutedLeg(item.code, Payee.EMPLOYER, verified, LegStatus.OPEN, "ADVANCE_PROVEN")
    unproven = RoutedLeg(item.code, Payee.UNDECIDED, claimed - verified, LegStatus.HOLD, "ADVANCE_UNPROVEN")
    return [proven, unproven], approved - claimed


def _joint_leg(item: Item, fen: int, facts: RouteFacts, policy: RoutePolicy) -> RoutedLeg:
    missing = policy.joint_needs_recorded_dispute and not facts.dispute_recorded
    code = _shut_by(facts, facts.joint_blocks, dispute_missing=missing)
    if code:
        return RoutedLeg(item.code, Payee.JOINT, fen, LegStatus.HOLD, code)
    return RoutedLeg(item.code, Payee.JOINT, fen, LegStatus.OPEN, "JOINT_DESIGNATED")


def _shut_by(facts: RouteFacts, blocks: tuple[str, ...], *, dispute_missing: bool) -> str | None:
    """Give the code that keeps a third party's leg shut, the gravest first; None when nothing does."""
    if facts.frozen:
        return "FROZEN"
    if facts.objection:
        return "OBJECTION"
    if dispute_missing:
        return "NO_DISPUTE_RECORDED"
    if blocks:
        return blocks[0]
    return None if facts.two_person_decision else "NO_DECISION"


def _person_leg(item: Item, fen: int, facts: RouteFacts) -> RoutedLeg:
    """Route money to the persons themselves: papers of third parties never hold it (INV-03)."""
    status, code = _person_route(item, facts)
    return RoutedLeg(item.code, Payee.PERSON, fen, status, code)


def _person_route(item: Item, facts: RouteFacts) -> tuple[LegStatus, str]:
    if facts.death and item.code in JOINT_OK and facts.dispute_recorded:
        return LegStatus.HOLD, "DISPUTED_NO_JOINT_DESIGNATION"
    if facts.death and not facts.allocation_known:
        return LegStatus.HOLD, "ALLOCATION_UNKNOWN"
    if facts.card == CardStatus.ACTIVE:
        return LegStatus.OPEN, "SSC"
    if facts.passbook_exception:
        return LegStatus.OPEN, "PASSBOOK_EXCEPTION"
    return LegStatus.HOLD, f"CARD_{facts.card}"


def _denied(item: Item, payee: Payee, code: str) -> RoutedLeg:
    return RoutedLeg(item.code, payee, 0, LegStatus.DENY, code)


def _need_fen(name: str, value: object) -> None:
    # True is an int in Python, and True fen is nonsense.
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise RouteError(f"{name} must be a whole number of fen, not negative")


def _need_switch(name: str, value: object) -> None:
    if not isinstance(value, bool):
        raise RouteError(f"{name} must be true or false")


def _blocks(name: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, tuple | list) or not all(isinstance(code, str) and code for code in value):
        raise RouteError(f"{name} must be a list of codes")
    return tuple(value)
