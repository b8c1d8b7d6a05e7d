"""Receipts that count and slips that feed them (DOMAIN §2.3).

Here: which papers are evidence of an advance at all, and pools that shrink as they are used. Not here: what the
voucher confirms (advance), findings about a paper that does not count (rules).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from validators.formats.folding import fold_number
from validators.formats.names import same_name
from validators.formats.org_name import normal_org_name, same_org
from validators.items import ITEM_BY_CODE, ItemClass, items_from_text
from validators.model.claim import ClaimRecord
from validators.model.codes import DocumentKind
from validators.model.evidence import DocumentReading, Leaf
from validators.rules.view import any_text, as_day, effective_kind, rows_of, sure_bool, sure_text

MEDICAL_WORDS = ("医院", "卫生院", "卫生服务", "门诊", "诊所", "急救", "康复", "疗养院", "保健院", "医疗")
"""Words in the names of hospitals: a slip towards one of them pays a receipt that prints no hospital name."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """One receipt that counts: keys by which vouchers name it, its day and its cash part in fen."""

    document: int
    keys: tuple[str, ...]
    day: date
    cash: int
    hospital: str


@dataclass(slots=True)
class Slip:
    """One payment of the employer to a hospital, the worker or a relative; `left` fen are not used yet."""

    document: int
    payee: str
    to_person: bool
    purpose: str
    day: date
    left: int


@dataclass(slots=True)
class Evidence:
    """All that can prove an advance, in date order."""

    receipts: tuple[Receipt, ...]
    slips: tuple[Slip, ...]
    paid_in_cash: bool
    named: frozenset[int] = frozenset()  # slips (by paper) that name a receipt of the case, one that counts or not

    def spend(self, receipt: Receipt, item: str, ceiling: int) -> int:
        """Use slips for one receipt, those that name it first; give the fen used."""
        naming = [slip for slip in self.slips if _names(slip, receipt.keys)]
        others = [slip for slip in self.slips if slip not in naming and slip.document not in self.named]
        fitting = [slip for slip in others if self._feeds(slip, receipt, item)]
        return _draw([*naming, *fitting], ceiling)

    def spend_on_person(self, item: str, ceiling: int) -> int:
        """Use slips to the worker or a relative for a one-time item; give the fen used."""
        return _draw([slip for slip in self.slips if slip.to_person and _for_item(slip, item)], ceiling)

    def _feeds(self, slip: Slip, receipt: Receipt, item: str) -> bool:
        if not _for_item(slip, item):
            return False
        if slip.to_person:
            return True
        if receipt.hospital:
            return slip.payee in receipt.hospital or receipt.hospital in slip.payee
        return any(word in slip.payee for word in MEDICAL_WORDS)


def _draw(slips: list[Slip], ceiling: int) -> int:
    used = 0
    for slip in slips:
        take = min(slip.left, ceiling - used)
        slip.left -= take
        used += take
    return used


def _names(slip: Slip, keys: Iterable[str]) -> bool:
    purpose = fold_number(slip.purpose)
    return any(len(key) >= 6 and key in purpose for key in keys)


def _for_item(slip: Slip, item: str) -> bool:
    """True unless the purpose names other items; clerks write 医疗费 for every item of the medical class."""
    named = items_from_text(slip.purpose)
    if not named or item in named:
        return True
    classes = {ITEM_BY_CODE[code].item_class for code in named}
    return ItemClass.MEDICAL in classes and ITEM_BY_CODE[item].item_class is ItemClass.MEDICAL


class _Reader:
    """Takes values that are sure, or, when asked to believe, any value that was read."""

    def __init__(self, *, believe: bool) -> None:
        self._believe = believe

    def money(self, leaf: Leaf | None) -> int | None:
        if leaf is None or not (leaf.sure or self._believe):
            return None
        return leaf.value if isinstance(leaf.value, int) and not isinstance(leaf.value, bool) else None

    def text(self, leaf: Leaf | None) -> str | None:
        if leaf is None or not (leaf.sure or self._believe):
            return None
        return leaf.value if isinstance(leaf.value, str) and leaf.value else None

    def day(self, leaf: Leaf | None) -> date | None:
        return as_day(self.text(leaf))


def gather(
    record: ClaimRecord,
    documents: tuple[DocumentReading, ...],
    *,
    believe: bool,
    used: frozenset[str] = frozenset(),
    excluded: frozenset[int] = frozenset(),
) -> Evidence:
    """Collect the receipts and slips of a case that can prove an advance, each once, in date order.

    `used` are folded numbers that another claim counts already (K-001), in doubt too; `excluded` are places of papers
    that prove nothing here. A slip that names such a receipt still feeds no other.
    """
    read = _Reader(believe=believe)
    receipts: dict[str, Receipt] = {}
    slips: dict[str, Slip] = {}
    passed_on = proof_slips(documents)
    known: set[str] = set()
    for index, reading in enumerate(documents):
        kind = effective_kind(reading)
        if kind is DocumentKind.MED_RECEIPT:
            printed = keys_as_read(reading)
            known |= set(printed)
            receipt = None if index in excluded or used & set(printed[:1]) else _receipt(read, record, reading, index)
            if receipt is not None:
                receipts.setdefault(receipt.keys[0] if receipt.keys else f"#{index}", receipt)
        elif kind is DocumentKind.BANK_SLIP and (slip := _slip(read, record, reading, index)):
            number = fold_number(any_text(reading.leaf("slip_no")))
            if not number or number not in passed_on | used:
                slips.setdefault(number or f"#{index}", slip)
    return Evidence(
        tuple(sorted(receipts.values(), key=lambda r: (r.day, r.keys, r.document))),
        tuple(sorted(slips.values(), key=lambda s: (s.day, s.payee, s.left, s.document))),
        _cash_confirmed(documents),
        frozenset(slip.document for slip in slips.values() if _names(slip, known)),
    )


def keys_as_read(reading: DocumentReading) -> tuple[str, ...]:
    """Give the spellings of a receipt's number as read, doubted or not, the full one first."""
    return receipt_keys(any_text(reading.leaf("receipt_code")), any_text(reading.leaf("receipt_number")))


