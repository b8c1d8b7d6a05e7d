"""Cost lines of a voucher: table rows, else numbered or loose lines that name an item and an amount."""

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ocr.extract import grammar
from ocr.extract.columns import LINES
from ocr.extract.grammar import Found
from ocr.extract.items import items
from ocr.extract.layout import Layout
from ocr.extract.leads import org_start
from ocr.extract.leaves import FieldLeaf, FieldRow
from ocr.extract.matching import Hit, Piece
from ocr.extract.runs import Book, Run, joined, overlap
from ocr.extract.spelled import NUMBERED, blocks, spelled_cells, spelled_words
from ocr.extract.tables import Table, find_tables
from ocr.extract.values import SCANNERS, leaf
from ocr.extract.wording import HAN
from validators.formats.citizen_id import birth_date, check_digit_ok

_MUST = (
    frozenset(("ITEM", "AMOUNT")),
    frozenset(("DATE", "AMOUNT", "RECEIPT")),
    frozenset(("PAYEE", "AMOUNT", "RECEIPT")),
)
_RECEIPT = re.compile(r"(?<![0-9A-Za-z])(?:[0-9]{8,12}[-—~/一]?[0-9]{8,10}|[A-Z]{0,6}[0-9]{6,20})(?![0-9])")
_RECEIPT_LABEL = re.compile(r"(?:票据|发票|收据|凭证|单据)(?:代码)?(?:[-一、及/]?号码|号|编号|代码)?[:为]?(?:No\.?)?$")
_ORG = re.compile(
    rf"[{HAN}A-Za-z0-9()]{{2,24}}?(?:中心医院|医院|卫生院|诊所|门诊部|中心(?!医院)|药店|药房|公司|康复院|疗养院|急救站|血站|(?<=[究护生诊])所)(?:\([{HAN}]{{1,8}}\))?(?:[{HAN}]{{0,6}}(?:分院|院区))?"
)
_DECIMALS = re.compile(
    r"[0-9]\.[0-9]{2}(?![0-9](?:\.[0-9]{3})*\.[0-9]{2}(?![0-9]))"
)  # one of 63.000.00: a comma read as a dot
_NO_DECIMALS = re.compile(r"¥?[0-9]{5,}")  # beside others with them: a lost dot, not so many yuan
_MOST_DIGITS = 24  # a code of up to 12 and a number of up to 12 digits
_TOTAL = re.compile(r"合计|共计|总计|小计|总额|累计|共垫付|总共|大写")

_IN_FIGURES = re.compile(r"小写\)?:?$")


def line_tables(layout: Layout) -> tuple[Table, ...]:
    """Return the tables of costs."""
    return find_tables(layout, LINES, _MUST, by_cells=True)


def table_lines(book: Book, tables: Sequence[Table]) -> tuple[FieldRow, ...]:
    """Return the rows of cost tables."""
    rows: list[FieldRow] = []
    for table in tables:
        decimals = any(_DECIMALS.search(row.cells["AMOUNT"].text) for row in table.rows if "AMOUNT" in row.cells)
        for row in table.rows:
            out = row_of(book, row.cells)
            if "amount" in out and (len(out) > 1 or len(row.cells) > 1):
                lost = decimals and _NO_DECIMALS.fullmatch(out["amount"].raw)
                rows.append(_doubted(out, {"amount"} if lost else set(), table))
    return tuple(rows)


def _doubted(row: FieldRow, names: set[str], table: Table) -> FieldRow:
    """Return a row with doubts on some values and on those whose column's meaning its cells alone told."""
    names = names | {name for name in ("item", "date") if name.upper() in table.by_cells}
    return {name: replace(one, flags=(*one.flags, "AMBIGUOUS")) if name in names else one for name, one in row.items()}


def row_of(book: Book, cells: Mapping[str, Run]) -> dict[str, FieldLeaf]:
    """Return the values of one cost line from its cells."""
    out: dict[str, FieldLeaf] = {}
    _cell(book, out, "item", cells.get("ITEM"), "item")
    _cell(book, out, "payee", cells.get("PAYEE"), "org")
    _receipt(book, out, cells)
    _cell(book, out, "date", cells.get("DATE"), "date")
    _cell(book, out, "amount", cells.get("AMOUNT"), "money")
    return out


