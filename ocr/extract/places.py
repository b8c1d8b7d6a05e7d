# ruff: noqa: E501 - word lists and patterns are read whole
"""Promised marks: where a label, a table column or a line of a letter wants a signature, seal or fingerprint.

Here: regions, roles and the names that the paper ties to them; the written dates beside; proxy notes. Not here: ink.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from ocr.extract.implied import implied_places, in_last_part
from ocr.extract.layout import Layout
from ocr.extract.matching import Piece, piece, wide_gap
from ocr.extract.promises import (
    CUT_SEAL_LABEL,
    DEFAULT_ROLE,
    FINGER,
    OFFICE,
    PERSON_BEFORE,
    ROLES,
    SEAL_LABEL,
    SIGN,
    SIGN_LABEL,
    STATEMENT_AFTER,
    WHO,
    WHO_ALONE,
    WITNESS_SEAL,
)
from ocr.extract.runs import Entry, overlap
from ocr.extract.tables import Table, cell_box
from ocr.extract.values import SCANNERS
from ocr.extract.wording import HAN, NOT_A_NAME, RELATIONS
from ocr.pages import FloatBox
from ocr.slots import Slot
from validators.model.codes import DocumentKind, MarkRole, MarkType


def slots_of(layout: Layout, kind: DocumentKind, tables: Sequence[Table]) -> tuple[Slot, ...]:
    """Return every promised mark of a paper in reading order."""
    signs = list(_table_slots(tables, kind))
    covered = bool(signs)
    fingers: list[Slot] = []
    for place in _label_places(layout, kind):
        if covered and _promised(place, signs, tables):
            continue
        signs.append(place)
    if not covered or not any(slot.role is not MarkRole.WITNESS for slot in signs):
        signs.extend(implied_places(layout, kind, signs))
    fingers.extend(_finger_slots(layout, kind, signs, tables))
    seals = _seal_slots(layout, kind)
    if not any(seal.role is MarkRole.EMPLOYER for seal in seals) and kind in _SEALED:
        seals += _cut_seal(layout, signs) or _hidden_seal(layout)
    found = (*signs, *fingers, *seals)
    book = layout.book
    return tuple(replace(s, region=book.tilted(s.page, s.region), label=book.tilted(s.page, s.label)) for s in found)


def _promised(place: Slot, signs: Sequence[Slot], tables: Sequence[Table]) -> bool:
    """True for a place whose signer a signature column already asks: inside the table, or a nameless line below it."""
    if place.role not in (MarkRole.RELATIVE, MarkRole.BENEFICIARY):
        return False
    if _inside_table(place, tables) or place.name in {slot.name for slot in signs}:
        return True
    return not place.name and any(slot.role is place.role for slot in signs)


def _inside_table(slot: Slot, tables: Sequence[Table]) -> bool:
    middle = (slot.label[1] + slot.label[3]) / 2
    return any(
        t.page == slot.page and t.columns[0].head[1] - 5 <= middle < t.bottom and t.column("SIGN") is not None
        for t in tables
    )


def _table_slots(tables: Sequence[Table], kind: DocumentKind) -> list[Slot]:
    out = []
    role = DEFAULT_ROLE.get(kind, MarkRole.RELATIVE)
    for table in tables:
        column = table.column("SIGN")
        if column is None:
            continue
        for row in table.rows:
            name = ""
            if "NAME" in row.cells:
                found = max(SCANNERS["name"](row.cells["NAME"].text), key=lambda one: one.quality, default=None)
                name = str(found.value) if found else row.cells["NAME"].text
            out.append(Slot(MarkType.SIGNATURE, role, name, table.page, cell_box(column, row), column.head))
    return out


def _label_places(layout: Layout, kind: DocumentKind) -> list[Slot]:
    out: list[Slot] = []
    for number, entry in enumerate(layout.book.entries):
        if entry.upright:
            continue
        text = entry.run.text
        matches = [m for m in SIGN_LABEL.finditer(text) if _is_label(text, m, entry, layout)]
        alone = WHO_ALONE.match(text)
        if not matches and alone and kind in DEFAULT_ROLE and in_last_part(layout, entry):
            matches = [alone]
        for match in matches:
            who = match["who"] or ""
            if OFFICE.search(who or text[: match.start()][-6:]) or SEAL_LABEL.fullmatch(match[0]):
                continue
            role = _role(who, text, match.start(), kind)
            if not who and kind is DocumentKind.ADV_VOUCHER and _beside_relation(layout, number):
                role = MarkRole.RELATIVE
            out.extend(_slots_at(layout, number, entry, match, role))
    return out


def _is_label(text: str, match: re.Match[str], entry: Entry, layout: Layout) -> bool:
    """A signature label stands before a colon, a blank, or the end of its line, and in no sentence."""
    after = text[match.end() :]
    if match["colon"]:
        before = text[: match.start()]
        return not re.search(r"[,。]", before[-6:]) or bool(match["who"])
    if STATEMENT_AFTER.match(after):
        return False
    inner = match["inner"] or ""
    if inner and re.search(r"盖章|公章", inner) and not re.search(r"签名|签字", inner):
        return False
    if re.match(r"^(?:日期|时间|表|单|栏)", after) and not wide_gap(entry, match.end() - 1):
        return False  # 签名日期 promises a date
    if not after or re.match(r"^(?:日期|20\d\d|年|时间|\(|与|关系|身份证|电话)", after):
        before = text[: match.start()]
        return not re.search(r"[,。、]", before) and (bool(match["who"]) or not before) and len(before) < 14
    gap = entry.run.refs[match.end() - 1][1]
    width = entry.box[2] - entry.box[0]
    glyphs = entry.line.glyphs
    if gap + 1 < len(glyphs) and match.end() < len(text):
        nxt = entry.run.refs[match.end()][1]
        if (glyphs[nxt].at - glyphs[gap].at) * width > 2.2 * entry.height and (match["who"] or match.start() == 0):
            return True
    return bool(match["who"]) and match.start() == 0 and len(after) <= 4 and bool(inner)


def _role(who: str, text: str, at: int, kind: DocumentKind) -> MarkRole | None:
    asked = ((word, role, part) for part in (re.split("[(或/]", who)[0], who) for word, role in ROLES)
    for word, role, part in asked:  # 职工（家属） is the worker, 确认人（供养亲属） a relative
        if word in part:
            if role is MarkRole.RELATIVE and kind is DocumentKind.PASS_ON_PROOF:
                return MarkRole.BENEFICIARY
            if role is MarkRole.WORKER and kind is DocumentKind.PASS_ON_PROOF:
                return MarkRole.BENEFICIARY
            return role
    before = text[max(0, at - 6) : at]
    for word, role in ROLES:
        if word in before:
            return role
    if before.endswith("属") and kind is not DocumentKind.PASS_ON_PROOF:
        return MarkRole.RELATIVE  # the end of 供养亲属 under a finger's print
    return DEFAULT_ROLE.get(kind)


def _beside_relation(layout: Layout, number: int) -> bool:
    """Whether the row asks for a relation: whoever signs there is a relative, though the label does not say so."""
    return any("关系:" in layout.book.entries[n].run.text for n in layout.rows[layout.row_of[number]] if n != number)


def _slots_at(layout: Layout, number: int, entry: Entry, match: re.Match[str], role: MarkRole | None) -> list[Slot]:
    label = _print_of(entry, piece(entry, number, match.start(), match.end()))
    height = _print_height(layout, label)
    right = _limit(layout, number, entry, match.end(), label)
    room = right - label[2]
    region: FloatBox
    if room < 2.2 * height:
        region = (label[0], label[3] - 0.2 * height, max(label[2], label[0] + 9 * height), label[3] + 2.6 * height)
    else:
        region = (label[2] - 0.3 * height, label[1] - 0.9 * height, right, label[3] + 0.9 * height)
    names = _tied_names(layout, number, match, region)
    if len(names) > 1:
        return [Slot(MarkType.SIGNATURE, role, name, entry.page, box, label) for name, box in names]
    return [Slot(MarkType.SIGNATURE, role, names[0][0] if names else "", entry.page, region, label)]


def _print_of(entry: Entry, label: Piece) -> FloatBox:
    """Return a label's box without the unread hand behind it, which stretches the line: as wide as its print is."""
    x0, _, x1, _ = entry.box
    at = [x0 + entry.straight.glyphs[glyph].at * (x1 - x0) for _, glyph in label.run.refs]
    steps = [right - left for left, right in itertools.pairwise(at)]
    if len(steps) < 3:  # 签名： alone: the line's other characters tell how wide its print is
        steps = [(right.at - left.at) * (x1 - x0) for left, right in itertools.pairwise(entry.straight.glyphs)]
    if len(steps) < 3:
        return label.box
    behind = _BEHIND_COLON if label.run.text.endswith(":") else 1.0
    return label.box[0], label.box[1], min(label.box[2], at[-1] + behind * median(steps)), label.box[3]


