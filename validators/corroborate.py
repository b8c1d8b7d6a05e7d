"""Independent readings that agree raise each other: a doubted value becomes sure, and nothing else ever changes.

Here: when two statements are independent and equal. A sure reading is never lowered and a confident one that
differs never overwritten, so a wrong digit on paper survives; only a ¥ may give up its place as a digit. Not here:
findings about what differs (rules).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from validators.days_alike import days_of_one_paper
from validators.doubts import (
    BY_TOTAL,
    CHANGED,
    CHOSEN,
    DECENT,
    DISTURBED,
    FEW,
    LIKE_A_SIGN,
    LIKELY,
    SIGN,
    WEAK,
    WELL_FORMED,
)
from validators.evidence_pools import receipt_keys
from validators.formats.folding import fold_number
from validators.formats.names import normal_name
from validators.formats.org_name import normal_org_name
from validators.independent import checks, known_values
from validators.model.claim import ClaimRecord
from validators.model.codes import DocumentKind
from validators.model.evidence import POOR_PAGE, DocumentReading, Leaf, Scalar
from validators.requirements import FieldType, field_type
from validators.rules.amounts import PAIRS
from validators.rules.view import effective_kind

_SIGN_DAYS = frozenset({"sign_dates", "sign_date", "seal_date"})

Address = tuple[int, str, str, int, str]  # paper, container, name or table, place, column
_K = DocumentKind
_T = FieldType


def corroborate(record: ClaimRecord | None, documents: tuple[DocumentReading, ...]) -> tuple[DocumentReading, ...]:
    """Return the readings with every value sure that something independent confirms; a record is not needed."""
    before = _flatten(documents)
    chosen = {address: leaf for address, leaf in before.items() if CHOSEN.intersection(leaf.flags)}
    unsaid = {address: replace(leaf, value=None, alternatives=()) for address, leaf in chosen.items()}
    work = _Work(documents, before | unsaid)  # what was chosen is no one's witness
    if record is not None:
        work.by_record(record)
    work.by_check_digit()
    for _ in range(2):  # what one agreement settles may settle another
        work.by_words()
        work.by_dates()
        work.by_sums()
        work.by_other_papers()
    if record is not None:
        work.by_record_amounts(record)
    work.leaves |= chosen
    work.by_what_is_left()
    return work.rebuilt()


def _flatten(documents: tuple[DocumentReading, ...]) -> dict[Address, Leaf]:
    leaves: dict[Address, Leaf] = {}
    for index, reading in enumerate(documents):
        for name, leaf in reading.fields.items():
            leaves[index, "fields", name, 0, ""] = leaf
        for name, several in reading.lists.items():
            for place, leaf in enumerate(several):
                leaves[index, "lists", name, place, ""] = leaf
        for table, rows in reading.rows.items():
            for place, row in enumerate(rows):
                for column, leaf in row.items():
                    leaves[index, "rows", table, place, column] = leaf
    return leaves


def _same(of_type: FieldType, value: Scalar) -> Scalar:
    """Fold a value to the form in which it is compared."""
    if not isinstance(value, str):
        return value
    if of_type is _T.PERSON:
        return normal_name(value)
    if of_type in (_T.ORG, _T.PARTY, _T.BANK, _T.TEXT):
        return normal_org_name(value)
    return fold_number(value) if of_type is not _T.DATE else value


@dataclass(slots=True)
class _Work:
    """The readings laid flat while agreements are looked for."""

    documents: tuple[DocumentReading, ...]
    leaves: dict[Address, Leaf]

    def type_of(self, address: Address) -> FieldType:
        index, container, name, _, column = address
        key = f"{name}.{column}" if container == "rows" else name
        return field_type(effective_kind(self.documents[index]), key)

    def folded(self, address: Address) -> Scalar:
        return _same(self.type_of(address), self.leaves[address].value)

    def settle(self, address: Address) -> None:
        """Make a value sure; what somebody may have changed stays in doubt, whatever says the same."""
        leaf = self.leaves[address]
        if not CHANGED.intersection(leaf.flags):
            self.leaves[address] = replace(leaf, sure=True)

    def raise_to(self, address: Address, fits: Callable[[Scalar], bool]) -> bool:
        """Make a value sure that fits, or take the likely other value of weak print that fits."""
        leaf = self.leaves[address]
        of_type = self.type_of(address)
        if leaf.value is not None and fits(_same(of_type, leaf.value)) and not CHANGED.intersection(leaf.flags):
            self.settle(address)
            return True
        if leaf.sure or leaf.handwritten or leaf.confidence >= WEAK or DISTURBED.intersection(leaf.flags):
            return False
        for other in leaf.alternatives:
            if other.probability >= LIKELY and fits(_same(of_type, other.value)):
                self.leaves[address] = replace(leaf, value=other.value, sure=True)
                return True
        return False

    def at(self, index: int, name: str) -> Address | None:
        address = (index, "fields", name, 0, "")
        return address if address in self.leaves else None

    def cells(self, index: int, table: str, column: str) -> list[Address]:
        return [key for key in self.leaves if key[:3] == (index, "rows", table) and key[4] == column]

    def money(self, address: Address | None) -> int | None:
        value = self.leaves[address].value if address is not None else None
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    # -- what the record says -----------------------------------------------------------------

    def by_record(self, record: ClaimRecord) -> None:
        """A value that the core system knows as well was read right."""
        known = known_values(record)
        for address in tuple(self.leaves):
            kind = effective_kind(self.documents[address[0]])
            of_type = self.type_of(address)
            column = address[4] or address[2]
            expected = {_same(of_type, value) for value in known(kind, column)}
            if expected:
                self.raise_to(address, expected.__contains__)

    def by_record_amounts(self, record: ClaimRecord) -> None:
        """Amounts of the payout and the claimed advance, where paper and record agree to the fen."""
        received = {one.received_fen for one in record.settled}
        verified = {one.verified_advance_fen for one in record.settled} - {None}
        claimed = {item.claimed_advance_fen for item in record.items} - {None, 0}
        claimed.add(sum(item.claimed_advance_fen or 0 for item in record.items))
        asked: tuple[tuple[DocumentKind, str, set[int | None]], ...] = (
            (_K.PASS_ON_PROOF, "received_total", {*received, sum(received)}),
            (_K.PASS_ON_PROOF, "retained_advance", {*verified}),
            (_K.ADV_VOUCHER, "total_figures", claimed - {0}),
            (_K.JOINT_EMPLOYER, "advanced_total", claimed - {0}),
        )
        for index, reading in enumerate(self.documents):
            for kind, name, amounts in asked:
                address = self.at(index, name) if effective_kind(reading) is kind else None
                if address is not None and not self._words_say_another(index, name):
                    self.raise_to(address, lambda value, amounts=amounts: value in amounts)  # type: ignore[misc]

    def _words_say_another(self, index: int, figures: str) -> bool:
        """Whether the paper's own capitals say another amount: one of several claimed ones may stand in their place."""
        other = self.money(self.at(index, dict(PAIRS).get(figures, "")))
        return other is not None and other != self.money(self.at(index, figures))

    # -- what a number says about itself ------------------------------------------------------

    def by_check_digit(self) -> None:
        """A number whose check digit fits, read with decent confidence."""
        for address, leaf in tuple(self.leaves.items()):
            if leaf.sure or not isinstance(leaf.value, str) or leaf.confidence < DECENT or POOR_PAGE in leaf.flags:
                continue
            if checks(self.type_of(address), leaf.value):
                self.settle(address)

    # -- what one paper says twice ------------------------------------------------------------

    def by_words(self) -> None:
        """Figures and words of one amount."""
        for index in range(len(self.documents)):
            for figures, words in PAIRS:
                self._sign_for_a_digit(self.at(index, figures), self.at(index, words))
                self.agree(self.at(index, figures), self.at(index, words))

    def _sign_for_a_digit(self, figures: Address | None, words: Address | None) -> None:
        """Take the ¥ that was read as a first digit for what it is, where the ink allows it and the words say so.

        A hurried ¥ looks like a 4 and is read as one nearly without doubt; of a digit that somebody set in front of
        an amount the reading names no ¥ as its likely other.
        """
        if figures is None or words is None or not self.leaves[words].sure:
            return
        leaf, whole = self.leaves[figures], self.money(words)
        if whole is None or str(leaf.value)[1:] != str(whole):
            return
        disturbed = DISTURBED.intersection(leaf.flags)
        like_a_sign = str(leaf.value).startswith("4") and leaf.confidence < LIKE_A_SIGN
        if disturbed and not (like_a_sign and disturbed == {"READ_DIFFERENTLY"}):
            return
        least = LIKELY if disturbed else SIGN  # a look that saw the ¥ is one that read it differently
        if any(other.value == whole and other.probability >= least for other in leaf.alternatives):
            self.leaves[figures] = replace(leaf, value=whole, sure=True)

    def by_dates(self) -> None:
        """Several hands that write one day on one paper."""
        for index in range(len(self.documents)):
            signed = {one: self.leaves[one] for one in self.leaves if one[0] == index and _is_signing_day(one)}
            self.leaves.update(days_of_one_paper(signed))

    def agree(self, one: Address | None, other: Address | None) -> None:
        """Two independent places of one value confirm each other; a weak one may follow a firm one."""
        if one is None or other is None:
            return
        left, right = self.folded(one), self.folded(other)
        if left is not None and left == right:
            if not self._are_misread_alike(one, other) and not self._may_be_changed(one, other):
                self.settle(one)
                self.settle(other)
            return
        for weak, firm in ((one, other), (other, one)):
            if self._firm(firm):
                value = self.folded(firm)
                self.raise_to(weak, lambda said, value=value: said == value)  # type: ignore[misc]

    def _may_be_changed(self, *addresses: Address) -> bool:
        """Whether somebody may have changed one of some values, so that it says what the others do."""
        return any(CHANGED.intersection(self.leaves[one].flags) for one in addresses)

    def _are_misread_alike(self, one: Address, other: Address) -> bool:
        """Whether two unclear readings of one amount may agree because both lack the same sign.

        ¥09,455,48 and 壹零玖仟肆佰… agree, and neither has an amount's form: 19,455.48 stood there.
        """
        both = (self.leaves[one], self.leaves[other])
        unclear = [POOR_PAGE in leaf.flags and (len(leaf.flags) > 1 or leaf.confidence < WEAK) for leaf in both]
        return all(unclear) and any(not WELL_FORMED.issuperset(leaf.flags) for leaf in both)

    def _firm(self, address: Address) -> bool:
        leaf = self.leaves[address]
        return leaf.value is not None and (leaf.sure or (leaf.confidence >= WEAK and POOR_PAGE not in leaf.flags))

    def by_sums(self) -> None:
        """Lines that make the total to the fen, and a proof's three totals that fit."""
        for index in range(len(self.documents)):
            self._sum(self.cells(index, "lines", "amount"), self.at(index, "total_figures"))
            self._sum(self.cells(index, "beneficiaries", "amount"), self.at(index, "passed_total"))
            parts = [self.at(index, name) for name in ("retained_advance", "passed_total")]
            self._sum([one for one in parts if one is not None], self.at(index, "received_total"), need=2)
            paid = [self.at(index, name) for name in ("paid_insurance", "paid_account", "paid_cash")]
            self._sum([one for one in paid if one is not None], self.at(index, "total_figures"), need=2)

    def by_what_is_left(self) -> None:
        """A receipt's one doubtful payer that is what the sure ones leave of a sure total: a stamp lies on it.

        0.00 where the cash is the total. What the total itself chose leaves nothing to tell; what chose the doubtful
        one does not matter, for the others say it by themselves.
        """
        for index in range(len(self.documents)):
            paid = [self.at(index, name) for name in ("paid_insurance", "paid_account", "paid_cash")]
            self._left_of_sure([one for one in paid if one is not None], self.at(index, "total_figures"))

    def _left_of_sure(self, parts: list[Address], total: Address | None) -> None:
        doubtful = [one for one in parts if not self.leaves[one].sure]
        whole = self.money(total)
        if total is None or whole is None or not self.leaves[total].sure or len(doubtful) != 1 or len(parts) < FEW:
            return
        others = [one for one in parts if one != doubtful[0]]
        if any((CHOSEN | {BY_TOTAL}).intersection(self.leaves[one].flags) for one in (*others, total)):
            return
        if self._may_be_changed(*parts, total):
            return
        if whole - sum(self.money(one) or 0 for one in others) == self.money(doubtful[0]):
            self.settle(doubtful[0])

    def _sum(self, parts: list[Address], total: Address | None, need: int = 1) -> None:
        amounts = [self.money(one) for one in parts]
        whole = self.money(total)
        if total is None or not whole or len(parts) < need or any(one is None for one in amounts):
            return
        if self._may_be_changed(*parts, total):
            return  # it may have been made to fit
        if any(self.leaves[one].box == self.leaves[total].box for one in parts if self.leaves[one].box is not None):
            return  # one ink that was read for both proves nothing of itself
        flags = [{*self.leaves[one].flags} for one in parts]
        if any({POOR_PAGE, BY_TOTAL} <= own for own in flags):
            return
        said = sum(bool(fen) for fen in amounts)  # 0.00 proves nothing
        if (need > 1 or said < FEW) and any({POOR_PAGE, "READ_DIFFERENTLY"} <= own for own in flags):
            return  # 876,680.90 and 16,000.90 of 876,680.00 and 16,000.00: two signs of one print are misread alike
        if sum(one for one in amounts if one is not None) == whole:
            by_total = any(BY_TOTAL in own for own in flags)  # with it the sum comes out by itself
            for address in (*parts, *(() if by_total else (total,))):
                self.settle(address)
            return
        weak = [one for one in parts if not self.leaves[one].sure]
        if len(weak) == 1 and self._firm(total):
            rest = whole - sum(self.money(one) or 0 for one in parts if one != weak[0])
            self.raise_to(weak[0], lambda said: said == rest)

    # -- what several papers say --------------------------------------------------------------

    def by_other_papers(self) -> None:
        """A receipt or slip and the line that names it; long numbers that stand on two papers."""
        for index, reading in enumerate(self.documents):
            kind = effective_kind(reading)
            if kind is _K.MED_RECEIPT:
                self._lines_of_receipt(index)
            elif kind is _K.BANK_SLIP:
                self._rows_of_slip(index)
        self._amounts_of_slips()
        self._lines_paid_by_slips()
        self._twice()

    def _lines_of_receipt(self, index: int) -> None:
        number, code = self.at(index, "receipt_number"), self.at(index, "receipt_code")
        written = self.leaves[number].value if number else None
        coded = self.leaves[code].value if code else None
        keys = receipt_keys(str(coded) if coded else None, str(written) if written else None)
        for other in range(len(self.documents)):
            for cell in self.cells(other, "lines", "receipt_no"):
                if other == index or self.folded(cell) not in keys or self._may_be_changed(cell):
                    continue
                for one in (cell, number, code if self.folded(cell) == keys[0] else None):
                    if one is not None:
                        self.settle(one)
                self.agree_if_equal(self._beside(cell, "amount"), self.at(index, "total_figures"))
                self.agree_if_equal(self._beside(cell, "date"), self.at(index, "issue_date"))

    def _rows_of_slip(self, index: int) -> None:
        number = self.at(index, "slip_no")
        if number is None or not self.folded(number):
            return
        pairs = (
            ("amount", "amount_figures"),
            ("pay_date", "trade_date"),
            ("payee_account", "payee_account"),
            ("name", "payee_name"),
        )
        for other in range(len(self.documents)):
            for cell in self.cells(other, "beneficiaries", "slip_no"):
                if other != index and self.folded(cell) == self.folded(number):
                    for column, name in pairs:
                        self.agree_if_equal(self._beside(cell, column), self.at(index, name))

    def agree_if_equal(self, one: Address | None, other: Address | None) -> None:
        """Raise two equal values; never choose another value across papers that may rightly differ."""
        if one is None or other is None or self.folded(one) in (None, ""):
            return
        if self.folded(one) == self.folded(other) and not self._may_be_changed(one, other):
            self.settle(one)
            self.settle(other)

    def _beside(self, cell: Address, column: str) -> Address | None:
        address = (*cell[:4], column)
        return address if address in self.leaves else None

    def _amounts_of_slips(self) -> None:
        """A slip and a receipt of one amount and one day speak of one payment."""
        receipts = [i for i, one in enumerate(self.documents) if effective_kind(one) is _K.MED_RECEIPT]
        slips = [i for i, one in enumerate(self.documents) if effective_kind(one) is _K.BANK_SLIP]
        for receipt in receipts:
            total, day = self.at(receipt, "total_figures"), self.at(receipt, "issue_date")
            for slip in slips:
                paid, traded = self.at(slip, "amount_figures"), self.at(slip, "trade_date")
                if self.money(total) is None or day is None or traded is None or not self.folded(day):
                    continue
                if self.money(total) == self.money(paid) and self.folded(day) == self.folded(traded):
                    self.agree_if_equal(total, paid)
                    self.agree_if_equal(day, traded)

    def _lines_paid_by_slips(self) -> None:
        """A voucher's line and a slip of one amount and one day speak of one payment."""
        kinds = [effective_kind(one) for one in self.documents]
        slips = [index for index, kind in enumerate(kinds) if kind is _K.BANK_SLIP]
        vouchers = [index for index, kind in enumerate(kinds) if kind is _K.ADV_VOUCHER]
        for amount in (cell for index in vouchers for cell in self.cells(index, "lines", "amount")):
            day = self._beside(amount, "date")
            for slip in slips:
                paid, traded = self.at(slip, "amount_figures"), self.at(slip, "trade_date")
                if day is None or traded is None or not self.folded(day) or not self.money(amount):
                    continue
                if self._one_ink(amount, paid):
                    continue  # one picture sent as both
                if self.money(amount) == self.money(paid) and self.folded(day) == self.folded(traded):
                    self.agree_if_equal(amount, paid)
                    self.agree_if_equal(day, traded)

    def _one_ink(self, one: Address, other: Address | None) -> bool:
        boxes = [self.leaves[one].box, self.leaves[other].box if other is not None else None]
        return boxes[0] is not None and boxes[0] == boxes[1]

    def _twice(self) -> None:
        """Long numbers, and payers and payees, that stand alike on two papers."""
        groups: dict[tuple[str, Scalar], list[Address]] = {}
        for address, leaf in self.leaves.items():
            of_type = self.type_of(address)
            family = _FAMILY.get(of_type) or _COLUMN_FAMILY.get(address[4] or address[2])
            if family and isinstance(leaf.value, str) and leaf.value and not self._may_be_changed(address):
                groups.setdefault((family, normal_org_name(fold_number(leaf.value))), []).append(address)
        for group in groups.values():
            papers = {address[0] for address in group}
            inks = {self.leaves[address].box for address in group}
            if len(papers) > 1 and (len(inks) > 1 or None in inks):  # one place on both: one picture sent twice
                for address in group:
                    self.settle(address)

    def rebuilt(self) -> tuple[DocumentReading, ...]:
        """Put the values back where they stood; a value that repeats its rows at the top follows them."""
        return tuple(self._rebuild(index, reading) for index, reading in enumerate(self.documents))

    def _rebuild(self, index: int, reading: DocumentReading) -> DocumentReading:
        lists = {
            name: tuple(self.leaves[index, "lists", name, place, ""] for place in range(len(several)))
            for name, several in reading.lists.items()
        }
        rows = {
            table: tuple(
                {column: self.leaves[index, "rows", table, place, column] for column in row}
                for place, row in enumerate(several)
            )
            for table, several in reading.rows.items()
        }
        below: dict[str, list[Leaf]] = {"sign_date": list(lists.get("sign_dates", ()))}
        for several in rows.values():
            for row in several:
                for column, leaf in row.items():
                    below.setdefault(column, []).append(leaf)
        fields = {
            name: _follow(self.leaves[index, "fields", name, 0, ""], below.get(name, [])) for name in reading.fields
        }
        return replace(reading, fields=fields, lists=lists, rows=rows)


def _is_signing_day(address: Address) -> bool:
    return (address[4] or address[2]) in _SIGN_DAYS


def _follow(leaf: Leaf, below: list[Leaf]) -> Leaf:
    agrees = not (CHOSEN | CHANGED).intersection(leaf.flags) and any(
        one.sure and one.value == leaf.value for one in below
    )
    return replace(leaf, sure=True) if agrees and leaf.value is not None else leaf


_FAMILY: Mapping[FieldType, str] = {
    _T.CITIZEN_ID: "id",
    _T.CREDIT_CODE: "code",
    _T.OWN_ACCOUNT: "account",
    _T.FIRM_ACCOUNT: "account",
    _T.ANY_ACCOUNT: "account",
    _T.CNAPS: "cnaps",
    _T.PARTY: "party",
}
_COLUMN_FAMILY = {"hospital_name": "party", "payee": "party"}
"""Persons and the employer are not here: the record knows them, and one face of type misleads twice alike."""
