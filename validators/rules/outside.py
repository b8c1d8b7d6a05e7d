"""What sources beside our own records say of a case (X-026, K-002…K-004, K-009…K-011, K-013, K-014).

Here: one small function a check over answers given as data. A source that is not connected makes its check not
applicable, one that is silent makes it not run (DOMAIN §2.5). Not here: how pictures or devices are compared.
"""

from collections.abc import Iterator
from datetime import date

from validators.evidence_pools import keys_as_read
from validators.formats.org_name import normal_org_name
from validators.model.codes import DocumentKind
from validators.model.evidence import DocumentReading
from validators.model.findings import Finding
from validators.model.others import Agreements, Outside, Source
from validators.rules.case import Case
from validators.rules.view import Missing, any_text, effective_kind, found, sure_day, sure_text

_RECEIPT = DocumentKind.MED_RECEIPT


def check_hospital_agreed(case: Case) -> Iterator[Finding | Missing]:
    """X-026: a hospital that was under no agreement on the receipt's day, and no emergency on record (条例第三十条)."""
    if case.outside.agreements is Source.SILENT and _receipts(case):
        yield Missing("X-026", "list of hospitals under agreement", _receipts(case))
    for index, reading in case.of_kind(_RECEIPT):
        if not _agreed(reading, case.outside):
            yield found("X-026", index, path="hospital_name", at=reading.leaf("hospital_name"))
        elif _unnamed(reading, case.outside):
            name = reading.leaf("hospital_name")
            yield Missing("X-026", "hospital's name", (index,))
            if any_text(name):
                yield found("FLD-002", index, path="hospital_name", at=name)


def check_not_settled_directly(case: Case) -> Iterator[Finding | Missing]:
    """K-013: the hospital had the cost from the fund already (联网直接结算)."""
    settled = case.outside.settled_directly
    if settled is Source.SILENT and _receipts(case):
        yield Missing("K-013", "direct settlement of hospitals", _receipts(case))
    for index, reading in case.of_kind(_RECEIPT):
        if _settled(reading, case.outside):
            yield found("K-013", index, path="receipt_number", at=reading.leaf("receipt_number"))


def check_pages_differ(case: Case) -> Iterator[Finding | Missing]:
    """K-002: nearly the same page image lies in another person's claim."""
    yield from _named(case, "K-002", case.outside.similar_pages, "page images of other claims")


def check_signatures_differ(case: Case) -> Iterator[Finding | Missing]:
    """K-003: the same signature to the pixel on two pages; real ones are never identical."""
    yield from _named(case, "K-003", case.outside.same_signatures, "comparison of signatures")


def check_hands_differ(case: Case) -> Iterator[Finding | Missing]:
    """K-004: one hand signs for several names among one employer's papers."""
    yield from _named(case, "K-004", case.outside.one_hand, "comparison of handwriting")


def check_seals_differ(case: Case) -> Iterator[Finding | Missing]:
    """K-009: the same seal to the pixel in two papers."""
    yield from _named(case, "K-009", case.outside.same_seals, "comparison of seals")


def check_no_pattern(case: Case) -> Iterator[Finding | Missing]:
    """K-010: the papers follow a pattern over many claims; recorded, blames nobody."""
    yield from _named(case, "K-010", case.outside.patterns, "other claims")


def check_not_edited(case: Case) -> Iterator[Finding | Missing]:
    """K-011: traces of an image editor, or a file older than what it shows; recorded."""
    yield from _named(case, "K-011", case.outside.edited_files, "file metadata")


def check_devices_apart(case: Case) -> Iterator[Finding | Missing]:
    """K-014: the employer's clerk and "relatives" upload from one device."""
    yield from _named(case, "K-014", case.outside.shared_devices, "upload devices")


def excluded_receipts(documents: tuple[DocumentReading, ...], outside: Outside) -> frozenset[int]:
    """Give the places of the receipts that X-026 or K-013 takes out of the proven advance (scope line).

    With one receipt goes every paper that may be the same one, its number sure or not.
    """
    receipts = [(index, one) for index, one in enumerate(documents) if effective_kind(one) is _RECEIPT]
    out = {index for index, one in receipts if _settled(one, outside) or not _agreed(one, outside)}
    numbers = {key for index, one in receipts if index in out for key in keys_as_read(one)}
    return frozenset(index for index, one in receipts if index in out or numbers & set(keys_as_read(one)))


def _settled(reading: DocumentReading, outside: Outside) -> bool:
    settled = outside.settled_directly
    return not isinstance(settled, Source) and any(key in settled for key in keys_as_read(reading))


def _agreed(reading: DocumentReading, outside: Outside) -> bool:
    """True as well where name or day are in doubt: a person reads them first, nobody is blamed."""
    listed = outside.agreements
    name, day = sure_text(reading.leaf("hospital_name")), sure_day(reading.leaf("issue_date"))
    if not isinstance(listed, Agreements) or name is None or day is None:
        return True
    if any(key in listed.emergencies for key in keys_as_read(reading)):
        return True
    return any(
        normal_org_name(hospital) == normal_org_name(name) and _within(day, first, last)
        for hospital, (first, last) in listed.hospitals.items()
    )


def _unnamed(reading: DocumentReading, outside: Outside) -> bool:
    """True where a list is there and the hospital to look for in it is not; emergencies need none."""
    listed = outside.agreements
    if not isinstance(listed, Agreements) or sure_text(reading.leaf("hospital_name")) is not None:
        return False
    return not any(key in listed.emergencies for key in keys_as_read(reading))


def _within(day: date, first: date, last: date | None) -> bool:
    return first <= day and (last is None or day <= last)


def _receipts(case: Case) -> tuple[int, ...]:
    return tuple(index for index, _ in case.of_kind(_RECEIPT))


def _named(case: Case, code: str, papers: frozenset[str] | Source, needs: str) -> Iterator[Finding | Missing]:
    if papers is Source.SILENT:
        yield Missing(code, needs)
    elif not isinstance(papers, Source):
        for index, reading in enumerate(case.documents):
            if reading.sha256 in papers:
                yield found(code, index)
