"""A value that something beside its ink chose between readings: how its leaf says so.

Its confidence lies below what any agreement could make sure, what was read is offered beside it, and its flag tells
what chose it. Here: that leaf, for every look that chooses. Not here: any choosing, the flags' consequences
(calibration, validators.corroborate).
"""

from dataclasses import replace
from typing import Final

from ocr.calibration import CHOSEN
from ocr.extract.leaves import FieldLeaf
from validators.model.evidence import Alternative, Scalar

_FIT: Final = 0.75  # least fit of such a value: its place is not what is in doubt


def as_chosen(leaf: FieldLeaf, value: Scalar, *flags: str) -> FieldLeaf:
    """Return a leaf with a value that was chosen, flagged so; untouched where it was read so."""
    if leaf.value == value:
        return leaf
    read = (Alternative(leaf.value, leaf.confidence),) if leaf.value is not None else ()
    return replace(
        leaf,
        value=value,
        confidence=min(leaf.confidence, CHOSEN),
        flags=tuple(dict.fromkeys((*leaf.flags, *flags))),
        alternatives=read,
        fit=max(leaf.fit, _FIT),
    )
