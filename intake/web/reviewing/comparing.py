"""All papers of a claim side by side: names, numbers, amounts and days, and in which cells they differ.

Here: rows of values and what is compared with what. Not here: checks (validators.rules); a cell that differs is a
difference to look at and no finding.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from intake.web.reviewing.values import told
from validators.formats.names import normal_name
from validators.keyed import BadValue, fold_value
from validators.model.claim import ClaimRecord
from validators.model.codes import DocumentKind
from validators.model.evidence import DocumentReading, Leaf, Scalar
from validators.requirements import FieldType, field_type

_K = DocumentKind
_T = FieldType
EVERY = frozenset(DocumentKind)
PAID_TO_FIRM = frozenset({_K.ADV_VOUCHER, _K.JOINT_EMPLOYER})
DESIGNATED = frozenset({_K.JOINT_ACCT, _K.ACCT_PROOF})
_SLIPS = frozenset({_K.BANK_SLIP})

SAME, DIFFERS, DOUBTED, ABSENT = "same", "differs", "doubted", ""


@dataclass(frozen=True, slots=True)
class Compared:
    """One row: its name, what the record says, and which fields of which kinds of paper say the same thing."""

    chinese: str
    english: str
    type: FieldType
    record: Callable[[ClaimRecord], Scalar]
    fields: Mapping[str, frozenset[DocumentKind]]


@dataclass(frozen=True, slots=True)
class Cell:
    """One value in its row: `how` says whether it is the same as the record's (or the first), differs or is doubted."""

    text: str
    how: str
    index: int | None  # of the paper; None: the record


@dataclass(frozen=True, slots=True)
class Row:
    """One compared row over record and papers."""

    chinese: str
    english: str
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        """Tell whether any cell differs."""
        return any(cell.how == DIFFERS for cell in self.cells)


ROWS = (
    Compared("职工姓名", "worker", _T.PERSON, lambda one: one.worker.name, {
        "worker_name": EVERY, "deceased_name": EVERY, "patient_name": EVERY}),
    Compared("职工身份证", "worker's ID number", _T.CITIZEN_ID, lambda one: one.worker.id_no, {
        "worker_id": EVERY, "deceased_id": EVERY}),
    Compared("用人单位", "employer", _T.ORG, lambda one: one.employer.name, {
        "employer_name": EVERY, "payer_name": _SLIPS}),
    Compared("信用代码", "credit code", _T.CREDIT_CODE, lambda one: one.employer.uscc, {"employer_uscc": EVERY}),
    Compared("单位收款户名", "firm's account holder", _T.ORG, lambda one: one.employer.name, {
        "payee_name": PAID_TO_FIRM}),
    Compared("单位账号", "firm's account", _T.FIRM_ACCOUNT, lambda one: one.employer.account, {
        "payee_account": PAID_TO_FIRM, "payer_account": _SLIPS}),
    Compared("单位开户行", "firm's bank", _T.BANK, lambda one: one.employer.bank, {"payee_bank": PAID_TO_FIRM}),
    Compared("指定账户户名", "designated holder", _T.PERSON, lambda one: None, {
        "holder_name": DESIGNATED}),
    Compared("指定账号", "designated account", _T.OWN_ACCOUNT, lambda one: None, {"account": DESIGNATED}),
    Compared("受伤日期", "day of injury", _T.DATE, lambda one: one.injury_date.isoformat(), {"injury_date": EVERY}),
    Compared("死亡日期", "day of death", _T.DATE, lambda one: one.death_date.isoformat() if one.death_date else None, {
        "death_date": EVERY}),
    Compared("认定书编号", "decision's number", _T.TEXT, lambda one: one.decision_no, {"decision_no": EVERY}),
)  # fmt: skip

TOTALS = ("total_figures", "amount_figures", "advanced_total", "passed_total")
WORDS = {
    "total_upper": "total_figures",
    "amount_upper": "amount_figures",
    "advanced_total_upper": "advanced_total",
    "passed_total_upper": "passed_total",
}
DAYS = ("issue_date", "trade_date", "pay_date")


def compare(record: ClaimRecord, readings: Sequence[DocumentReading], *, english: bool) -> tuple[Row, ...]:
    """Give the rows of which at least one paper says something; first names and numbers, then amounts and days."""
    rows = [_row(one, record, readings, english=english) for one in ROWS]
    rows += [_totals(readings, english=english), _in_words(readings, english=english)]
    rows.append(_days(record, readings))
    return tuple(row for row in rows if any(cell.text for cell in row.cells[1:]))


