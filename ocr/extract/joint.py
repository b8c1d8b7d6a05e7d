# ruff: noqa: E501 - word lists and patterns are read whole
"""JOINT_ACCT and JOINT_EMPLOYER: the deceased, the relatives, items, account, statements. Not here: geometry."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ocr.extract import grammar, statements
from ocr.extract.columns import RELATIVES
from ocr.extract.grammar import Found
from ocr.extract.layout import Layout
from ocr.extract.leaves import FieldLeaf, FieldRow
from ocr.extract.matching import Hit
from ocr.extract.people import relatives_in_text
from ocr.extract.people_by_shape import rows_by_column, rows_by_number
from ocr.extract.picking import DATE, DECEASED_IN_TEXT, MONEY, Keep, Picker
from ocr.extract.runs import Book, Run, overlap
from ocr.extract.spelled_relatives import spelled_relatives
from ocr.extract.tables import Table, find_tables
from ocr.extract.unread import UNREAD
from ocr.extract.values import SCANNERS, candidate_leaf, leaf, value_of
from ocr.extract.voucher import employer, payee, total_bonus
from ocr.extract.wording import NOT_A_NAME

_MUST = (frozenset(("NAME", "RELATION")), frozenset(("NAME", "ID")), frozenset(("RELATION", "SIGN")))
_ALL_ITEMS = ("FUNERAL", "DEATH_LUMP", "SURVIVOR_PENSION", "MEDICAL", "REHAB", "MEAL", "TRAVEL", "ASSISTIVE", "DISABILITY_LUMP", "MEDICAL_LUMP", "DISABILITY_PENSION", "CARE", "WAGE_CONTINUATION", "EMPLOYMENT_LUMP", "RECOVERY_CARE", "ASSESSMENT")  # fmt: skip


def read_joint(layout: Layout, to_employer: bool) -> tuple[Picker, tuple[Table, ...]]:
    """Return the fields of a joint letter and the tables on it."""
    tables = tuple(table for table in find_tables(layout, RELATIVES, _MUST) if not _is_form(table))
    rows = _table_rows(layout.book, tables)
    in_column = rows_by_column(layout)
    for table in tables:
        layout.without(table.used)
    picker = Picker(layout)
    _deceased(picker)
    known = picker.fields.get("deceased_id")
    rows = _with_rows_of_the_column(layout.book, rows, in_column, str(known.value) if known else "")
    if not rows:
        rows = spelled_relatives(layout, str(known.value) if known else "", _row)
        rows = rows or _label_rows(picker)
        if not any("id_no" in row for row in rows):
            shaped = rows_by_number(layout, str(known.value) if known else "")
            rows = tuple(_row(layout.book, cells) for cells in shaped) if len(shaped) >= len(rows) else rows
        if not rows:
            rows = relatives_in_text(layout, frozenset({str(known.value)} if known else ()))
    picker.rows["relatives"] = rows
    if not picker.has("deceased_name"):
        picker.label("deceased_name", ("NAME",), "name", _of_nobody_in(picker, rows))
    employer(picker)
    if to_employer:
        _advanced(picker)
        payee(picker, "payee_name", "payee_account", "payee_bank", "payee_cnaps")
        picker.put("pass_on_promise", statements.said(layout, statements.PASS_ON))
        picker.put("consent", statements.consent(layout))
    else:
        payee(picker, "holder_name", "account", "bank_name", "cnaps", person=True)
        picker.put("undertaking", statements.said(layout, statements.UNDERTAKING))
    picker.put("completeness", statements.said(layout, statements.COMPLETENESS))
    picker.put("dispute", statements.dispute(layout))
    picker.lists["items"] = statements.ticked_items(layout, _ALL_ITEMS)
    return picker, tables


def _deceased(picker: Picker) -> None:
    own = picker.owned_by("DECEASED", "WORKER")
    if not any(own(hit) for hit in picker.layout.of("ID")):  # a relative's number must not stand in for a bad one
        own = picker.owned_by("NAME")
    picker.label("deceased_name", ("DECEASED", "WORKER"), "name")
    weak = picker.fields.get("deceased_name")
    if weak is not None and weak.fit < 0.45:
        del picker.fields["deceased_name"]
        picker.pattern("deceased_name", "name", DECEASED_IN_TEXT)
        picker.put("deceased_name", weak)
    if not picker.has("deceased_name"):
        picker.pattern("deceased_name", "name", DECEASED_IN_TEXT)
    picker.label("deceased_id", ("DECEASED_ID", "WORKER_ID"), "id")
    if not picker.has("deceased_id"):
        _number_beside_the_deceased(picker)
        picker.label("deceased_id", ("ID",), "id", own)
    picker.pattern(
        "deceased_id",
        "id",
        (
            r"(?:工亡职工|死者|亡者|死亡职工|逝者|工亡人员)[^。;]{0,24}?(?:身份证|证件|身份号码|社会保障)(?:件)?(?:号码|号)?[:为是,]{0,2}(?P<v>[0-9Xx]{15,18})",
        ),
    )
    picker.label("death_date", ("DEATH_DATE",), "date")
    picker.pattern(
        "death_date",
        "date",
        (
            rf"(?:于|在)?(?P<v>{DATE})[^。;,]{{0,30}}?(?:死亡|工亡|身故|去世|不幸|遇难|身亡|离世|亡故|逝世|抢救无效)",
            rf"(?:死亡|工亡|身故|去世).{{0,8}}?(?P<v>{DATE})",
            rf"(?P<v>{DATE}),(?:(?!20\d\d[年\-/.]|\d{{1,2}}[月日天]|[次翌当同隔][日天晚月年]|[一二三四五六七八九十数几]{{1,3}}[天日月]|工作|入职)[^。;]){{0,80}}?(?:因工死亡|因工身亡|不幸身亡|抢救无效)",
            rf"(?:于|在)(?P<v>{DATE})[^。;]{{0,40}}?(?:死亡|工亡|身故|去世|不幸|遇难|身亡|离世|亡故|逝世|抢救无效)",
        ),
    )


def _number_beside_the_deceased(picker: Picker) -> None:
    """Set the number that stands in a sentence right behind the deceased's own name: an earlier one is a relative's."""
    name = picker.fields.get("deceased_name")
    if name is not None and name.value:
        picker.pattern("deceased_id", "id", (re.escape(str(name.value)) + _OWN_NUMBER,))


# 李样本同志，男，公民身份号码：4499…; 李样本（身份证4499…）
_OWN_NUMBER = (
    r"(?:同志|先生|女士)?[,(]{0,2}(?:[男女][,、])?(?:(?:公民|居民)?(?:身份证?|证件|社会保障)件?(?:号码?)?)?[:为是,]{0,2}"
    r"(?P<v>[1-9][0-9]{16}[0-9Xx])(?![0-9A-Za-z])"
)


def _of_nobody_in(picker: Picker, rows: Sequence[FieldRow]) -> Keep:
    """Return a test whether the name behind a label is none of the relatives' own: the deceased is not among them."""
    taken = {place for row in rows if "name" in row for place in _glyphs(row["name"])}

    def keep(hit: Hit) -> bool:
        found = value_of(picker.layout, hit, "name")
        return found is None or taken.isdisjoint(_glyphs(candidate_leaf(picker.book, found, "name")))

    return keep