def _cell(book: Book, out: dict[str, FieldLeaf], name: str, run: Run | None, sort: str) -> None:
    if run is None or not run.text:
        return
    if name == "payee":
        whole = Found(0, len(run), run.text, 0.9)
        out[name] = leaf(book, run, whole, "org", 0.9)
        return
    found = grammar.best(SCANNERS[sort], run.text, 0)
    if sort == "date" and (found is None or "MISREAD" in found.flags):
        run, found = _day_in(run) or (run, found)
    if found is None or (sort == "money" and len(_DECIMALS.findall(run.text)) > 1):  # two rows in one cell
        out[name] = leaf(book, run, Found(0, len(run), None, 0.2), sort, 0.3)
        return
    if sort == "money" and re.search("[0-9]", run.text[: found.start] + run.text[found.stop :]):
        found = replace(found, flags=(*found.flags, "AMBIGUOUS"))  # 132.00 of 1:132.00
    fit = 0.9 if found.value is not None else 0.4
    out[name] = leaf(book, run, found, sort, fit)


def _day_in(run: Run) -> tuple[Run, Found] | None:
    """Return the line of a cell that is a day: beside it stands what belongs to a column whose head was not read."""
    edges = [0, *(at for at in range(1, len(run)) if run.refs[at][0] != run.refs[at - 1][0]), len(run)]
    for part in (run.cut(start, stop) for start, stop in itertools.pairwise(edges)):
        found = grammar.best(SCANNERS["date"], part.text, 0)
        if found is not None and found.value is not None:
            return part, found
    return None


def _receipt(book: Book, out: dict[str, FieldLeaf], cells: Mapping[str, Run]) -> None:
    run, code = cells.get("RECEIPT"), cells.get("CODE")
    if code is not None and run is not None:
        run = joined((code, run), "-")
    run = run or code
    if run is None or not any(char.isdigit() for char in run.text):
        return
    text = run.text
    match = re.search(r"[0-9A-Za-z][0-9A-Za-z\-/一~]*", text)
    if match is None:
        return
    value: str | None = re.sub(r"[一~/]", "-", match[0]).strip("-")
    if len(re.sub(r"[^0-9]", "", match[0])) > _MOST_DIGITS:  # two rows in one cell
        value = None
    out["receipt_no"] = leaf(book, run, Found(match.start(), match.start() + len(match[0]), value, 0.9), "receipt", 0.9)


def loose_lines(layout: Layout, skip_total: bool = True) -> tuple[FieldRow, ...]:
    """Return cost lines written as text: 1. 工伤医疗费，虚构市人民医院，票据号…，2021-07-02，8,600.00元."""
    rows: list[FieldRow] = []
    for run in blocks(layout):
        if skip_total and _TOTAL.search(run.text[:12]):
            continue
        whole = _spelled(layout.book, run) if NUMBERED.match(run.text) else None
        if whole is not None:
            rows.append(whole)
            continue
        for part in _parts(run):
            row = _line(layout.book, part)
            if row is not None:
                rows.append(row)
    shaped = _by_shape(layout)  # cells, so a line that holds several of them is none of text
    better = len(shaped) > max(1, len(rows)) or (shaped and len(shaped) == len(rows) and _lacks_decimals(rows))
    if better and not any("receipt_no" in row for row in rows):
        return shaped
    return tuple(rows) or _in_sentence(layout) or shaped


def _lacks_decimals(rows: Sequence[FieldRow]) -> bool:
    return not any(_DECIMALS.search(row["amount"].raw) or "元" in row["amount"].raw for row in rows)


