"""Layout engines: sections (pairs, tables, sentences, signatures) as form, list or letter. No wording."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from tests.factory.case import Doc, Val
from tests.factory.layouts.signing import LEFT, RIGHT, WIDE, Sign, seal_block, sign_block, sign_lines
from tests.factory.paper import Cell, Run, Sheet


@dataclass(slots=True)
class Pairs:
    """Rows of label and field name."""

    heading: str
    rows: list[list[tuple[str, str]]]


@dataclass(slots=True)
class Table:
    """A table of the paper's rows: key, heading, share of the width; `sign` columns hold signatures."""

    heading: str
    columns: list[tuple[str, str, float]]
    lead_in: list[Run] = field(default_factory=list)


@dataclass(slots=True)
class Text:
    """A sentence or paragraph."""

    heading: str
    runs: list[Run]


Section = Pairs | Table | Text | Sign


@dataclass(slots=True)
class Content:
    """Everything an engine needs: title, sections, letter paragraphs."""

    title: str
    sections: list[Section]
    letter: list[list[Run]] = field(default_factory=list)
    letter_table: Table | None = None
    foot: str = ""
    number: str = ""


def find(doc: Doc, name: str) -> Val | None:
    """Give a value by field name; `rows[0].key` reaches into the rows."""
    if "[" in name:
        at, key = name.rstrip().split("[")[1].split("].")
        return doc.rows[int(at)].get(key) if int(at) < len(doc.rows) else None
    return doc.v.get(name)


def value(doc: Doc, name: str, *, under: bool = False, blank: int = 8) -> Run:
    """Give the run of a field, blank where the paper leaves it out."""
    got = find(doc, name)
    if got is None or name in doc.omit:
        return Run("\u3000" * blank, None, under=True)
    return Run(got.text, name, hand=got.hand, under=under or got.hand)


def cell_run(doc: Doc, index: int, key: str) -> Run:
    """Give the run of a cell of the paper's rows."""
    got = doc.rows[index].get(key)
    if got is None or f"{doc.rows_name}[{index}].{key}" in doc.omit:
        return Run("")
    return Run(got.text, f"{doc.rows_name}[{index}].{key}", hand=got.hand)


def title(sheet: Sheet, doc: Doc, content: Content, y: float, rng: Random) -> float:
    """Print the title, sometimes with the page count above it."""
    if "pages" in doc.flags:
        sheet.text(RIGHT - 90, 30, doc.flags["pages"], 9)
    size = rng.choice([18.0, 20.0, 22.0])
    while sheet.width(content.title, size, bold=True) > WIDE:
        size -= 1
    if "doc_title" not in doc.omit:
        spread = rng.choice([0, 0, 2]) if len(content.title) < 14 else 0
        sheet.centre(y, content.title, size, bold=True, spread=spread)
        wide = sheet.width(content.title, size, bold=True) + spread * (len(content.title) - 1)
        sheet.remember("doc_title", ((sheet.size[0] - wide) / 2, y, (sheet.size[0] + wide) / 2, y + size))
    y += size + rng.uniform(10, 18)
    if content.number:
        sheet.text(LEFT, y, content.number, 9.5)
        y += 17
    return y


# --- forms -----------------------------------------------------------------------------------------------------
def ruled_table(sheet: Sheet, doc: Doc, table: Table, x: float, y: float, width: float, size: float) -> float:
    """Draw the paper's rows as a ruled table; `sign` and `day` columns hold signatures."""
    total = sum(c[2] for c in table.columns)
    widths = [width * c[2] / total for c in table.columns]
    for i, row in enumerate(doc.rows):
        for (key, _, _), room in zip(table.columns, widths, strict=True):
            text = cell_run(doc, i, key).text if key in row else ""
            while text.isascii() and sheet.width(text, size) > room - 7.5 and size > 7:
                size -= 0.25
    rows = [
        [Cell([Run(spread(c[1], sheet.spread_labels), bold=True)], align="centre", label=True) for c in table.columns]
    ]
    for i in range(len(doc.rows)):
        row = []
        for key, _, _ in table.columns:
            signer = doc.signers[i] if i < len(doc.signers) else None
            if key == "no":
                row.append(Cell([Run(str(i + 1))], align="centre"))
            elif key == "sign":
                row.append(Cell([Run("")], sign=signer))
            elif key == "day":
                row.append(Cell([Run("")], day_of=signer))
            else:
                row.append(Cell([cell_run(doc, i, key)], align="right" if key == "amount" else "centre"))
        rows.append(row)
    signed = any(c[0] == "sign" for c in table.columns)
    return sheet.grid(x, y, widths, rows, size, least=34 if signed else 22)