def _glyphs(one: FieldLeaf) -> set[tuple[int, int, int]]:
    return {(part.page, part.line_index, at) for part in one.parts for at in range(part.start, part.stop)}


def _advanced(picker: Picker) -> None:
    picker.label("advanced_total", ("ADVANCED",), "money", bonus=total_bonus)
    picker.label("advanced_total_upper", ("ADVANCED_UPPER",), "words", bonus=total_bonus)
    picker.pattern(
        "advanced_total",
        "money",
        (
            rf"(?:垫付|(?<=单位)[整坚]付|(?<=单位已)[整坚]付)[^。;]{{0,40}}?(?P<v>¥{MONEY})",
            rf"(?:垫付|(?<=单位)[整坚]付|(?<=单位已)[整坚]付)[^。;]{{0,40}}?小写[)]?[:]?(?P<v>{MONEY})",
            rf"(?:垫付|(?<=单位)[整坚]付|(?<=单位已)[整坚]付)[^。;]{{0,40}}?(?P<v>{MONEY})(?=元|[(,。、·])",
            rf"(?P<v>¥{MONEY})",
        ),
    )
    picker.pattern(
        "advanced_total_upper",
        "words",
        (
            r"(?P<v>人民币(?:\(?大写\)?)?[:]?[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正伯]{3,})",
            r"垫付[^。;、]{0,24}?(?:元|\d)[,(]{1,2}(?:即|大写|计)?[:]?(?P<v>[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正伯]{3,})",
        ),
    )
    picker.only("advanced_total_upper", "words", lambda found, text: found.quality >= 0.5)


