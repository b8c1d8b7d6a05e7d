"""What the employer claims to have advanced, and what receipts, slips and signatures prove (DOMAIN §2.3, CONTRACT §2).

Here: two amounts in fen for every item. Not here: findings about them (rules.across), routes (legs).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from validators.evidence_pools import Evidence, gather
from validators.formats.folding import fold_number
from validators.items import EMPLOYER_OK, ITEM_BY_CODE, ItemClass
from validators.model.claim import ClaimRecord
from validators.model.codes import DocumentKind
from validators.model.evidence import DocumentReading, Row
from validators.rules.view import (
    can_lack,
    effective_kind,
    is_blank_form,
    rows_of,
    sure_money,
    sure_text,
)

_NO_FEN: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Claimed:
    """Claimed advance in fen by item. `doubtful` items count as claimed whole until a person has read the paper.

    `on_paper` is what the vouchers say; `rivals` names items that two vouchers claim without receipt numbers.
    """

    fen: Mapping[str, int]
    doubtful: frozenset[str] = frozenset()
    on_paper: Mapping[str, int] = field(default_factory=lambda: _NO_FEN)
    rivals: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Verified:
    """Proven advance in fen by item; `cash_items` rest on the worker's word that the employer paid in cash."""

    fen: Mapping[str, int]
    cash_items: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class VoucherLine:
    """One sure line of a voucher: item code, folded receipt number, amount in fen."""

    item: str
    number: str | None
    fen: int
    document: int


def vouchers(documents: tuple[DocumentReading, ...]) -> tuple[tuple[int, DocumentReading], ...]:
    """Give the advance vouchers of a case with their places, unread ones included."""
    return tuple(
        (index, reading)
        for index, reading in enumerate(documents)
        if effective_kind(reading) is DocumentKind.ADV_VOUCHER
    )


def payable_items(record: ClaimRecord) -> tuple[str, ...]:
    """Give the claim's items that an employer may have advanced."""
    return tuple(item.code for item in record.items if item.code in EMPLOYER_OK)


def claimed_advance(record: ClaimRecord, documents: tuple[DocumentReading, ...]) -> Claimed:
    """Say how much of each item the employer claims: the record's word, else the vouchers' (CONTRACT §2)."""
    papers = vouchers(documents)
    lines: list[VoucherLine] = []
    doubted = False
    for index, reading in papers:
        own = voucher_lines(reading, index, record)
        doubted = doubted or own is None
        lines.extend(own or ())
    on_paper, rivals = _sum_lines(lines)
    fen: dict[str, int] = {}
    doubtful: set[str] = set()
    for item in record.items:
        if item.claimed_advance_fen is not None:
            fen[item.code] = item.claimed_advance_fen
        elif doubted and item.code in EMPLOYER_OK:
            fen[item.code] = item.approved_fen
            doubtful.add(item.code)
        else:
            fen[item.code] = on_paper.get(item.code, 0)
    # A sum that lacks a doubted line contradicts nothing.
    return Claimed(fen, frozenset(doubtful), {} if doubted else on_paper, rivals)


def claimed_whole(record: ClaimRecord) -> Claimed:
    """Take everything as claimed: what follows when the claim could not be worked out."""
    codes = payable_items(record)
    fen = {item.code: item.approved_fen for item in record.items if item.code in codes}
    return Claimed(fen, frozenset(codes))


def _sum_lines(lines: list[VoucherLine]) -> tuple[dict[str, int], frozenset[str]]:
    numbered: dict[str, VoucherLine] = {}
    plain: dict[str, dict[int, int]] = {}
    for line in lines:
        if line.number is None:
            by_paper = plain.setdefault(line.item, {})
            by_paper[line.document] = by_paper.get(line.document, 0) + line.fen
        elif line.number not in numbered or numbered[line.number].fen < line.fen:
            numbered[line.number] = line
    sums: dict[str, int] = {}
    for line in numbered.values():
        sums[line.item] = sums.get(line.item, 0) + line.fen
    for item, by_paper in plain.items():
        sums[item] = sums.get(item, 0) + max(by_paper.values())
    return sums, frozenset(item for item, by_paper in plain.items() if len(by_paper) > 1)


def voucher_lines(reading: DocumentReading, index: int, record: ClaimRecord) -> tuple[VoucherLine, ...] | None:
    """Give what one voucher claims, by line or in one sum; None when that is not sure."""
    if is_blank_form(reading):
        return ()
    if not can_lack(reading):
        return None
    rows = rows_of(reading, "lines")
    if not rows:
        return _total_as_line(reading, index, record)
    lines = tuple(_line(row, index, record) for row in rows)
    if any(line is None for line in lines):
        return None
    return tuple(line for line in lines if line is not None)


