"""A value that two looks at its ink read differently: how its leaf says so.

Here: that leaf, for every look that doubts. Not here: any look, what follows from the flag (calibration, validators).
"""

from dataclasses import replace
from typing import Final

from ocr.extract.leaves import FieldLeaf

DISAGREED: Final = 0.69  # confidence of a value that a second reading did not repeat: below every floor of its sort


def doubted(leaf: FieldLeaf) -> FieldLeaf:
    """Return the leaf as one that two readings disagree on."""
    flags = tuple(dict.fromkeys((*leaf.flags, "READ_DIFFERENTLY")))
    return replace(leaf, confidence=min(leaf.confidence, DISAGREED), flags=flags)
