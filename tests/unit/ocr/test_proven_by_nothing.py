"""A printed name beside the claim's names: written as they are where only the form of a character differs."""

import pytest

from ocr.expected import ExpectedNames
from ocr.extract.leaves import FieldLeaf
from ocr.proven_by_nothing import beside_known

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
