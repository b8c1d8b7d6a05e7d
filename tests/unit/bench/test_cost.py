"""What the measurement says of engines and steps; no engine is started here."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.bench import speed, steps
from tests.bench.cpu import all_seconds
from tests.bench.found import asked, found
from tests.bench.speed import Cost


def _paper() -> dict[str, Any]:
    return {
        "kind": "BANK_SLIP",
        "fields": {"payer_name": "甲（乙）公司", "amount_figures": 123400, "trade_date": "2024-03-05", "purpose": "丙"},
        "handwritten": ["trade_date"],
        "texts": {"payer_name": "甲（乙）公司", "amount_figures": "¥1,234.00元", "purpose": "丙"},
    }


@pytest.mark.parametrize(
    ("text", "lines", "there"),
    [
        ("¥1,234.00元", ["合计 ￥1，234.00"], True),
        ("甲（乙）公司", ["户名：甲(乙) 公司"], True),
        ("甲（乙）公司", ["甲（乙）", "公司"], False),
        ("1234.00", ["1234.08"], False),
    ],
)
def test_a_value_is_found_where_one_line_holds_it(text: str, lines: list[str], there: bool) -> None:
    """Widths of signs, blanks, commas and currency do not matter; a value torn over two lines is not found."""
    assert found(text, lines) is there


def test_printed_critical_values_that_stand_in_one_row_are_asked() -> None:
    """Neither a written day nor a purpose is asked, nor a value of which the truth has no text."""
    assert [value.place for _, value in asked(_paper(), {})] == ["payer_name", "amount_figures"]
    assert asked({**_paper(), "illegible": ["payer_name", "amount_figures"]}, {}) == []


def test_the_table_of_engines_shows_ratios_and_who_was_absent() -> None:
    """Ours over the other by medians; of ours exact fields count, of the others values in lines."""
    costs = {
        "ours": Cost([1.0, 3.0, 1.2], 700.0, [[]]),
        "rapidocr": Cost([2.4, 2.4, 9.0], 900.0, [["甲(乙)公司", "1,234.00"]]),
        "tesseract": Cost(absent="tesserocr is not installed"),
    }
    read = {"fields": {"payer_name": {"value": "甲（乙）公司"}, "amount_figures": {"value": 1}}}
    shown = speed.table(costs, [(_paper(), read)])
    assert "| ours, one thread | 1.20 |  |  | 700 MiB | 50.0 % (1/2; 9.5–90.5) exact in their field |" in shown
    assert "| stock RapidOCR | 2.40 | **0.50** | ≤ 0.6 | 900 MiB | 100.0 % (2/2; 34.2–100.0) found in a line |" in shown
    assert "| Tesseract, chi_sim | not measured: tesserocr is not installed |" in shown


def test_rounds_go_round_all_engines_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every round asks each engine once before the next begins, ours with one thread; an absent one is asked once."""
    asked_of: list[tuple[str, str | None]] = []

    def run(command: list[str], **how: Any) -> subprocess.CompletedProcess[bytes]:
        name = command[3]
        asked_of.append((name, how["env"].get("OMP_NUM_THREADS")))
        if name == "rapidocr":
            return subprocess.CompletedProcess(command, 3, b"not here\n", b"")
        return subprocess.CompletedProcess(command, 0, b'noise\n{"cpu": 4.0, "peak_mb": 5.0, "lines": [[], []]}\n', b"")

    monkeypatch.setenv("OMP_NUM_THREADS", "2")
    monkeypatch.setattr(speed.subprocess, "run", run)
    costs = speed.compare(Path("models"), [Path("a"), Path("b")], rounds=2)
    first = [("ours", "1"), ("rapidocr", None), ("paddleocr", None), ("bare", "1"), ("tesseract", None)]
    assert asked_of == [*first, *(one for one in first if one[0] != "rapidocr")]
    assert (costs["ours"].seconds, costs["rapidocr"].absent) == ([2.0, 2.0], "not here")


def test_every_step_is_a_part_of_the_reader() -> None:
    """A part that was renamed is told here and not as a step of no cost."""
    for names in steps.STEPS.values():
        for name in names:
            owner, attribute = steps.place_of(name)
            assert callable(getattr(owner, attribute))


def test_only_the_outermost_step_counts() -> None:
    """A line that a second look reads is the second look's."""
    clock = steps.Clock()
    inner = clock.timed("reading lines", lambda: sum(range(300_000)))
    clock.timed("second looks", lambda: [inner() for _ in range(5)])()
    assert clock.seconds["second looks"] > 0
    assert "reading lines" not in clock.seconds
    inner()
    assert clock.seconds["reading lines"] > 0


def test_seconds_of_children_at_work_are_counted() -> None:
    """A child that has not ended yet counts, as the sandbox between two files does."""
    burn = "import time, sys\nwhile time.process_time() < 0.4: pass\nprint(flush=True)\nsys.stdin.read()"
    before = all_seconds()
    with subprocess.Popen(
        [sys.executable, "-c", burn], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=dict(os.environ)
    ) as child:
        assert child.stdout
        child.stdout.readline()
        at_work = all_seconds() - before
        assert child.stdin
        child.stdin.close()
    assert at_work > 0.35
