"""MED_RECEIPT: numbers, patient, charges, totals, who paid what. Not here: geometry."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from ocr.amount_ink import READ_TOGETHER
from ocr.extract import grammar
from ocr.extract.charges_below import charges_below
from ocr.extract.columns import CHARGES
from ocr.extract.grammar import Found
from ocr.extract.layout import Layout
from ocr.extract.leaves import FieldLeaf, FieldRow
from ocr.extract.matching import Piece
from ocr.extract.picking import DATE, MONEY, Picker
from ocr.extract.runs import Book, Run, fold, overlap
from ocr.extract.tables import Table, find_tables
from ocr.extract.values import SCANNERS, leaf
from ocr.extract.voucher import total_bonus
from ocr.extract.wording import HAN
from validators.formats.citizen_id import birth_date, check_digit_ok

_MUST = (frozenset(("ITEM", "AMOUNT")),)
_CHARGE = re.compile(
    rf"(?P<item>[{HAN}()/]{{1,12}}?费|材料|床位|挂号|西药|中成药|中草药|化验|检查|治疗|手术)[:]?(?P<money>¥?\d[\d,]*\.\d{{2}})"
)
_TWO_NAMES = re.compile(r"(?<![自公免收])费[\u4e00-\u9fff]{1,6}费$")  # 化验费诊察费, not 自费药费


def read_receipt(layout: Layout) -> tuple[Picker, tuple[Table, ...]]:
    """Return the fields of a receipt and its tables."""
    tables = find_tables(layout, CHARGES, _MUST)
    rows = _charges(layout.book, tables)
    if rows:
        for table in tables:
            layout.without(table.used)
    else:
        tables = ()
    picker = Picker(layout)
    _numbers(picker)
    picker.label("issue_date", ("ISSUE_DATE",), "date", bonus=lambda hit: 0.1 if "开" in hit.word else 0.0)
    picker.only("issue_date", "date", lambda found, text: not _STAY.search(text))
    picker.label("patient_name", ("PATIENT",), "name")
    picker.label("patient_id", ("PATIENT_ID",), "id")
    if not picker.has("patient_id"):
        picker.label("patient_id", ("PATIENT_ID",), "code_uscc")
    _parties_of_an_invoice(picker)
    picker.label("total_upper", ("TOTAL_UPPER",), "words", bonus=total_bonus)
    picker.only("total_upper", "words", lambda found, text: found.quality >= 0.5)
    picker.label("total_figures", ("TOTAL",), "money", bonus=total_bonus)
    picker.pattern(
        "total_figures",
        "money",
        (
            rf"小写[)]?[:]?(?P<v>{MONEY})",
            rf"合计[^。]{{0,30}}?(?P<v>¥{MONEY})",
            rf"(?P<v>¥{MONEY})",
            r"¥:(?P<v>\d[\d,]*\.\d{2})",
        ),
    )
    _beside_the_words(picker)
    picker.label("paid_insurance", ("PAID_INSURANCE",), "money")
    picker.label("paid_account", ("PAID_ACCOUNT",), "money")
    picker.label("paid_cash", ("PAID_CASH",), "money", bonus=lambda hit: 0.15 if "现金" in hit.word else 0.0)
    for name, label in _CUT_LABELS.items():
        picker.pattern(name, "money", (rf"{label}支?付?:?(?P<v>¥?\d[\d,]*\.\d{{2}}(?![\d(]))",), 0.7)
    picker.label("hospital_name", ("HOSPITAL",), "org")
    _hospital(picker)
    picker.rows["lines"] = _more_of(rows or _loose(picker), charges_below(layout))
    _read_empty_places(picker)
    _doubt_cut_values(picker)
    _doubt_amounts_without_end(picker)
    return picker, tables


def _parties_of_an_invoice(picker: Picker) -> None:
    """Set the buyer of an invoice that names buyer and seller beside each other with 名称：, and no code of the seller.

    购买方信息 and 销售方信息 stand upright beside them: of two in one row the left one buys.
    """
    named = sorted((p for p in picker.layout.pieces if p.run.text.startswith("名称:")), key=lambda p: p.box[0])
    if len(named) != 2 or overlap(named[0].box[1], named[0].box[3], named[1].box[1], named[1].box[3]) < _IN_ROW:
        return
    buyer = named[0].run.cut(len("名称:"), len(named[0].run))
    found = grammar.best(SCANNERS["name"], buyer.text, 0)
    rest = buyer.text[found.stop :] if found is not None else ""
    if found is not None and found.start == 0 and rest in ("", "(个人)") and found.value != "个人":
        picker.put("patient_name", leaf(picker.book, buyer, found, "name", _LABELLED))
    number = picker.fields.get("patient_id")
    if number is not None and number.box is not None and number.box[0] > named[1].box[0]:
        del picker.fields["patient_id"]  # the seller's: the buyer's place is empty


# № read as N before ten figures, as No before fewer; the day beside it belongs to neither.
_NUMBER_BY_ITS_SIGN = (
    r"N(?P<v>\d{10})(?=20\d\d年|\D|$)",
    r"(?:票据号码|N[oO0][.:]?|№)[:]?(?P<v>\d{6,12}?)(?=20\d\d年|\D|$)",
)
_IN_ROW = 0.4  # share of a line's height


def _numbers(picker: Picker) -> None:
    picker.label("receipt_code", ("RECEIPT_CODE",), "digits")
    code = picker.fields.get("receipt_code")
    if code is not None and check_digit_ok(str(code.value)) and birth_date(str(code.value)):
        del picker.fields["receipt_code"]  # the payer's number, from below a code that was not read
    picker.label("receipt_number", ("RECEIPT_NUMBER",), "digits")
    picker.label("check_code", ("CHECK_CODE",), "check")
    picker.pattern("receipt_code", "digits", (r"票据代码[:]?(?P<v>\d{8,12})",))
    picker.pattern("receipt_number", "digits", _NUMBER_BY_ITS_SIGN)
    picker.pattern("check_code", "check", (r"校验码[:]?(?P<v>[0-9A-Za-z]{6})",))
    codes, numbers = _INVOICE_LENGTHS if "发票" in picker.flow.text else _RECEIPT_LENGTHS
    if not picker.has("receipt_code"):
        picker.only(
            "receipt_code",
            "digits",
            lambda found, text: (
                len(str(found.value)) in codes and not re.match(r"20\d{6}", str(found.value)) and "流水" not in text
            ),
            0.55,
        )
    if not picker.has("receipt_number"):
        picker.only(
            "receipt_number",
            "digits",
            lambda found, text: len(str(found.value)) in numbers and "流水" not in text,
            0.55,
        )


def _beside_the_words(picker: Picker) -> None:
    """A total in figures whose sign was not read, right of the total in words."""
    words = picker.fields.get("total_upper")
    if picker.has("total_figures") or words is None or not words.value:
        return
    for row in picker.layout.rows:
        pieces = picker.layout.row_pieces(row)
        places = [n for n, one in enumerate(pieces) if any(w.value == words.value for w in grammar.words(one.run.text))]
        for one in pieces[places[0] + 1 :] if places else ():
            found = grammar.best(grammar.money, one.run.text, 0)
            if found is not None and found.quality >= _SHAPED and _DECIMALS.search(one.run.text):
                picker.put("total_figures", leaf(picker.book, one.run, found, "money", _LABELLED))
                return


def _hospital(picker: Picker) -> None:
    """A hospital's name where no label stands: beside the seal, in the title."""
    found = picker.fields.get("hospital_name")
    if found is not None and re.search(r"票据|收据|发票|类型|支付|基金", str(found.value)):
        del picker.fields["hospital_name"]
        found = None
    if found is not None and found.value is not None and found.fit >= 0.4:
        return
    weak = picker.fields.pop("hospital_name", None)
    picker.pattern(
        "hospital_name",
        "org",
        (
            rf"(?<![{HAN}])(?<!类型:)(?P<v>[{HAN}]{{3,20}}?(?:医院|卫生院|医疗中心|康复中心|保健院|门诊部)(?:\([{HAN}]{{1,8}}\))?)(?!类)",
        ),
        0.55,
    )
    picker.put("hospital_name", weak)


