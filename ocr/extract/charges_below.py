"""A receipt's charges where only the head of their amounts was read: each amount below 金额（元）, down to the total.

Here: which amounts these are, and the words that begin their rows. Not here: tables whose heads were read (tables),
charges that end in 费 without any head (receipt).
"""

import re
from collections.abc import Iterator
from typing import Final

from ocr.extract import grammar
from ocr.extract.grammar import Found
from ocr.extract.layout import Layout
from ocr.extract.leaves import FieldRow
from ocr.extract.matching import Piece
from ocr.extract.values import leaf

_HEAD: Final = re.compile(r"金额?(?:\(元\))?")
_END: Final = re.compile(r"合计|小计|总计|总金额|应收|实收|支付|自付|自费|预缴|补缴|退|大写|小写|其他信息")
_AMOUNT: Final = re.compile(r"[0-9]{1,3}(?:[,.]?[0-9]{3})*[.,][0-9]{2}")
_WORDS: Final = re.compile("[\u4e00-\u9fff]{2}")
_BEFORE, _BEHIND = 2.0, 5.0  # heights of the head that its amounts reach before its beginning and behind its end
_LOST: Final = 4.0  # likewise what a head of which 金 is left has lost of 金额（元）
_FIT: Final = 0.6


def charges_below(layout: Layout) -> tuple[FieldRow, ...]:
    """Return a row for each amount below its head, with the words at the row's beginning; none without a head."""
    pieces = [layout.row_pieces(row) for row in layout.rows]
    head = next((one for row in pieces for one in row if _HEAD.fullmatch(one.run.text)), None)
    return tuple(_rows(layout, head, pieces)) if head is not None else ()


def _rows(layout: Layout, head: Piece, rows: list[list[Piece]]) -> Iterator[FieldRow]:
    for row in rows:
        below = [one for one in row if one.page == head.page and one.middle > head.box[3]]
        if _END.search("".join(one.run.text for one in below)):
            return
        amounts = [one for one in below if _AMOUNT.fullmatch(one.run.text) and _is_under(one, head)]
        found = grammar.best(grammar.money, amounts[0].run.text, 0) if len(amounts) == 1 else None
        if found is None:
            continue
        out = {"amount": leaf(layout.book, amounts[0].run, found, "money", _FIT)}
        first = below[0]
        if _WORDS.search(first.run.text) and first.box[2] < head.box[0]:
            named = Found(0, len(first.run), first.run.text, _FIT)
            out = {"item": leaf(layout.book, first.run, named, "text", _FIT), **out}
        yield out


def _is_under(one: Piece, head: Piece) -> bool:
    middle = (one.box[0] + one.box[2]) / 2
    behind = _BEHIND + (_LOST if len(head.run) == 1 else 0.0)
    return head.box[0] - _BEFORE * head.height < middle < head.box[2] + behind * head.height
