"""A word that many firms share is told from moved print where its ink says so, and the name is never sure."""

import pytest

from ocr.calibration import NEVER_SURE
from ocr.firm_words import READ_AS_WORD, with_firm_words
from tests.unit.ocr.extract.drawn import line
from tests.unit.ocr.inked import Inked, ink


def named(
    text: str, *seen: object, clear: bool = False, known: tuple[str, ...] = ()
) -> tuple[str, list[tuple[str, str, str]]]:
    """A line after the look, and what was chosen in it."""
    page = Inked(seen)  # type: ignore[arg-type]
    lines, choices = with_firm_words(
        [line(text, 100, 5)],
        page.unstamped(0),
        page,  # type: ignore[arg-type]
        known=known,
        clear=clear,
    )
    return lines[0].text, [(one.read, one.known, one.by) for one in choices]


def test_a_word_is_what_its_ink_says() -> None:
    """虚构市康复铺具中心 with 辅 as a likely second: the centre for aids, said to be chosen and never sure."""
    text = "虚构市康复铺具中心（示例）"
    seen = ink(text, {5: ("辅", 0.2)})
    assert named(text, seen, seen) == (text.replace("铺", "辅"), [("康复铺具中心", "康复辅具中心", READ_AS_WORD)])
    assert READ_AS_WORD in NEVER_SURE


@pytest.mark.parametrize("share", [1e-30, 0.003])
def test_ink_that_hardly_says_a_word_keeps_what_was_read(share: float) -> None:
    """No 辅 in both recognisers, or one in three hundred: 铺 is what stands there."""
    text = "虚构市康复铺具中心"
    seen = ink(text, {5: ("辅", share)}, floor=1e-30)
    assert named(text, seen, seen) == (text, [])


def test_a_clear_page_wants_ink_that_hesitates_more() -> None:
    """One in ten is enough where the page is unclear, and too little where it reads well."""
    text = "虚构市康复铺具中心"
    seen = ink(text, {5: ("辅", 0.1)})
    assert named(text, seen, seen)[1] != []
    assert named(text, seen, seen, clear=True) == (text, [])


def test_a_word_that_was_read_is_not_asked_for() -> None:
    """人民医院 is no 职工医院 and no 中心医院, whatever the ink says beside."""
    page = Inked(())
    with_firm_words([line("示例市人民医院", 100, 5)], page.unstamped(0), page)  # type: ignore[arg-type]
    assert page.asked == 0


def test_between_two_words_none_is_chosen() -> None:
    """中又医院 may be 中心医院 or 中医医院: where both are as likely, a person says which."""
    text = "样本中又医院"
    assert named(text, ink(text, {3: ("心", 0.2)}))[0] == "样本中心医院"
    both = ink(text, floor=0.05)
    assert named(text, both, both) == (text, [])


def test_the_claims_own_firm_is_never_another_word() -> None:
    """样本中又医院 that is the claim's employer and was read so stays it, whatever its ink may be besides."""
    text = "样本中又医院"
    assert named(text, ink(text, {3: ("心", 0.4)}), known=("样本中又医院",)) == (text, [])


def test_of_two_words_that_end_alike_the_longer_is_taken() -> None:
    """人民医又 may be 人民医院, and so may its end be of others': the whole word is what stands there."""
    text = "示例工伤康复医又"
    assert named(text, ink(text, {7: ("院", 0.3)}))[0] == "示例工伤康复医院"
