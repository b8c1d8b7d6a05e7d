"""Two amounts in one place: the printed one was crossed out and another written beside it."""

from dataclasses import replace

import pytest

from ocr.lines import Line
from ocr.written_beside import amounts_beside, amounts_run_together, places_of_totals
from tests.unit.ocr.extract.drawn import line
from tests.unit.ocr.inked import leaf


def told(text: str, read: str, fen: int, sort: str = "money") -> list[str | None]:
    """The fields of which a second amount is told, where this much of a line was read as the first."""
    lines: tuple[Line, ...] = (line(text, 100, 5),)
    whole = leaf(lines, 0, fen, sort)
    found = replace(whole, raw=read, parts=(replace(whole.parts[0], stop=len(read)),))
    return [remark.field for remark in amounts_beside({"total_figures": found}, 0, lines)]


@pytest.mark.parametrize("text", ["¥253,816.17-254,816.17", "¥253,816.17– 254,816.17", "¥253,816.17元—¥254816.17"])
def test_a_second_amount_behind_a_stroke_says_that_the_first_was_altered(text: str) -> None:
    """A thin stroke reads as a dash; two amounts of one place are no one's to choose between."""
    assert told(text, "¥253,816.17", 25381617) == ["total_figures"]


@pytest.mark.parametrize(
    "text", ["¥253,816.17", "¥253,816.17-253,816.17", "¥253,816.17 254,816.17", "¥253,816.17-3", "¥253,816.17（大写）"]
)
def test_an_amount_alone_is_as_it_stands(text: str) -> None:
    """The same amount twice, a column beside it, a bare figure or words behind it alter nothing."""
    assert told(text, "¥253,816.17", 25381617) == []


@pytest.mark.parametrize(
    ("text", "altered"),
    [
        ("230700.00元240,700.0", True),
        ("230700.00元 240,700.00", True),
        ("230700.00元230,700.0", False),
        ("230700.00元，240,700.00", False),
        ("230700.00元240", False),
    ],
)
def test_a_second_amount_right_behind_the_firsts_yuan(text: str, altered: bool) -> None:
    """Where 元 ends an amount no other begins unless somebody wrote it there; its last figure may be cut."""
    assert told(text, "230700.00元", 23070000) == ["total_figures"] * altered


@pytest.mark.parametrize(("x", "y", "altered"), [(250, 5, True), (480, 5, False), (250, 60, False)])
def test_a_second_amount_in_the_next_line_of_the_row(x: int, y: int, altered: bool) -> None:
    """A stroke parts the first amount; its rest and the second one stand in another line, near it and in its row."""
    lines = (line("小写：200", 100, 5), line("00元205,000.00", x, y))
    whole = leaf(lines, 0, 20000000, "money")
    found = replace(whole, raw="200", parts=(replace(whole.parts[0], start=3, stop=6),))
    assert [one.field for one in amounts_beside({"total_figures": found}, 0, lines)] == ["total_figures"] * altered


@pytest.mark.parametrize(
    ("text", "read", "fen", "altered"),
    [
        ("92,438.42元102,438.42", "102,438.42", 10243842, True),
        ("92,438.42——102,438.42", "102,438.42", 10243842, True),
        ("102,438.42元102,438.42", "102,438.42", 10243842, False),
        ("另付92,438.42元，共102,438.42", "102,438.42", 10243842, False),
        ("7542.1412.542.14", "542.14", 54214, True),
        ("7,542.1412,542.14", "12,542.14", 1254214, True),
        ("75421412.542.14", "14", 1400, True),
        ("12345,678.90", "12345,678.90", 1234567890, False),
        ("1.234.567.89", "1.234.567.89", 123456789, False),
        ("112.542.14", "542.14", 54214, False),
    ],
)
def test_an_amount_before_the_one_that_was_read(text: str, read: str, fen: int, altered: bool) -> None:
    """The struck amount stands before the one that was read, with 元 or a stroke between them or run into it."""
    lines = (line("（小写）：" + text, 100, 5),)
    start = len("（小写）：") + text.rindex(read)
    whole = leaf(lines, 0, fen, "money")
    found = replace(whole, raw=read, parts=(replace(whole.parts[0], start=start, stop=start + len(read)),))
    assert [one.field for one in amounts_beside({"total_figures": found}, 0, lines)] == ["total_figures"] * altered


