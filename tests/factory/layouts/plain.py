"""Two more layouts: plain (label and value in running lines, columns without rules) and dense (crowded ruled form)."""

from __future__ import annotations

from random import Random

from tests.factory import money
from tests.factory.case import Doc
from tests.factory.layouts.common import Content, Pairs, Table, Text, cell_run, find, ruled_table, spread, title, value
from tests.factory.layouts.signing import LEFT, RIGHT, WIDE, Sign, seal_spot, sign_block, sign_lines
from tests.factory.paper import Cell, Run, Sheet


def _pairs(sheet: Sheet, doc: Doc, section: Pairs, y: float, size: float) -> float:
    """Put as many pairs on a line as fit."""
    x = LEFT
    for row in section.rows:
        for label, name in row:
            got = find(doc, name)
            if got is None:
                continue
            runs = [Run(label + "："), value(doc, name)]
            wide = sum(p[2] for p in sheet.lines(runs, size, 2000)[0])
            if x > LEFT and x + wide > RIGHT:
                x, y = LEFT, y + size * 1.75
            if wide > WIDE:
                y = sheet.flow(LEFT, y, WIDE, runs, size, lead=1.75)
                continue
            sheet.flow(x, y, wide + 2, runs, size)
            x += wide + size * 2
    return y + size * 1.75 if x > LEFT else y


def _columns(sheet: Sheet, doc: Doc, table: Table, y: float, size: float) -> float:
    """Set the rows in columns without any rule."""
    total = sum(c[2] for c in table.columns)
    at, places = LEFT, []
    for key, label, share in table.columns:
        places.append((key, label, at, WIDE * share / total))
        at += WIDE * share / total
    for i, row in enumerate(doc.rows):
        for key, _, _, room in places:
            text = cell_run(doc, i, key).text if key in row else ""
            while text.isascii() and sheet.width(text, size) > room - 6 and size > 7:
                size -= 0.25
    for _, label, x, room in places:
        sheet.flow(x, y, room - 4, [Run(label)], size, lead=1.3)
    y += size * (1.3 * max(len(sheet.lines([Run(p[1])], size, p[3] - 4)) for p in places) + 0.5)
    for i in range(len(doc.rows)):
        signer = doc.signers[i] if i < len(doc.signers) else None
        low = y + size * 1.5
        for key, _, x, room in places:
            if key == "sign" and signer:
                sheet.line(x, y + 20, x + room - 8, y + 20, 0.5)
                sheet.signature(signer, x + 1, y - 6, room - 10, 27)
                low = max(low, y + 30)
            elif key == "day" and signer:
                sheet.sign_day(signer, x, y + 8, room - 4, size)
            else:
                run = Run(str(i + 1)) if key == "no" else cell_run(doc, i, key)
                signed = any(p[0] == "sign" for p in places)
                low = max(low, sheet.flow(x, y + (9 if signed else 0), room - 4, [run], size, lead=1.3) + size * 0.2)
        y = low
    return y + size * 0.4


def _sign_row(sheet: Sheet, doc: Doc, sign: Sign, y: float, rng: Random) -> float:
    """Put all signers on running blanks, their printed names in brackets behind, one date for all."""
    x = LEFT + sheet.text(LEFT, y + 14, sign.label, 10.5) + 2
    for who in doc.signers:
        if x + 150 > RIGHT:
            x, y = LEFT + 24, y + 34
        sheet.line(x, y + 27, x + 82, y + 27, 0.5)
        sheet.signature(who, x + 2, y, 78, 28)
        x += 84
        if len(doc.signers) > 1:
            x += sheet.text(x, y + 14, f"（{who.name}）", 10.5) + 6
    if x + 130 > RIGHT or len(doc.signers) > 1:
        x, y = LEFT, y + 32
    x += 6 + sheet.text(x, y + 14, sign.date_label, 10.5)
    if doc.signers:
        last = max(doc.signers, key=lambda s: s.day.toordinal() if s.day else 0)
        sheet.sign_day(last, x, y + 13, 108, 11)
    if sign.seal_label:
        x, y = (LEFT + WIDE * 0.58, y + 30) if len(doc.signers) > 1 else (x + 128, y)
        if x + 150 > RIGHT + 20:
            x, y = LEFT + WIDE * 0.58, y + 34
        sheet.text(x, y + 14, sign.seal_label.rstrip("："), 10.5)
        if doc.seal_day:
            text = money.date_text(doc.seal_day, "han")
            sheet.text(x, y + 38, f"日期：{text}", 10.5)
        seal_spot(sheet, doc, x + 48, y + 22, rng)
        y += 60
    return y + 40


