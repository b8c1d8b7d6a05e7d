"""Sure values that nothing but themselves proves: set against another recogniser and the names of the claim.

Here: which values those are, and what speaks against them. It never replaces what was read. Not here: looks at the same
ink by the same recogniser (second_look).
"""

from dataclasses import replace
from typing import Final

import numpy as np

from ocr.calibration import is_sure
from ocr.cut_values import Picture
from ocr.engines.base import OcrEngine
from ocr.engines.ctc import decode
from ocr.essence import essence, lies_in
from ocr.expected import ExpectedNames
from ocr.extract.leaves import FieldLeaf
from ocr.look_alikes import LOOKS_LIKE_KNOWN, look_alike_of, with_another_end
from ocr.marks.char_forms import simplified
from validators.model.evidence import Alternative

_PROVEN_BY_NOTHING: Final = frozenset({"name", "account", "card", "code"})
_DECIDED: Final = 0.25  # least glyph probability of another recogniser's reading that counts
_AGAINST_A_CHECK: Final = 0.5  # likewise against a card's number whose check digit fits
_EVEN_CHANCE: Final = 0.5  # that the known name stands there and not the one that was read


def asks_another(leaf: FieldLeaf, expected: ExpectedNames) -> bool:
    """Whether a value is sure, and neither check digits, sums, words nor the claim's names prove it."""
    if leaf.sort not in _PROVEN_BY_NOTHING or not leaf.parts or leaf.value in (None, *expected.everybody):
        return False
    return is_sure(leaf.sort, leaf.confidence, leaf.fit, leaf.flags)


def contradicted(leaf: FieldLeaf, engine: OcrEngine, picture: Picture) -> bool:
    """Whether a recogniser of another make reads other signs; that it reads fewer says nothing: 11 gives it a 1."""
    read = [engine.second_opinion(picture(part.page, part.box)) for part in leaf.parts]
    glyphs = [glyph for logs, charset in read for glyph in decode(np.exp(logs), charset)]
    wanted, other = essence(leaf.sort, leaf.raw), essence(leaf.sort, "".join(glyph.char for glyph in glyphs))
    least = _AGAINST_A_CHECK if leaf.sort == "card" else _DECIDED
    decided = min((glyph.probability for glyph in glyphs), default=0.0) >= least
    return decided and wanted not in other and not lies_in(other, wanted)


def beside_known(leaf: FieldLeaf, expected: ExpectedNames) -> FieldLeaf:
    """Return a name, never sure where it is a known one in small print or with an end lost or added; offer that.

    The recogniser answers in either form of a character (黃 for a printed 黄): there the known name says which.
    """
    name = str(leaf.value)
    written = _in_known_form(name, expected) if leaf.sort in ("name", "org") else None
    if written is not None:
        return replace(leaf, value=written, flags=(*leaf.flags, "READ_AS_NAME"))
    known = look_alike_of(name, expected.everybody) if leaf.sort in ("name", "org") else None
    if known is None and leaf.sort == "name" and len(name) > 1:
        known = with_another_end(name, expected.people)
    if known is None:
        return leaf
    offered = (*leaf.alternatives, Alternative(known, _EVEN_CHANCE))
    return replace(leaf, flags=(*leaf.flags, LOOKS_LIKE_KNOWN), alternatives=offered)


def _in_known_form(name: str, expected: ExpectedNames) -> str | None:
    """Return the known name of which this is the traditional or the simplified form, None where it is written so."""
    if name in expected.everybody:
        return None
    return next((known for known in expected.everybody if simplified(known) == simplified(name)), None)