def _line(row: Row, index: int, record: ClaimRecord) -> VoucherLine | None:
    fen = sure_money(row.get("amount"))
    item = sure_text(row.get("item"))
    only = payable_items(record)
    if row.get("item") is None and len(only) == 1:
        item = only[0]
    if fen is None or item is None:
        return None
    number = sure_text(row.get("receipt_no"))
    return VoucherLine(item, fold_number(number) if number else None, max(fen, 0), index)


def _total_as_line(reading: DocumentReading, index: int, record: ClaimRecord) -> tuple[VoucherLine, ...] | None:
    total = sure_money(reading.leaf("total_figures"))
    if total is None:
        return None
    only = payable_items(record)
    return (VoucherLine(only[0], None, max(total, 0), index),) if len(only) == 1 else ()


def verified_advance(
    record: ClaimRecord,
    documents: tuple[DocumentReading, ...],
    *,
    believe: bool = False,
    used: frozenset[str] = frozenset(),
    excluded: frozenset[int] = frozenset(),
) -> Verified:
    """Prove the advance item by item; no receipt and no fen of a slip counts twice (DOMAIN §2.3).

    Numbers in `used` count in another claim already and prove nothing here, nor do the papers at `excluded` places.

    With `believe` doubted readings count as read: the most that could come out once a person has looked.
    """
    work = _Proof(gather(record, documents, believe=believe, used=used, excluded=excluded))
    lines = [line for index, reading in vouchers(documents) for line in voucher_lines(reading, index, record) or ()]
    work.confirm(lines)
    work.prove_receipts(payable_items(record))
    work.prove_lump_sums(payable_items(record))
    return Verified(dict(work.fen), frozenset(work.cash_items))


@dataclass(slots=True)
class _Proof:
    """The work of one computation: pools that shrink while lines are proven."""

    evidence: Evidence
    by_number: dict[str, tuple[str, int]] = field(default_factory=dict)
    pool: dict[str, int] = field(default_factory=dict)
    fen: dict[str, int] = field(default_factory=dict)
    cash_items: set[str] = field(default_factory=set)

    def confirm(self, lines: list[VoucherLine]) -> None:
        """Take over what the signed vouchers confirm: by receipt number, and as a pool for each item."""
        for line in lines:
            if line.number is not None:
                known = self.by_number.get(line.number, (line.item, 0))[1]
                self.by_number[line.number] = (line.item, max(known, line.fen))
        self.pool, _ = _sum_lines(lines)

    def prove_receipts(self, items: tuple[str, ...]) -> None:
        """Evidence 1–3: receipts in date order, each by its cash part, its slips and what was confirmed."""
        for receipt in self.evidence.receipts:
            named = next((self.by_number[key] for key in receipt.keys if key in self.by_number), None)
            item = named[0] if named else self._default_item(items)
            confirmed = min(self.pool.get(item, 0), named[1] if named else receipt.cash)
            ceiling = min(receipt.cash, confirmed)
            paid = self.evidence.spend(receipt, item, ceiling)
            if paid == 0 and ceiling > 0 and self.evidence.paid_in_cash and not self.evidence.slips:
                paid = ceiling
                self.cash_items.add(item)
            self._add(item, paid)

    def prove_lump_sums(self, items: tuple[str, ...]) -> None:
        """Evidence 4: one-time items, slip to the worker or a relative and the voucher that names the item."""
        for item in items:
            if ITEM_BY_CODE[item].item_class is ItemClass.ONE_TIME and self.pool.get(item, 0) > 0:
                self._add(item, self.evidence.spend_on_person(item, self.pool[item]))

    def _default_item(self, items: tuple[str, ...]) -> str:
        medical = [code for code in items if ITEM_BY_CODE[code].item_class is ItemClass.MEDICAL]
        claimed = [code for code in medical if self.pool.get(code)]
        best = claimed or medical
        return best[0] if len(best) == 1 else "MEDICAL"

    def _add(self, item: str, fen: int) -> None:
        if fen > 0:
            self.fen[item] = self.fen.get(item, 0) + fen
            self.pool[item] = self.pool.get(item, 0) - fen


def each_amount(claimed: Claimed) -> Iterator[tuple[str, int]]:
    """Give every item with a claimed amount above nothing."""
    return ((item, fen) for item, fen in claimed.fen.items() if fen > 0)
