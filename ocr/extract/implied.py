"""Places of signatures whose own label was lost: something beside or below them says that somebody signs there.

Here: which lines imply a place, and where it lies. Not here: places with labels of their own (places).
"""

import re
from collections.abc import Sequence

from ocr.extract.layout import Layout
from ocr.extract.matching import piece
from ocr.extract.promises import DEFAULT_ROLE, SEAL_LABEL
from ocr.extract.runs import Entry, overlap
from ocr.pages import FloatBox
from ocr.slots import Slot
from validators.model.codes import DocumentKind, MarkRole, MarkType

_TAIL = re.compile(r"(?:与.{1,7})?关系:|(?:签[名字署]?)?日期:|(?:签[名字署]?)?时间:")

_BELOW = 5.0  # heights of a date within which the label of its seal stands above it
_NEXT_ROW = 7.0  # heights between the dates of two who sign one below the other


def implied_places(layout: Layout, kind: DocumentKind, signs: Sequence[Slot]) -> list[Slot]:
    """Return slots of lines whose signature label the ink has hidden: 与职工关系 or 日期 with room left of it."""
    if kind not in DEFAULT_ROLE:
        return []
    out: list[Slot] = []
    related: list[Slot] = []
    role = signs[0].role if signs else DEFAULT_ROLE[kind]
    for number, entry in enumerate(layout.book.entries):
        match = _TAIL.match(entry.run.text)
        if match is None or not in_last_part(layout, entry):
            continue
        box = piece(entry, number, 0, match.end()).box
        height = box[3] - box[1]
        left = layout.left_edge[entry.page]
        if box[0] - left < 7 * height or any(_in_row(slot, box, entry.page) for slot in signs):
            continue
        relation = "关系" in match[0]
        if not relation and _of_the_seal(layout, entry, box, signs):
            continue
        beside = [layout.book.entries[n] for n in layout.rows[layout.row_of[number]] if n != number]
        if any(
            _TAIL.match(other.run.text) or SEAL_LABEL.search(other.run.text)
            for other in beside
            if other.box[2] < box[0]
        ):
            continue
        start = min((slot.region[0] for slot in signs), default=left)
        region = (start, box[1] - 0.9 * height, box[0], box[3] + 0.9 * height)
        whose = MarkRole.RELATIVE if relation and kind is DocumentKind.ADV_VOUCHER else role
        label = (left, box[1], start, box[3])
        out.append(Slot(MarkType.SIGNATURE, whose, "", entry.page, region, label, implied=True))
        related += [out[-1]] if relation else []
    if out or signs:
        return related or out  # beside signatures with a relation the other date is the seal's
    return _above_date(layout, kind)


def _of_the_seal(layout: Layout, entry: Entry, box: FloatBox, signs: Sequence[Slot]) -> bool:
    """Whether a date is the seal's: below a seal's label, far right, or not in line with the dates of signatures."""
    height = box[3] - box[1]
    if any(
        SEAL_LABEL.search(other.run.text)
        and other.page == entry.page
        and abs(other.box[0] - box[0]) < 2 * height
        and 0 < box[1] - other.box[1] < _BELOW * height
        for other in layout.book.entries
    ):
        return True
    if not signs:
        return box[0] > 0.62 * layout.book.pages[entry.page].width
    return not any(
        other is not entry
        and other.page == entry.page
        and _TAIL.match(other.run.text)
        and abs(other.box[0] - box[0]) < height
        and abs(other.box[1] - box[1]) < _NEXT_ROW * height
        and any(_in_row(slot, other.box, other.page) for slot in signs)
        for other in layout.book.entries
    )


def _above_date(layout: Layout, kind: DocumentKind) -> list[Slot]:
    """Return a slot over the first date at the left foot of a paper on which no signature label could be read."""
    for number, entry in enumerate(layout.book.entries):
        if not in_last_part(layout, entry) or not re.match(r"(?:签[名字署]?)?(?:日期|时间)?:?20\d\d", entry.run.text):
            continue
        box = piece(entry, number, 0, len(entry.run)).box
        height = box[3] - box[1]
        if box[0] > 0.5 * layout.book.pages[entry.page].width:
            continue
        region = (box[0], box[1] - 4.5 * height, box[2] + 4 * height, box[1])
        return [Slot(MarkType.SIGNATURE, DEFAULT_ROLE[kind], "", entry.page, region, box, implied=True)]
    return []


def _in_row(slot: Slot, box: FloatBox, page: int) -> bool:
    return slot.page == page and overlap(slot.label[1], slot.label[3], box[1], box[3]) > 0.3


def in_last_part(layout: Layout, entry: Entry) -> bool:
    """Whether a line stands in the lower half of its page's text."""
    bottom = max(e.box[3] for e in layout.book.entries if e.page == entry.page)
    top = min(e.box[1] for e in layout.book.entries if e.page == entry.page)
    return entry.box[1] > top + 0.5 * (bottom - top)
