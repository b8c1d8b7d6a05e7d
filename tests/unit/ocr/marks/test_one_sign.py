"""What a finger's print leaves beside a rule reads as one sign: it signs nothing by itself."""

from types import SimpleNamespace

import pytest

from ocr.marks.signature import _is_one_sign


@pytest.mark.parametrize(
    ("wide", "text", "one"),
    [(83, "8", True), (83, "", True), (60, "一", True), (83, "张伟", False), (200, "S", False), (200, "", False)],
)
def test_ink_as_wide_as_one_sign_that_reads_as_one(wide: int, text: str, one: bool) -> None:
    """A hand that nobody can read is wide; two characters that were read are two, however narrow."""
    writing = SimpleNamespace(box=(0.0, 0.0, float(wide), 75.0))
    assert _is_one_sign(writing, text) is one  # type: ignore[arg-type]