_PAID = ("paid_insurance", "paid_account", "paid_cash")
# What is left of a payer's label where a stamp took its end along.
_CUT_LABELS = {"paid_insurance": "统筹(?:基金)?", "paid_account": "个人账户", "paid_cash": "个人现金"}
_MASKED = re.compile(r"[0-9]+[*×xX.·]+[0-9]*[0-9Xx]?")
_DECIMALS = re.compile(r"\d[.．]\d\d")
_STAY = re.compile(r"住院|就诊|时间|\d[日至]\d|至")
_RECEIPT_LENGTHS, _INVOICE_LENGTHS = ((8,), (10,)), ((10, 12), (8,))  # digits of a code and of a number
_WORDS = re.compile(rf"[{HAN}]{{2}}")
_ENDED = re.compile(r"[.．]\d\d|元")
_SHAPED = 0.85  # quality of an amount with its separators in order
_MORE = 2  # charges that a table of lost heads has more than were found
_LABELLED = 0.7  # fit of a value that stands at its label
_LENGTHS = (15, 18)  # characters of a citizen's number, old and new


def _doubt_cut_values(picker: Picker) -> None:
    """Doubt what a stamp or a lost line may have cut: payers that share one figure, amounts and numbers without end."""
    for name in _PAID:
        mine = picker.fields.get(name)
        others = [picker.fields[other] for other in _PAID if other != name and other in picker.fields]
        if mine is not None and any(_same_ink(mine, one) and one.fit > mine.fit for one in others):
            # Its own figure was not read: the label took the one of its neighbour.
            picker.fields[name] = FieldLeaf(None, page=mine.page, box=mine.box, sort="money", fit=0.3)
    number = picker.fields.get("patient_id")
    if number is not None and _MASKED.fullmatch(str(number.value)) and len(str(number.value)) not in _LENGTHS:
        picker.fields["patient_id"] = replace(number, flags=(*number.flags, "AMBIGUOUS"))