def test_a_column_in_the_same_line_was_not_written_for_it() -> None:
    """Amounts of several columns that one line holds are each a field's or a cell's; a stranger is told."""
    lines = (line("86,300.00元30,000.00元", 100, 5), line("90,000.0012,542.14", 100, 60))
    total = replace(leaf(lines, 0, 8630000, "money"), raw="86,300.00元")
    total = replace(total, parts=(replace(total.parts[0], stop=len("86,300.00元")),))
    retained = replace(leaf(lines, 0, 3000000, "money"), raw="30,000.00元")
    assert not amounts_beside({"received_total": total, "retained_advance": retained}, 0, lines)
    assert not amounts_beside({"received_total": total}, 0, lines, (retained,))
    assert amounts_beside({"received_total": total}, 0, lines)
    elsewhere = replace(retained, parts=(replace(retained.parts[0], line_index=1),))
    assert amounts_beside({"received_total": total}, 0, lines, (elsewhere,))
    one = replace(leaf(lines, 1, 9000000, "money"), raw="90,000.00")
    other = replace(leaf(lines, 1, 1254214, "money"), raw="12,542.14")
    assert amounts_beside({"received_total": one}, 0, lines)
    assert not amounts_beside({"received_total": one}, 0, lines, (other,))


def test_a_whole_amounts_neighbour_in_its_row_is_a_column() -> None:
    """Cells side by side hold amounts of their own; only of an amount that was cut does the row go on."""
    lines = (line("86,300.00元", 100, 5), line("30,000.00元", 290, 5))
    assert not amounts_beside({"received_total": leaf(lines, 0, 8630000, "money")}, 0, lines)


def test_only_amounts_are_asked() -> None:
    """A number behind a dash belongs to a number."""
    assert told("253816.17-254,816.17", "253816.17", 25381617, "account") == []


@pytest.mark.parametrize(
    ("text", "altered"),
    [
        ("以上费用合计（小写）：¥216,200.00221(2009：人民币贰拾壹万陆仟贰佰元整", True),
        ("垫付总额:216,200.0021,6", True),
        ("以上费用合计（小写）：¥216,200.00，（大写）：人民币贰拾壹万陆仟贰佰元整", False),
        ("以上费用合计（小写）：¥216,200.00元", False),
        ("合计：216,200.002023-05-01", False),  # the next cell's day
        ("票据号码：216,200.00221", False),
    ],
)
def test_figures_that_go_on_behind_an_amount_are_a_second_one(text: str, altered: bool) -> None:
    """What was written behind a struck amount reads as its going on: no total has four decimals at its label."""
    lines = (line("金额：216,200.00元；", 100, 5), line(text, 100, 45))
    fields = {"total_figures": leaf(lines, 0, 21620000, "money")}
    assert [one.field for one in amounts_run_together(fields, 0, lines)] == ["total_figures"] * altered
    assert amounts_run_together({}, 0, lines) == ()


def test_a_totals_own_place_is_looked_at_though_the_total_was_found_elsewhere() -> None:
    """The amount behind 合计 is another piece of ink than the row's from which the total was read."""
    lines = (line("金额：216,200.00元；", 100, 5), line("以上费用合计（小写）：¥216,200.00221", 100, 45))
    elsewhere = {"total_figures": leaf(lines, 0, 21620000, "money", start=3)}
    [(name, [box])] = places_of_totals(elsewhere, 0, lines).items()
    assert (name, box[1] > 30, box[0] > 200) == ("total_figures", True, True)
    own = {"total_figures": leaf(lines, 1, 21620000, "money", start=11)}
    assert places_of_totals(own, 0, lines) == {}
    assert places_of_totals({}, 0, lines) == {}
