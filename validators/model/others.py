"""What our own records know of other claims, already narrowed to the numbers of this one.

Here: facts for K-001, K-005, K-006, K-008, K-012, and what sources beside our own records answer (X-026, K-007 and the
rest of the K checks). Not here: how they are found (keyed digests in storage, comparison of pictures).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class OtherClaims:
    """Numbers of this claim (folded, as `case_keys` gives them) that other claims hold as well."""

    used_numbers: frozenset[str] = _NONE  # receipts and slips counted in another claim, item or proof
    shared_accounts: frozenset[str] = _NONE  # own accounts of another person
    busy_phones: frozenset[str] = _NONE  # telephones of two or more unrelated workers elsewhere
    repeated_relatives: frozenset[str] = _NONE  # ID numbers of relatives of another, unrelated deceased
    overdue_obligations: bool = False  # the employer has passed a final day


@dataclass(frozen=True, slots=True)
class CaseKeys:
    """The numbers by which a case is looked for in other claims; folded, personal data, never to be logged."""

    numbers: frozenset[str] = _NONE
    accounts: frozenset[str] = _NONE
    phones: frozenset[str] = _NONE
    relatives: frozenset[str] = _NONE


class Source(StrEnum):
    """A source without an answer: not connected is not applicable, connected and silent holds (DOMAIN §2.5)."""

    NOT_CONNECTED = "NOT_CONNECTED"
    SILENT = "SILENT"


@dataclass(frozen=True, slots=True)
class Agreements:
    """Hospitals under agreement with the days from and until when (both included), and emergencies on record."""

    hospitals: Mapping[str, tuple[date, date | None]]  # by name as registered; None: still under agreement
    emergencies: frozenset[str] = _NONE  # receipt numbers (folded) of emergency care


@dataclass(frozen=True, slots=True)
class Outside:
    """What sources beside our own records answer about this case; papers are named by their SHA-256."""

    agreements: Agreements | Source = Source.NOT_CONNECTED
    settled_directly: frozenset[str] | Source = Source.NOT_CONNECTED  # receipt numbers (folded)
    agents: frozenset[str] | Source = Source.NOT_CONNECTED  # names: the employer's clerks and agents
    similar_pages: frozenset[str] | Source = Source.NOT_CONNECTED
    same_signatures: frozenset[str] | Source = Source.NOT_CONNECTED
    one_hand: frozenset[str] | Source = Source.NOT_CONNECTED
    same_seals: frozenset[str] | Source = Source.NOT_CONNECTED
    patterns: frozenset[str] | Source = Source.NOT_CONNECTED
    edited_files: frozenset[str] | Source = Source.NOT_CONNECTED
    shared_devices: frozenset[str] | Source = Source.NOT_CONNECTED


NOTHING_CONNECTED = Outside()