def _is_form(table: Table) -> bool:
    """Whether most of a table's names are labels: a form that repeats 姓名, 与死者关系 … beside the answers."""
    names = [row.cells["NAME"].text for row in table.rows if "NAME" in row.cells]
    return 2 * sum(bool(NOT_A_NAME.search(name)) for name in names) > len(names)


def _table_rows(book: Book, tables: Sequence[Table]) -> tuple[FieldRow, ...]:
    rows: list[FieldRow] = []
    for table in tables:
        for row in table.rows:
            cells = _answered(row.cells, table)
            if "NAME" in cells and table.column("RELATION") is None:
                cells = {**cells, "NAME": _first_in_row(book, cells["NAME"])}
            out = _row(book, cells)
            if not ("name" in out or "id_no" in out):
                continue
            if table.column("SUPPORTED") is not None and "SUPPORTED" not in cells:
                out["supported"] = _unanswered(out)
            if (ticked := _ticked(book, table, cells.get("SUPPORTED"))) is not None:
                out["supported"] = ticked
            rows.append(out)
    return tuple(rows)


def _with_rows_of_the_column(
    book: Book, rows: tuple[FieldRow, ...], in_column: Sequence[Mapping[str, Run]], skip: str
) -> tuple[FieldRow, ...]:
    """Return a table's rows, or those by its column of numbers where that has more: rows lost, several numbers in one.

    What a head told of a number's row stays. A table that goes on over a page is left to its heads.
    """
    column = [_row(book, cells) for cells in in_column if cells["ID"].text.upper() != skip.upper()]
    pages = {leaf.page for row in (*rows, *column) for leaf in row.values()}
    named = sum("name" in row for row in column)
    if len(column) <= sum("id_no" in row for row in rows) or len(pages) > 1 or 2 * named < len(column):
        return rows  # numbers beside which nobody stands are telephones, or the end of a line above
    told = {row["id_no"].raw: row for row in rows if "id_no" in row}
    return tuple(told.get(row["id_no"].raw, row) if "id_no" in row else row for row in column)


def _first_in_row(book: Book, run: Run) -> Run:
    """Return a name without what stands right of it in its row: a relation whose column's head was not read."""
    first = book.entries[run.refs[0][0]].box
    kept = [
        at
        for at, (number, _) in enumerate(run.refs)
        if number == run.refs[0][0] or overlap(*book.entries[number].box[1::2], *first[1::2]) < _SAME_ROW
    ]
    return Run("".join(run.text[at] for at in kept), tuple(run.refs[at] for at in kept))


_SAME_ROW = 0.4  # share of a line's height


def _answered(cells: Mapping[str, Run], table: Table) -> Mapping[str, Run]:
    """Return a row's cells with an answer (是, 否) that stands at the end of the number before its own column."""
    column = table.column("SUPPORTED")
    if column is None or "SUPPORTED" in cells:
        return cells
    at = table.columns.index(column)
    before = table.columns[at - 1].meaning if at else ""
    run = cells.get(before)
    if run is None or not re.search(r"[0-9Xx][是否]$", run.text):
        return cells
    return {**cells, before: run.cut(0, len(run) - 1), "SUPPORTED": run.cut(len(run) - 1, len(run))}