def receipt_keys(code: str | None, number: str | None) -> tuple[str, ...]:
    """Give the spellings by which a voucher may name a receipt, the full one first."""
    if not number:
        return ()
    short = fold_number(number)
    return (fold_number(code) + short, short) if code else (short,)


def cash_part(fields: Mapping[str, Leaf], read: "_Reader | None" = None) -> int | None:
    """Give the fen of a receipt that were paid in cash: only they can have been advanced."""
    read = read or _Reader(believe=False)
    total = read.money(fields.get("total_figures"))
    if total is None:
        return None
    if (printed := fields.get("paid_cash")) is not None and (printed.value is not None or printed.raw.strip()):
        cash = read.money(printed)
        return None if cash is None else max(0, min(cash, total))
    for part in ("paid_insurance", "paid_account"):
        leaf = fields.get(part)
        if leaf is None or (leaf.value is None and not leaf.raw.strip()):
            continue
        paid = read.money(leaf)
        if paid is None:
            return None
        total -= paid
    return max(0, total)


def _receipt(read: _Reader, record: ClaimRecord, reading: DocumentReading, index: int) -> Receipt | None:
    patient = read.text(reading.leaf("patient_name"))
    day = read.day(reading.leaf("issue_date"))
    cash = cash_part(reading.fields, read)
    if patient is None or day is None or cash is None:
        return None
    if not same_name(patient, record.worker.name) or day < record.injury_date:
        return None
    keys = receipt_keys(read.text(reading.leaf("receipt_code")), read.text(reading.leaf("receipt_number")))
    hospital = normal_org_name(read.text(reading.leaf("hospital_name")) or "")
    return Receipt(index, keys, day, cash, hospital)


def _slip(read: _Reader, record: ClaimRecord, reading: DocumentReading, index: int) -> Slip | None:
    payer = read.text(reading.leaf("payer_name"))
    payee = read.text(reading.leaf("payee_name"))
    fen = read.money(reading.leaf("amount_figures"))
    day = read.day(reading.leaf("trade_date"))
    if payer is None or payee is None or day is None or fen is None or fen <= 0:
        return None
    if not same_org(payer, record.employer.name) or day < record.injury_date:
        return None
    purpose = read.text(reading.leaf("purpose")) or ""
    return Slip(index, normal_org_name(payee), is_claimant(record, payee), purpose, day, fen)


def is_claimant(record: ClaimRecord, name: str) -> bool:
    """True for the worker and, in a death claim, for a relative on record."""
    relatives = (record.relatives or ()) if record.death else ()
    return any(same_name(name, person) for person in (record.worker.name, *(one.name for one in relatives)))


def proof_slips(documents: tuple[DocumentReading, ...]) -> frozenset[str]:
    """Give the slip numbers of pass-on proofs: money passed on is no advance."""
    numbers: set[str] = set()
    for reading in documents:
        if effective_kind(reading) is not DocumentKind.PASS_ON_PROOF:
            continue
        leaves = [reading.leaf("slip_no"), *reading.lists.get("slip_no", ())]
        leaves += [row.get("slip_no") for row in rows_of(reading, "beneficiaries")]
        numbers |= {fold_number(text) for leaf in leaves if leaf is not None and (text := str(leaf.value or ""))}
    return frozenset(numbers)


def _cash_confirmed(documents: tuple[DocumentReading, ...]) -> bool:
    """True when a voucher says, above the signature, that the employer paid in cash."""
    return any(says_cash(reading) for reading in documents if effective_kind(reading) is DocumentKind.ADV_VOUCHER)


def says_cash(voucher: DocumentReading) -> bool:
    """True for 现金由单位支付, or cash as the way of paying."""
    stated = sure_bool(voucher.leaf("cash_statement")) is True
    return stated or sure_text(voucher.leaf("pay_method")) == "CASH"
