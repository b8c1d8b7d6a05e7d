"""What our own records know of other claims, already narrowed to the numbers of this one.

Here: facts for K-001, K-005, K-006, K-008, K-012. Not here: how they are found (keyed digests in storage).
"""

from dataclasses import dataclass

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
