"""What the province's core system knows about a claim. None means "not known", and unknown holds a third party's money.

Here: the record as frozen types. Not here: how it is parsed from JSON (intake.claims.schemas).
"""

from dataclasses import dataclass
from datetime import date

from validators.model.codes import CardStatus, Payee


@dataclass(frozen=True, slots=True)
class Worker:
    """The injured (or deceased) worker, entitled in person."""

    name: str
    id_no: str
    card: CardStatus = CardStatus.UNKNOWN
    passbook_exception: bool = False


@dataclass(frozen=True, slots=True)
class Employer:
    """The insured employer (用人单位) of the claim."""

    name: str
    uscc: str | None = None
    account: str | None = None
    bank: str | None = None
    legal_representative: str | None = None


@dataclass(frozen=True, slots=True)
class Relative:
    """A close relative (近亲属); `supported` None means: must sign."""

    name: str
    relation: str | None = None
    id_no: str | None = None
    supported: bool | None = None
    minor: bool | None = None
    living: bool = True
    incapable: bool = False
    guardian: str | None = None
    card: CardStatus = CardStatus.UNKNOWN
    passbook_exception: bool = False
    kinship_proven: bool = False


@dataclass(frozen=True, slots=True)
class ClaimItem:
    """One benefit item with the assessed amount in fen; None where the record is silent."""

    code: str
    approved_fen: int
    claimed_advance_fen: int | None = None
    remainder_to: Payee | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """What the employer's account received from the fund for one item (None: the only item with an advance)."""

    item: str | None
    received_fen: int
    verified_advance_fen: int | None
    credited_on: date | None


@dataclass(frozen=True, slots=True)
class Allocation:
    """The core system's share of an item for one relative (index into `relatives`)."""

    item: str
    relative: int
    fen: int


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """The claim as the core system keeps it."""

    claim_no: str | None
    death: bool
    worker: Worker
    employer: Employer
    injury_date: date
    items: tuple[ClaimItem, ...]
    filed_on: date | None = None
    death_date: date | None = None
    dispute_recorded: bool | None = None
    relatives: tuple[Relative, ...] | None = None
    settled: tuple[Settled, ...] = ()
    allocation: tuple[Allocation, ...] | None = None
    decision_no: str | None = None
    office: str | None = None
    city: str | None = None