def spread(label: str, on: bool) -> str:
    """Set the two characters of a short label apart, as office forms do."""
    return f"{label[0]}\u3000{label[1]}" if on and len(label) == 2 else label


def _pair_cells(doc: Doc, row: list[tuple[str, str]], on: bool) -> list[Cell]:
    cells: list[Cell] = []
    for label, name in row:
        cells.append(Cell([Run(spread(label, on))], align="centre", label=True))
        cells.append(
            Cell(
                [value(doc, name, blank=1)] if find(doc, name) and name not in doc.omit else [Run("")],
                span=3 if len(row) == 1 else 1,
            )
        )
    return cells


def _form(sheet: Sheet, doc: Doc, content: Content, rng: Random, strip: bool) -> None:
    y = title(sheet, doc, content, rng.uniform(46, 62), rng)
    size = rng.choice([10.0, 10.5, 11.0])
    x = LEFT + (26 if strip else 0)
    width = RIGHT - x
    label = rng.uniform(78, 92)
    start = y
    for section in content.sections:
        top = y
        if isinstance(section, Pairs):
            for row in section.rows:
                if not any(find(doc, name) for _, name in row):
                    continue
                half = (width - 2 * label) / 2
                y = sheet.grid(
                    x, y, [label, half, label, half], [_pair_cells(doc, row, sheet.spread_labels)], size, least=26
                )
        elif isinstance(section, Table):
            if section.lead_in and not strip:
                y = sheet.grid(x, y, [width], [[Cell(section.lead_in)]], size)
            y = ruled_table(sheet, doc, section, x, y, width, size - 1)
        elif isinstance(section, Text):
            y = sheet.grid(
                x,
                y,
                [width],
                [[Cell([Run("\u3000\u3000"), *section.runs])]],
                size,
                pad=6,
                least=len(section.heading) * 13 + 8 if strip else 22,
            )
        elif doc.flags.get("signed_rows") and not section.seal_label:
            continue
        else:
            y = sign_block(sheet, doc, section, y + 8, rng, x=x + 6, width=width - 12)
            sheet.rect(x, top, RIGHT, y)
        if strip:
            sheet.rect(LEFT, top, x, y)
            words = section.heading if isinstance(section, (Pairs, Table, Text)) else "签章"
            step = min(size + 4, (y - top - 4) / max(1, len(words)))
            small = min(size, step - 0.5)
            for i, char in enumerate(words):
                sheet.text(LEFT + (26 - small) / 2, (top + y) / 2 - step * len(words) / 2 + i * step, char, small)
    if rng.random() < 0.35:
        sheet.rect(LEFT, start, RIGHT, y, 1.6)
    if content.foot:
        sheet.flow(LEFT, y + 8, WIDE, [Run(content.foot)], 8.5)


def form_left(sheet: Sheet, doc: Doc, content: Content, rng: Random) -> None:
    """Ruled table, label cells left of the value."""
    _form(sheet, doc, content, rng, strip=False)


def form_side(sheet: Sheet, doc: Doc, content: Content, rng: Random) -> None:
    """Ruled table with merged vertical section names at the left edge."""
    _form(sheet, doc, content, rng, strip=True)


