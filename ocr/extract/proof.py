# ruff: noqa: E501 - word lists and patterns are read whole
"""PASS_ON_PROOF: what the employer got, kept and paid on, to whom. Not here: geometry."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ocr.amount_ink import READ_TOGETHER
from ocr.extract import grammar, statements
from ocr.extract.columns import BENEFICIARIES
from ocr.extract.grammar import Found
from ocr.extract.items import items
from ocr.extract.joint import cell_leaf
from ocr.extract.layout import Layout
from ocr.extract.leaves import FieldLeaf, FieldRow
from ocr.extract.matching import Hit
from ocr.extract.people import relatives_in_text
from ocr.extract.picking import DATE, MONEY, Picker, take_rows
from ocr.extract.runs import Book, Run
from ocr.extract.spelled import NUMBERED, blocks, spelled_cells, spelled_words
from ocr.extract.tables import Table, find_tables
from ocr.extract.values import SCANNERS, candidate_leaf, leaf, value_of
from ocr.extract.voucher import employer, total_bonus, total_row

_MUST = (
    frozenset(("NAME", "AMOUNT")),
    frozenset(("NAME", "ID")),
    frozenset(("ID", "AMOUNT")),
    frozenset(("ACCOUNT", "AMOUNT")),
)
_COLUMNS = (
    ("NAME", "name", "name"), ("ID", "id_no", "id"), ("RELATION", "relation", "relation"), ("ITEM", "item", "item"), ("AMOUNT", "amount", "money"),
    ("METHOD", "pay_method", "method"), ("ACCOUNT", "payee_account", "account"), ("DATE", "pay_date", "date"), ("SLIP", "slip_no", "code"),
)  # fmt: skip


def read_proof(layout: Layout) -> tuple[Picker, tuple[Table, ...]]:
    """Return the fields of a pass-on proof and the tables on it."""
    tables = find_tables(layout, BENEFICIARIES, _MUST)
    rows = _table_rows(layout.book, tables)
    for table in tables:
        layout.without(table.used)
    if not rows:
        rows = _spelled_rows(layout)
        take_rows(layout, rows if len(rows) > 1 else ())  # of one beneficiary the amount is the total as well
    picker = Picker(layout)
    employer(picker)
    _money(picker)
    _payment(picker)
    slips = _slips(picker)
    if not any("name" in row for row in rows):
        rows = _loose_rows(picker) or rows
    picker.rows["beneficiaries"] = _with_shared(rows, picker, slips)
    _lift(picker, slips)
    picker.put("receipt_statement", statements.said(layout, statements.RECEIPT_OF))
    picker.put("cash_statement", statements.said(layout, statements.CASH))
    return picker, tables


def _table_rows(book: Book, tables: Sequence[Table]) -> tuple[FieldRow, ...]:
    rows: list[FieldRow] = []
    for table in tables:
        for row in table.rows:
            out = _row(book, row.cells)
            if len(out) >= 2:
                rows.append(out)
    return tuple(rows)


def _row(book: Book, cells: Mapping[str, Run]) -> dict[str, FieldLeaf]:
    out: dict[str, FieldLeaf] = {}
    for meaning, name, sort in _COLUMNS:
        cell_leaf(book, out, name, cells.get(meaning), sort)
    return out


def _spelled_rows(layout: Layout) -> tuple[FieldRow, ...]:
    """Return beneficiaries spelled out one a line, with a column word before each value."""
    rows = []
    for block in blocks(layout):
        cells = spelled_cells(block, _WORDS)
        named = "NAME" in cells and "AMOUNT" in cells and len(cells) >= 3
        of_nobody = "NAME" not in cells and "ID" in cells and bool(NUMBERED.match(block.text))
        if named or (of_nobody and len(cells.keys() & _OF_A_PAYMENT) >= _ENOUGH):
            out = _row(layout.book, cells)
            if of_nobody or (out["name"].value and "amount" in out):
                rows.append(out)
    return tuple(rows)


_OF_A_PAYMENT = frozenset({"ID", "ITEM", "AMOUNT", "ACCOUNT", "DATE"})
_ENOUGH = 4  # of these in a numbered row tell a beneficiary whose name, or its label, was lost


_WORDS = spelled_words(BENEFICIARIES)


# Behind 收到 it is the employer that pays on, not the fund that pays: 今收到虚构市…公司转来工伤保险基金支付的….
_FROM_THE_FIRM = r"(?<![我本]单位收到)(?<![我本]公司收到)(?<=[收领]到)(?:(?!基金|社保|社会保险|医保|经办|财政|人力资源|中心|局)[^。;,\n]){2,30}?(?:公司|单位|厂|企业|合作社|联合社)[^。;,\n]{0,12}?(?:转来|转账|转付|支付|(?<!垫)付|汇|发放)"
_TO_THE_SIGNER = rf"(?:应|现|已|实际)(?:支付|转付|付|发放)给?(?:本人|我们?|各?受益人)[^。;,:0-9¥]{{0,6}}(?P<v>¥?{MONEY})(?=元|[,。(;、·])"


def _money(picker: Picker) -> None:
    picker.label("received_total", ("RECEIVED",), "money")
    picker.label("retained_advance", ("RETAINED",), "money")
    picker.pattern("passed_total", "money", (_TO_THE_SIGNER,))  # before a row's own 实付金额
    picker.label("passed_total", ("PASSED",), "money", bonus=total_bonus)
    total_row(picker, "passed_total", ("PASSED",))
    picker.label("passed_total_upper", ("PASSED_UPPER",), "words", bonus=total_bonus)
    picker.pattern(
        "received_total",
        "money",
        (
            rf"(?:收到|到账)(?!{_FROM_THE_FIRM})[^。;]{{0,40}}?(?:基金|待遇|拨付|资金|社保|款项|经办|中心|局)[^。;]{{0,40}}?(?P<v>¥?{MONEY})(?=元|[,。(;、·])",
            rf"(?:基金|社保)[^。;]{{0,16}}?(?:拨付|支付|拨入|到账)[^。;]{{0,30}}?(?P<v>¥?{MONEY})(?=元|[,。(;、·])",
        ),
    )
    picker.pattern(
        "retained_advance",
        "money",
        (
            rf"(?:垫付|代垫|(?<=单位)[整坚]付|(?<=单位已)[整坚]付)(?:(?!支付|应|余|转|发放|本人)[^。;,]){{0,18}}?(?P<v>¥?{MONEY})(?=元|[,。(;、·])",
        ),
    )
    picker.pattern(
        "passed_total",
        "money",
        (
            rf"(?:应|余额|余款|剩余|其余|实际|现|已|差额)[^。;]{{0,20}}?(?:支付|转付|付给|发放|支付给)[^。;]{{0,24}}?(?P<v>¥?{MONEY})(?=元|[,。(;、·])",
            rf"(?:余额|余款|剩余|其余|差额)[^。;]{{0,12}}?(?P<v>¥?{MONEY})(?=元|[,。(;、·])",
            rf"(?:支付|转付|付给|收到)[^。;]{{0,40}}?小写[)]?[:]?(?P<v>¥?{MONEY})",
            rf"[元角分][整正]?[)]?[,(](?:即|小写|计)?[:]?(?P<v>¥?{MONEY})",
            rf"(?:收到|领取|领到)[^。;]{{0,60}}?(?P<v>¥?{MONEY})(?=元|[,。(;、·])",
        ),
    )
    picker.pattern(
        "passed_total_upper",
        "words",
        (r"(?P<v>人民币(?:\(?大写\)?)?[:]?[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正伯]{3,})",),
    )
    picker.only("passed_total_upper", "words", lambda found, text: found.quality >= 0.5)
    _not_twice(picker)
    _received_by_its_parts(picker)


def _received_by_its_parts(picker: Picker) -> None:
    """The amount received where no word before it was read: the one on the paper that kept and passed on make."""
    kept, passed = picker.fields.get("retained_advance"), picker.fields.get("passed_total")
    if picker.has("received_total") or kept is None or passed is None:
        return
    if isinstance(kept.value, int) and isinstance(passed.value, int) and min(kept.value, passed.value) > 0:
        whole = kept.value + passed.value
        picker.only("received_total", "money", lambda found, text: found.value == whole)
        told = picker.fields.get("received_total")
        if told is not None and told.value == whole:  # found by the sum, so that the sum proves nothing by it
            picker.fields["received_total"] = replace(told, flags=(*told.flags, READ_TOGETHER))


def _not_twice(picker: Picker) -> None:
    """A running pattern may find the same characters for two fields: the weaker one has found nothing."""
    order = ("received_total", "retained_advance", "passed_total")
    for one in order:
        for two in order:
            a, b = picker.fields.get(one), picker.fields.get(two)
            if a is None or b is None or one == two or a.parts != b.parts or not a.parts:
                continue
            del picker.fields[one if a.fit < b.fit else two]


def _payment(picker: Picker) -> None:
    picker.label("credit_date", ("CREDIT_DATE",), "date")
    picker.label("pay_date", ("PAY_DATE",), "date")
    picker.pattern(
        "credit_date",
        "date",
        (
            rf"(?:于|在)?(?P<v>{DATE})(?:[^。;]{{0,10}})?(?:收到|到账)(?!{_FROM_THE_FIRM})",
            rf"(?:到账|收到)(?:(?!签[收名字])[^。;,]){{0,12}}?(?P<v>{DATE})",
        ),
    )
    picker.pattern(
        "pay_date",
        "date",
        (
            rf"(?:已|并|单位|公司|我)?(?:于|在)(?P<v>{DATE})(?:(?!收到|到账)[^。;]){{0,30}}?(?:支付|转账|转付|汇款|汇入|付给|转入|银行转)",
            rf"(?P<v>{DATE})[,]?(?:本人|[收领]款人)?(?:收到|领到){_FROM_THE_FIRM}",
        ),
    )
    picker.label("pay_method", ("METHOD",), "method")
    picker.pattern(
        "pay_method",
        "method",
        (
            r"(?:支付|付款|发放|转付|结算)(?:途径|方式|渠道|形式)[:为](?P<v>[^。;,:]{2,8})",  # broken over two lines
            r"(?:通过|以|采用|采取|用|经)(?P<v>[^。;,]{0,8}(?:转账|现金|汇款|银行|网银)[^。;,]{0,6})(?:方式|形式|支付|转)?",
        ),
    )
    picker.label("payee_account", ("ACCOUNT",), "account")
    picker.pattern(
        "payee_account",
        "account",
        (r"(?:账户|账号|卡号|银行卡|存折|卡)(?:\([^)]{0,8}\))?[:为是(]{0,2}(?P<v>\d[\d-]{11,29})",),
    )


def _slips(picker: Picker) -> tuple[FieldLeaf, ...]:
    """Return every slip number behind a label, several separated by 、 included; numbered labels in their order."""
    out: dict[str, FieldLeaf] = {}
    for hit in sorted(picker.layout.of("SLIP_NO"), key=lambda hit: _numbered(picker.layout, hit)):
        for place in picker.layout.places(hit)[:1]:
            run = place.run
            for more in place.more[:2]:
                if run.text and run.text[-1] in "、,;-":
                    run = run + more
            for match in re.finditer(r"[A-Za-z]{0,8}[0-9][0-9A-Za-z-]{5,31}", run.text):
                out.setdefault(
                    match[0], leaf(picker.book, run, Found(match.start(), match.end(), match[0], 0.85), "code", 0.85)
                )
        for run, match in () if _numbered(picker.layout, hit) else _listed(picker.layout, hit):
            out.setdefault(match["v"], leaf(picker.book, run, Found(*match.span("v"), match["v"], 0.8), "code", 0.8))
    for match in () if out else _IN_A_SENTENCE.finditer(picker.flow.text):
        found = Found(*match.span("v"), match["v"], 0.8)
        out.setdefault(match["v"], leaf(picker.book, picker.flow, found, "code", 0.75))
    return tuple(out.values())


_IN_A_SENTENCE = re.compile(
    r"(?:流水号|回单编?号|凭证号)[:为]?(?P<v>[A-Za-z]{0,8}[0-9][0-9A-Za-z]{7,31})(?![0-9A-Za-z])"
)


def _numbered(layout: Layout, hit: Hit) -> int:
    """Return the number behind a label (流水号2:), 0 where it has none."""
    text = layout.book.entries[hit.entry].run.text
    number = re.match(r"([1-9][0-9]?):", text[hit.start + len(hit.word) :])
    return int(number[1]) if number else 0


_LISTED = re.compile(r"(?:[(]?[0-9]{1,2}[.、):])?(?P<v>[A-Za-z]{1,8}[0-9]{8,24})[,;、。]?")


def _listed(layout: Layout, hit: Hit) -> list[tuple[Run, re.Match[str]]]:
    """Return the numbers in lines of their own below a label, up to the first other line."""
    out: list[tuple[Run, re.Match[str]]] = []
    bottom, height = hit.box[3], hit.box[3] - hit.box[1]
    below = [p for p in layout.pieces if p.page == hit.page and p.box[1] > hit.box[3] - 0.4 * height]
    for p in sorted(below, key=lambda p: (p.middle, p.box[0])):
        match = _LISTED.fullmatch(p.run.text)
        if match is None or p.box[1] - bottom > 2.2 * height:
            break
        out.append((p.run, match))
        bottom = p.box[3]
    return out


def _loose_rows(picker: Picker) -> tuple[FieldRow, ...]:
    """Return the beneficiaries of a form or letter without table."""
    layout = picker.layout
    people = [hit for hit in layout.of("BENEFICIARY", "NAME", "WORKER", "DECEASED") if hit.meaning != "DECEASED"]
    rows: list[dict[str, FieldLeaf]] = []
    for hit in people:
        found = value_of(layout, hit, "name")
        if found is None or found.fit < 0.4:
            continue
        name = candidate_leaf(picker.book, found, "name")
        if any(row["name"].value == name.value for row in rows):
            continue
        rows.append({"name": name})
        for other in layout.of("ID"):
            owner = picker.owner(other)
            if owner is hit:
                value = value_of(layout, other, "id")
                if value is not None:
                    rows[-1]["id_no"] = candidate_leaf(picker.book, value, "id")
    if not any("id_no" in row for row in rows):
        text_rows = relatives_in_text(layout, frozenset())
        if text_rows:
            rows = [dict(row) for row in text_rows]
            for row in rows:
                row.pop("phone", None)
    with_id = [row for row in rows if "id_no" in row]
    rows = with_id or rows[:1]
    if len(rows) == 1:
        _complete_single(picker, rows[0])
    else:
        _amounts_in_text(picker, rows)
    return tuple(rows)


def _complete_single(picker: Picker, row: dict[str, FieldLeaf]) -> None:
    if picker.has("passed_total"):
        row["amount"] = picker.fields["passed_total"]
    found = _item(picker)
    if found is not None:
        row["item"] = found


def _item(picker: Picker) -> FieldLeaf | None:
    for hit in picker.layout.of("ITEM"):
        value = value_of(picker.layout, hit, "item")
        if value is not None:
            return candidate_leaf(picker.book, value, "item")
    for found in sorted(items(picker.flow.text), key=lambda one: (-one.quality, one.start)):
        return leaf(picker.book, picker.flow, found, "item", 0.7)
    return None


def _amounts_in_text(picker: Picker, rows: list[dict[str, FieldLeaf]]) -> None:
    """Give each person of a sentence list the amount and item that follow the name."""
    text = picker.flow.text
    starts = []
    for row in rows:
        anchor = row["id_no"].value if "id_no" in row else row["name"].value
        starts.append(text.find(str(anchor)))
    for number, row in enumerate(rows):
        if starts[number] < 0:
            continue
        later = [s for s in starts if s > starts[number]]
        stop = min(later, default=min(len(text), starts[number] + 160))
        begin = starts[number] + 18
        part = text[begin:stop]
        part = part[: ended.start()] if (ended := re.search(r"[。;]\n", part)) else part  # below stands the foot
        for name, sort in (("amount", "money"), ("item", "item"), ("pay_date", "date"), ("pay_method", "method")):
            good = [f for f in SCANNERS[sort](part) if f.quality >= 0.5 and f.value is not None]
            if good:
                one = good[0]
                row.setdefault(
                    name,
                    leaf(
                        picker.book,
                        picker.flow,
                        Found(begin + one.start, begin + one.stop, one.value, one.quality, one.flags),
                        sort,
                        0.75,
                    ),
                )
        account = [f for f in grammar.accounts(part) if f.quality >= 0.7]
        if account:
            one = account[0]
            row.setdefault(
                "payee_account",
                leaf(
                    picker.book,
                    picker.flow,
                    Found(begin + one.start, begin + one.stop, one.value, one.quality),
                    "account",
                    0.75,
                ),
            )


def _with_shared(rows: Sequence[FieldRow], picker: Picker, slips: Sequence[FieldLeaf]) -> tuple[FieldRow, ...]:
    """Give rows what the paper says once for all: one date, one method, slip numbers in order."""
    out = []
    for number, row in enumerate(rows):
        more = dict(row)
        for name in ("pay_date", "pay_method"):
            there = picker.fields.get(name)  # alone it is the row's even where its ink has yet to be asked
            if name not in more and there is not None and (there.value is not None or (there.parts and len(rows) == 1)):
                more[name] = there
        if "payee_account" not in more and len(rows) == 1 and picker.has("payee_account"):
            more["payee_account"] = picker.fields["payee_account"]
        if "amount" not in more and len(rows) == 1 and picker.has("passed_total"):
            more["amount"] = picker.fields["passed_total"]
        if "slip_no" not in more and len(slips) == len(rows):
            more["slip_no"] = slips[number]
        out.append(more)
    return tuple(out)


def _lift(picker: Picker, slips: Sequence[FieldLeaf]) -> None:
    """Put a row field with one distinct value at the top too; list every slip number."""
    rows: Sequence[Mapping[str, FieldLeaf]] = picker.rows["beneficiaries"]
    for name in ("pay_date", "pay_method", "payee_account"):
        values = {row[name].value for row in rows if name in row}
        if len(values) == 1 and (not picker.has(name) or all(name in row for row in rows)):
            picker.fields[name] = next(row[name] for row in rows if name in row)
        elif len(values) > 1:
            picker.fields.pop(name, None)
    seen = {str(one.value): one for one in slips}
    for row in rows:
        if "slip_no" in row and row["slip_no"].value:
            seen.setdefault(str(row["slip_no"].value), row["slip_no"])
    if seen:
        picker.lists["slip_no"] = tuple(seen.values())
        if len(seen) == 1:
            picker.put("slip_no", next(iter(seen.values())))
