"""What repeats where it must not (K-001, K-005, K-006, K-007, K-008, K-012): in this case, and in our other claims.

Here: only numbers. Not here: comparisons of pictures (K-002…K-004, K-009), which other sources answer.
"""

from collections.abc import Iterator, Mapping

from validators.evidence_pools import keys_as_read
from validators.formats.folding import fold_number
from validators.formats.names import same_name
from validators.model.claim import ClaimRecord
from validators.model.codes import DocumentKind
from validators.model.evidence import DocumentReading, Leaf
from validators.model.findings import Finding
from validators.model.others import CaseKeys, Source
from validators.requirements import FieldType
from validators.rules.case import Case
from validators.rules.view import Missing, any_text, effective_kind, found, places, rows_of, sure_text

_K = DocumentKind
Spot = tuple[int, str, Leaf, str]  # paper, path, value, what it is used for


def case_keys(record: ClaimRecord, documents: tuple[DocumentReading, ...]) -> CaseKeys:
    """Give the numbers by which our other claims are asked about this one; doubted readings are asked too."""
    numbers: set[str] = set()
    accounts: set[str] = set()
    phones: set[str] = set()
    for reading in documents:
        numbers |= {key for key, _ in _document_numbers(reading)}
        for place in places(reading):
            text = fold_number(any_text(place.leaf))
            if text and place.type is FieldType.OWN_ACCOUNT:
                accounts.add(text)
            elif text and place.name == "worker_phone":
                phones.add(text)
    relatives = {fold_number(one.id_no) for one in record.relatives or () if one.id_no}
    return CaseKeys(frozenset(numbers), frozenset(accounts), frozenset(phones), frozenset(relatives))


def _document_numbers(reading: DocumentReading) -> Iterator[tuple[str, Leaf]]:
    """Receipts count under code + number, slips under their own number."""
    kind = effective_kind(reading)
    if kind is _K.MED_RECEIPT and (leaf := reading.leaf("receipt_number")) is not None:
        keys = keys_as_read(reading)
        if keys:
            yield keys[0], leaf
    elif kind is _K.BANK_SLIP and (leaf := reading.leaf("slip_no")) is not None and any_text(leaf):
        yield fold_number(any_text(leaf)), leaf
    elif kind is _K.ADV_VOUCHER:
        for row in rows_of(reading, "lines"):
            if (cell := row.get("receipt_no")) is not None and any_text(cell):
                yield fold_number(any_text(cell)), cell
    elif kind is _K.PASS_ON_PROOF:
        for row in rows_of(reading, "beneficiaries"):
            if (cell := row.get("slip_no")) is not None and any_text(cell):
                yield fold_number(any_text(cell)), cell


def check_used_once(case: Case) -> Iterator[Finding]:
    """K-001: a receipt under two items or two lines, a slip in two proofs, or a number that another claim used."""
    first: dict[str, Spot] = {}
    for key, spot in _spots(case):
        before = first.setdefault(key, spot)
        if before is not spot and (before[0] == spot[0] or before[3] != spot[3]):
            yield found("K-001", spot[0], path=spot[1], at=spot[2])
    if case.others is None:
        return
    for index, reading in enumerate(case.documents):
        for key, leaf in _document_numbers(reading):
            if key in case.others.used_numbers:
                yield found("K-001", index, path=_path_of(reading, leaf), at=leaf)


def _spots(case: Case) -> Iterator[tuple[str, Spot]]:
    """Every sure use of a number: a voucher's line for its item, a proof's row for its beneficiary.

    Two live vouchers may repeat a line of the same item: it counts once (CONTRACT §2).
    """
    tables = ((_K.ADV_VOUCHER, "lines", "receipt_no", "item"), (_K.PASS_ON_PROOF, "beneficiaries", "slip_no", "name"))
    for kind, table, column, use in tables:
        for index, reading in case.of_kind(kind):
            for number, row in enumerate(rows_of(reading, table)):
                cell = row.get(column)
                if cell is not None and (text := sure_text(cell)):
                    spot = (index, f"{table}[{number}].{column}", cell, f"{kind}/{sure_text(row.get(use))}")
                    yield fold_number(text), spot


def _path_of(reading: DocumentReading, leaf: Leaf) -> str:
    return next((place.path for place in places(reading) if place.leaf is leaf), "receipt_number")


def check_one_account_each(case: Case) -> Iterator[Finding]:
    """K-005: one "own account" stands beside two persons, here or in another claim."""
    for index, proof in case.of_kind(_K.PASS_ON_PROOF):
        owners: dict[str, str] = {}
        for number, row in enumerate(rows_of(proof, "beneficiaries")):
            account, name = sure_text(leaf := row.get("payee_account")), sure_text(row.get("name"))
            if account is None or name is None:
                continue
            owner = owners.setdefault(fold_number(account), name)
            if not same_name(owner, name):
                yield found("K-005", index, path=f"beneficiaries[{number}].payee_account", at=leaf)
    if case.others is not None:
        yield from _shared(case, FieldType.OWN_ACCOUNT, case.others.shared_accounts, "K-005")


def _shared(case: Case, of_type: FieldType, numbers: frozenset[str], code: str) -> Iterator[Finding]:
    for index, reading in enumerate(case.documents):
        for place in places(reading):
            if place.type is of_type and fold_number(any_text(place.leaf)) in numbers:
                yield found(code, index, path=place.path, at=place.leaf)


def check_phones_differ(case: Case) -> Iterator[Finding]:
    """K-006: the worker's telephone is that of two or more unrelated workers: usually the clerk's."""
    for index, reading in enumerate(case.documents) if case.others is not None else ():
        leaf = reading.leaf("worker_phone")
        if leaf is not None and case.others and fold_number(any_text(leaf)) in case.others.busy_phones:
            yield found("K-006", index, path="worker_phone", at=leaf)


def check_not_employers_man(case: Case) -> Iterator[Finding | Missing]:
    """K-007: the joint account belongs to the employer's legal representative, clerk or agent."""
    agents = case.outside.agents
    letters = tuple(index for index, _ in case.of_kind(_K.JOINT_ACCT))
    if agents is Source.SILENT and letters:
        yield Missing("K-007", "employer's agents", letters)
    boss = case.record.employer.legal_representative
    names = (frozenset() if isinstance(agents, Source) else agents) | ({boss} if boss else frozenset())
    for index, letter in case.of_kind(_K.JOINT_ACCT):
        holder = sure_text(leaf := letter.leaf("holder_name"))
        if holder is not None and any(same_name(holder, name) for name in names):
            yield found("K-007", index, path="holder_name", at=leaf)


def check_no_arrears(case: Case) -> Iterator[Finding]:
    """K-008: the employer has obligations beyond their final day."""
    if case.others is not None and case.others.overdue_obligations:
        yield found("K-008")


def check_relatives_once(case: Case) -> Iterator[Finding]:
    """K-012: a relative's ID number stands in the claim of another, unrelated deceased worker."""
    if case.others is None or not case.others.repeated_relatives:
        return
    for index, reading in case.of_kind(_K.JOINT_ACCT, _K.JOINT_EMPLOYER):
        for number, row in enumerate(rows_of(reading, "relatives")):
            if _is_in(row, case.others.repeated_relatives):
                yield found("K-012", index, path=f"relatives[{number}].id_no", at=row.get("id_no"))


def _is_in(row: Mapping[str, Leaf], numbers: frozenset[str]) -> bool:
    return fold_number(any_text(row.get("id_no"))) in numbers