def form_above(sheet: Sheet, doc: Doc, content: Content, rng: Random) -> None:
    """Ruled cells with the label small above the value."""
    y = title(sheet, doc, content, rng.uniform(44, 58), rng)
    for section in content.sections:
        if isinstance(section, Pairs):
            for row in section.rows:
                wide = WIDE / len(row)
                runs = [
                    value(doc, name, blank=1) if find(doc, name) and name not in doc.omit else Run("")
                    for _, name in row
                ]
                high = 26 + 14 * max(len(sheet.lines([r], 10.5, wide - 12)) for r in runs)
                for i, ((label, _), run) in enumerate(zip(row, runs, strict=True)):
                    sheet.rect(LEFT + i * wide, y, LEFT + (i + 1) * wide, y + high)
                    sheet.text(LEFT + i * wide + 4, y + 3, label, 8.5)
                    sheet.flow(LEFT + i * wide + 8, y + 18, wide - 12, [run], 10.5, lead=1.33)
                y += high
        elif isinstance(section, Table):
            y = ruled_table(sheet, doc, section, LEFT, y, WIDE, 9.5)
        elif isinstance(section, Text):
            y = sheet.grid(LEFT, y, [WIDE], [[Cell([Run("\u3000\u3000"), *section.runs])]], 10.5, pad=7)
        elif not (doc.flags.get("signed_rows") and not section.seal_label):
            top = y
            y = sign_block(sheet, doc, section, y + 8, rng, x=LEFT + 6, width=WIDE - 12)
            sheet.rect(LEFT, top, RIGHT, y)
    if content.foot:
        sheet.flow(LEFT, y + 8, WIDE, [Run(content.foot)], 8.5)


# --- lists -----------------------------------------------------------------------------------------------------
_HAN = "一二三四五六七八九十"


def _spell_row(doc: Doc, table: Table, i: int, number: str) -> list[Run]:
    runs = [Run(number)]
    for key, label, _ in table.columns:
        if key in ("no", "sign", "day"):
            continue
        run = cell_run(doc, i, key)
        if run.text:
            runs += [Run(("，" if len(runs) > 1 else "") + label.split("（")[0] + "："), run]
            if key == "amount":
                runs.append(Run("元"))
    return [*runs, Run("；")]


def list_num(sheet: Sheet, doc: Doc, content: Content, rng: Random) -> None:
    """Numbered lines, one fact a line."""
    _list(sheet, doc, content, rng, spelled=True, style=rng.choice(["1.", "1、"]))


def list_table(sheet: Sheet, doc: Doc, content: Content, rng: Random) -> None:
    """Numbered sections with Chinese numerals and a ruled table between."""
    _list(sheet, doc, content, rng, spelled=False, style="一、")


def _list(sheet: Sheet, doc: Doc, content: Content, rng: Random, *, spelled: bool, style: str) -> None:
    y = title(sheet, doc, content, rng.uniform(48, 66), rng)
    size, n = rng.choice([11.0, 11.5, 12.0]), 0
    crowd = (
        sum(len(s.rows) if isinstance(s, Pairs) else 1 for s in content.sections)
        + 2 * len(doc.rows)
        + 2 * len(doc.signers)
    )
    if crowd > 26:
        size = 10.5

    def number() -> str:
        nonlocal n
        n += 1
        return f"{_HAN[n - 1] if n <= 10 else '十' + _HAN[n - 11]}、" if style == "一、" else f"{n}{style[1:]}"

    signed_rows = any(isinstance(s, Table) and any(c[0] == "sign" for c in s.columns) for s in content.sections)
    for section in content.sections:
        if isinstance(section, Pairs):
            if not spelled:
                y = sheet.flow(LEFT, y, WIDE, [Run(number() + section.heading)], size, lead=1.65)
            for row in section.rows:
                if spelled:
                    for label, name in row:
                        if find(doc, name):
                            y = sheet.flow(
                                LEFT + 6, y, WIDE - 6, [Run(f"{number()}{label}："), value(doc, name)], size, lead=1.7
                            )
                else:
                    runs: list[Run] = []
                    for label, name in row:
                        if find(doc, name):
                            runs += [Run(("\u3000\u3000" if runs else "") + label + "："), value(doc, name)]
                    if runs:
                        y = sheet.flow(LEFT + 22, y, WIDE - 22, runs, size, lead=1.65)
        elif isinstance(section, Table):
            lead = section.lead_in or [Run(section.heading + "：")]
            y = sheet.flow(LEFT + 6 * spelled, y, WIDE - 6, [Run(number()), *lead], size, lead=1.7)
            if spelled and not signed_rows:
                for i in range(len(doc.rows)):
                    y = sheet.flow(
                        LEFT + 22, y, WIDE - 22, _spell_row(doc, section, i, f"（{i + 1}）"), size - 0.5, lead=1.6
                    )
            else:
                y = ruled_table(sheet, doc, section, LEFT, y + 2, WIDE, 9.5) + 8
        elif isinstance(section, Text):
            y = sheet.flow(LEFT + 6, y, WIDE - 6, [Run(number()), *section.runs], size, lead=1.7)
        else:
            y = sign_block(sheet, doc, section, y + 14, rng)
    if content.foot:
        sheet.flow(LEFT, y + 4, WIDE, [Run(content.foot)], 8.5)