def _print_height(layout: Layout, label: FloatBox) -> float:
    """Return a label's height as print: its line is as tall as the hand behind it."""
    return min(label[3] - label[1], _TALLEST * layout.height)


_TALLEST = 1.7  # usual line heights
_BEHIND_COLON = 0.25  # steps of a label's print from its colon's middle to where a hand may begin
_NEXT = re.compile(
    rf"(?:签[名字署]|填[表写])?(?:日期|时间)|20\d\d[年\-/.]|(?:用人|付款)?单位|公章|盖章|与.{{1,6}}关系|关系:|身份证|联系|电话|见证人|监护人|{WHO}(?:\(|:|{SIGN})|年.{{0,4}}月"
)


def _limit(layout: Layout, number: int, entry: Entry, stop: int, label: FloatBox) -> float:
    """Return the x at which the room for ink ends: the next label or date in the row, else the text's right edge."""
    height = _print_height(layout, label)
    edges = []
    text = entry.run.text
    following = _NEXT.search(text, stop)
    if following:
        edges.append(piece(entry, number, following.start(), min(len(text), following.end())).box[0])
    for other in (layout.row_of and layout.rows[layout.row_of[number]]) or ():
        box = layout.book.entries[other].box
        if other != number and box[0] > label[2] + 0.5 * height and _NEXT.search(layout.book.entries[other].run.text):
            edges.append(box[0])
    for other, near in enumerate(layout.book.entries):
        if other == number or near.page != entry.page or near.box[0] <= label[2]:
            continue
        if overlap(near.box[1], near.box[3], label[1], label[3]) > 0.4 and _NEXT.match(near.run.text):
            edges.append(near.box[0])
    width = layout.book.pages[entry.page].width
    return min([*edges, label[2] + 16 * height, width * 0.97])


