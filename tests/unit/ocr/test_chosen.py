"""What every look that chooses makes of a value: in doubt, flagged, with what was read beside it."""

from ocr.calibration import CHOSEN, DOUBTFUL
from ocr.chosen import as_chosen
from ocr.extract.leaves import FieldLeaf


def test_a_chosen_value_lies_below_what_agreement_makes_sure() -> None:
    """However clearly the other was read; that one is offered, and each flag stands once."""
    found = as_chosen(FieldLeaf(125000, raw="1250.00", confidence=0.99, flags=("A",), fit=0.9), 125600, "A", "B")
    assert (found.value, found.confidence, found.flags, found.raw) == (125600, CHOSEN, ("A", "B"), "1250.00")
    assert [(one.value, one.probability) for one in found.alternatives] == [(125000, 0.99)]
    assert found.confidence < DOUBTFUL
    assert as_chosen(FieldLeaf(None, confidence=0.2), 1, "B").confidence == 0.2


def test_what_was_read_so_was_not_chosen() -> None:
    """A value that the look confirms keeps its confidence and carries no flag."""
    read = FieldLeaf(125600, confidence=0.99)
    assert as_chosen(read, 125600, "B") == read