def plain(sheet: Sheet, doc: Doc, content: Content, rng: Random) -> None:
    """Running lines and columns without rules, as typed in a text editor."""
    y = title(sheet, doc, content, rng.uniform(48, 70), rng)
    size = rng.choice([10.5, 11.0])
    one_day = len({s.day for s in doc.signers}) <= 1 and not any(s.day_text for s in doc.signers)
    for section in content.sections:
        if isinstance(section, Pairs):
            y = _pairs(sheet, doc, section, y, size)
        elif isinstance(section, Table):
            y = _columns(sheet, doc, section, y + 2, size - 1)
        elif isinstance(section, Text):
            y = sheet.flow(LEFT, y, WIDE, section.runs, size, lead=1.75)
        elif doc.flags.get("signed_rows"):
            y = sign_block(sheet, doc, section, y + 12, rng)
        elif one_day and not section.relation_label:
            doc.flags["one_day"] = True
            y = _sign_row(sheet, doc, section, y + 12, rng)
        else:
            y = sign_lines(sheet, doc, section, LEFT, y + 12, WIDE, rng)
            if section.seal_label:
                sheet.text(LEFT + WIDE * 0.58, y + 14, section.seal_label, 10.5)
                seal_spot(sheet, doc, LEFT + WIDE * 0.58 + 48, y + 22, rng)


def _inline(section: Pairs, doc: Doc) -> list[Run]:
    runs: list[Run] = []
    for row in section.rows:
        for label, name in row:
            if find(doc, name):
                runs += [Run(("\u3000" if runs else "") + label + "："), value(doc, name)]
    return runs


def _wide_row(sheet: Sheet, heading: str, runs: list[Run], y: float, size: float) -> float:
    """Rule one row of a heading and a wide merged cell."""
    row = [Cell([Run(heading)], align="centre", label=True), Cell(runs)]
    return sheet.grid(LEFT, y, [70, WIDE - 70], [row], size, least=32)


def dense(sheet: Sheet, doc: Doc, content: Content, rng: Random) -> None:
    """A crowded form: pairs side by side, account in one merged cell, everything in one frame."""
    y = title(sheet, doc, content, rng.uniform(44, 60), rng)
    size, start = rng.choice([9.5, 10.0]), y
    for section in content.sections:
        if isinstance(section, Pairs):
            if section.heading in ("收款账户", "指定账户"):
                y = _wide_row(sheet, section.heading, _inline(section, doc), y, size)
                continue
            flat = [(a, b) for row in section.rows for a, b in row if find(doc, b)]
            while flat:
                take = flat[:2] if len(flat) > 1 and "upper" not in flat[0][1] + flat[1][1] else flat[:1]
                flat = flat[len(take) :]
                cells: list[Cell] = []
                for label, name in take:
                    cells.append(Cell([Run(spread(label, sheet.spread_labels))], align="centre", label=True))
                    body = [value(doc, name, blank=1)] if name not in doc.omit else [Run("")]
                    cells.append(Cell(body, span=3 if len(take) == 1 else 1))
                y = sheet.grid(LEFT, y, [70, WIDE / 2 - 70] * 2, [cells], size, least=24)
        elif isinstance(section, Table):
            y = ruled_table(sheet, doc, section, LEFT, y, WIDE, size - 0.5)
        elif isinstance(section, Text):
            y = _wide_row(sheet, section.heading, section.runs, y, size)
        elif not (doc.flags.get("signed_rows") and not section.seal_label):
            top = y
            y = sign_block(sheet, doc, section, y + 8, rng, x=LEFT + 6, width=WIDE - 12)
            sheet.rect(LEFT, top, RIGHT, y)
    sheet.rect(LEFT, start, RIGHT, y, 1.2)