def _tied_names(layout: Layout, number: int, match: re.Match[str], region: FloatBox) -> list[tuple[str, FloatBox]]:
    """Return printed names in brackets behind blanks, 签名：____（李小样，监护人…代） ____（赵母示）, with their rooms."""
    entries = layout.book.entries
    out: list[tuple[str, FloatBox]] = []
    left = region[0]
    for other in layout.rows[layout.row_of[number]]:
        entry = entries[other]
        if other != number and entry.box[0] < region[0]:
            continue
        text = entry.run.text
        begin = match.end() if other == number else 0
        for bracket in re.finditer(rf"\((?P<name>[{HAN}]{{2,4}}(?:·[{HAN}]{{1,10}})*)[,)、]", text[begin:]):
            if NOT_A_NAME.search(bracket["name"]) or bracket["name"] in RELATIONS or "代" in bracket["name"]:
                continue
            start = begin + bracket.start()
            close = max(text.find(")", start), start)
            x0 = piece(entry, other, start, start + 1).box[0]
            if (not out and x0 > region[2]) or not _is_name(bracket["name"]):
                continue  # （示例） of a firm's name on its seal
            out.append((bracket["name"], (left, region[1], max(x0, left + 1), region[3])))
            left = piece(entry, other, close, close + 1).box[2]
    if out:
        return out
    before = re.search(
        rf"(?:^|[:,;、()\d])(?P<name>[{HAN}]{{2,4}}(?:·[{HAN}]{{1,10}})*)(?:\(|$)",
        entries[number].run.text[: match.start()],
    )
    if before and _is_name(before["name"]):
        return [(before["name"], region)]
    return []


def _is_name(text: str) -> bool:
    """True for words that can be a person, not the end of an unknown label (受害者, 亲笔)."""
    return not (
        NOT_A_NAME.search(text)
        or text in RELATIONS
        or re.search(r"[人者属员方写位笔体名代处市省县区镇]$|^(?:示例|样本|虚构|样例|样品)$", text)
    )