def list_blank(sheet: Sheet, doc: Doc, content: Content, rng: Random) -> None:
    """Label and underlined blank side by side, several on a line, as in a home-made form."""
    y = title(sheet, doc, content, rng.uniform(48, 66), rng)
    size = rng.choice([10.5, 11.0])
    for section in content.sections:
        if isinstance(section, Pairs):
            for row in section.rows:
                shown = [(label, name) for label, name in row if find(doc, name)]
                x = LEFT
                need = sum(sheet.width(f"{a}：{(find(doc, b) or Val('', '')).text}", size) + 40 for a, b in shown)
                for label, name in shown:
                    run = value(doc, name, under=True)
                    pair = [Run(label + "："), run]
                    if need > WIDE:
                        y = sheet.flow(LEFT, y, WIDE, pair, size, lead=1.75)
                        continue
                    sheet.flow(x, y, WIDE, pair, size)
                    x += sum(p[2] for p in sheet.lines(pair, size, 900)[0]) + 22
                if need <= WIDE and shown:
                    y += size * 1.8
        elif isinstance(section, Table):
            if section.lead_in:
                y = sheet.flow(LEFT, y, WIDE, section.lead_in, size, lead=1.65)
            y = ruled_table(sheet, doc, section, LEFT, y + 3, WIDE, 9.5) + 10
        elif isinstance(section, Text):
            y = sheet.flow(LEFT, y, WIDE, section.runs, size, lead=1.75, indent=size * 2)
        else:
            y = sign_block(sheet, doc, section, y + 16, rng)
    if content.foot:
        sheet.flow(LEFT, y + 4, WIDE, [Run(content.foot)], 8.5)


def letter(sheet: Sheet, doc: Doc, content: Content, rng: Random) -> None:
    """Title, running text with a table, signatures and seal at the lower right."""
    _letter(sheet, doc, content, rng, spelled=False)


def letter_spelled(sheet: Sheet, doc: Doc, content: Content, rng: Random) -> None:
    """A letter that spells its rows out in sentences and signs from the left edge."""
    _letter(sheet, doc, content, rng, spelled=True)


def _letter(sheet: Sheet, doc: Doc, content: Content, rng: Random, *, spelled: bool) -> None:
    y = title(sheet, doc, content, rng.uniform(60, 84), rng)
    size = rng.choice([11.5, 12.0, 12.5])
    if sum(len(r.text) for p in content.letter for r in p) > 620 or len(doc.signers) > 3:
        size = 11.0
    for n, paragraph in enumerate(content.letter):
        if n == 1 and content.letter_table:
            y = _letter_rows(sheet, doc, content.letter_table, y, size, spelled)
        y = sheet.flow(LEFT, y, WIDE, paragraph, size, lead=1.75, indent=size * 2)
    sign = next(s for s in content.sections if isinstance(s, Sign))
    y += rng.uniform(14, 26)
    right = len(doc.signers) <= 2 and not sign.relation_label and not spelled
    x = LEFT + (WIDE * 0.34 if right else 20)
    y = sign_lines(sheet, doc, sign, x, y, RIGHT - x, rng)
    if sign.seal_label:
        seal_block(sheet, doc, sign, LEFT + WIDE * 0.52, y + 18, rng)
    if content.foot:
        sheet.flow(LEFT, 790, WIDE, [Run(content.foot)], 8.5)


def _letter_rows(sheet: Sheet, doc: Doc, table: Table, y: float, size: float, spelled: bool) -> float:
    if not spelled:
        return ruled_table(sheet, doc, table, LEFT, y + 2, WIDE, 9.5) + 8
    for i in range(len(doc.rows)):
        y = sheet.flow(LEFT, y, WIDE, _spell_row(doc, table, i, f"{i + 1}."), size, lead=1.7, indent=size * 2)
    return y
