"""A second amount written beside a printed one: ¥253,816.17– 254,816.17, of which the stroke read as a dash.

Who crosses an amount out and writes another beside it may strike so thinly that no ink shows it (alteration); the two
amounts of one place do. Here: amounts behind a label. Not here: ink, days (a period has two), receipts' columns.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

from ocr.extract.leaves import FieldLeaf
from ocr.lines import Line
from ocr.marks.found import whole
from validators.model.evidence import Remark

_SECOND: Final = re.compile(r"\s*元?\s*[-–—~=]+\s*(?P<v>[¥￥]?[0-9]{1,3}(?:[,，]?[0-9]{3})*\.[0-9]{2})(?![0-9])")


def amounts_beside(fields: Mapping[str, FieldLeaf], page: int, lines: Sequence[Line]) -> tuple[Remark, ...]:
    """Return an ALTERED remark for each amount of a page beside which another one is written."""
    return tuple(
        Remark("ALTERED", name, page, whole(leaf.box), "beside")
        for name, leaf in fields.items()
        if leaf.sort == "money" and leaf.page == page and leaf.box is not None and _has_another(leaf, lines)
    )


def _has_another(leaf: FieldLeaf, lines: Sequence[Line]) -> bool:
    if not leaf.parts or not isinstance(leaf.value, int):
        return False
    last = leaf.parts[-1]
    glyphs = lines[last.line_index].glyphs[last.stop :]
    found = _SECOND.match("".join(glyph.char for glyph in glyphs))
    if found is None:
        return False
    digits = re.sub("[^0-9]", "", unicodedata.normalize("NFKC", found["v"]))
    return int(digits) != leaf.value
