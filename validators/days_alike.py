"""Days that several hands wrote on one paper: which of them settle each other.

Here: days beside signatures and seals of one paper. Not here: what else settles values (corroborate), or whether the
days may stand beside each other (rules.dates).
"""

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import TypeVar

from validators.doubts import DOUBTFUL, LIKELIER, NO_DAY, SHORT_DAY, UNPROVEN_DAY, UNSEEN_DAY
from validators.model.evidence import Leaf, Scalar

Key = TypeVar("Key", bound=Hashable)


def days_of_one_paper(signed: Mapping[Key, Leaf]) -> dict[Key, Leaf]:
    """Return the days of one paper that others on it make sure, by their place.

    A day that a second look read otherwise is left to a person: hands of one day are misread alike (11 for 1). So
    is one on a page that reads badly: of 75 that were confirmed there so two were wrong.
    """
    days: dict[Scalar, list[Key]] = {}
    for place, leaf in signed.items():
        if leaf.value is not None:
            days.setdefault(leaf.value, []).append(place)
    settled: dict[Key, Leaf] = {}
    for same in days.values():
        # Days that lost a figure may have lost one alike, and gained it alike from a border.
        whole = any(SHORT_DAY not in signed[one].flags for one in same)
        if whole and len({signed[one].box for one in same}) > 1:
            proven = [one for one in same if _may_be_proven(signed[one])]
            settled |= {one: _sure(signed[one]) for one in proven}
    return settled | _of_other_hands({**signed, **settled})


def _may_be_proven(leaf: Leaf) -> bool:
    return leaf.confidence >= DOUBTFUL and not UNPROVEN_DAY.intersection(leaf.flags)


def _of_other_hands(signed: Mapping[Key, Leaf]) -> dict[Key, Leaf]:
    """Of the days that one row of written figures may be (2022.115), the one that another hand wrote for sure."""
    sure = {leaf.box: leaf.value for leaf in signed.values() if leaf.sure}
    chosen: dict[Key, Leaf] = {}
    for place, leaf in signed.items():
        if leaf.sure or SHORT_DAY not in leaf.flags or UNSEEN_DAY.intersection(leaf.flags):
            continue
        others = {day for box, day in sure.items() if box != leaf.box}
        named = others & {one.value for one in leaf.alternatives if one.probability >= LIKELIER}
        if leaf.value not in others and len(named) == 1:
            chosen[place] = _sure(replace(leaf, value=named.pop()))
    return chosen


def _sure(leaf: Leaf) -> Leaf:
    """Return a day that is settled: that none was made of its figures at first is answered."""
    return replace(leaf, sure=True, flags=tuple(flag for flag in leaf.flags if flag not in NO_DAY))