def _row(one: Compared, record: ClaimRecord, readings: Sequence[DocumentReading], *, english: bool) -> Row:
    known = one.record(record)
    leaves = [_leaf(one, reading) for reading in readings]
    firsts = [leaf.value for leaf in leaves if leaf is not None and leaf.value is not None]
    reference = known if known is not None else (firsts[0] if firsts else None)
    cells = [Cell("" if known is None else told(one.type, known, english=english), SAME if known else ABSENT, None)]
    for index, leaf in enumerate(leaves):
        if leaf is None:
            cells.append(Cell("", ABSENT, index))
            continue
        same = _folded(one.type, leaf.value) == _folded(one.type, reference)
        how = DOUBTED if leaf.value is None else SAME if same else DIFFERS
        cells.append(Cell(told(one.type, leaf.value, english=english), how, index))
    return Row(one.chinese, one.english, tuple(cells))


def _leaf(one: Compared, reading: DocumentReading) -> Leaf | None:
    for name, kinds in one.fields.items():
        if reading.kind in kinds and name in reading.fields:
            return reading.fields[name]
    return None


def _folded(kind: FieldType, value: Scalar) -> Scalar:
    try:
        return fold_value(kind, value)
    except BadValue:
        return normal_name(str(value))


def _totals(readings: Sequence[DocumentReading], *, english: bool) -> Row:
    cells = [Cell("", ABSENT, None)]
    for index, reading in enumerate(readings):
        leaf = next((reading.fields[name] for name in TOTALS if name in reading.fields), None)
        how = ABSENT if leaf is None else DOUBTED if leaf.value is None or not leaf.sure else SAME
        cells.append(Cell("" if leaf is None else told(_T.MONEY, leaf.value, english=english), how, index))
    return Row("合计（小写）", "total in figures", tuple(cells))


def _in_words(readings: Sequence[DocumentReading], *, english: bool) -> Row:
    """Words are compared with the figures of the same paper."""
    cells = [Cell("", ABSENT, None)]
    for index, reading in enumerate(readings):
        name = next((name for name in WORDS if name in reading.fields), None)
        if name is None:
            cells.append(Cell("", ABSENT, index))
            continue
        words, figures = reading.fields[name].value, reading.fields.get(WORDS[name])
        same = figures is not None and words == figures.value
        cells.append(Cell(told(_T.WORDS, words, english=english), SAME if same else DIFFERS, index))
    return Row("合计（大写）", "total in words", tuple(cells))


def _days(record: ClaimRecord, readings: Sequence[DocumentReading]) -> Row:
    """Days of bills and signatures; one before the injury differs."""
    injured = record.injury_date.isoformat()
    cells = [Cell("", ABSENT, None)]
    for index, reading in enumerate(readings):
        days = [str(leaf.value) for leaf in _day_leaves(reading) if leaf.value is not None]
        early = any(day < injured for day in days)
        cells.append(Cell("、".join(days), DIFFERS if early else (SAME if days else ABSENT), index))
    return Row("开具、交易、签名日期", "issued, paid, signed", tuple(cells))


def _day_leaves(reading: DocumentReading) -> Iterator[Leaf]:
    for name in DAYS:
        if name in reading.fields and field_type(reading.kind, name) is _T.DATE:
            yield reading.fields[name]
    yield from reading.lists.get("sign_dates", ())


@dataclass(frozen=True, slots=True)
class Sum:
    """What one source says was advanced."""

    chinese: str
    english: str
    fen: int | None
    differs: bool


def sums_of(record: ClaimRecord, readings: Sequence[DocumentReading]) -> tuple[Sum, ...]:
    """Give what record, vouchers, receipts and slips come to, marked where it is not what is claimed."""
    claimed = sum(item.claimed_advance_fen or 0 for item in record.items)
    sources = (
        ("垫付凭证合计", "vouchers", _K.ADV_VOUCHER, "total_figures"),
        ("票据合计", "receipts", _K.MED_RECEIPT, "total_figures"),
        ("银行回单合计", "bank slips", _K.BANK_SLIP, "amount_figures"),
    )
    found = [Sum("案件记录：申报垫付", "record: claimed as advanced", claimed, differs=False)]
    for chinese, english, kind, name in sources:
        papers = [reading for reading in readings if reading.kind is kind]
        values = [reading.fields[name].value if name in reading.fields else None for reading in papers]
        known = [value for value in values if isinstance(value, int)]
        if papers:
            whole = sum(known) if len(known) == len(values) else None
            found.append(Sum(chinese, english, whole, differs=whole != claimed))
    return tuple(found)