def _ticked(book: Book, table: Table, cell: Run | None) -> FieldLeaf | None:
    """Return the answer of a tick alone in a column that is parted into 是 and 否: the one that it stands under."""
    column = table.column("SUPPORTED")
    place = (
        book.box(cell.cut(len(cell) - 1, len(cell)))
        if cell is not None and re.fullmatch("(?:是否)?[√✓☑Vv]", cell.text)
        else None
    )
    if column is None or cell is None or place is None:
        return None
    middles = {
        entry.run.text: (entry.box[0] + entry.box[2]) / 2
        for entry in book.entries
        if entry.page == table.page and entry.run.text in ("是", "否") and entry.box[3] <= place[1][1] + 1
    }
    middles = {answer: x for answer, x in middles.items() if column.left <= x <= column.right}
    if len(middles) < 2:
        return None
    at = (place[1][0] + place[1][2]) / 2
    said = min(middles, key=lambda answer: abs(middles[answer] - at))
    return leaf(book, cell, Found(0, len(cell), said == "是", 0.8), "yesno", 0.8)


def _unanswered(row: Mapping[str, FieldLeaf]) -> FieldLeaf:
    """Return the answer that was not read in a column that asks for it: one character is lost more easily than a word."""
    beside = row.get("name") or row["id_no"]
    return FieldLeaf(None, raw="", page=beside.page, box=beside.box, line_index=-1, fit=0.3, flags=(UNREAD,))


_COLUMNS = (
    ("NAME", "name", "name"), ("RELATION", "relation", "relation"), ("ID", "id_no", "id"), ("PHONE", "phone", "phone"), ("SUPPORTED", "supported", "yesno"),
    ("MINOR", "minor", "yesno"), ("GUARDIAN", "guardian", "name"), ("DATE", "sign_date", "date"),
)  # fmt: skip


def _row(book: Book, cells: Mapping[str, Run]) -> dict[str, FieldLeaf]:
    out: dict[str, FieldLeaf] = {}
    for meaning, name, sort in _COLUMNS:
        cell_leaf(book, out, name, cells.get(meaning), sort)
    return out


def _label_rows(picker: Picker) -> tuple[FieldRow, ...]:
    """Return relatives of a form that repeats 姓名 · 与死者关系 · 身份证号 for each of them."""
    layout = picker.layout
    rows: list[FieldRow] = []
    names = layout.of("NAME")
    for number, hit in enumerate(names):
        start = layout.order(hit)
        stop = layout.order(names[number + 1]) if number + 1 < len(names) else (start[0] + 6, 0.0)
        out: dict[str, FieldLeaf] = {}
        for meaning, name, sort in (
            ("NAME", "name", "name"),
            ("RELATION", "relation", "relation"),
            ("ID", "id_no", "id"),
            ("PHONE", "phone", "phone"),
        ):
            for other in layout.of(meaning):
                if start <= layout.order(other) < stop and name not in out:
                    found = value_of(layout, other, sort)
                    if found is not None and found.fit >= 0.4:
                        out[name] = candidate_leaf(picker.book, found, sort)
        if "name" in out and "relation" in out:
            rows.append(out)
    return tuple(rows)


def cell_leaf(book: Book, out: dict[str, FieldLeaf], name: str, run: Run | None, sort: str) -> None:
    """Set a row's value from its cell; a cell with nothing valid gives an empty value with its raw text."""
    if run is None or not run.text.strip("-—/\\"):
        return
    found = grammar.best(SCANNERS[sort], run.text, 0)
    if found is None:
        if sort == "relation" and len(run) <= 6:
            out[name] = leaf(book, run, Found(0, len(run), run.text, 0.5), sort, 0.55)
        elif sort not in ("yesno", "phone") and name != "guardian":
            out[name] = leaf(book, run, Found(0, len(run), None, 0.2), sort, 0.3)
        return
    fit = 0.9 if found.quality >= 0.4 and found.value is not None else 0.55
    if sort == "relation":  # 父集 is a 父亲 read badly: what stands in the cell beside the 父 doubts it
        found = replace(found, start=0, stop=len(run))
    out[name] = leaf(book, run, found, sort, fit)