def _doubt_amounts_without_end(picker: Picker) -> None:
    """Doubt amounts without decimals on a paper that prints them, and unlabelled capitals that lack their beginning.

    A total without them that the capitals do not say is doubted on any: 592187 was 5921.87 under a stamp.
    """
    _doubt_total_without_end(picker)
    amounts = [picker.fields[name] for name in (*_PAID, "total_figures") if name in picker.fields]
    amounts += [row["amount"] for row in picker.rows["lines"] if "amount" in row]
    if not any(_DECIMALS.search(one.raw) for one in amounts):
        return
    for name in (*_PAID, "total_figures"):
        one = picker.fields.get(name)
        if one is not None and one.value and not _ENDED.search(one.raw) and "ODD_SEPARATOR" not in one.flags:
            picker.fields[name] = replace(one, flags=(*one.flags, "ODD_SEPARATOR"))
    figures, words = picker.fields.get("total_figures"), picker.fields.get("total_upper")
    if figures is None or words is None or not words.value or figures.value == words.value:
        return
    if words.fit < _LABELLED and str(figures.value).endswith(str(words.value)):
        picker.fields["total_upper"] = replace(words, flags=(*words.flags, "AMBIGUOUS"))


def _doubt_total_without_end(picker: Picker) -> None:
    figures, words = picker.fields.get("total_figures"), picker.fields.get("total_upper")
    if figures is None or not isinstance(figures.value, int) or not figures.value or "ODD_SEPARATOR" in figures.flags:
        return
    said = words.value if words is not None else None
    point_lost = isinstance(said, int) and figures.value == 100 * said  # ¥592187 of 5921.87
    if point_lost and not _DECIMALS.search(figures.raw):
        flags = (*figures.flags, "ODD_SEPARATOR", READ_TOGETHER)
        picker.fields["total_figures"] = replace(figures, value=said, flags=flags, alternatives=())
    elif said != figures.value and not _ENDED.search(figures.raw):
        picker.fields["total_figures"] = replace(figures, flags=(*figures.flags, "ODD_SEPARATOR"))


def _read_empty_places(picker: Picker) -> None:
    """Read 拾万柒仟… of a form with printed units without its empty places, where the figures say that amount.

    By itself it is as well a hundred thousand and seven: what the figures chose stays in doubt.
    """
    figures, words = picker.fields.get("total_figures"), picker.fields.get("total_upper")
    if figures is None or words is None or not figures.value or figures.value == words.value:
        return
    text = "".join(fold(char) for char in words.raw if char.strip())
    begins = _EMPTY_PLACES.match(text)
    rest = grammar.best(grammar.words, text[begins.end() :], 0) if begins is not None else None
    if rest is not None and rest.start == 0 and rest.value == figures.value:
        flags = (*(flag for flag in words.flags if flag != "MISREAD"), READ_TOGETHER)
        picker.fields["total_upper"] = replace(words, value=rest.value, flags=flags, alternatives=())


_EMPTY_PLACES = re.compile("(?:人民币)?[拾佰仟万]{1,4}")  # units that no figure stands before


def _same_ink(one: FieldLeaf, other: FieldLeaf) -> bool:
    return bool(one.parts) and any(
        (a.page, a.line_index) == (b.page, b.line_index) and a.start < b.stop and b.start < a.stop
        for a in one.parts
        for b in other.parts
    )


