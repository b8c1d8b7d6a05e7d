"""An item's name that reads badly is one of the published list where its ink says so, and never sure."""

from ocr.calibration import CHOSEN, NEVER_SURE
from ocr.item_names import READ_AS_ITEM, with_item_names
from tests.unit.ocr.extract.drawn import line
from tests.unit.ocr.inked import Inked, ink


def named(text: str, *seen: object) -> tuple[str, list[tuple[str, str, str]]]:
    """A line after the look, and what was chosen in it."""
    page = Inked(seen)  # type: ignore[arg-type]
    lines, choices = with_item_names([line(text, 100, 5)], page.unstamped(0), page)  # type: ignore[arg-type]
    return lines[0].text, [(one.read, one.known, one.by) for one in choices]


def test_a_name_is_what_its_ink_says_of_the_list() -> None:
    """丧基补助金 with 葬 as a less likely third: the grant for the funeral, said to be chosen."""
    seen = ink("丧基补助金", {1: ("葬", 0.2)})
    assert named("丧基补助金", seen, seen) == ("丧葬补助金", [("丧基补助金", "丧葬补助金", READ_AS_ITEM)])
    assert READ_AS_ITEM in NEVER_SURE


def test_the_sign_that_was_put_right_is_doubted_beyond_proof() -> None:
    """Its probability is that of a choice, and what was read stands beside it."""
    page = Inked((ink("丧基补助金", {1: ("葬", 0.2)}),))
    lines, _ = with_item_names([line("丧基补助金", 100, 5)], page.unstamped(0), page)  # type: ignore[arg-type]
    assert (lines[0].glyphs[1].probability, lines[0].glyphs[1].others[0][0]) == (CHOSEN, "基")


def test_ink_that_says_no_item_keeps_what_was_read() -> None:
    """基 alone, in both recognisers: 丧基补助金 is what stands there."""
    seen = ink("丧基补助金", floor=1e-30)
    assert named("丧基补助金", seen, seen) == ("丧基补助金", [])


def test_between_two_items_none_is_chosen() -> None:
    """一次性物森补助金 whose two signs may be 工亡 and 伤残 alike: a person says which."""
    one = {3: ("工", 0.2), 4: ("亡", 0.2)}
    assert named("一次性物森补助金", ink("一次性物森补助金", floor=0.01))[1] == []
    assert named("一次性物森补助金", ink("一次性物森补助金", one))[0] == "一次性工亡补助金"


def test_a_short_name_is_asked_for_behind_its_label_alone() -> None:
    """康及费 behind 项目名称： may be 康复费; anywhere else three signs are like too much."""
    seen = ink("项目名称：康及费", {6: ("复", 0.2)})
    assert named("项目名称：康及费", seen, seen)[0] == "项目名称：康复费"
    assert named("康及费", ink("康及费", {1: ("复", 0.2)}))[1] == []


def test_a_line_that_names_an_item_is_left_alone() -> None:
    """一次性工亡补助金 read as it is: nothing is asked."""
    page = Inked(())
    with_item_names([line("一次性工亡补助金", 100, 5)], page.unstamped(0), page)  # type: ignore[arg-type]
    assert page.asked == 0


def test_behind_a_box_or_the_account_stands_an_item_however_it_was_read() -> None:
    """六并行功金 behind 银行账户： or （）, of which one sign is right: the ink says the funeral grant."""
    for asks in ("银行账户：", "（）", "□"):
        at = len(asks)
        read = asks + "元杨元助金"
        shares = {at: ("丧", 0.2), at + 1: ("葬", 0.2), at + 2: ("补", 0.2)}
        ink_of = ink("年" * at + "元杨元助金", shares)
        assert named(read, ink_of, ink_of)[0] == asks + "丧葬补助金"
    assert named("元杨元助金", ink("元杨元助金", {0: ("丧", 0.2), 1: ("葬", 0.2), 2: ("补", 0.2)}))[1] == []


def test_of_an_items_names_the_longest_is_taken() -> None:
    """一次性工亡 is read as it is in 一次性工亡补性: with 助 for the last sign it is more of the name."""
    seen = ink("一次性工亡补性", {6: ("助", 0.2)})
    assert named("一次性工亡补性", seen, seen)[0] == "一次性工亡补助"


def test_where_no_item_is_asked_for_or_no_sign_agrees_nothing_is_one() -> None:
    """A holder behind 收款账户：, and five signs behind a box of which none is the name's."""
    shares = {5: ("丧", 0.2), 6: ("葬", 0.2), 7: ("补", 0.2)}
    seen = ink("年年年年年元杨元助金", shares)
    assert named("收款账户：元杨元助金", seen, seen)[1] == []
    seen = ink("年元杨元元元", {1: ("丧", 0.2), 2: ("葬", 0.2), 3: ("补", 0.2), 4: ("助", 0.2), 5: ("金", 0.2)})
    assert named("□元杨元元元", seen, seen)[1] == []


def test_on_a_clear_page_one_sign_of_a_long_name_may_be_otherwise() -> None:
    """长葬补助金 is the grant for the funeral there, too, where its ink may say so; of two signs nothing is made."""
    for read, others, said in (
        ("元葬补助金", {0: ("丧", 0.2)}, "丧葬补助金"),
        ("元元补助金", {0: ("丧", 0.2), 1: ("葬", 0.2)}, "元元补助金"),
    ):
        page = Inked((ink(read, others),))
        lines, _ = with_item_names([line(read, 100, 5)], page.unstamped(0), page, clear=True)  # type: ignore[arg-type]
        assert lines[0].text == said
