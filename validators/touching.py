"""Which leg a finding reaches (DOMAIN §1.5): by the paper it stands on and the items that the paper names.

Here: reach only. Not here: what a leg becomes (legs). A PERSON or UNDECIDED leg is never reached.
"""

from dataclasses import dataclass

from validators.formats.names import same_name
from validators.model.codes import DocumentKind, Payee, Scope, Severity
from validators.model.evidence import DocumentReading, Leaf
from validators.model.findings import Finding, NotRun
from validators.requirements import FieldType
from validators.rules.signatures import listed_names
from validators.rules.view import any_text, effective_kind, places, rows_of, signatures, was_read

_ADVANCE = frozenset(
    {DocumentKind.ADV_VOUCHER, DocumentKind.MED_RECEIPT, DocumentKind.MED_DETAIL, DocumentKind.BANK_SLIP}
)
_JOINT = frozenset({DocumentKind.JOINT_ACCT, DocumentKind.ACCT_PROOF})
_THIRD_PARTIES = (Payee.EMPLOYER, Payee.JOINT)


@dataclass(frozen=True, slots=True)
class Target:
    """A third party's leg as findings see it."""

    item: str
    payee: Payee


def named_items(reading: DocumentReading) -> frozenset[str]:
    """Give the items that a paper names; empty (all) also when one of them is not sure."""
    leaves: list[Leaf | None] = list(reading.lists.get("items", ()))
    if effective_kind(reading) is DocumentKind.ADV_VOUCHER:
        leaves += [row.get("item") for row in rows_of(reading, "lines")]
    if any(leaf is None or not leaf.sure or not any_text(leaf) for leaf in leaves):
        return frozenset()
    return frozenset(any_text(leaf) for leaf in leaves)


def touches(finding: Finding, target: Target, documents: tuple[DocumentReading, ...]) -> bool:
    """Say whether a finding of severity B or F reaches a third party's leg."""
    if finding.severity is Severity.I or finding.scope in (Scope.DUTY, Scope.GATE):
        return False
    if finding.code == "K-008":
        return target.payee is Payee.EMPLOYER
    return _reached(finding.documents, target, documents)


def holds(gap: NotRun, target: Target, documents: tuple[DocumentReading, ...]) -> bool:
    """Say whether a check that did not run holds a third party's leg."""
    return gap.holds and _reached(gap.documents, target, documents)


def cites(index: int, target: Target, documents: tuple[DocumentReading, ...]) -> bool:
    """Say whether a decision about a third party's leg rests on a paper: it reaches the leg, or nobody has read it."""
    reading = documents[index]
    if not was_read(reading) or not reading.pages:
        return effective_kind(reading) is not DocumentKind.PASS_ON_PROOF
    return _paper_reaches(reading, target, documents)


def _reached(indices: tuple[int, ...], target: Target, documents: tuple[DocumentReading, ...]) -> bool:
    if target.payee not in _THIRD_PARTIES:
        return False
    return not indices or any(_paper_reaches(documents[index], target, documents) for index in indices)


def _paper_reaches(reading: DocumentReading, target: Target, documents: tuple[DocumentReading, ...]) -> bool:
    kind = effective_kind(reading)
    if kind is DocumentKind.PASS_ON_PROOF:
        return False
    if kind in _JOINT:
        return target.payee is Payee.JOINT
    if kind in _ADVANCE or kind is DocumentKind.JOINT_EMPLOYER:
        items = named_items(reading)
        return target.payee is Payee.EMPLOYER and (not items or target.item in items)
    return _names_a_signer(reading, target, documents)


def _names_a_signer(reading: DocumentReading, target: Target, documents: tuple[DocumentReading, ...]) -> bool:
    """Other papers reach the legs whose signers they name; naming nobody for sure they reach all."""
    people = [place.leaf for place in places(reading) if place.type is FieldType.PERSON]
    if not people or any(not leaf.sure or not any_text(leaf) for leaf in people):
        return True
    signers = leg_signers(target, documents)
    return any(same_name(any_text(leaf), signer) for leaf in people for signer in signers)


def leg_signers(target: Target, documents: tuple[DocumentReading, ...]) -> frozenset[str]:
    """Give the names of all who sign, or should, for a leg."""
    kinds = (
        (DocumentKind.JOINT_ACCT,)
        if target.payee is Payee.JOINT
        else (DocumentKind.ADV_VOUCHER, DocumentKind.JOINT_EMPLOYER)
    )
    names: set[str] = set()
    for reading in documents:
        if effective_kind(reading) in kinds:
            names |= {mark.name for _, mark in signatures(reading)} | set(listed_names(reading))
            names |= {any_text(reading.leaf(name)) for name in ("worker_name", "holder_name")}
    return frozenset(name for name in names if name)
