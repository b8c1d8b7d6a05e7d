"""Look-alikes at their edges: each capital, signs of no group, and the bound on readings that are tried."""

import pytest

from validators.formats.confusions import (
    GROUPS,
    MOST_CANDIDATES,
    amount_candidates,
    candidates,
    confusable,
    differs_by_confusion,
)


@pytest.mark.parametrize(("read", "meant"), [("伯", "佰"), ("壶", "壹"), ("染", "柒"), ("无", "元")])
def test_each_look_alike_of_a_capital(read: str, meant: str) -> None:
    """Each sign that is taken for a capital is offered as that capital."""
    assert amount_candidates(f"壹{read}元") == (f"壹{meant}元",)
    assert confusable(read, meant)


def test_signs_of_no_group_are_never_confused() -> None:
    """A sign outside the table has no look-alike and gives no other reading."""
    assert not confusable("陈", "X")
    assert not differs_by_confusion("陈示例", "X示例")
    assert candidates("陈示例", lambda text: True) == ()


def _tried(text: str) -> list[str]:
    tried: list[str] = []

    def remember(other: str) -> bool:
        tried.append(other)
        return False

    assert candidates(text, remember) == ()
    return tried


def test_readings_tried_are_bounded() -> None:
    """Places vary from the left while no more than 4,096 readings come of it; the rest stays as read."""
    zeros = next(group for group in GROUPS if "0" in group)
    places = 0
    while len(zeros) ** (places + 1) <= MOST_CANDIDATES**2 == 4096:
        places += 1
    tried = _tried("0" * 12)
    assert len(tried) == len(zeros) ** places - 1
    assert {other[places:] for other in tried} == {"0" * (12 - places)}
    assert len(_tried("柒" * 13)) == 2**12 - 1


def test_readings_found_are_bounded() -> None:
    """No more than 64 readings are offered."""
    assert len(candidates("0" * 6, lambda text: True)) == MOST_CANDIDATES == 64