def _charges(book: Book, tables: Sequence[Table]) -> tuple[FieldRow, ...]:
    rows: list[FieldRow] = []
    for table in tables:
        for row in table.rows:
            item, amount = row.cells.get("ITEM"), row.cells.get("AMOUNT")
            if item is None or amount is None:
                continue
            amount = _without_a_count(amount)
            found = grammar.best(grammar.money, amount.text)
            if found is None or not re.search(rf"[{HAN}]", item.text):
                continue
            if len(re.findall(r"[0-9]\.[0-9]{2}", amount.text)) > 1 or _TWO_NAMES.search(item.text):
                found = Found(0, len(amount), None, 0.2)  # two rows in one cell
            rows.append(
                {
                    "item": leaf(book, item, Found(0, len(item), item.text, 0.9), "text", 0.9),
                    "amount": leaf(book, amount, found, "money", 0.9),
                }
            )
    return tuple(rows)


def _without_a_count(cell: Run) -> Run:
    """Return a cell without a count beside its amount: 1/次 is of a column whose head was not read."""
    edges = [0, *(at for at in range(1, len(cell)) if cell.refs[at][0] != cell.refs[at - 1][0]), len(cell)]
    parts = [cell.cut(start, stop) for start, stop in itertools.pairwise(edges)]
    counts = [part for part in parts if _COUNT.fullmatch(part.text)]
    return parts[-1] if len(parts) == len(counts) + 1 and parts[-1] not in counts else cell


_COUNT = re.compile(rf"[0-9]{{1,3}}/?(?!元)[{HAN}]{{1,2}}")  # 1/次, 3日
_NO_CHARGE = re.compile(r"支付|自付|自费|合计|预缴|补缴|退费|现金|预交|缴纳|退")


def _more_of(rows: tuple[FieldRow, ...], below: tuple[FieldRow, ...]) -> tuple[FieldRow, ...]:
    """Return the amounts below their head where they hold the few charges that were found, and several more."""
    found = [row["amount"].value for row in rows if "amount" in row]
    held = [row["amount"].value for row in below]
    return below if len(below) >= len(rows) + _MORE and all(fen in held for fen in found) else rows


def _loose(picker: Picker) -> tuple[FieldRow, ...]:
    """Return charges without a head: a name with 费 and the amount right of it, or both in one line."""
    rows: list[FieldRow] = []
    for row in picker.layout.rows:
        pieces = picker.layout.row_pieces(row)
        for at, name in enumerate(pieces):
            money, found = _amount_right_of(pieces[at + 1 :]) if _is_charge(name.run.text) else (None, None)
            if money is not None and found is not None:
                rows.append(
                    {
                        "item": leaf(picker.book, name.run, Found(0, len(name.run), name.run.text, 0.7), "text", 0.7),
                        "amount": leaf(picker.book, money.run, found, "money", 0.7),
                    }
                )
    return tuple(rows) or _joined_charges(picker)


def _amount_right_of(pieces: Sequence[Piece]) -> tuple[Piece, Found] | tuple[None, None]:
    """Return the amount beside a charge's name, or the only one behind a count (1/次) before further words."""
    amounts = [_amount_in(piece.run.text) for piece in pieces]
    if amounts and amounts[0] is not None:
        return pieces[0], amounts[0]
    stop = next((n for n, piece in enumerate(pieces) if _WORDS.search(piece.run.text)), len(pieces))
    said = [n for n in range(stop) if amounts[n] is not None and _DECIMALS.search(pieces[n].run.text)]
    found = amounts[said[0]] if len(said) == 1 else None
    return (pieces[said[0]], found) if found is not None else (None, None)


def _is_charge(text: str) -> bool:
    whole = re.fullmatch(rf"[{HAN}()/]{{2,12}}", text)
    return bool(whole and _CHARGE_NAME.search(text) and not _NO_CHARGE.search(text))


def _amount_in(text: str) -> Found | None:
    if _COUNT.fullmatch(text):
        return None
    found = grammar.best(grammar.money, text, 0)
    return found if found is not None and found.quality >= _SHAPED else None


_CHARGE_NAME = re.compile(r"费|材料|床位|挂号|西药|中成药|中草药|化验|检查|治疗|手术|护理|诊查")


def _joined_charges(picker: Picker) -> tuple[FieldRow, ...]:
    rows: list[FieldRow] = []
    text = picker.flow.text
    for match in _CHARGE.finditer(text):
        if _NO_CHARGE.search(match["item"]):
            continue
        found = grammar.best(grammar.money, match["money"])
        if found is None:
            continue
        start = match.start("money")
        moved = Found(start + found.start, start + found.stop, found.value, 0.7)
        item = Found(*match.span("item"), match["item"], 0.6)
        rows.append(
            {
                "item": leaf(picker.book, picker.flow, item, "text", 0.6),
                "amount": leaf(picker.book, picker.flow, moved, "money", 0.7),
            }
        )
    return tuple(rows)


__all__ = ["DATE", "read_receipt"]
