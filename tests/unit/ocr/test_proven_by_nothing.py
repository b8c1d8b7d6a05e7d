"""A printed name beside the claim's names: written as they are where only the form of a character differs."""

from types import SimpleNamespace

import numpy as np
import pytest

from ocr.expected import ExpectedNames
from ocr.extract.leaves import FieldLeaf, Part
from ocr.proven_by_nothing import beside_known, contradicted

KNOWN = ExpectedNames(worker="黄霞梅", employer="虚构市示例制造有限公司")


@pytest.mark.parametrize(
    ("read", "said", "flags"),
    [
        ("黃霞梅", "黄霞梅", ("READ_AS_NAME",)),  # the traditional form of the claim's name
        ("黄霞梅", "黄霞梅", ()),
        ("黃小东", "黃小东", ()),  # nobody whom the claim knows: as it was read
    ],
)
def test_a_form_of_a_character_is_the_known_name_s(read: str, said: str, flags: tuple[str, ...]) -> None:
    """黃 for a printed 黄 is the same name; a stranger's stays as it was read."""
    found = beside_known(FieldLeaf(read, read, 0.99, 0.99, sort="name"), KNOWN)
    assert (found.value, found.raw, found.flags) == (said, read, flags)


@pytest.mark.parametrize(
    ("sort", "raw", "read", "belief", "doubted"),
    [
        ("card", "6299992608198419782", "8699960819819782", 0.28, False),  # Luhn's digit fits: little speaks against it
        ("card", "6299992608198419782", "8699960819819782", 0.60, True),
        ("account", "44990021889350481", "44990021869350481", 0.28, True),
        ("account", "44990021889350481", "44990021869350481", 0.20, False),
        ("card", "6299992608198419782", "629992608198419782", 0.90, False),  # fewer say nothing
    ],
)
def test_another_recogniser_speaks_against_a_card_by_more(
    sort: str, raw: str, read: str, belief: float, doubted: bool
) -> None:
    """A number with a check digit that fits needs a decided other reading to be doubted."""
    charset = ("", *"0123456789")
    table = np.full((2 * len(read), len(charset)), 1e-9)
    for at, char in enumerate(read):
        table[2 * at, charset.index(char)], table[2 * at, 0] = belief, (1 - belief) / 20
        table[2 * at + 1, 0] = 1.0
    engine = SimpleNamespace(second_opinion=lambda crop: (np.log(table), charset))
    part = Part(0, 0, 0, len(raw), (0.0, 0.0, 9.0, 9.0))
    leaf = FieldLeaf(raw, raw, 0.99, 0.99, sort=sort, parts=(part,))
    assert contradicted(leaf, engine, lambda page, box: np.zeros((9, 9, 3), np.uint8)) is doubted  # type: ignore[arg-type]