def _cut_seal(layout: Layout, signs: Sequence[Slot]) -> list[Slot]:
    """Return the seal's place at what it has left of its label, apart from the signatures."""
    for number, entry in reversed(tuple(enumerate(layout.book.entries))):
        if not CUT_SEAL_LABEL.match(entry.run.text) or not in_last_part(layout, entry):
            continue
        label = piece(entry, number, 0, len(entry.run)).box
        if signs and all(slot.page == entry.page and slot.label[1] <= label[3] + layout.height for slot in signs):
            return [
                Slot(MarkType.SEAL, MarkRole.EMPLOYER, "", entry.page, _seal_region(layout, entry.page, label), label)
            ]
    return []


def _seal_region(layout: Layout, page: int, label: FloatBox) -> FloatBox:
    height = max(label[3] - label[1], 0.8 * layout.height)
    width = layout.book.pages[page].width
    return (
        max(0.0, label[0] - 5 * height),
        label[1] - 6 * height,
        min(width * 1.0, label[2] + 8 * height),
        label[3] + 6 * height,
    )


def _hidden_seal(layout: Layout) -> list[Slot]:
    """Return the lower part of the last page as the place of a seal whose label the seal itself may hide."""
    last = max(layout.book.pages, default=None)
    if last is None:
        return []
    boxes = [entry.box for entry in layout.book.entries if entry.page == last]
    if not boxes:
        return []
    page = layout.book.pages[last]
    top, bottom = min(b[1] for b in boxes), max(b[3] for b in boxes)
    region = (0.0, top + 0.45 * (bottom - top), float(page.width), min(float(page.height), bottom + 8 * layout.height))
    return [Slot(MarkType.SEAL, MarkRole.EMPLOYER, "", last, region, region)]


def _finger_slots(layout: Layout, kind: DocumentKind, signs: Sequence[Slot], tables: Sequence[Table]) -> list[Slot]:
    out = []
    for table in tables:
        column = table.column("FINGER")
        if column is not None:
            for row in table.rows:
                name = row.cells["NAME"].text if "NAME" in row.cells else ""
                out.append(
                    Slot(
                        MarkType.FINGERPRINT,
                        DEFAULT_ROLE.get(kind),
                        name,
                        table.page,
                        cell_box(column, row),
                        column.head,
                    )
                )
    if out or kind not in DEFAULT_ROLE:
        return out
    if any(FINGER.search(entry.run.text) and len(entry.run) < 40 for entry in layout.book.entries):
        for slot in signs:
            if slot.role not in (MarkRole.WITNESS, MarkRole.EMPLOYER):
                x0, y0, x1, y1 = slot.region
                pad = (slot.label[3] - slot.label[1]) * 1.2
                out.append(
                    Slot(
                        MarkType.FINGERPRINT,
                        slot.role,
                        slot.name,
                        slot.page,
                        (x0, y0 - pad, x1 + pad, y1 + pad),
                        slot.label,
                    )
                )
    return out


_SEALED = frozenset((DocumentKind.ADV_VOUCHER, DocumentKind.JOINT_EMPLOYER, DocumentKind.PASS_ON_PROOF))


def _seal_slots(layout: Layout, kind: DocumentKind) -> list[Slot]:
    out = []
    for number, entry in enumerate(layout.book.entries):
        text = entry.run.text
        for match in SEAL_LABEL.finditer(text):
            after = text[match.end() :]
            before = text[: match.start()]
            if (
                match[0] in ("盖章", "公章")
                and not (match.start() == 0 and len(text) <= 4)
                and not match[0].endswith(":")
            ):
                continue
            if (
                re.match(r"^(?:有效|后|生效|确认|的|并)", after)
                or re.search(r"[,。]", before[-8:])
                or (not match[0].startswith(("单位", "公司")) and PERSON_BEFORE.search(before))
            ):
                continue
            label = piece(entry, number, match.start(), match.end()).box
            region = _seal_region(layout, entry.page, label)
            witness = WITNESS_SEAL.search(before)
            role = MarkRole.WITNESS if witness else MarkRole.EMPLOYER if kind in _SEALED else None
            out.append(Slot(MarkType.SEAL, role, "", entry.page, region, label))
    return out