def _by_shape(layout: Layout) -> tuple[FieldRow, ...]:
    """Return rows of a table whose heads nobody read: an item's name, an amount right of it, a day between them."""
    rows: list[FieldRow] = []
    for amount in layout.pieces:
        money = grammar.best(grammar.money, amount.run.text, 0)
        named = [p for p in layout.pieces if _beside(p, amount, _LEAST_BESIDE) and any(items(p.run.text))]
        if money is None or not _AMOUNT.fullmatch(amount.run.text) or not named:
            continue
        item = max(named, key=lambda p: p.box[2])
        if any(_beside(item, hit, _LEAST_BESIDE) and _beside(hit, amount, _LEAST_BESIDE) for hit in layout.hits):
            continue  # the amount has a label of its own: it is no cell
        between = [p for p in layout.pieces if _beside(item, p, 0.0) and _beside(p, amount, _LEAST_BESIDE)]
        days = [
            p for p in between if len(re.findall("[0-9]", p.run.text)) >= _DAY_FIGURES and len(p.run) <= _LONGEST_DAY
        ]
        cells = {"ITEM": item.run, "AMOUNT": amount.run, **({"DATE": days[-1].run} if days else {})}
        rows.append(row_of(layout.book, cells))
    return tuple(rows)


_AMOUNT = re.compile(r"¥?[0-9]{1,3}(?:[,.][0-9]{3})*[.,][0-9]{2}元?")
_LEAST_BESIDE = 0.25  # share of the lower of two pieces that the other stands beside: cells of two lines stand askew
_DAY_FIGURES, _LONGEST_DAY = 4, 11


def _beside(left: Piece | Hit, right: Piece | Hit, least: float) -> bool:
    """Whether a piece or label stands left of another one in its row."""
    row = overlap(left.box[1], left.box[3], right.box[1], right.box[3])
    return left.page == right.page and left.box[2] <= right.box[0] and row > least


_PAIR = re.compile(r"(?:\(元\))?[为共计:是约合]{0,2}(?P<money>¥?[0-9][0-9,]*(?:\.[0-9]{2}(?![0-9])|(?=元)))元?")


def _in_sentence(layout: Layout) -> tuple[FieldRow, ...]:
    """Return items with their amounts told in a sentence: 其中医疗费11000元，住院伙食补助费1300元."""
    flow = layout.paragraphs()
    rows: list[FieldRow] = []
    for found in sorted(items(flow.text), key=lambda one: one.start):
        pair = _PAIR.match(flow.text, found.stop)
        if pair is None:
            continue
        amount = grammar.best(grammar.money, pair["money"] + "元")
        if amount is None:
            continue
        start = pair.start("money")
        moved = replace(amount, start=start + amount.start, stop=start + len(pair["money"]))
        rows.append(
            {
                "item": leaf(layout.book, flow, found, "item", 0.7),
                "amount": leaf(layout.book, flow, moved, "money", 0.75),
            }
        )
    return tuple(rows) if len(rows) >= 2 else ()


def _parts(run: Run) -> list[Run]:
    """Cut a block where each part has its own amount and item."""
    cuts = [m.end() for m in re.finditer(r"[;。]|(?<=元)[,、]", run.text)]
    edges = sorted({0, *cuts, len(run)})
    parts: list[Run] = []
    for part in (run.cut(a, b) for a, b in itertools.pairwise(edges)):
        if parts and parts[-1].text[-1] in ",、" and not any(items(part.text)):
            parts[-1] = parts[-1] + part  # …元，票据号码…： what follows an amount without an item still tells of it
        else:
            parts.append(part)
    return [part for part in parts if len(part) > 4]


def _line(book: Book, run: Run) -> FieldRow | None:
    text = run.text
    if _TOTAL.search(text[:14]):
        return None
    found_items = sorted(items(text), key=lambda one: one.start)
    spelled = _spelled(book, run)
    if spelled is not None:
        return spelled
    numbered = NUMBERED.match(text)
    first = numbered.end() if numbered else 0  # the 9 of 9、待遇项目：医疗费 is no amount
    least = 0.55 if numbered else 0.65  # nor is a bare number in a sentence
    moneys = [m for m in grammar.money(text) if m.quality >= least and (m.value or 0) != 0 and m.start >= first]
    moneys = [m for m in moneys if not any(d.start < m.stop and m.start < d.stop for d in grammar.dates(text))]
    receipts = list(_RECEIPT.finditer(text))
    moneys = [
        m for m in moneys if not any(r.start() < m.stop and m.start < r.end() for r in receipts if "." not in r[0])
    ]
    moneys = [m for m in moneys if not _IN_FIGURES.search(text[: m.start])]  # the total's
    dates = sorted((d for d in grammar.dates(text) if d.value), key=lambda one: -one.quality)
    if not found_items or not moneys:
        return None
    org = next((m for m in _ORG.finditer(_strip(text)) if not re.search(r"医疗机构$", m[0])), None)
    if org is None and not dates and not receipts and not numbered:
        return None
    amount = moneys[-1]
    out: dict[str, FieldLeaf] = {"item": leaf(book, run, found_items[0], "item", 0.8)}
    if org is not None:
        start, stop = _trim(text, *org.span())
        if stop - start >= 3:
            out["payee"] = leaf(book, run, Found(start, stop, text[start:stop], 0.7), "org", 0.7)
    if dates:
        out["date"] = leaf(book, run, dates[0], "date", 0.85)
    number = _best_receipt(text, receipts, dates)
    if number is not None:
        value = re.sub(r"[一~/]", "-", number[0])
        out["receipt_no"] = leaf(book, run, Found(*number.span(), value, 0.8), "receipt", 0.8)
    out["amount"] = leaf(book, run, replace(amount), "money", 0.85)
    return out


_WORDS = spelled_words(LINES)
_AMOUNT_LABEL = re.compile("金额:")
_AT_LAST = re.compile(rf"(?P<label>[{HAN}]{{2,8}}):(?P<v>[¥￥]?[0-9][0-9,.]*元)[^0-9{HAN}]*.?$")
_LIKE_AMOUNT, _ALIKE = frozenset("费用金额"), 2  # signs that a misread label has of an amount's: 费用会账, 实付金频


def _spelled(book: Book, run: Run) -> FieldRow | None:
    """Return a line that names each value: 待遇项目：…，收款方：…，发票号码：…，日期：…，金额：…元."""
    cells = spelled_cells(run, _WORDS)
    last = _AT_LAST.search(run.text) if "AMOUNT" not in cells and NUMBERED.match(run.text) else None
    if last is not None and len(set(last["label"]) & _LIKE_AMOUNT) >= _ALIKE and not _TOTAL.search(last["label"]):
        cells = {**spelled_cells(run.cut(0, last.start()), _WORDS), "AMOUNT": run.cut(*last.span("v"))}
    if "AMOUNT" not in cells or len(cells) < 3 or len(_AMOUNT_LABEL.findall(run.text)) > 1:
        return None
    out = row_of(book, cells)
    return out if "amount" in out else None


def _strip(text: str) -> str:
    """Blank out item words so that they do not lead into a hospital's name; lengths stay."""
    out = list(text)
    for found in items(text):
        if text[found.stop : found.stop + 1] in ",、;:(在于" or found.start <= 4:
            out[found.start : found.stop] = "," * (found.stop - found.start)
    return "".join(out)


_LEAD = re.compile(
    r"^(?:[(0-9一二三四五六七八九十①-⑩)]{1,4}[.、,)])?(?:就诊|就医|治疗|收款|医疗|支付|诊疗)?(?:医院|机构|单位|对象|方|人)?(?:/[^:]{1,8})?[:为]|^(?:在|于|至|到|向|由|付|给|支付给|就诊于|送)+"
)


def _trim(text: str, start: int, stop: int) -> tuple[int, int]:
    while True:
        lead = _LEAD.match(text[start:stop])
        if lead is None or lead.end() == 0:
            break
        start += lead.end()
    date = re.search(r"[0-9]{1,2}日(?:在|至|于|到)?", text[start:stop])
    if date:
        start += date.end()
    return start + org_start(text[start:stop]), stop


def _best_receipt(text: str, receipts: Sequence[re.Match[str]], dates: Sequence[Found]) -> re.Match[str] | None:
    fits = []
    for match in receipts:
        if any(d.start < match.end() and match.start() < d.stop for d in dates):
            continue
        if re.match(r"[.,]\d\d(?!\d)|元", text[match.end() : match.end() + 4]):
            continue
        if len(match[0]) == 18 and check_digit_ok(match[0]) and birth_date(match[0]):
            continue
        labelled = bool(_RECEIPT_LABEL.search(text[: match.start()]))
        long = len(match[0]) >= 16
        if labelled or long:
            fits.append((labelled + long, -match.start(), match))
    return max(fits, key=lambda one: one[:2])[2] if fits else None
